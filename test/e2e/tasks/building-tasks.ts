import { readFile } from 'node:fs/promises'
import { createWorkflow, csvFile, fixture } from '../studio/page.ts'
import { expect } from '../support/test.ts'
import type { TaskList } from './task.ts'

const shop = {
  name: 'shop.csv',
  bytes: Buffer.from(
    'city,price,amount\nBonn,10,3\nOslo,25,1\nBonn,40,2\nRome,5,8\nOslo,15,4\nRome,60,1\nBonn,20,5\nOslo,70,2\n',
  ),
}

/** Tasks of a person who asks questions about data. */
export const analystTasks: TaskList = {
  'sees a file that is dropped on the home page prepared and checked': {
    maxActions: 2,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/')
      await visitor.drop(page.getByRole('region', { name: 'Prepare a messy file' }), fixture('inventory.csv'))
      await expect(visitor.runState).toContainText('Completed')
      await expect(visitor.results.getByRole('grid')).toHaveAttribute('aria-rowcount', '11')
    },
  },
  'keeps rows by conditions in a group': {
    maxActions: 22,
    async run(visitor) {
      const { page, settings } = visitor
      await visitor.open('/workflows/new')
      await visitor.dropOnCanvas(shop)
      await visitor.addNode('Filter', 'Filter rows')
      const builder = settings.locator('aw-filter-builder')
      const addCondition = async (at: number, column: string, is: string, value: string): Promise<void> => {
        const condition = builder.locator('.condition').nth(at)
        await visitor.fill(condition.getByRole('combobox', { name: 'Column' }), column)
        await page.keyboard.press('Enter')
        if (is !== '') await visitor.select(condition.getByRole('combobox', { name: 'Comparison' }), { label: is })
        await visitor.fill(condition.getByRole('textbox', { name: 'Value' }), value)
      }
      await addCondition(0, 'price', '≥', '15')
      await visitor.press('button', 'Add group', builder)
      await addCondition(1, 'city', '', 'Bonn')
      await visitor.press('button', 'Add condition to Group 2', builder)
      await addCondition(2, 'amount', '≥', '4')
      await visitor.run()
      await expect(visitor.results.getByRole('grid')).toHaveAttribute('aria-rowcount', '4')
    },
  },
  'counts rows per city from a description': {
    maxActions: 10,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows/new')
      await visitor.dropOnCanvas(shop)
      await page.keyboard.press('a')
      await expect(page.getByRole('combobox', { name: 'Search nodes' })).toBeFocused()
      await visitor.type('count rows per city')
      // The columns are not understood until the file has been read.
      const planned = page.getByRole('option', { name: /city/ }).filter({ hasNotText: 'Not understood' })
      await expect(planned.first()).toBeVisible()
      await page.keyboard.press('Enter')
      await visitor.press('button', /^Apply/, page.locator('aw-proposal'))
      await expect(page.locator('aw-proposal')).toHaveCount(0)
      await expect(visitor.node('Aggregate')).toBeAttached()
      await visitor.run()
      await expect(visitor.results.getByRole('grid')).toHaveAttribute('aria-rowcount', '4')
    },
  },
  'draws a chart of two columns and downloads it': {
    maxActions: 9,
    async run(visitor) {
      const { page, results } = visitor
      await visitor.open('/workflows/new')
      await visitor.dropOnCanvas(shop)
      await visitor.run()
      await visitor.press('tab', 'Chart', results)
      const chart = results.locator('aw-chart')
      await visitor.select(chart.getByRole('combobox', { name: 'X axis' }), 'city')
      await expect(chart.getByRole('heading')).toHaveText(/Mean of \w+ by city/)
      const saved = page.waitForEvent('download')
      await visitor.press('button', 'SVG', chart)
      expect(await readFile(await (await saved).path(), 'utf8')).toContain('Bonn')
    },
  },
}

const codeWorkflow = createWorkflow(
  'Sum of a list',
  { List: ['variable', { name: 'list', expression: '[1..4]' }], Add: ['code', { code: 'return 0' }] },
  ['List.value > Add.input'],
)

/** Tasks of a person who writes code and moves workflows between systems. */
export const developerTasks: TaskList = {
  'writes code for a node of an imported workflow': {
    maxActions: 10,
    async run(visitor) {
      const { page, settings } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(codeWorkflow)
      await visitor.selectNode('Add')
      await visitor.click(settings.locator('.cm-content').first())
      await page.keyboard.press('ControlOrMeta+a')
      await visitor.type('return input.reduce((sum, number) => sum + number, 0)')
      await visitor.run()
      await expect(visitor.results).toContainText('10')
    },
  },
  'exports a workflow as a file': {
    maxActions: 8,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(codeWorkflow)
      await visitor.visit('Workflows')
      const saved = page.waitForEvent('download')
      await visitor.press('button', /^(Export|Download) “Sum of a list”/)
      const document = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as { name: string }
      expect(document.name).toBe('Sum of a list')
    },
  },
  'reads how a node works': {
    maxActions: 4,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/')
      await visitor.visit('Help')
      await visitor.press('link', 'Filter rows')
      await expect(page.getByRole('article')).toContainText('RE2')
    },
  },
  'saves a version by name and restores it': {
    maxActions: 14,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(codeWorkflow)
      await visitor.clickCanvas()
      await page.keyboard.press('Control+s')
      await visitor.type('Before')
      await page.keyboard.press('Enter')
      const versions = page.locator('aw-versions')
      await expect(versions.getByText('Before', { exact: true })).toBeVisible()
      await visitor.selectNode('Add')
      await page.keyboard.press('Delete')
      await expect(visitor.node('Add')).toHaveCount(0)
      await visitor.press('button', /Before/, versions)
      await visitor.press('button', 'Restore this version', versions)
      await expect(visitor.node('Add')).toBeAttached()
    },
  },
}

