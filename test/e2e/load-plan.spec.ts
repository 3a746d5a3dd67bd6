import type { LoadReport } from '@aw-flow/schema'
import type { Locator } from '@playwright/test'
import { EditorPage } from './support/editor-page.ts'
import { expect, test } from './support/test.ts'

/** Looks like one column, because `x` is an unusual delimiter. */
const may = [
  'Tills of all shops',
  'May 2026',
  '',
  'orderxshopxsoldxamountxmember',
  ...Array.from(
    { length: 40 },
    (_, at) => `${1001 + at}x${['North', 'South', 'West'][at % 3]}x0${(at % 9) + 1}.05.2026x${at},5x${at % 2}`,
  ),
  '',
].join('\n')

/** Next month's file: one column is missing, one is new, one is spelled differently. */
const june = [
  'orderxShopxsoldxamountxvoucher',
  ...Array.from({ length: 30 }, (_, at) => `${2001 + at}xNorthx0${(at % 9) + 1}.06.2026x${at},25xnone`),
  '',
].join('\n')

const file = (name: string, text: string) => ({ name, bytes: Buffer.from(text) })

async function openPlan(editor: EditorPage): Promise<Locator> {
  await editor.select('Load')
  await editor.editor.locator('aw-inspector').getByRole('button', { name: 'Review load plan…' }).click()
  const dialog = editor.editor.getByRole('dialog', { name: /^Load plan/ })
  await expect(dialog.locator('aw-preview-table')).toBeVisible({ timeout: 180_000 })
  return dialog
}

const header = (dialog: Locator, name: string): Locator =>
  dialog.locator('aw-preview-table').getByRole('button', { name: new RegExp(`^${name}\\b`) })
const firstRow = (dialog: Locator): Locator => dialog.locator('aw-preview-table').locator('tr[data-row="0"] td')

test('edits and saves a load plan, and reports how the next file differs from it', async ({ page }) => {
  const editor = new EditorPage(page)
  await editor.open()
  await editor.dropData(file('may.csv', may))

  await test.step('updates the preview with each change', async () => {
    const dialog = await openPlan(editor)
    await expect(dialog.locator('aw-source-lines').getByRole('option').first()).toContainText('Tills of all shops')
    await dialog.getByLabel('Encoding', { exact: true }).selectOption('windows-1252')
    await dialog.getByLabel('Delimiter', { exact: true }).selectOption({ label: 'semicolon ;' })
    await expect(firstRow(dialog)).toHaveCount(1)
    await dialog.getByLabel('Delimiter', { exact: true }).selectOption({ label: 'Other…' })
    await dialog.getByLabel('Custom delimiter').fill('x')
    await expect(firstRow(dialog)).toHaveCount(5)
    await expect(header(dialog, 'amount')).toContainText('decimal number')
    await expect(dialog.getByLabel('First line of the table', { exact: true }).first()).toHaveValue('4')
    await expect(firstRow(dialog).nth(4)).toHaveText('0')
    await header(dialog, 'member').click()
    await dialog.getByLabel('Type', { exact: true }).selectOption({ label: 'boolean' })
    await expect(firstRow(dialog).nth(4)).toHaveText('false')
    await dialog.getByLabel('Name', { exact: true }).fill('is member')
    await expect(header(dialog, 'is member')).toContainText('boolean')
    await page.keyboard.press('Escape')
    await expect(dialog.getByLabel('Name', { exact: true })).toBeHidden()
    await expect(header(dialog, 'is member')).toBeFocused()
  })

  await test.step('asks before discarding changes, and saves them as one undo step', async () => {
    const dialog = editor.editor.getByRole('dialog', { name: /^Load plan/ })
    await dialog.getByRole('button', { name: 'Close load plan' }).click()
    await expect(dialog.getByText('You have unsaved changes.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Save plan' }).click()
    await expect(dialog.getByRole('button', { name: 'Plan saved' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    const again = editor.editor.locator('aw-inspector').getByRole('button', { name: 'Review load plan…' })
    await expect(again).toBeFocused()
    await expect(editor.editor.getByText('Saved for may.csv: x, 1 header line, 5 columns.')).toBeVisible()
  })

  const report = async (): Promise<LoadReport> => {
    const run = await editor.lastRun()
    const load = Object.values(run.nodes).find((node) => node.report?.kind === 'load')
    return load!.report!.report as LoadReport
  }

  await test.step('reads the file by the plan in a run', async () => {
    await editor.run()
    const { columns, rows, rejects } = await report()
    expect({ rows, rejects }).toEqual({ rows: 40, rejects: 0 })
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'order BIGINT',
      'shop VARCHAR',
      'sold DATE',
      'amount DOUBLE',
      'is member BOOLEAN',
    ])
  })

  await test.step('keeps the plan after a reload', async () => {
    await expect(editor.editor.getByText('Saved', { exact: true })).toBeVisible()
    await page.reload()
    const dialog = await openPlan(editor)
    await expect(dialog.getByRole('button', { name: 'Plan saved' })).toBeVisible()
    await expect(header(dialog, 'is member')).toContainText('boolean')
    await expect(dialog.getByRole('button', { name: /^Restore detected Delimiter/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('reports differences in the next month’s file', async () => {
    await editor.select('Load')
    const inspector = editor.editor.locator('aw-inspector')
    const chooser = page.waitForEvent('filechooser')
    await inspector.getByRole('button', { name: 'Upload file' }).click()
    await (await chooser).setFiles({ name: 'june.csv', mimeType: 'text/csv', buffer: Buffer.from(june) })
    await expect(inspector.getByText('june.csv').first()).toBeAttached()
    await editor.run()
    const { drift, rows } = await report()
    expect(rows).toBe(30)
    expect(drift).toMatchObject({ missing: ['is member'], added: ['voucher'], renamed: [{ from: 'shop', to: 'Shop' }] })

    await editor.showTab('Report')
    const results = editor.editor.locator('aw-results')
    await results.locator('aw-run-report').getByRole('button', { name: /^Load/ }).click()
    await expect(results.getByText('Columns of the saved load plan are missing').first()).toBeVisible()
    await results.getByRole('button', { name: 'Edit load plan' }).click()
    const dialog = editor.editor.getByRole('dialog', { name: /^Load plan/ })
    const differs = dialog.getByRole('region', { name: 'Differs from the saved plan' })
    await expect(differs).toContainText('Missing: “is member”')
    await expect(differs).toContainText('“shop” is now spelled “Shop”')
    await dialog.getByRole('button', { name: 'Save plan' }).click()
    await expect(differs).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(inspector.getByText('Saved for june.csv: x, 1 header line, 5 columns.')).toBeVisible()
  })
})
