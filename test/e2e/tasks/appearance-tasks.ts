import { createWorkflow, csvFile, waitingWorkflow } from '../studio/page.ts'
import { expect } from '../support/test.ts'
import type { TaskList } from './task.ts'
import type { Visitor } from './visitor.ts'

const orders = csvFile('orders.csv', 'city,price\nBonn,10\nOslo,25\nRome,5\n')
const asking = createWorkflow(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'OK?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)

/** Asserts that the page does not scroll sideways, which would hide parts of it in a small or large window. */
const fits = (visitor: Visitor): Promise<void> =>
  expect
    .poll(() => visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBeLessThanOrEqual(0)

async function chooseTemplate(visitor: Visitor, id: string): Promise<void> {
  await visitor.open('/templates')
  await visitor.click(visitor.page.locator(`[data-testid="template-item"][data-id="${id}"] button`))
  await visitor.page.waitForURL(/\/workflows\/[\da-f]{8}-/)
  await expect(visitor.runState).toBeVisible()
}

/** Tasks on a phone. */
export const phoneTasks: TaskList = {
  'adds a file and looks at its rows': {
    maxActions: 6,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/data')
      await visitor.upload(orders)
      await visitor.press('button', /^orders\.csv/)
      await visitor.click(page.getByTestId('preview-button'))
      await expect(page.getByTestId('row-count')).toHaveText('3 rows')
      await fits(visitor)
    },
  },
  'runs a template and sees its rows': {
    maxActions: 5,
    async run(visitor) {
      await chooseTemplate(visitor, 'json-api-to-table')
      await visitor.press('button', 'Run', visitor.page.locator('aw-run-bar'))
      await expect(visitor.page.locator('aw-run-bar')).toContainText('62 rows')
      await fits(visitor)
    },
  },
  'approves a step': {
    maxActions: 8,
    async run(visitor) {
      await visitor.open('/workflows')
      await visitor.importWorkflow(asking)
      await visitor.start('sample.csv')
      await visitor.click(visitor.page.getByTestId('approve-button'))
      await expect(visitor.status).toContainText('Completed', { ignoreCase: true })
      await fits(visitor)
    },
  },
  'deletes a file by mistake and takes it back': {
    maxActions: 5,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/data')
      await visitor.press('button', /^sample\.csv/)
      await visitor.press('button', 'Delete')
      await visitor.press('button', 'Undo')
      await expect(page.getByRole('button', { name: /^sample\.csv/ })).toBeVisible()
    },
  },
}

/** Tasks with a browser in German. */
export const germanTasks: TaskList = {
  'looks at the rows of a file': {
    maxActions: 4,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/data')
      await expect(page.locator('html')).toHaveAttribute('lang', /^de/)
      await visitor.press('button', /^beispiel\.csv/)
      await visitor.click(page.getByTestId('preview-button'))
      await expect(page.getByTestId('row-count')).toHaveText('5 Zeilen')
    },
  },
  'filters rows with a condition': {
    maxActions: 12,
    async run(visitor) {
      const { page, settings } = visitor
      await visitor.open('/workflows/new')
      await expect(visitor.runState).toBeVisible()
      await visitor.drop(visitor.canvas.locator('.surface'), { name: orders.name, bytes: orders.buffer })
      await expect(visitor.runState).toHaveText('Bereit')
      await page.keyboard.press('a')
      await visitor.type('filtern')
      await page.keyboard.press('Enter')
      await visitor.fill(settings.getByRole('combobox', { name: 'Spalte' }).first(), 'price')
      await page.keyboard.press('Enter')
      await visitor.select(settings.getByRole('combobox', { name: 'Vergleich' }), 'at-least')
      await visitor.fill(settings.getByRole('textbox', { name: 'Wert' }), '9,5')
      await visitor.run('Ausführen', 'Fertig')
      await expect(visitor.results.getByRole('grid')).toHaveAttribute('aria-rowcount', '3')
    },
  },
  'checks a file': {
    maxActions: 6,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/validation')
      await visitor.select(page.getByTestId('data-select'), 'beispiel.csv')
      await visitor.click(page.getByTestId('validation-type-info'))
      await visitor.fill(page.getByTestId('info-config'), 'rows = 5')
      await visitor.click(page.getByTestId('run-validation'))
      await expect(page.getByTestId('validation-result')).toContainText('1 Regel')
    },
  },
  'changes the language': {
    maxActions: 3,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/settings')
      await visitor.select(page.getByTestId('language'), 'en')
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings')
      await visitor.visit('Workflows')
    },
  },
}

