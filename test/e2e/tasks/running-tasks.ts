import { createWorkflow, csvFile, waitingWorkflow } from '../studio/page.ts'
import { expect } from '../support/test.ts'
import type { TaskList } from './task.ts'
import type { Visitor } from './visitor.ts'

const askingWorkflow = createWorkflow(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'Is this the right file?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)
const failingWorkflow = createWorkflow(
  'Not so',
  { List: ['variable', { name: 'list', expression: '[1..4]' }], Ask: ['code', { code: 'throw new Error("Not so")' }] },
  ['List.value > Ask.input'],
  { retry: { count: 0, delaysMs: [50] } },
)

/** Tasks of a person who keeps workflows running. */
export const operatorTasks: TaskList = {
  'approves a step that waits': {
    maxActions: 8,
    async run(visitor) {
      await visitor.open('/workflows')
      await visitor.importWorkflow(askingWorkflow)
      await visitor.start('sample.csv')
      await visitor.click(visitor.page.getByTestId('approve-button'))
      await expect(visitor.status).toContainText('Completed', { ignoreCase: true })
    },
  },
  'finds the reason of a failed run': {
    maxActions: 9,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(failingWorkflow)
      await visitor.start()
      await expect(visitor.status).toContainText('Failed', { ignoreCase: true })
      await visitor.visit('Runs')
      await visitor.click(page.getByTestId('run-item').first())
      await expect(
        page
          .getByText(/Not so/)
          .filter({ visible: true })
          .first(),
      ).toBeVisible()
      await expect(page.getByRole('button', { name: 'Retry from last successful step' })).toBeVisible()
    },
  },
  'cancels a run and starts it again': {
    maxActions: 9,
    async run(visitor) {
      await visitor.open('/workflows')
      await visitor.importWorkflow(waitingWorkflow(3600))
      await visitor.start('sample.csv')
      await expect(visitor.status).toContainText('Waiting', { ignoreCase: true })
      await visitor.press('button', 'Cancel')
      await expect(visitor.status).toContainText('Canceled', { ignoreCase: true })
      await visitor.press('button', 'Run again')
      await expect(visitor.status).toContainText('Waiting', { ignoreCase: true })
      await visitor.press('button', 'Cancel')
      await expect(visitor.status).toContainText('Canceled', { ignoreCase: true })
    },
  },
  'compares two runs': {
    maxActions: 14,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(waitingWorkflow(0))
      await visitor.start('sample.csv')
      await expect(visitor.status).toContainText('Completed', { ignoreCase: true })
      await visitor.press('button', 'Run again')
      await expect(visitor.status).toContainText('Completed', { ignoreCase: true })
      await visitor.visit('Runs')
      for (const run of [0, 1]) await visitor.click(page.getByRole('checkbox').nth(run))
      await visitor.press('button', /^Compare/)
      await expect(page.getByText('3 of 3 nodes have the same result.')).toBeVisible()
    },
  },
}

const week = 7 * 24 * 60 * 60 * 1000

/** Leaves the studio, and opens it a week later. */
async function returnAfterAWeek(visitor: Visitor, path = '/'): Promise<void> {
  const { page } = visitor
  await page.goto('about:blank')
  await page.clock.setSystemTime(Date.now() + week)
  await visitor.open(path)
}

/** Tasks of a person who used the studio a week ago. */
export const returningTasks: TaskList = {
  'continues an unfinished workflow from the home page': {
    maxActions: 14,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows/new')
      await visitor.dropOnCanvas({
        name: 'list.csv',
        bytes: Buffer.from('id,name\n2,Ben\n1,Ada\n'),
      })
      await visitor.addNode('sort', 'Sort rows')
      await visitor.fill(page.getByRole('textbox', { name: 'Workflow name' }), 'Unfinished')
      await page.keyboard.press('Enter')
      await expect(page.getByTestId('save-workflow')).toHaveText('Saved')
      await returnAfterAWeek(visitor)
      await visitor.press('link', /Unfinished/)
      await expect(visitor.node('Sort rows')).toBeAttached()
      await visitor.run()
      await expect(visitor.results.getByRole('grid')).toBeVisible()
    },
  },
  'opens the results of the last run': {
    maxActions: 12,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(waitingWorkflow(0))
      await visitor.start('sample.csv')
      await expect(visitor.status).toContainText('Completed', { ignoreCase: true })
      await returnAfterAWeek(visitor)
      await visitor.press('link', /Load and wait/, page.getByRole('region', { name: 'Recent runs' }))
      await visitor.click(page.getByTestId('view-results'))
      const grid = page.getByTestId('result-data').getByRole('grid')
      const computeAgain = page.getByTestId('compute-again')
      await expect(grid.or(computeAgain)).toBeVisible()
      if (await computeAgain.isVisible()) await visitor.click(computeAgain)
      await expect(grid).toHaveAttribute('aria-rowcount', '6')
    },
  },
  'runs the workflow again with the new file of the week': {
    maxActions: 16,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(waitingWorkflow(0))
      await visitor.start('sample.csv')
      await expect(visitor.status).toContainText('Completed', { ignoreCase: true })
      await returnAfterAWeek(visitor, '/data')
      await visitor.upload(csvFile('week 2.csv', 'id,name\n1,Ada\n'))
      await visitor.visit('Workflows')
      await visitor.press('link', 'Load and wait')
      await visitor.start('week 2.csv')
      await expect(visitor.status).toContainText('Completed', { ignoreCase: true })
      await visitor.click(page.getByTestId('view-results'))
      await expect(page.getByTestId('result-data')).toContainText('Ada')
    },
  },
  'restores what was deleted': {
    maxActions: 8,
    async run(visitor) {
      const { page } = visitor
      await visitor.open('/workflows')
      await visitor.importWorkflow(waitingWorkflow(0))
      await visitor.visit('Workflows')
      await visitor.press('button', 'Delete “Load and wait”')
      await expect(page.getByRole('link', { name: 'Load and wait' })).toHaveCount(0)
      await returnAfterAWeek(visitor, '/trash')
      await visitor.press('button', 'Restore', page.getByTestId('trash-item'))
      await visitor.visit('Workflows')
      await expect(page.getByRole('link', { name: 'Load and wait' })).toBeVisible()
    },
  },
}
