import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { loadReportSchema } from '@aw-flow/schema/internal'
import { selectSlowCases } from '../sizes.ts'
import type { EditorPage } from './support/editor-page.ts'
import { test } from './support/one-page.ts'
import { expect } from './support/test.ts'

const fixture = (name: string): string => resolve(import.meta.dirname, '../fixtures', name)

/** After any failure, a valid file still loads. */
async function expectUsable(editor: EditorPage): Promise<void> {
  await editor.dropData(fixture('sample.csv'))
  expect(await editor.run()).toBe('Completed')
  await editor.select('Prepare')
  await editor.showTab('Table')
  await expect(editor.table).toHaveAttribute('aria-rowcount', '6')
}

test('a binary file fails with a reason and a hint, and the editor stays usable', async ({ editor }) => {
  await editor.dropData(fixture('binary.bin'))
  await expect(editor.problems).toBeVisible()
  await editor.problems.click()
  await expect(editor.editor.getByText(/Choose a CSV, JSON, Excel/).first()).toBeVisible()
  await expectUsable(editor)
})

test('a file of one line loads with its header', async ({ editor }) => {
  await editor.dropData(fixture('header-only.csv'))
  expect(await editor.run()).toBe('Failed')
  await editor.select('Prepare')
  await expect(
    editor.editor
      .locator('aw-results')
      .getByText(/no rows/i)
      .first(),
  ).toBeVisible()
  await expectUsable(editor)
})

test('an empty file is a table without columns, and nodes that need rows report it', async ({ editor }) => {
  await editor.dropData(fixture('empty.csv'))
  expect(await editor.run()).toBe('Failed')
  const run = await editor.lastRun()
  expect(run.nodes.load).toMatchObject({ state: 'completed', rows: 0 })
  expect(run.nodes.prepare?.error?.problem.message).toMatch(/no (rows|columns)/)
  expect(run.nodes.prepare?.error?.problem.hint).toBeTruthy()
  expect(run.nodes.table?.state).toBe('skipped')
  await expectUsable(editor)
})

test('a file with one bad row among a hundred columns keeps the row and names its line', async ({ editor }) => {
  await editor.dropData(fixture('hundred-columns.csv'))
  expect(await editor.run()).toBe('Completed')
  const { report } = (await editor.lastRun()).nodes.load!
  const { rejects, rejectSample, columns } = loadReportSchema.parse(report!.report)
  const reported = rejects + columns.reduce((sum, column) => sum + column.badCells, 0)
  expect(reported).toBeGreaterThan(0)
  for (const { line, raw } of rejectSample) {
    expect((await readFile(fixture('hundred-columns.csv'), 'utf8')).split('\n')[line - 1]).toBe(raw)
  }
})

const faultyWorkflows = [
  ['cycle.json', /These nodes depend on each other/],
  ['unknown-type.json', /Node type "polishing" does not exist/],
  ['missing-setting.json', /No rules are set for the table/],
] as const

for (const [name, words] of selectSlowCases(faultyWorkflows)) {
  test(`the workflow ${name} opens, reports its problem and the place, and can be undone`, async ({ editor }) => {
    await editor.drop(fixture(`workflows/${name}`))
    await editor.editor.getByRole('button', { name: 'Open workflow' }).click()
    await editor.problems.click()
    await expect(editor.editor.getByText(words).first()).toBeVisible()
    await expect(editor.runButton).toHaveAttribute('aria-disabled', 'true')
    await editor.problems.click()
    await editor.editor.getByRole('button', { name: 'Undo', exact: true }).click()
    await expectUsable(editor)
  })
}

test('reports the line of a .json file that is not JSON, and treats the file as data', async ({ editor }) => {
  await editor.dropData(fixture('workflows/not-json.json'))
  await expect(
    editor.editor.getByText(/“not-json\.json” was added as data\. The text is not valid JSON: .*line 1/),
  ).toBeVisible()
  await expectUsable(editor)
})

const formats = [
  ['types.parquet', 'parquet', 2, 'l', 'DECIMAL(38,2)'],
  ['types.feather', 'arrow', 3, 'pair', 'STRUCT(a INTEGER, b VARCHAR)'],
  ['prices.zip', 'csv', 30, 'price', 'DOUBLE'],
  ['prices.csv.gz', 'csv', 30, 'price', 'DOUBLE'],
  ['shop.sqlite', 'sqlite', 3, 'balance', 'DECIMAL(10,2)'],
] as const

// `browser-tables.browser.test.ts` reads all formats in a page.
for (const [name, format, rows, column, type] of selectSlowCases(formats)) {
  test(`loads ${name} in the page with its types, under the policy`, async ({ editor }) => {
    await editor.dropData(fixture(`formats/${name}`))
    await editor.run()
    const { load } = (await editor.lastRun()).nodes
    expect(load).toMatchObject({ state: 'completed', rows })
    const report = loadReportSchema.parse(load!.report!.report)
    expect(report.plan.format).toBe(format)
    expect(report.columns.find((one) => one.name === column)?.type).toBe(type)
  })
}