/** Tasks with a dark theme. */
export const darkTasks: TaskList = {
  'has the theme of the system': {
    maxActions: 2,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/')
      const [red = 255] = await page.evaluate(() =>
        [...getComputedStyle(document.body).backgroundColor.matchAll(/\d+/g)].map(Number),
      )
      expect(red).toBeLessThan(60)
      await visitor.visit('Data')
    },
  },
  'runs a template and reads its chart': {
    maxActions: 6,
    async run(visitor) {
      await chooseTemplate(visitor, 'time-series')
      await visitor.run()
      await visitor.press('tab', 'Chart', visitor.results)
      await expect(visitor.results.locator('aw-chart .drawing svg').first()).toBeVisible()
    },
  },
  'switches to a light theme': {
    maxActions: 3,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/settings')
      await visitor.press('button', 'Light')
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    },
  },
  'downloads a result': {
    maxActions: 9,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(waitingWorkflow(0))
      await visitor.start('sample.csv')
      await visitor.click(page.getByTestId('view-results'))
      const saved = page.waitForEvent('download')
      await visitor.click(page.getByTestId('download-results'))
      expect((await saved).suggestedFilename()).toBe('Load and wait.csv')
    },
  },
}

/** Tasks on a large screen. */
export const largeScreenTasks: TaskList = {
  'puts results beside the canvas': {
    maxActions: 6,
    async run(visitor) {
      const { page } = visitor
      await chooseTemplate(visitor, 'time-series')
      await visitor.run()
      await visitor.press('button', 'Results beside canvas')
      const [canvas, results] = await Promise.all([visitor.canvas.boundingBox(), visitor.results.boundingBox()])
      expect(results!.x).toBeGreaterThanOrEqual(canvas!.x + canvas!.width - 1)
      await fits(visitor)
      await expect(page.locator('aw-results').first()).toBeVisible()
    },
  },
  'groups all nodes': {
    maxActions: 6,
    async run(visitor) {
      const { page } = visitor
      await chooseTemplate(visitor, 'time-series')
      await visitor.clickCanvas()
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Control+g')
      await expect.poll(() => countGroups(visitor)).toBe(1)
    },
  },
  'opens a sub-workflow and connects its input': {
    maxActions: 10,
    async run(visitor) {
      const { page, settings } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(
        createWorkflow('Outer', { Load: ['loading'], Sort: ['sort'] }, ['Load.table > Sort.table']),
      )
      await visitor.selectNode('Sort')
      await page.keyboard.press('Control+Shift+f')
      await expect(visitor.node('Sub-workflow')).toBeAttached()
      await visitor.press('tab', 'Data', settings)
      await visitor.fill(settings.getByRole('textbox', { name: 'Name of Input 1' }), 'Orders')
      await expect(settings.locator('.sub-ports')).toBeVisible()
    },
  },
  'sees many rows at once': {
    maxActions: 4,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/data')
      await visitor.press('button', /^sample\.csv/)
      await visitor.click(page.getByTestId('preview-button'))
      await expect(page.getByTestId('data-table').getByRole('row')).toHaveCount(6)
      await fits(visitor)
    },
  },
}

const countGroups = (visitor: Visitor): Promise<number> =>
  visitor.page
    .locator('aw-workflow-editor')
    .evaluate(
      (element) =>
        (element as unknown as { session: { document: { current: { groups?: unknown[] } } } }).session.document.current
          .groups?.length ?? 0,
    )
