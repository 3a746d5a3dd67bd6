import { createHash } from 'node:crypto'
import { createWorkflow, csvFile, openStudio, StudioPage } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const cities = ['Berlin', 'Hamburg', 'Bremen', 'Dresden']
const rows = Array.from({ length: 60 }, (_, row) => `${row},${cities[row % 4]},${20 + (row % 7)}`)
/** A table with certain and uncertain findings. */
const text = ['id,city,age', ...rows, '60,Berlim,21', '61,,22', '62,Hamburg,999', ''].join('\n')

/** A stand-in for Chrome's Prompt API, whose model must be downloaded first. It counts sessions and prompts. */
function addPromptApi(): void {
  const counts = { created: 0, prompts: [] as string[] }
  const key = 'test-model-state'
  const LanguageModel = {
    availability(): Promise<string> {
      return Promise.resolve(localStorage.getItem(key) ?? 'downloadable')
    },
    create({ monitor }: { monitor?(target: EventTarget): void } = {}): Promise<object> {
      counts.created++
      const target = new EventTarget()
      monitor?.(target)
      target.dispatchEvent(Object.assign(new Event('downloadprogress'), { loaded: 0.5 }))
      localStorage.setItem(key, 'available')
      return Promise.resolve({
        destroy: () => undefined,
        async *promptStreaming(messages: readonly { content: string }[]) {
          counts.prompts.push(messages.map(({ content }) => content).join('\n'))
          yield '{"findings": [{"id": 1, "verdict": "right", "value": ""}]}'
        },
      })
    },
  }
  Object.assign(globalThis, { LanguageModel, promptCounts: counts })
}

const readCounts = () =>
  (globalThis as unknown as { promptCounts: { created: number; prompts: string[] } }).promptCounts

test('[25] the model of the browser is downloaded after a question, and reviews findings on request', async ({
  page,
}) => {
  await page.addInitScript(addPromptApi)
  const studio = await openStudio(page, '/settings')
  const state = page.getByTestId('browser-model-state')
  // The browser is not asked before the user wants to know.
  await page.getByRole('button', { name: 'Check this browser' }).click()
  await expect(state).toContainText('can be downloaded')
  await page.getByRole('button', { name: 'Download model' }).click()
  await page.getByTestId('question').getByRole('button', { name: 'Cancel' }).click()
  expect((await page.evaluate(readCounts)).created).toBe(0)
  await page.getByRole('button', { name: 'Download model' }).click()
  await page.getByTestId('question').getByRole('button', { name: 'Download model' }).click()
  await expect(state).toContainText('The model is ready.')
  const use = page.getByLabel('Use it in runs on this page as model “Browser”')
  await expect(use).toBeChecked()

  await studio.upload(csvFile('cities.csv', text))
  const dataset = createHash('sha256').update(text).digest('hex')
  await studio.importWorkflow(
    createWorkflow('Cities', { Load: ['loading', { dataset }], Table: ['table'] }, ['Load.table > Table.table']),
  )
  await page.locator('aw-run-bar').getByRole('button', { name: /^Run/ }).click()
  const results = page.locator('aw-results')
  await results.getByRole('tab', { name: 'Findings' }).click()
  const findings = results.locator('aw-findings')
  await findings.locator('select.sensitivity').selectOption('thorough')
  await expect(findings.locator('.bar')).toContainText(/suspicious cells? in/)
  expect((await page.evaluate(readCounts)).prompts).toEqual([])
  await findings.getByRole('button', { name: 'Ask Browser' }).click()
  await expect(findings.getByRole('note').filter({ hasText: 'built-in' })).toBeVisible()
  const [prompt] = (await page.evaluate(readCounts)).prompts
  // It sees the uncertain cells, not the table.
  expect(prompt).toContain('"column":')
  expect(prompt).not.toContain('Dresden')

  await page.goto('/settings')
  await use.uncheck()
  await page.reload()
  await page.getByRole('button', { name: 'Check this browser' }).click()
  await expect(use).not.toBeChecked()
})

test('without a model, the settings say why the browser has none', async ({ page }) => {
  await page.addInitScript(() => Object.assign(globalThis, { LanguageModel: undefined }))
  await new StudioPage(page).go('/settings')
  const state = page.getByTestId('browser-model-state')
  await expect(state).toContainText('no built-in language model')
  await expect(page.getByRole('button', { name: 'Download model' })).toHaveCount(0)
  // On a phone, the text has several lines beside its icon.
  await page.setViewportSize({ width: 390, height: 844 })
  const symbol = (await state.locator('svg').boundingBox())!
  const text = (await state.locator('span').boundingBox())!
  expect(text.height).toBeGreaterThan(symbol.height)
  expect(text.x).toBeGreaterThanOrEqual(symbol.x + symbol.width)
  expect(text.y).toBeLessThan(symbol.y + symbol.height)
})
