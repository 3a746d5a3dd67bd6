import { csvFile, StudioPage, createWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const file = csvFile('shop.csv', 'city,price\nBonn,10\nOslo,25\nBonn,40\nRome,5\nOslo,15\nRome,60\nBonn,20\nOslo,70\n')
const workflow = createWorkflow(
  'Shop',
  {
    Load: ['loading'],
    Keep: ['filter', { conditions: [{ column: 'price', is: 'at-least', value: 20 }] }],
    Table: ['table'],
  },
  ['Load.table > Keep.table', 'Keep.table > Table.table'],
)

test('results open in a tab of their own, which follows the next runs', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(file)
  const id = await studio.importWorkflow(workflow)
  const bar = page.locator('aw-run-bar')
  await bar.getByRole('combobox', { name: 'Input' }).selectOption({ label: 'shop.csv' })
  await bar.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(bar.locator('#state')).toContainText('Completed')

  const opening = page.waitForEvent('popup')
  await page.locator('aw-results').getByRole('link', { name: 'Open in new tab' }).click()
  const other = await opening
  await expect(other).toHaveURL(new RegExp(`/workflows/${id}/results`))
  const grid = other.getByTestId('result-data').getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', '6')
  await expect(other.getByRole('heading', { level: 1 })).toContainText('Shop')
  const firstRun = await other.getByTestId('latest-run').getAttribute('href')

  // The next run replaces the rows; the tab stays as it is.
  const config = page.locator('aw-inspector')
  await page
    .locator('aw-canvas')
    .getByRole('button', { name: /^Keep, / })
    .focus()
  await page.keyboard.press('Enter')
  const value = config.locator('aw-filter-builder .condition').getByRole('textbox', { name: 'Value' })
  await value.fill('60')
  await bar.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(bar.locator('#state')).toContainText('Completed')
  await expect(grid).toHaveAttribute('aria-rowcount', '3')
  await expect(grid.getByRole('gridcell', { name: '70', exact: true })).toBeVisible()
  await expect(other.getByTestId('latest-run')).not.toHaveAttribute('href', firstRun!)
  await other.close()
})

test('a tab of results is opened before the first run, survives a reload, and shows the table of any node', async ({
  page,
}) => {
  const studio = new StudioPage(page)
  await studio.upload(file)
  const nodes = {
    Load: ['loading'],
    Keep: ['filter', { conditions: [{ column: 'price', is: 'at-least', value: 20 }] }],
    Few: ['filter', { conditions: [{ column: 'price', is: 'at-least', value: 40 }] }],
  } satisfies Parameters<typeof createWorkflow>[1]
  const id = await studio.importWorkflow(
    createWorkflow('Few', nodes, ['Load.table > Keep.table', 'Keep.table > Few.table']),
  )
  const tab = await page.context().newPage()
  await tab.goto(`/workflows/${id}/results`)
  await expect(tab.getByRole('status').first()).toContainText('Run the workflow to see its results here.')

  const bar = page.locator('aw-run-bar')
  await bar.getByRole('combobox', { name: 'Input' }).selectOption({ label: 'shop.csv' })
  await bar.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(bar.locator('#state')).toContainText('Completed')
  const grid = tab.getByTestId('result-data').getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', '4')
  await tab.reload()
  await expect(grid).toHaveAttribute('aria-rowcount', '4')
  await tab.goto(`/workflows/${id}/results?from=Load`)
  await expect(grid).toHaveAttribute('aria-rowcount', '9')
  // A table between two nodes is not stored, so it is computed again.
  await tab.goto(`/workflows/${id}/results?from=Keep`)
  await expect(grid).toHaveAttribute('aria-rowcount', '6')
  await tab.close()
})
