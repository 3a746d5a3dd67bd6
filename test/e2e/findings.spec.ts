import type { WorkflowSession } from '@aw-flow/client'
import type { Answer } from '@aw-flow/schema/internal'
import type { Locator } from '@playwright/test'
import { createAxeRecorder } from './support/accessible-page.ts'
import { EditorPage } from './support/editor-page.ts'
import { expect, test } from './support/test.ts'

const cities = ['Bonn', 'Ulm', 'Wien', 'Graz', 'Basel', 'Bern']
const units = [' oz', ' oz.', ' ounce', ' oz', ' OZ', ' ounces', ' oz. Can']

/** Products whose sizes contain one unit in several spellings, with typos in cities and words for missing values. */
const products = Array.from({ length: 240 }, (_, index) =>
  [
    String(index + 1),
    `Product ${index + 1}`,
    index === 40 ? 'Bnon' : index === 90 ? 'Wein' : cities[index % cities.length],
    `${[12, 16, 24][index % 3]}${units[index % units.length]}`,
    index % 40 === 7 ? 'N/A' : String(10 + ((index * 7) % 23)),
  ].join(','),
)
const csv = { name: 'products.csv', bytes: Buffer.from(['id,name,city,size,stock', ...products].join('\n')) }
/** The same kind of table one month later. */
const later = { name: 'later.csv', bytes: Buffer.from(['id,name,city,size,stock', ...products.slice(60)].join('\n')) }

const storedAnswers = (editor: EditorPage): Promise<readonly Answer[]> =>
  editor.editor.evaluate((element) => {
    const { session } = element as unknown as { session: WorkflowSession }
    return session.document.current.nodes.flatMap(({ answers = {} }) => Object.values(answers).flat())
  })
const nodeCount = (editor: EditorPage): Promise<number> =>
  editor.editor.evaluate(
    (element) => (element as unknown as { session: WorkflowSession }).session.document.current.nodes.length,
  )

/** Assigns another file to the Load node. */
const loadInstead = (editor: EditorPage, text: string): Promise<void> =>
  editor.editor.evaluate(async (element, content) => {
    const { session } = element as unknown as { session: WorkflowSession }
    const dataset = await session.data.add(new File([content], 'later.csv'))
    if (!dataset.ok) throw new Error(dataset.problem.code)
    const load = session.document.current.nodes.find(({ type }) => type === 'loading')
    session.document.apply({ type: 'set-config', id: load!.id, path: ['dataset'], value: dataset.value.id })
  }, text)

async function check(editor: EditorPage): Promise<Locator> {
  expect(await editor.run()).toBe('Completed')
  await editor.select('Load')
  await editor.editor.getByRole('tab', { name: 'Findings' }).click()
  const findings = editor.editor.locator('aw-findings')
  await expect(findings.locator('.bar')).toContainText(/suspicious cells? in/)
  return findings
}

test('repairs a group of findings with a node, which the next run applies', async ({ page }) => {
  const editor = new EditorPage(page)
  const { found, look } = createAxeRecorder(page)
  await editor.open()
  await editor.dropData(csv)
  const findings = await check(editor)
  const group = findings.locator('.group').filter({ hasText: 'size: ' }).first()
  await expect(group.getByRole('button', { name: /^size: \d+ spellings of one unit · \d+ cells/ })).toBeVisible()
  await look('groups', 'aw-findings')

  await group.getByRole('button', { name: /^size: / }).click()
  await expect(group.getByRole('listitem').first()).toContainText('→')
  const nodes = await nodeCount(editor)
  await group.getByRole('button', { name: /^Repair \d+ cells?: size/ }).click()
  const preview = findings.locator('aw-repair-preview')
  await expect(preview.getByRole('status')).toContainText(/\d+ cells will change\./)
  await expect(preview.getByRole('row').nth(1)).toContainText('oz')
  await look('effect', 'aw-findings')
  expect(await nodeCount(editor)).toBe(nodes)
  await preview.getByRole('button', { name: /with a Prepare node/ }).click()
  expect(await nodeCount(editor)).toBe(nodes + 1)
  await expect(group).toContainText('Repaired')
  const results = editor.editor.locator('aw-results')
  await expect(results).toContainText('applies the fixes in the next run')
  await results.getByRole('button', { name: 'Undo', exact: true }).click()
  expect(await nodeCount(editor)).toBe(nodes)
  await expect(group.getByRole('button', { name: /^Repair \d+ cells?: size/ })).toBeVisible()

  await group.getByRole('button', { name: /^Repair \d+ cells?: size/ }).click()
  await preview.getByRole('button', { name: /with a Prepare node/ }).click()
  expect(await editor.run()).toBe('Completed')
  await editor.select('Prepare')
  await editor.showTab('Table')
  await expect(editor.table).not.toContainText('oz')
  expect(found).toEqual([])
})

test('learns from answers, which apply to the next file', async ({ page }) => {
  const editor = new EditorPage(page)
  const { found, look } = createAxeRecorder(page)
  await editor.open()
  await editor.dropData(csv)
  const findings = await check(editor)
  await findings.getByRole('button', { name: 'Review rows' }).click()
  const review = findings.locator('aw-answer-review')
  await expect(review).toContainText('Row 1 of at most 20')
  await look('review', 'aw-findings')
  await page.keyboard.press('Enter')
  await expect(review).toContainText('Row 2 of at most 20')
  await expect(review.locator('.effect')).toContainText(/suspicious cell/)
  const stock = review.getByRole('textbox', { name: 'stock' })
  await stock.fill('4711')
  await expect(review.getByRole('button', { name: 'Save 1 correction' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(review).toContainText('Row 3 of at most 20')
  await expect(review.locator('.effect')).toContainText(/suspicious cell/)
  await page.keyboard.press('Enter')
  await expect(findings.locator('.badge')).toHaveText('3')
  await expect(findings.locator('.group').filter({ hasText: '4711' })).toHaveCount(1)
  const answers = await storedAnswers(editor)
  expect(answers.map(({ cells }) => cells.filter(({ verdict }) => verdict === 'wrong').length)).toEqual([0, 1, 0])

  await expect(editor.editor.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await check(editor)
  await expect(findings.locator('.badge')).toHaveText('3')
  expect(await storedAnswers(editor)).toEqual(answers)
  await findings.getByRole('button', { name: 'Review rows' }).click()
  await review.locator('summary').click()
  await review
    .getByRole('button', { name: /^Delete answer/ })
    .first()
    .click()
  await expect(findings.locator('.badge')).toHaveText('2')

  await loadInstead(editor, later.bytes.toString())
  await check(editor)
  await expect(findings.locator('.badge')).toHaveText('2')
  expect(found).toEqual([])
})
