import { readFile } from 'node:fs/promises'
import { createWorkflow, csvFile, fixture, StudioPage, waitingWorkflow } from '../studio/page.ts'
import { expect, test } from '../support/test.ts'
import { expectActions } from './count-actions.ts'
import { Visitor } from './visitor.ts'

const orders = {
  name: 'orders.csv',
  bytes: Buffer.from('id,region_code,amount\n1,N,1204.50\n2,S,88.00\n3,N,999.00\n4,E,2450.00\n'),
}
const regions = { name: 'regions.csv', bytes: Buffer.from('code,region\nN,North\nS,South\nW,West\n') }
const approvalWorkflow = createWorkflow(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'Are these figures correct?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)
const phone = { width: 390, height: 844 }

test('1a: a messy file becomes a clean table from the home page', async ({ page }) => {
  const visitor = new Visitor(page)
  await visitor.open('/')
  await expectActions(visitor, 3, async () => {
    await visitor.drop(page.getByRole('region', { name: 'Prepare a messy file' }), fixture('messy-orders.csv'))
    await expect(visitor.runState).toContainText('Completed')
    const saved = page.waitForEvent('download')
    await visitor.press('button', /^Download CSV/)
    expect(await readFile(await (await saved).path(), 'utf8')).toContain('"Berg, Lea",Paid,2024-03-01,120.5')
  })
})

test('1a: an uploaded file is prepared from the home page', async ({ page }) => {
  const visitor = new Visitor(page)
  await visitor.open('/')
  await expectActions(visitor, 3, async () => {
    await visitor.upload(fixture('messy-orders.csv'))
    await visitor.press('button', 'Prepare', page.getByTestId('upload-success'))
    await expect(visitor.runState).toContainText('Completed')
  })
})

test('1b: a bar chart is copied as a picture', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const visitor = new Visitor(page)
  await visitor.open('/workflows/new')
  await visitor.dropOnCanvas(orders)
  await visitor.run()
  await expectActions(visitor, 5, async () => {
    await visitor.press('tab', 'Chart', visitor.results)
    const chart = visitor.results.locator('aw-chart')
    await visitor.select(chart.getByRole('combobox', { name: 'Chart', exact: true }), { label: 'Bar' })
    await visitor.select(chart.getByRole('combobox', { name: 'X axis' }), 'region_code')
    await expect(chart.getByRole('heading')).toHaveText(/by region_code/)
    await visitor.press('button', 'Copy', chart)
    await expect(chart.getByRole('button', { name: 'Copied' })).toBeVisible()
  })
  const types = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => [...item.types]))
  expect(types).toEqual(['image/png'])
})

test('1c: a workbook with title rows and two sheets opens as a table', async ({ page }) => {
  const visitor = new Visitor(page)
  await visitor.open('/workflows/new')
  await expectActions(visitor, 2, async () => {
    await visitor.dropOnCanvas(fixture('documents/survey.xlsx'))
    await visitor.fill(visitor.settings.getByRole('textbox', { name: 'Sheet or table' }), 'data')
  })
  await visitor.run()
  await expect(visitor.results.getByRole('grid')).toBeVisible()
})

test('1d: spellings of one category are found and mended', async ({ page }) => {
  const visitor = new Visitor(page)
  await visitor.open('/workflows/new')
  await visitor.dropOnCanvas(fixture('messy-orders.csv'))
  await visitor.run()
  await expectActions(visitor, 3, async () => {
    await visitor.press('tab', /^Findings/)
    await expect(page.locator('aw-findings')).toContainText('PAID → Paid')
    await visitor.press('button', 'Apply all', page.locator('aw-findings'))
    await expect(visitor.node('Prepare')).toBeAttached()
    await visitor.run('Run', /Completed/)
  })
  await page.getByRole('tab', { name: 'Data', exact: true }).last().click()
  await expect(visitor.results.getByRole('gridcell', { name: 'PAID' })).toHaveCount(0)
})

test('2a: two files are joined by their key, and summed per region', async ({ page }) => {
  const visitor = new Visitor(page)
  await visitor.open('/workflows/new')
  await expectActions(visitor, 8, async () => {
    await expect(visitor.runState).toBeVisible()
    await visitor.drop(visitor.canvas.locator('.surface'), orders, regions)
    await expect(visitor.node('regions.csv')).toBeAttached()
    await visitor.addNode('join', 'Join')
    await expect(visitor.settings).toContainText('region_code')
    await page.keyboard.press('a')
    await expect(page.getByRole('combobox', { name: 'Search nodes' })).toBeFocused()
    await visitor.type('sum amount per region')
    await expect(
      page
        .getByRole('option', { name: /region/ })
        .filter({ hasNotText: 'Not understood' })
        .first(),
    ).toBeVisible()
    await page.keyboard.press('Enter')
    await visitor.press('button', /^Apply/, page.locator('aw-proposal'))
    await expect(page.locator('aw-proposal')).toHaveCount(0)
    await visitor.run()
  })
  await expect(visitor.results).toContainText('2,203.5')
})

