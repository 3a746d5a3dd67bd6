import { csvFile, StudioPage, createWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

test('checks a statement against its input while it is typed', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('cities.csv', 'city,people\nUlm,126\nBonn,336\n'))
  const dataset = await page.evaluate(async () => {
    const bytes = new TextEncoder().encode('city,people\nUlm,126\nBonn,336\n')
    const digest = await crypto.subtle.digest('SHA-256', bytes)
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  })
  await studio.importWorkflow(
    createWorkflow(
      'Statement',
      { Load: ['loading', { dataset }], Query: ['sql', { statement: 'SELECT city FROM input' }], Table: ['table'] },
      ['Load.table > Query.input', 'Query.table > Table.table'],
    ),
  )
  const bar = page.locator('aw-run-bar')
  await expect(bar).toContainText('Ready')
  await page
    .locator('aw-canvas')
    .getByRole('button', { name: /^Query, / })
    .focus()
  await page.keyboard.press('Enter')
  const field = page.locator('aw-inspector aw-form [data-setting=statement]')
  const text = field.locator('.cm-content')
  const write = async (statement: string): Promise<void> => {
    await text.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(statement)
  }
  await write('SELECT town FROM input')
  await expect(field.locator('.problem.error')).toContainText('“town” not found'.replaceAll(/[“”]/g, '"'))
  await expect(field.locator('.problem.error')).toContainText('(line 1, column 8)')
  await expect(field.locator('.cm-error-mark')).toHaveText('town')
  await expect(bar).toContainText('Fix 1 error first')
  await expect(bar).not.toContainText('Ready')

  await write('SELECT city FORM input')
  await expect(field.locator('.problem.error')).toContainText('syntax error at or near "input"')
  // The list of completions closes, and neither covers the current line.
  await write('SELECT city FROM inp')
  const list = field.locator('.cm-tooltip-autocomplete')
  await expect(list.getByRole('option', { name: 'input', exact: true })).toHaveCount(1)
  // Only names that begin with the text, so the list is short once it has followed the typing.
  await expect.poll(async () => (await list.boundingBox())?.height).toBeLessThan(60)
  // The list is drawn again while completions arrive.
  const isBesideLine = async (): Promise<boolean> => {
    const [line, box] = [await field.locator('.cm-line').last().boundingBox(), await list.boundingBox()]
    if (!line || !box) return false
    return box.y >= line.y + line.height - 2 || box.y + box.height <= line.y + 2
  }
  await expect.poll(isBesideLine).toBe(true)
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
  await page.keyboard.type('u')
  await expect(list).toBeVisible()
  await page.getByRole('textbox', { name: 'Workflow name' }).click()
  await expect(list).toHaveCount(0)

  await write('SELECT city, people FROM input WHERE people > 200')
  await page.keyboard.press('Escape')
  await expect(field.locator('.problem')).toHaveCount(0)
  await expect(bar).toContainText('Ready')
})

test('checks a statement once the file of the run is chosen, and says until then that its columns are unknown', async ({
  page,
}) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('cities.csv', 'city,people\nUlm,126\n'))
  await studio.importWorkflow(
    createWorkflow('Unknown', { Load: ['loading'], Query: ['sql', { statement: 'SELECT town FROM input' }] }, [
      'Load.table > Query.input',
    ]),
  )
  await page
    .locator('aw-canvas')
    .getByRole('button', { name: /^Query, / })
    .focus()
  await page.keyboard.press('Enter')
  const field = page.locator('aw-inspector aw-form [data-setting=statement]')
  await expect(field.locator('.problem.info')).toContainText('The columns of input are known only during a run.')
  await expect(field.locator('.problem.error')).toHaveCount(0)

  const bar = page.locator('aw-run-bar')
  await bar.getByRole('combobox').selectOption({ label: 'cities.csv' })
  await expect(field.locator('.problem.error')).toContainText('"town" not found')
  await expect(bar).toContainText('Fix 1 error first')
  await field.locator('.cm-content').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('SELECT city FROM input')
  await page.keyboard.press('Escape')
  await expect(field.locator('.problem')).toHaveCount(0)
  await expect(bar).toContainText('Ready')
})

test('a statement whose constants take long to check ends the engine, and runs continue', async ({ page }) => {
  const studio = new StudioPage(page)
  const bar = page.locator('aw-run-bar')
  const runQuick = async (): Promise<void> => {
    await bar.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(bar.locator('#state')).toContainText('Completed')
    await expect(page.locator('aw-results').getByRole('gridcell', { name: 'forty-two', exact: true })).toBeVisible()
  }
  // DuckDB computes the constant when it binds the statement: hex doubles a string, which is searched in quadratic time.
  const long = `${'hex('.repeat(20)}'a'${')'.repeat(20)}`
  const slow = `SELECT len(regexp_extract_all(${long}, '[0-9].*b|[0-9]')) AS n`
  const slowNodes = { Rows: ['sql', { inputs: '', statement: slow }] } satisfies Parameters<typeof createWorkflow>[1]
  const slowId = await studio.importWorkflow(createWorkflow('Slow', slowNodes, []))
  const quickId = await studio.importWorkflow(
    createWorkflow(
      'Quick',
      { Rows: ['sql', { inputs: '', statement: `SELECT 'forty-two' AS answer` }], Table: ['table'] },
      ['Rows.table > Table.table'],
    ),
  )
  // Once the database is open, statements are checked when their workflow is opened.
  await runQuick()
  await studio.visit(`/workflows/${slowId}`)
  await expect(page.getByText(/Checking a statement took longer than 5/).first()).toBeVisible()
  await studio.visit(`/workflows/${quickId}`)
  await expect(page.getByRole('textbox', { name: 'Workflow name' })).toHaveValue('Quick')
  await runQuick()
})

test('shows numbers of single precision by their shortest digits, and the load in one line', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('floats.csv', 'a,b\n1,x\n2,y\n3\n'.concat('4,z\n'.repeat(30))))
  await studio.importWorkflow(
    createWorkflow(
      'Floats',
      { Load: ['loading'], Query: ['sql', { statement: 'SELECT 0.1::FLOAT AS share FROM input' }], Table: ['table'] },
      ['Load.table > Query.input', 'Query.table > Table.table'],
    ),
  )
  const workflow = page.url()
  await studio.start('floats.csv')
  await expect(studio.status).toContainText('completed', { ignoreCase: true })
  await page.getByTestId('view-results').click()
  const grid = page.getByTestId('result-data').getByRole('grid')
  await expect(grid.getByRole('gridcell', { name: '0.1', exact: true }).first()).toBeVisible()
  const download = await studio.download(() => page.getByTestId('download-results').click())
  expect(download.bytes.toString().split('\n')[1]).toBe('0.1')
  await studio.visit(new URL(workflow).pathname)
  const load = page.locator('aw-canvas').getByRole('button', { name: /^Load, floats\.csv · 32 rows · 1 rejected/ })
  await load.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('aw-inspector .loaded')).toHaveText('floats.csv · 32 rows · 1 rejected')
  // The record of the run has the line; after a reload, nothing is loaded for it.
  await page.reload()
  await load.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('aw-inspector .loaded')).toHaveText('floats.csv · 32 rows · 1 rejected')
})
