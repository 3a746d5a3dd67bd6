import { csvFile, StudioPage, createWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

// Values that DuckDB builds outside its memory limit: more than the 2 GB that the memory of the engine may have.
const statements = [
  `SELECT strlen(list_transform(range(100000), x -> repeat('a', 100000))::VARCHAR) AS n FROM input`,
  `SELECT strlen(string_agg(repeat('a', 1000000), '')) AS n FROM range(5000)`,
]

test('a statement that fills the memory fails with a problem; the editor, the document and later runs are unaffected', async ({
  page,
}) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('cities.csv', 'city,people\nUlm,126\nBonn,336\n'))
  const nodes = { Load: ['loading'], Query: ['sql', { statement: statements[0] }], Table: ['table'] } satisfies Parameters<typeof createWorkflow>[1] // oxfmt-ignore
  const id = await studio.importWorkflow(createWorkflow('Full', nodes, ['Load.table > Query.input', 'Query.table > Table.table'])) // oxfmt-ignore
  const bar = page.locator('aw-run-bar')
  const query = page.locator('aw-canvas').getByRole('button', { name: /^Query, / })
  const run = bar.getByRole('button', { name: 'Run', exact: true })
  const write = async (statement: string): Promise<void> => {
    await query.focus()
    await page.keyboard.press('Enter')
    await page.locator('aw-inspector aw-form [data-setting=statement] .cm-content').click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(statement)
    await page.keyboard.press('Escape')
  }
  await bar.getByRole('combobox', { name: 'Input' }).selectOption({ label: 'cities.csv' })
  for (const [index, statement] of statements.entries()) {
    if (index > 0) await write(statement)
    await run.click()
    await expect(bar.locator('#state')).toContainText('Failed')
    await expect(page.getByText(/Out of memory/).first()).toBeVisible()
    // The document can be changed, and is stored.
    await expect(page.getByRole('textbox', { name: 'Workflow name' })).toHaveValue('Full')
    await write('SELECT city FROM input WHERE people > 200')
    await expect(page.locator('aw-inspector .problem.error')).toHaveCount(0)
    await run.click()
    await expect(bar.locator('#state')).toContainText('Completed')
    await expect(page.locator('aw-results').getByRole('gridcell', { name: 'Bonn', exact: true })).toBeVisible()
  }
  await page.reload()
  await expect(query).toBeVisible()
  expect(JSON.stringify(await studio.stored('documents', id))).toContain('WHERE people > 200')
})
