import type { Page } from '@playwright/test'
import { dropFile } from './drop-file.ts'
import { EditorPage } from './editor-page.ts'
import { clearProfile, csvFile, fixture, fixtureFile, StudioPage, waitingWorkflow, workflowOf } from './studio-page.ts'
import { expect } from './test.ts'

/** A list that a loop goes through, waiting a moment at each turn: it reads no file. */
const loop = workflowOf(
  'Turn by turn',
  {
    List: ['variable', { name: 'list', expression: '[1..4]' }],
    Loop: ['for_each'],
    Wait: ['delay', { seconds: 0.2 }],
    End: ['variable', { name: 'end', expression: '$count(input.value)' }],
  },
  ['List.value > Loop.items', 'Loop.item > Wait.value', 'Wait.value > Loop.result', 'Loop.results > End.value'],
)

const asking = workflowOf(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'Is this the right file?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)

/** What the progress bars of a run have shown, frame by frame, until it has ended; each value once. */
const watchProgress = (page: Page): Promise<{ page: number[]; monitor: number[] }> =>
  page.evaluate(async () => {
    const find = (root: ParentNode, way: readonly string[]): Element | undefined => {
      const [first = '', ...more] = way
      const found = root.querySelector(first)
      return found && more.length > 0 ? find(found.shadowRoot!, more) : (found ?? undefined)
    }
    const way = ['studio-app', 'studio-run']
    const seen = { page: [] as number[], monitor: [] as number[] }
    const look = (list: number[], bar: Element | undefined): void => {
      if (bar instanceof HTMLProgressElement && bar.value !== list.at(-1)) list.push(bar.value)
    }
    for (;;) {
      look(seen.page, find(document, [...way, '[data-testid=run-progress]']))
      look(seen.monitor, find(document, [...way, 'aw-run-monitor', 'progress']))
      const state = find(document, [...way, '[data-testid=job-status]'])?.textContent ?? ''
      if (/completed|failed|cancelled/i.test(state)) return seen
      await new Promise((next) => requestAnimationFrame(next))
    }
  })

/** Where a scenario takes place: a server may keep and run everything beside the page. */
export interface Around {
  isServed?: boolean
}
/** Goes through a scenario in a page that is new. */
export type Scenario = (page: Page, around?: Around) => Promise<void>

/** What people do beside the five scenarios of the plan; each begins in an empty profile. */
export const furtherScenarios: Record<string, Scenario> = {
  async 'several files are taken in at once, and are there after a reload'(page) {
    const studio = new StudioPage(page)
    await studio.upload(
      await fixtureFile('inventory.csv'),
      await fixtureFile('nested.json'),
      csvFile('müller & söhne.csv', 'a,b\n1,2\n'),
    )
    const all = ['inventory.csv', 'müller & söhne.csv', 'nested.json', 'sample.csv']
    await expect.poll(async () => (await studio.names()).sort()).toEqual(all)
    await page.reload()
    await expect.poll(async () => (await studio.names()).sort()).toEqual(all)
    await page.getByRole('searchbox', { name: 'Search data' }).fill('söhne')
    await expect.poll(() => studio.names()).toEqual(['müller & söhne.csv'])
  },

  async 'the same file a second time, under another name, is one dataset, and that is said'(page) {
    const studio = new StudioPage(page)
    await studio.upload(csvFile('first.csv', 'a,b\n1,2\n'))
    await studio.upload(csvFile('second.csv', 'a,b\n1,2\n'))
    await expect(studio.message).toContainText('“second.csv” is already here as “first.csv”')
    await expect.poll(async () => (await studio.names()).sort()).toEqual(['first.csv', 'sample.csv'])
    // Other bytes under a name that is taken get one of their own.
    await studio.upload(csvFile('first.csv', 'a,b\n3,4\n'))
    await expect.poll(async () => (await studio.names()).sort()).toEqual(['first (2).csv', 'first.csv', 'sample.csv'])
  },

  async 'a download has the name and the bytes of the file that came'(page) {
    const studio = new StudioPage(page)
    const text = 'name;städte\nÖ;"a\nb"\n'
    await studio.upload(csvFile('Preise (März) ß.csv', text))
    await studio.openDataset('Preise (März) ß.csv')
    const as = (format: string): Promise<{ name: string; bytes: Buffer }> =>
      studio.download(() => page.getByLabel('Download it as').selectOption({ label: format }))
    expect(await as('As it came')).toEqual({ name: 'Preise (März) ß.csv', bytes: Buffer.from(text) })
    const json = await as('JSON')
    expect(json.name).toBe('Preise (März) ß.json')
    expect(JSON.parse(json.bytes.toString('utf8'))).toEqual([{ name: 'Ö', städte: 'a\nb' }])
    const parquet = await as('Parquet')
    expect(parquet.name).toBe('Preise (März) ß.parquet')
    expect(parquet.bytes.subarray(0, 4).toString()).toBe('PAR1')

    // How it is read is settled beside its table, holds for every look and file from then on, and is taken back.
    const readAs = (name: string) =>
      expect(
        page.getByTestId('data-table').getByRole('columnheader', { name: new RegExp(`^${name}\\b`) }),
      ).toBeVisible()
    await page.getByRole('button', { name: 'Load plan', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: /^Load plan: Preise/ })
    await dialog
      .locator('aw-preview-table')
      .getByRole('button', { name: /^städte\b/ })
      .click()
    await dialog.getByLabel('Name', { exact: true }).fill('towns')
    await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Keep this plan' }).click()
    await expect(studio.toast).toContainText('is read by your load plan from now on.')
    await dialog.getByRole('button', { name: 'Close the load plan' }).click()
    await expect(page.getByRole('button', { name: 'Your load plan' })).toBeFocused()
    await readAs('towns')
    await page.reload()
    await readAs('towns')
    const planned = await as('JSON')
    expect(JSON.parse(planned.bytes.toString('utf8'))).toEqual([{ name: 'Ö', towns: 'a\nb' }])
    await page.getByRole('button', { name: 'Your load plan' }).click()
    await dialog.getByRole('button', { name: 'Forget the plan' }).click()
    await page.keyboard.press('Escape')
    await readAs('städte')
    await studio.toast.getByRole('button', { name: 'Undo' }).click()
    await readAs('towns')
    await expect(page.getByRole('button', { name: 'Your load plan' })).toBeVisible()
  },

  async 'what was deleted comes back by Undo, and from the trash'(page) {
    const studio = new StudioPage(page)
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    await studio.upload(csvFile('kept.csv', 'a,b\n1,2\n'))
    await studio.openDataset('kept.csv')
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(studio.toast).toContainText('Dataset deleted.')
    await expect.poll(() => studio.names()).toEqual(['sample.csv'])
    await studio.toast.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await studio.names()).sort()).toEqual(['kept.csv', 'sample.csv'])

    await studio.importWorkflow(waitingWorkflow(0))
    const run = await studio.start('kept.csv')
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await studio.go('/runs')
    await page.getByRole('button', { name: 'Delete the run of “Load and wait”' }).click()
    await expect(page.getByTestId('run-item')).toHaveCount(0)
    await studio.go('/workflows')
    await page.getByRole('button', { name: 'Delete “Load and wait”' }).click()
    await expect(studio.toast).toContainText('“Load and wait” deleted.')
    await expect(page.getByRole('link', { name: 'Load and wait' })).toHaveCount(0)

    await studio.go('/trash')
    const items = page.getByTestId('trash-item')
    await expect(items).toHaveCount(2)
    for (const left of [1, 0]) {
      await items.first().getByRole('button', { name: 'Bring back' }).click()
      await expect(items).toHaveCount(left)
    }
    await studio.go('/workflows')
    await expect(page.getByRole('link', { name: 'Load and wait' })).toBeVisible()
    await studio.go(`/runs/${run}`)
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    expect(asked).toEqual([])
  },

  async 'where there is nothing, pages say what belongs there and how it comes'(page) {
    const studio = new StudioPage(page)
    await studio.go('/')
    await expect(page.getByText('A run appears here when you press Run in a workflow.')).toBeVisible()
    await studio.go('/runs')
    await expect(page.getByText(/^Runs belong here/)).toBeVisible()
    await studio.go('/trash')
    await expect(page.getByText('Nothing was deleted.')).toBeVisible()
    await studio.go('/data')
    await studio.openDataset('sample.csv')
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByText(/^Your files belong here/)).toBeVisible()
    await studio.go('/validation')
    await expect(page.getByTestId('data-select')).toHaveText(/No data yet/)
    await studio.go('/runs/none')
    await expect(page.getByRole('heading', { name: 'There is no run none in this browser' })).toBeVisible()
    await studio.go('/workflows/none')
    await expect(page.getByRole('heading', { name: 'There is no workflow “none” in this browser' })).toBeVisible()
    await studio.go('/nothing')
    await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible()
  },

  async 'what is required is asked for where it is missing, and nothing begins without it'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(waitingWorkflow(0))
    await page.getByTestId('execute-workflow').click()
    await page.getByTestId('start-execution').click()
    await expect(page.getByText('Choose the file that it is to read.')).toBeVisible()
    await expect(page.getByTestId('input-data')).toBeFocused()
    await expect(page.getByTestId('input-data')).toHaveAttribute('aria-invalid', 'true')
    await expect(page).toHaveURL(/\/workflows\//)
    // The list of steps and the canvas are two views of one document.
    await studio.go('/workflows/new')
    await page.getByTestId('add-loading-step').click()
    await page.getByTestId('add-step').click()
    type Drawing = Element & { canvas?: { scene: { nodes: unknown[] } } }
    const drawn = () =>
      page.locator('aw-workflow-editor').evaluate((editor: Drawing) => editor.canvas?.scene.nodes.length)
    const steps = page.locator('studio-steps li')
    await expect(steps).toHaveCount(2)
    await expect.poll(drawn).toBe(2)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(steps).toHaveCount(1)
    await expect.poll(drawn).toBe(1)
    const onCanvas = (title: string) =>
      page.locator('aw-canvas').getByRole('button', { name: new RegExp(`^${title}, `) })
    await onCanvas('Load').focus()
    await page.keyboard.press('a')
    await page.keyboard.type('Remove duplicates')
    await page.keyboard.press('Enter')
    await expect(steps).toHaveText([/Load/, /Remove duplicates/])
    await page.getByTestId('agent-type').selectOption('table')
    await expect(onCanvas('Table')).toBeAttached()
    await expect(onCanvas('Remove duplicates')).toHaveCount(0)
    await onCanvas('Table').focus()
    await page.keyboard.press('Delete')
    await expect(steps).toHaveCount(1)
    await studio.go('/validation')
    await page.getByTestId('run-validation').click()
    await expect(page.getByText('Choose the data that is to be checked.')).toBeVisible()
    await expect(page.getByText('Say what must hold.')).toBeVisible()
    await expect(page.getByTestId('data-select')).toBeFocused()
    await studio.go('/data')
    await page.getByRole('button', { name: 'From an address' }).click()
    await page.getByRole('button', { name: 'Fetch file' }).click()
    const address = page.getByLabel('Address of a file')
    expect(await address.evaluate((field: HTMLInputElement) => field.validity.valueMissing)).toBe(true)
    await studio.go('/runs')
    await expect(page.getByText(/^Runs belong here/)).toBeVisible()
  },

  async 'progress stays within 0 and 100 and never goes back'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(loop)
    await studio.start()
    const seen = await watchProgress(page)
    expect(seen.page.length + seen.monitor.length).toBeGreaterThan(2)
    for (const [values, most] of [
      [seen.page, 100],
      [seen.monitor, 1],
    ] as const) {
      expect(values).toEqual(values.toSorted((a, b) => a - b))
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...values)).toBeLessThanOrEqual(most)
    }
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await expect(studio.monitor.locator('progress')).toHaveJSProperty('value', 1)
  },

  async 'a run goes on while one looks at other pages, and is found again'(page) {
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
    // Tabs and filters stand in the address: the back button takes them back, and a reload keeps them.
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

  async 'a run that a reload interrupts goes on by itself, and repeats no step that was done'(page) {
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

  async 'two tabs show the same data, workflows and runs'(page) {
    const studio = new StudioPage(page)
    const id = await studio.importWorkflow(waitingWorkflow(1))
    const other = new StudioPage(await page.context().newPage())
    try {
      await other.go('/data')
      await studio.upload(csvFile('from the first tab.csv', 'a,b\n1,2\n'))
      await expect.poll(() => other.names()).toContain('from the first tab.csv')
      await page.goto(`/workflows/${id}`)
      const run = await studio.start('from the first tab.csv')
      await other.go(`/runs/${run}`)
      await expect(other.status).toContainText('Completed', { ignoreCase: true })
      await expect(studio.status).toContainText('Completed', { ignoreCase: true })
      expect(await other.nodes()).toEqual(await studio.nodes())
      expect((await studio.record(run)).filter(({ type }) => type === 'run-resumed')).toEqual([])
    } finally {
      await other.page.close()
    }
  },

  async 'what was exported is imported again: a workflow, and everything'(page, { isServed = false } = {}) {
    const studio = new StudioPage(page)
    await studio.upload(csvFile('mine.csv', 'a,b\n1,2\n'))
    await studio.openDataset('mine.csv')
    await page.getByRole('button', { name: 'Load plan', exact: true }).click()
    await page.getByRole('button', { name: 'Keep this plan' }).click()
    await expect(studio.toast).toContainText('is read by your load plan from now on.')
    await page.keyboard.press('Escape')
    await studio.importWorkflow(waitingWorkflow(0))
    const run = await studio.start('mine.csv')
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await studio.go('/workflows')
    const file = await studio.download(() =>
      page.getByRole('button', { name: 'Export “Load and wait” as a file' }).click(),
    )
    expect(file.name).toBe('Load and wait.json')
    await studio.importWorkflow(file.bytes, file.name)
    await expect(studio.toast).toContainText('“Load and wait” is already here, unchanged.')
    // Another workflow of that name stands beside it.
    await studio.importWorkflow(waitingWorkflow(1))
    await studio.go('/workflows')
    await expect(page.getByRole('link', { name: 'Load and wait', exact: true })).toHaveCount(1)
    await expect(page.getByRole('link', { name: 'Load and wait (2)' })).toHaveCount(1)

    await studio.go('/settings')
    const all = await studio.download(() => page.getByTestId('export-all').click())
    await clearProfile(page)
    await studio.go('/runs')
    // What the browser has forgotten, a server has kept, under its own name.
    if (isServed) await expect(page.getByTestId('run-item')).toContainText('On the server')
    else await expect(page.getByText(/^Runs belong here/)).toBeVisible()
    await studio.go('/settings')
    await studio.chooseFile(page.getByTestId('import-all'), {
      name: all.name,
      mimeType: 'application/octet-stream',
      buffer: all.bytes,
    })
    await expect(studio.toast).toContainText(
      isServed ? 'Taken in: 1 run, 1 load plan.' : /Taken in: 2 workflows, \d datasets?, 1 run, 1 load plan\./,
    )
    await studio.chooseFile(page.getByTestId('import-all'), {
      name: all.name,
      mimeType: 'application/octet-stream',
      buffer: all.bytes,
    })
    await expect(studio.toast).toContainText('All of it is here already.')
    await studio.go('/runs')
    await expect(page.getByTestId('run-item')).toHaveCount(1)
    await studio.go(`/runs/${run}`)
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await studio.go('/data')
    await expect.poll(() => studio.names()).toContain('mine.csv')
    await studio.openDataset('mine.csv')
    await expect(page.getByRole('button', { name: 'Your load plan' })).toBeVisible()
    const back = await studio.download(() => page.getByLabel('Download it as').selectOption({ label: 'As it came' }))
    expect(back).toEqual({ name: 'mine.csv', bytes: Buffer.from('a,b\n1,2\n') })
  },

  async 'a workflow that reads no file runs without one'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(loop)
    await page.getByTestId('execute-workflow').click()
    await expect(page.getByText('It reads no file: it begins at once.')).toBeVisible()
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
    await expect(page.getByText('This run gave no table. Its report says what it did.')).toBeVisible()
  },

  async 'a run that is cancelled ends at once, and can be run again'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(waitingWorkflow(3600))
    const run = await studio.start('sample.csv')
    await expect(studio.status).toContainText('Waiting', { ignoreCase: true })
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(studio.status).toContainText('Cancelled', { ignoreCase: true })
    const rows = await studio.nodes()
    expect(rows.map(([title, state]) => [title, state])).toEqual([
      ['Load', 'Completed'],
      ['Wait', 'Cancelled'],
      ['Table', expect.stringMatching(/Cancelled|Skipped|Pending/)],
    ])
    await page.getByRole('button', { name: 'Run again', exact: true }).click()
    await expect(page).not.toHaveURL(new RegExp(`/runs/${run}(\\?|$)`))
    await expect(studio.status).toContainText('Waiting', { ignoreCase: true })
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(studio.status).toContainText('Cancelled', { ignoreCase: true })
  },

  async 'a step that fails is tried again, and each try is counted with its cause'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(
      workflowOf('Never done', { Ask: ['code', { code: 'for (;;);' }] }, [], {
        retry: { count: 2, delaysMs: [50], timeoutMs: 300 },
      }),
    )
    const run = await studio.start()
    await expect(studio.status).toContainText('Failed', { ignoreCase: true })
    await page.getByTestId('view-error').click()
    await expect(page.getByTestId('error-message')).toContainText('took longer than 300 ms')
    await expect(page.getByTestId('retry-count')).toHaveText('2 retries')
    expect((await studio.nodes())[0]?.slice(0, 4)).toEqual(['Ask', 'Failed', '3', '2'])
    const detail = studio.monitor.locator('aw-run-attempt')
    await expect(detail.getByText('Why it was tried again')).toBeVisible()
    await expect(detail.locator('.causes li')).toHaveCount(2)
    await expect(detail.locator('.causes li').first()).toContainText('took longer than 300 ms')
    const retries = (await studio.record(run)).filter(({ type }) => type === 'node-retrying')
    expect(retries).toHaveLength(2)
  },

  async 'a step that a person rejects lets nothing behind it run'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(asking)
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

  async 'a person changes what a step gives before it goes on'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(asking)
    await studio.start('sample.csv')
    const dialog = page.getByTestId('approval-modal')
    await expect(dialog.getByRole('cell', { name: 'Alpha' })).toBeVisible()
    await dialog.getByText('Change it before it goes on').click()
    const cells = dialog.getByLabel(/^Cells to change/)
    await cells.fill('[{"row": 1, "column": "name", "value": "Omega"')
    await page.getByTestId('approve-button').click()
    await expect(dialog.getByText(/^This is no JSON/)).toBeVisible()
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
  },

  async 'a file that is dropped on the first page is loaded, prepared and checked without another word'(page) {
    const studio = new StudioPage(page)
    await studio.go('/')
    await dropFile(page.getByRole('region', { name: 'Prepare a messy file' }), fixture('inventory.csv'))
    await expect(page).toHaveURL(/\/workflows\/cosmo-ready$/)
    const editor = new EditorPage(page)
    await expect(editor.runState).toContainText('Completed')
    await expect(editor.table).toHaveAttribute('aria-rowcount', '11')
  },
}