test('2d: a join shows how many rows have no partner, and which', async ({ page }) => {
  const visitor = new Visitor(page)
  await visitor.open('/workflows/new')
  await expect(visitor.runState).toBeVisible()
  await visitor.drop(visitor.canvas.locator('.surface'), orders, regions)
  await expect(visitor.node('regions.csv')).toBeAttached()
  await visitor.addNode('join', 'Join')
  const drawer = page.locator('aw-results-drawer')
  await expect(drawer).toContainText('3 of 4')
  await expectActions(visitor, 1, async () => {
    await visitor.select(visitor.settings.getByRole('combobox', { name: 'Join type' }), {
      label: 'Anti: left rows without a match',
    })
    await expect(drawer.getByRole('cell', { name: 'E', exact: true })).toBeVisible()
  })
})

test('4a, 4b: a failed run is found with its node and reason, mended and started again', async ({ page }) => {
  const visitor = new Visitor(page)
  const studio = new StudioPage(page)
  await studio.upload(csvFile('shop.csv', 'city,price\nBonn,10\n'))
  await studio.importWorkflow(
    createWorkflow('Mistyped', { Load: ['loading'], Query: ['sql', { statement: 'SELECT cty FROM input' }] }, [
      'Load.table > Query.input',
    ]),
  )
  await studio.start('shop.csv')
  await expect(studio.status).toContainText('failed', { ignoreCase: true })
  await expectActions(visitor, 1, async () => {
    await visitor.visit('Runs')
    await expect(page.getByTestId('run-item').first()).toContainText('Query')
    await expect(page.getByTestId('run-item').first()).toContainText('cty')
  })
  await expectActions(visitor, 2, async () => {
    await visitor.click(page.getByTestId('run-item').first())
    await visitor.click(page.getByTestId('fix-and-run'))
    await expect(studio.status).toContainText('completed', { ignoreCase: true })
  })
})

test('4c: a long run is canceled in the run bar', async ({ page }) => {
  const visitor = new Visitor(page)
  await visitor.open('/workflows')
  await visitor.importWorkflow(waitingWorkflow(3600))
  await visitor.drop(visitor.canvas.locator('.surface'), orders)
  await visitor.press('button', 'Run', page.locator('aw-run-bar'))
  await expect(visitor.runState).toContainText('Waiting')
  await expectActions(visitor, 1, async () => {
    await visitor.press('button', 'Cancel', page.locator('aw-run-bar'))
    await expect(visitor.runState).toContainText('Canceled')
  })
})

test('7a: a run that waits is judged and approved on a phone', async ({ page }) => {
  const visitor = new Visitor(page)
  await visitor.open('/workflows')
  await visitor.importWorkflow(approvalWorkflow)
  await visitor.start('sample.csv')
  await expect(page.getByTestId('approval-modal')).toBeVisible()
  await page.setViewportSize(phone)
  await visitor.open('/')
  await expectActions(visitor, 2, async () => {
    await visitor.press('link', 'Review')
    const sheet = page.getByTestId('approval-modal')
    await expect(sheet.getByText('Are these figures correct?')).toBeInViewport({ ratio: 1 })
    await expect(sheet.getByRole('table')).toBeInViewport()
    await visitor.click(sheet.getByTestId('approve-button'))
    await expect(visitor.status).toContainText('Completed', { ignoreCase: true })
  })
})

test('7b: the chart of a workflow is seen on a phone', async ({ page }) => {
  const visitor = new Visitor(page)
  await page.setViewportSize(phone)
  await visitor.open('/templates')
  await visitor.click(page.locator('[data-testid="template-item"][data-id="time-series"] button'))
  await expect(visitor.runState).toBeVisible()
  await visitor.press('button', 'Run', page.locator('aw-run-bar'))
  await expect(visitor.runState).toContainText('Completed')
  await expectActions(visitor, 1, async () => {
    const chart = page.locator('aw-chart .drawing svg').first()
    if (!(await chart.isVisible())) await visitor.press('tab', 'Chart')
    await expect(chart).toBeInViewport()
  })
})

test('8: the language and theme are switched before a file is prepared', async ({ page }) => {
  const visitor = new Visitor(page)
  await visitor.open('/settings')
  await expectActions(visitor, 3, async () => {
    await visitor.select(page.getByTestId('language'), 'de')
    await visitor.press('button', 'Dunkel')
    await visitor.press('link', 'Start', page.getByRole('navigation').first())
    await visitor.drop(
      page.getByRole('region', { name: 'Eine unordentliche Datei vorbereiten' }),
      fixture('messy-orders.csv'),
    )
    await expect(visitor.runState).toContainText('Fertig')
  })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})