/** Tasks performed only with the keyboard. Each key press counts as an action. */
export const keyboardTasks: TaskList = {
  'adds a file and nodes, and runs them': {
    maxActions: 70,
    async run(visitor) {
      const { page, keyboard } = visitor
      await visitor.open('/workflows/new')
      // A button in the toolbar has the same name.
      const addNode = visitor.canvas.getByRole('button', { name: 'Add node' })
      await expect(addNode).toBeVisible()
      while (!(await addNode.evaluate((element) => element.matches(':focus')))) await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await keyboard.isOn('combobox', 'Search nodes')
      await visitor.type('loa')
      await page.keyboard.press('Enter')
      await expect(visitor.node('Load')).toBeAttached()
      await visitor.addNode('sort', 'Sort rows')
      await keyboard.press('Tab', 'ArrowLeft')
      await keyboard.isOn('button', /^Load, /)
      await page.keyboard.press('Enter')
      const chooser = page.waitForEvent('filechooser')
      await keyboard.tabTo('button', 'Upload file')
      await page.keyboard.press('Enter')
      await (await chooser).setFiles(fixture('sample.csv'))
      await page.keyboard.press('Escape')
      await keyboard.tabTo('button', 'Run')
      await page.keyboard.press('Enter')
      await expect(visitor.runState).toContainText('Completed')
    },
  },
  'looks at the rows of a file': {
    maxActions: 40,
    async run(visitor) {
      const { page, keyboard } = visitor
      await visitor.open('/data')
      await keyboard.tabTo('button', /^sample\.csv/)
      await page.keyboard.press('Enter')
      await keyboard.tabTo('button', 'Preview')
      await page.keyboard.press('Enter')
      await expect(page.getByTestId('row-count')).toHaveText('5 rows')
    },
  },
  'checks a file against a rule': {
    maxActions: 60,
    async run(visitor) {
      const { page, keyboard } = visitor
      await visitor.open('/validation')
      await keyboard.tabTo('combobox', 'Data')
      await page.keyboard.press('s')
      await keyboard.tabTo('button', 'Table-level checks')
      await page.keyboard.press('Enter')
      await keyboard.tabTo('textbox', /./)
      await visitor.type('rows = 5')
      await keyboard.tabTo('button', 'Validate data')
      await page.keyboard.press('Enter')
      await expect(page.getByTestId('validation-result')).toContainText('1 rule passed')
    },
  },
  'selects bars of a chart': {
    maxActions: 90,
    async run(visitor) {
      const { page, keyboard } = visitor
      await visitor.open('/workflows/new')
      await visitor.dropOnCanvas(shop)
      await keyboard.tabTo('button', 'Run')
      await page.keyboard.press('Enter')
      await expect(visitor.runState).toContainText('Completed')
      await keyboard.tabTo('tab', 'Table')
      while (!(await page.getByRole('tab', { name: 'Chart' }).getAttribute('aria-selected'))?.includes('true'))
        await page.keyboard.press('ArrowRight')
      await keyboard.tabTo('combobox', 'X axis')
      await page.keyboard.press('c')
      // Until the chart is drawn again, Tab leaves the previous one, which has another name.
      await expect(visitor.results.locator('aw-chart').getByRole('heading')).toHaveText(/by city/)
      await keyboard.tabTo('application', /city/)
      await keyboard.press('Home', 'Space')
      await expect(visitor.results.locator('aw-chart .filters')).toContainText('city: ')
    },
  },
}

/** Tasks of a person who forgets, deletes and mistypes things. */
export const carelessTasks: TaskList = {
  'forgets the file, and is led to it': {
    maxActions: 6,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows/cosmo-ready')
      await expect(visitor.runState).toContainText('Choose a file first')
      await visitor.drop(visitor.canvas.locator('.surface'), fixture('sample.csv'))
      await visitor.run()
      await expect(page.locator('aw-results').getByRole('grid')).toBeVisible()
    },
  },
  'deletes a node and takes it back': {
    maxActions: 6,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(codeWorkflow)
      await visitor.selectNode('Add')
      await page.keyboard.press('Delete')
      await expect(visitor.node('Add')).toHaveCount(0)
      await page.keyboard.press('Control+z')
      await expect(visitor.node('Add')).toBeAttached()
    },
  },
  'mistypes a column, and uses the proposed one': {
    maxActions: 8,
    async run(visitor) {
      const { page, settings } = visitor
      const query = { statement: 'SELECT cty FROM input' }
      await visitor.open('/workflows')
      await visitor.importWorkflow(
        createWorkflow('Mistyped', { Load: ['loading'], Query: ['sql', query] }, ['Load.table > Query.input']),
      )
      await visitor.drop(visitor.canvas.locator('.surface'), shop)
      await visitor.selectNode('Query')
      const help = settings.locator('aw-problem-help')
      await visitor.click(help.getByText('Explain'))
      await visitor.press('button', /^Fix: .*city/, help)
      await expect(help).toHaveCount(0)
      await expect(page.locator('aw-run-bar').getByRole('status')).toContainText('Ready')
    },
  },
  'adds a file that is not a table, and sees what to do': {
    maxActions: 4,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/data')
      await visitor.upload({ ...csvFile('paper.pdf', '%PDF-1.4\n\u0000\u0001\u0002'), mimeType: 'application/pdf' })
      await visitor.press('button', /^paper\.pdf/)
      await expect(page.getByTestId('no-table')).toContainText(/\w+/)
    },
  },
}
