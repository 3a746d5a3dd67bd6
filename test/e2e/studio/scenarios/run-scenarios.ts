import type { Page } from '@playwright/test'
import type { Scenario } from '../../support/scenario.ts'
import { StudioPage, waitingWorkflow, createWorkflow } from '../page.ts'
import { expect } from '../../support/test.ts'

/** A loop over a list with a short delay per iteration. It reads no file. */
const loop = createWorkflow(
  'Turn by turn',
  {
    List: ['variable', { name: 'list', expression: '[1..4]' }],
    Loop: ['for_each'],
    Wait: ['delay', { seconds: 0.2 }],
    End: ['variable', { name: 'end', expression: '$count(input.value)' }],
  },
  ['List.value > Loop.items', 'Loop.item > Wait.value', 'Wait.value > Loop.result', 'Loop.results > End.value'],
)

const failingWorkflow = createWorkflow(
  'Not so',
  { List: ['variable', { name: 'list', expression: '[1..4]' }], Ask: ['code', { code: 'throw new Error("Not so")' }] },
  ['List.value > Ask.input'],
  { retry: { count: 0, delaysMs: [50] } },
)

const approvalWorkflow = createWorkflow(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'Is this the right file?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)

/** Values of a run's progress bars, frame by frame until it ends, without repetitions. */
const watchProgress = (page: Page): Promise<{ page: number[]; monitor: number[] }> =>
  page.evaluate(async () => {
    const find = (root: ParentNode, path: readonly string[]): Element | undefined => {
      const [first = '', ...more] = path
      const element = root.querySelector(first)
      return element && more.length > 0 ? find(element.shadowRoot!, more) : (element ?? undefined)
    }
    const path = ['studio-app', 'studio-run']
    const progress = { page: [] as number[], monitor: [] as number[] }
    const recordValue = (list: number[], bar: Element | undefined): void => {
      if (bar instanceof HTMLProgressElement && bar.value !== list.at(-1)) list.push(bar.value)
    }
    for (;;) {
      recordValue(progress.page, find(document, [...path, '[data-testid=run-progress]']))
      recordValue(progress.monitor, find(document, [...path, 'aw-run-monitor', 'progress']))
      const state = find(document, [...path, '[data-testid=job-status]'])?.textContent ?? ''
      if (/completed|failed|cancelled/i.test(state)) return progress
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  })

/** Scenarios of runs in addition to the five of the plan. Each starts in an empty profile. */
export const runScenarios: Record<string, Scenario> = {
  async 'progress stays between 0 and 100 and never decreases'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(loop)
    await studio.start()
    const progress = await watchProgress(page)
    expect(progress.page.length + progress.monitor.length).toBeGreaterThan(2)
    for (const [values, max] of [
      [progress.page, 100],
      [progress.monitor, 1],
    ] as const) {
      expect(values).toEqual(values.toSorted((a, b) => a - b))
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...values)).toBeLessThanOrEqual(max)
    }
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await expect(studio.monitor.locator('progress')).toHaveJSProperty('value', 1)
  },

  async 'a run continues while other pages are open, and is listed'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(waitingWorkflow(2))
    const run = await studio.start('sample.csv')
    await expect(studio.status).toContainText('Waiting', { ignoreCase: true })
    await page.getByTestId('data-manager-link').click()
    await expect(page.getByRole('heading', { name: 'Data', exact: true })).toBeVisible()
    await page.goBack()
    await expect(page).toHaveURL(new RegExp(`/runs/${run}$`))
    await expect(studio.status).toContainText(/waiting|running|completed/i)
    await page.getByRole('link', { name: 'Runs', exact: true }).first().click()
    await expect(page.getByTestId('run-item')).toContainText('Completed')
    await page.getByTestId('run-item').click()
    await expect(page).toHaveURL(new RegExp(`/runs/${run}$`))
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await page.getByTestId('view-results').click()
    await expect(page.getByTestId('result-data')).toBeVisible()
    // Tabs and filters are in the URL: the back button reverts them, and a reload keeps them.
    const isSelected = (name: string) =>
      expect(page.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true')
    await page.getByRole('tab', { name: 'Log', exact: true }).click()
    await expect(page).toHaveURL(/\/results\?tab=log$/)
    await page.goBack()
    await isSelected('Table')
    await page.goForward()
    await isSelected('Log')
    await page.reload()
    await isSelected('Log')
    await page.getByRole('link', { name: 'Runs', exact: true }).first().click()
    await page.getByRole('combobox', { name: 'State' }).selectOption('failed')
    await page.getByRole('searchbox').fill('none of them')
    await expect(page.getByTestId('run-item')).toHaveCount(0)
    await expect(page).toHaveURL(/\/runs\?search=none\+of\+them&state=failed$/)
    await page.goBack()
    await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('')
    await page.getByTestId('run-item').click()
    await studio.monitor.getByRole('tab', { name: 'Timeline' }).click()
    await expect(page).toHaveURL(/\?view=timeline$/)
    await page.goBack()
    await expect(studio.monitor.getByRole('tab', { name: 'Graph' })).toHaveAttribute('aria-selected', 'true')
    const types = (await studio.record(run)).map(({ type }) => type)
    expect(types).not.toContain('run-resumed')
    expect(types.filter((type) => type === 'run-started')).toHaveLength(1)
  },

  async 'a run that a reload interrupted resumes by itself and repeats no finished step'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(waitingWorkflow(3))
    const run = await studio.start('sample.csv')
    await expect(studio.status).toContainText('Waiting', { ignoreCase: true })
    await page.reload()
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await expect(page).toHaveURL(new RegExp(`/runs/${run}$`))
    const record = await studio.record(run)
    const completed = record.flatMap((event) => (event.type === 'node-completed' ? [event.node] : []))
    expect(completed).toEqual(['Load', 'Wait', 'Table'])
    await page.getByTestId('view-results').click()
    await expect(page.getByTestId('result-data').getByRole('grid')).toHaveAttribute('aria-rowcount', '6')
  },

  async 'runs a workflow that reads no file without one'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(loop)
    await page.getByTestId('execute-workflow').click()
    await expect(page.getByText('This workflow doesn’t read a file.')).toBeVisible()
    await page.getByTestId('start-execution').click()
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    const rows = await studio.nodes()
    expect(rows.map(([title, state]) => [title, state?.split(',')[0]])).toEqual([
      ['List', 'Completed'],
      ['Loop', 'Completed'],
      ['Wait', 'Completed'],
      ['End', 'Completed'],
    ])
    await page.getByTestId('view-results').click()
    await expect(page.getByText('This run has no output table. See the report for details.')).toBeVisible()
  },

  async 'the tables of a run whose page was left remain, or are computed again'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(waitingWorkflow(0))
    await studio.start('sample.csv')
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await page.reload()
    await page.getByTestId('view-results').click()
    const grid = page.getByTestId('result-data').getByRole('grid')
    // Storing begins shortly after the run, so the reload may happen earlier.
    const computeAgain = page.getByTestId('compute-again')
    await expect(grid.or(computeAgain)).toBeVisible()
    if (await computeAgain.isVisible()) await computeAgain.click()
    await expect(grid).toBeVisible()
  },

  async 'a canceled run ends at once and can be run again'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(waitingWorkflow(3600))
    const run = await studio.start('sample.csv')
    await expect(studio.status).toContainText('Waiting', { ignoreCase: true })
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(studio.status).toContainText('Canceled', { ignoreCase: true })
    const rows = await studio.nodes()
    expect(rows.map(([title, state]) => [title, state])).toEqual([
      ['Load', 'Completed'],
      ['Wait', 'Canceled'],
      ['Table', expect.stringMatching(/Canceled|Skipped|Pending/)],
    ])
    await page.getByRole('button', { name: 'Run again', exact: true }).click()
    await expect(page).not.toHaveURL(new RegExp(`/runs/${run}(\\?|$)`))
    await expect(studio.status).toContainText('Waiting', { ignoreCase: true })
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(studio.status).toContainText('Canceled', { ignoreCase: true })
  },

  async 'retries a failed step, and lists each attempt with its cause'(page, { isServed = false } = {}) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(
      createWorkflow('Never done', { Ask: ['code', { code: 'for (;;);' }] }, [], {
        retry: { count: 2, delaysMs: [50], timeoutMs: 300 },
      }),
    )
    const run = await studio.start()
    await expect(studio.status).toContainText('Failed', { ignoreCase: true })
    await expect(page.getByTestId('error-message')).toContainText('exceeded its time limit of 300 ms')
    await expect(page.getByTestId('retry-count')).toHaveText('2 retries')
    // No step succeeded: a retry would equal "Run again", so only one of them is offered.
    await expect(page.getByRole('button', { name: 'Run again', exact: true })).toHaveCount(1)
    await expect(page.getByRole('button', { name: /^Retry/ })).toHaveCount(0)
    expect((await studio.nodes())[0]?.slice(0, 4)).toEqual(['Ask', 'Failed', '3', '2'])
    const detail = studio.monitor.locator('aw-run-attempt')
    await expect(detail.getByText('Retry reasons')).toBeVisible()
    await expect(detail.locator('.causes li')).toHaveCount(2)
    await expect(detail.locator('.causes li').first()).toContainText('exceeded its time limit of 300 ms')
    const retries = (await studio.record(run)).filter(({ type }) => type === 'node-retrying')
    expect(retries).toHaveLength(2)

    // From the last successful step, unchanged and with another setting: earlier results are reused.
    await studio.importWorkflow(failingWorkflow)
    await studio.start()
    const states = async () => (await studio.nodes()).map(([title, state]) => [title, state])
    const expectNewRun = async (act: () => Promise<void>): Promise<void> => {
      const { pathname } = new URL(page.url())
      await act()
      await expect(page).not.toHaveURL((url) => url.pathname === pathname)
    }
    await expect(studio.status).toContainText('Failed', { ignoreCase: true })
    await expectNewRun(() => page.getByRole('button', { name: 'Retry from last successful step' }).click())
    await expect(studio.status).toContainText('Failed', { ignoreCase: true })
    const cachedStep = ['List', 'From cache']
    // The record of a server's new run begins with the events up to the failed step.
    const firstStep = isServed ? ['List', 'Completed'] : cachedStep
    expect(await states()).toEqual([firstStep, ['Ask', 'Failed']])
    await studio.monitor.locator('aw-run-nodes').getByRole('row').nth(2).click()
    await detail.getByRole('button', { name: 'Run again with different settings…' }).click()
    await detail.locator('.cm-content').first().click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('return input.length')
    await expectNewRun(() => detail.getByRole('button', { name: 'Start new run' }).click())
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    expect(await states()).toEqual([cachedStep, ['Ask', 'Completed']])
  },

  async 'rejecting a step runs nothing after it'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(approvalWorkflow)
    const run = await studio.start('sample.csv')
    const dialog = page.getByTestId('approval-modal')
    await expect(dialog).toBeVisible()
    await expect(dialog).toContainText('Is this the right file?')
    await dialog.getByLabel('Comment').fill('Of last month')
    await page.getByTestId('reject-button').click()
    await expect(dialog).toBeHidden()
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    const rows = await studio.nodes()
    expect(rows.map(([title, state]) => [title, state])).toEqual([
      ['Load', 'Completed'],
      ['Ask', 'Completed'],
      ['Table', 'Skipped'],
    ])
    await studio.monitor.locator('aw-run-nodes').getByRole('row').nth(2).click()
    const detail = studio.monitor.locator('aw-run-attempt')
    await expect(detail).toContainText('Rejected')
    await expect(detail).toContainText('Of last month')
    expect(JSON.stringify(await studio.record(run))).toContain('Of last month')
  },

  async 'edits the output of a step before continuing'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(approvalWorkflow)
    await studio.start('sample.csv')
    const dialog = page.getByTestId('approval-modal')
    await expect(dialog.getByRole('cell', { name: 'Alpha' })).toBeVisible()
    await expect(page.locator('.facts').first()).toContainText('sample.csv')
    await dialog.getByText('Edit before continuing').click()
    const cells = dialog.getByLabel(/^Cells to change/)
    await cells.fill('[{"row": 1, "column": "name", "value": "Omega"')
    await page.getByTestId('approve-button').click()
    await expect(dialog.getByText(/^Invalid JSON/)).toBeVisible()
    await cells.fill('[{"row": 1, "column": "name", "value": "Omega"}]')
    await page.getByTestId('approve-button').click()
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await page.getByTestId('view-results').click()
    await expect(page.getByTestId('result-data').getByText('Omega')).toBeVisible()
    await expect(page.getByTestId('result-data').getByText('Alpha')).toHaveCount(0)
    const file = await studio.download(() => page.getByTestId('download-results').click())
    const lines = file.bytes.toString('utf8').trimEnd().split('\n')
    expect(lines.slice(0, 3)).toEqual(['id,name,value,category', '1,Omega,10.5,A', '2,Beta,20.25,B'])
    expect(lines).toHaveLength(6)
    // The list shows the input that arrived before the wait.
    await studio.go('/runs')
    await expect(page.getByTestId('run-item')).toContainText('sample.csv')
  },
}
