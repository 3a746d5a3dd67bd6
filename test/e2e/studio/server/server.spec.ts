import { sizes } from '../../../sizes.ts'
import { emptyServer, type RealServer } from '../../support/real-server.ts'
import type { Scenario } from '../../support/scenario.ts'
import { additionalScenarios } from '../scenarios/additional-scenarios.ts'
import { chooseServer, createWorkflow, csvFile, openServerStudio, StudioPage, waitingWorkflow } from '../page.ts'
import { scenarios } from '../scenarios/scenarios.ts'
import { expect, test as base } from '../../support/test.ts'

/** Provides the worker's server to each test after deleting its data: starting one takes five seconds of CPU time. */
const test = base.extend<{ emptied: RealServer }>({
  emptied: async ({ server }, use) => {
    await emptyServer(server.url)
    await use(server)
  },
  page: async ({ page, emptied: _first }, use) => use(page),
})

const further = Object.entries(additionalScenarios).slice(0, sizes.serverScenarios)
const main = Object.entries(scenarios).slice(0, sizes.planServerScenarios)
const all: [title: string, scenario: Scenario][] = [...main, ...further]
for (const [title, scenario] of all) {
  test(`server: ${title}`, async ({ page, emptied }) => {
    await page.addInitScript(chooseServer)
    await scenario(page, { isServed: true })
    // The server has executed the operations that the page shows.
    const totalOf = async (what: string): Promise<number> => {
      const answer = await fetch(new URL(`/api/v1/${what}?limit=1`, emptied.url))
      return ((await answer.json()) as { total: number }).total
    }
    const path = new URL(page.url()).pathname
    // On the empty page, the only file was deleted.
    if (path === '/nothing') await expect.poll(() => totalOf('data')).toBe(0)
    else await expect.poll(() => totalOf(path.startsWith('/runs/') ? 'runs' : 'data')).toBeGreaterThan(0)
  })
}

/** Nodes of several groups: one that waits, one that prepares and one that counts. */
const fromBefore = createWorkflow(
  'From before',
  {
    Load: ['loading'],
    Wait: ['delay', { seconds: 0 }],
    Prepare: ['preparing', { target: 'generic' }],
    Count: ['aggregate', { groupBy: ['category'] }],
    Table: ['table'],
  },
  [
    'Load.table > Wait.value',
    'Wait.value > Prepare.table',
    'Prepare.table > Count.table',
    'Prepare.table > Table.table',
  ],
)

test('connects to a server in the settings, runs a workflow there, and disconnects', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.importWorkflow(waitingWorkflow(0))
  await studio.go('/settings')
  const panel = page.locator('studio-server')
  await panel.getByTestId('server-address').fill('not an address')
  await panel.getByTestId('server-connect').click()
  await expect(panel.getByRole('alert')).toContainText('“not an address” is not a valid URL.')
  await panel.getByTestId('server-address').fill('')
  await panel.getByTestId('server-connect').click()
  await expect(panel.getByTestId('server-state')).toContainText(`stored and run on ${new URL(page.url()).origin}`)
  await studio.visit('/workflows')
  const location = page.getByTestId('workflow-item').filter({ hasText: 'Load and wait' }).locator('.item-location')
  await expect(location).toHaveAttribute('data-location', 'browser')
  await page.getByRole('link', { name: 'Load and wait' }).click()
  await studio.start('sample.csv')
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
  await studio.visit('/workflows')
  await expect(location).toHaveAttribute('data-location', 'both')
  await studio.visit('/settings')
  await panel.getByTestId('server-leave').click()
  await expect(panel).toContainText('stay in this browser')
  await studio.visit('/workflows')
  await expect(page.getByRole('link', { name: 'Load and wait' })).toBeVisible()
  await expect(location).toHaveCount(0)
})

test('switches between a server and the browser, and loses nothing', async ({
  page,
  emptied,
  policyProxy,
  browserErrors,
}) => {
  const studio = new StudioPage(page)
  await studio.importWorkflow(fromBefore)
  const elsewhere = { name: 'Of an export', address: 'http://127.0.0.1:9/v1', model: 'any', secret: '' }
  await page.evaluate((one) => localStorage.setItem('aw-studio-models-offered', JSON.stringify([one])), elsewhere)
  await studio.go('/settings')
  // Runs may use an imported model only after the user has added it.
  const models = page.locator('studio-models')
  const own = models.getByRole('list', { name: 'Language models' }).getByRole('listitem')
  await expect(models.getByText('Imported models. Add a model to use it in workflows.')).toBeVisible()
  await expect(own).toHaveCount(0)
  await page.getByRole('button', { name: 'Add model “Of an export”' }).click()
  await expect(own).toContainText(['Of an export'])
  await expect(models.getByText(/^Imported models\. Add/)).toHaveCount(0)
  // A model that the page's policy blocks is stored, with a note on what to do.
  await page.getByTestId('model-name').fill('My computer')
  await page.getByTestId('model-address').fill('http://127.0.0.1:9/v1')
  await page.getByTestId('model-model').fill('any')
  await page.getByRole('button', { name: 'Add model', exact: true }).click()
  await expect(page.getByTestId('model-reach')).toContainText('Restart it with AW_CONNECT=http://127.0.0.1:9,')
  await expect.poll(() => policyProxy.takeReports().length).toBeGreaterThan(0)
  browserErrors.length = 0
  const panel = page.locator('studio-server')
  await panel.getByTestId('server-address').fill('not an address')
  await panel.getByTestId('server-connect').click()
  await expect(panel.getByRole('alert')).toContainText('“not an address” is not a valid URL.')
  await panel.getByTestId('server-address').fill('')
  await panel.getByTestId('server-connect').click()
  await expect(panel.getByTestId('server-state')).toContainText(`stored and run on ${new URL(page.url()).origin}`)

  await studio.go('/workflows')
  const locationOf = (name: string) =>
    page.getByTestId('workflow-item').filter({ hasText: name }).locator('.item-location')
  await expect(locationOf('From before')).toHaveAttribute('data-location', 'browser')
  await page.getByRole('link', { name: 'From before' }).click()
  const run = await studio.start('sample.csv')
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
  const onServer = await studio.nodeDetails()
  await page.getByTestId('view-results').click()
  await expect(page.getByTestId('result-data').getByRole('grid')).toHaveAttribute('aria-rowcount', '6')
  await studio.go('/workflows')
  await expect(locationOf('From before')).toHaveAttribute('data-location', 'both')

  // Workflows of other users are listed, opened and run.
  const asked = await fetch(new URL('/api/v1/workflows', emptied.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...waitingWorkflow(0), name: 'Of somebody else' }),
  })
  expect(asked.status).toBe(201)
  await page.reload()
  await expect(locationOf('Of somebody else')).toHaveAttribute('data-location', 'server')
  await studio.upload(csvFile('two.csv', 'a,b\n1,2\n3,4\n'))
  await studio.go('/workflows')
  await page.getByRole('link', { name: 'Of somebody else' }).click()
  await studio.start('two.csv')
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
  const { items } = (await (await fetch(new URL('/api/v1/runs', emptied.url))).json()) as {
    items: { workflow_name: string; status: string }[]
  }
  expect(items.map(({ workflow_name: name, status }) => [name, status]).toSorted()).toEqual([
    ['From before', 'completed'],
    ['Of somebody else', 'completed'],
  ])
  // Deleting removes a run from the server as well, and Undo restores it there.
  await studio.go('/runs')
  const others = page.getByTestId('run-item').filter({ hasText: 'Of somebody else' })
  const thereAre = async (): Promise<number> =>
    ((await (await fetch(new URL('/api/v1/runs', emptied.url))).json()) as { total: number }).total
  await page.getByRole('button', { name: 'Delete run of “Of somebody else”' }).click()
  await expect(others).toHaveCount(0)
  expect(await thereAre()).toBe(1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(others).toHaveCount(1)
  expect(await thereAre()).toBe(2)
  await others.click()
  // Its tables are on the server, so they survive a reload.
  await page.getByTestId('view-results').click()
  await page.reload()
  await expect(page.getByTestId('result-data').getByRole('grid')).toHaveAttribute('aria-rowcount', '3')
  await page.getByRole('tab', { name: 'Chart' }).click()
  await expect(page.locator('aw-chart').locator('svg, canvas').first()).toBeVisible()

  await studio.go('/settings')
  await panel.getByTestId('server-leave').click()
  await expect(panel).toContainText('stay in this browser')
  await studio.go('/workflows')
  await expect(page.getByRole('link', { name: 'From before' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Of somebody else' })).toBeVisible()
  await expect(page.locator('.item-location')).toHaveCount(0)
  await studio.go(`/runs/${run}`)
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
  await studio.go('/data')
  await expect.poll(() => studio.names()).toContain('two.csv')

  // The same run in the page: both monitors show the same for each node, except times.
  await studio.go('/workflows')
  await page.getByRole('link', { name: 'From before' }).click()
  expect(await studio.start('sample.csv')).not.toBe(run)
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
  const inPage = await studio.nodeDetails()
  expect(inPage.map(({ row }) => row.slice(0, 2))).toEqual(
    ['Load', 'Wait', 'Prepare', 'Count', 'Table'].map((title) => [title, 'Completed']),
  )
  expect(inPage).toEqual(onServer)
})

test('draws, copies, exports, changes and deletes workflows that only the server has, with their nodes', async ({
  page,
  emptied,
}) => {
  const listOnServer = async (): Promise<{ id: string; name: string; status: string; nodes: number }[]> => {
    const response = await fetch(new URL('/api/v1/workflows?sort=name', emptied.url))
    return ((await response.json()) as { items: { id: string; name: string; status: string; nodes: number }[] }).items
  }
  const add = async (name: string): Promise<void> => {
    const response = await fetch(new URL('/api/v1/workflows', emptied.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...waitingWorkflow(0), name }),
    })
    expect(response.status).toBe(201)
  }
  for (const name of ['Copied', 'Deleted', 'Exported', 'Published']) await add(name)
  const [copied, , , published] = await listOnServer()
  const studio = await openServerStudio(page, '/workflows')
  const card = (name: string) =>
    page.getByTestId('workflow-item').filter({ has: page.getByRole('link', { name, exact: true }) })
  for (const name of ['Copied', 'Published']) {
    await expect(card(name).locator('.item-location')).toHaveAttribute('data-location', 'server')
    await expect(card(name).locator('.picture .node')).toHaveCount(3)
    await expect(card(name)).toContainText('Load → Wait → Table')
  }

  await page.getByRole('button', { name: 'Duplicate “Copied”' }).click()
  await expect(card('Copied copy').locator('.picture .node')).toHaveCount(3)
  await page.getByRole('combobox', { name: 'Status of “Published”' }).selectOption('published')
  await expect.poll(async () => (await listOnServer()).find(({ id }) => id === published?.id)?.status).toBe('published')
  const download = await studio.download(() => page.getByRole('button', { name: 'Export “Exported” as file' }).click())
  expect((JSON.parse(download.bytes.toString()) as { nodes: unknown[] }).nodes).toHaveLength(3)
  await page.getByRole('button', { name: 'Delete “Deleted”' }).click()
  await expect(card('Deleted')).toHaveCount(0)
  await expect
    .poll(async () => (await listOnServer()).map(({ name, nodes }) => [name, nodes]))
    .toEqual([
      ['Copied', 3],
      ['Copied copy', 3],
      ['Exported', 3],
      ['Published', 3],
    ])
  expect((await listOnServer())[0]?.id).toBe(copied?.id)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(card('Deleted').locator('.picture .node')).toHaveCount(3)

  // Other pages link to a workflow by its id on the server.
  const copy = (await listOnServer()).find(({ name }) => name === 'Copied copy')
  await studio.go(`/workflows/${copy?.id}`)
  await expect(page.getByRole('textbox', { name: 'Workflow name' })).toHaveValue('Copied copy')
  await studio.go('/workflows')
  await expect(card('Copied copy')).toHaveCount(1)
})

test('the run bar and a node that works only on a server offer to connect one, in one dialog', async ({
  page,
  emptied,
}) => {
  const studio = new StudioPage(page)
  const query = { secret: 'shop', statement: 'SELECT 1' }
  await studio.importWorkflow(createWorkflow('Query', { Query: ['database_query', query] }, []))
  const bar = page.locator('aw-run-bar')
  await expect(page.getByTestId('connect-server')).toBeVisible()
  await page
    .locator('aw-canvas')
    .getByRole('button', { name: /^Query, / })
    .focus()
  await page.keyboard.press('Enter')
  const inspector = page.locator('aw-inspector')
  await expect(inspector.getByText('This node works only on a server.')).toBeVisible()
  const dialog = page.getByTestId('server-dialog')
  const undo = page.locator('aw-workflow-editor').getByRole('button', { name: /^Undo/ })
  await inspector.getByRole('textbox', { name: 'Statement' }).first().click()
  await page.keyboard.type(' ')
  await expect(undo).toBeEnabled()
  await inspector.getByTestId('node-run-on-server').click()
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  await page.getByTestId('connect-server').click()
  await expect(dialog.getByRole('heading')).toHaveText('Connect a server')
  await dialog.getByTestId('server-connect').click()
  await expect(dialog).toHaveCount(0)
  // The workflow opens again with the server: no message says that the node works only elsewhere.
  const place = page.getByTestId('run-place')
  await expect(place).toHaveAttribute('title', `Runs on ${new URL(page.url()).origin}. Change…`)
  await expect(page.getByTestId('connect-server')).toHaveCount(0)
  // The selection and the undo history stay.
  await expect(page.locator('aw-inspector').getByRole('button', { name: 'Delete node' })).toBeVisible()
  await expect(undo).toBeEnabled()
  await expect(page.locator('aw-inspector').getByText(/works only on a server|queried from the browser/)).toHaveCount(0)
  await bar.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('button', { name: 'Grant and run' }).click()
  const countRuns = async (): Promise<number> =>
    ((await (await fetch(new URL('/api/v1/runs', emptied.url))).json()) as { total: number }).total
  await expect.poll(countRuns).toBe(1)

  // The same dialog disconnects.
  // The secret does not exist, so the run fails, but on the server.
  await expect(bar.locator('#state')).toContainText('Failed')
  await place.click()
  await expect(dialog.getByRole('heading')).toHaveText('Server')
  await dialog.getByTestId('server-leave').click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByTestId('connect-server')).toBeVisible()
})

test('uses the server of the page in an empty browser, and asks once in a browser with earlier work', async ({
  browser,
  policyProxy,
  emptied,
}) => {
  const context = await browser.newContext({ serviceWorkers: 'block', baseURL: policyProxy.url })
  const page = await context.newPage()
  const studio = new StudioPage(page)
  const offer = page.getByTestId('server-offer')
  await studio.go('/settings')
  const panel = page.locator('studio-server')
  await expect(panel.getByTestId('server-state')).toContainText(`stored and run on ${new URL(page.url()).origin}`)
  await expect(offer).toHaveCount(0)
  await panel.getByRole('switch', { name: 'Work without the server' }).check()
  await expect(panel).toContainText('stay in this browser')
  await studio.importWorkflow(waitingWorkflow(0))

  // A browser in which an earlier release has stored work has made no choice.
  await page.evaluate(() => localStorage.removeItem('aw-studio-server'))
  await studio.go('/schedules')
  await expect(offer).toContainText('2 items in this browser stay here')
  await expect(page.getByRole('button', { name: 'Use this server' })).toBeVisible()
  await offer.getByRole('button', { name: 'Use and copy everything' }).click()
  await expect(page.getByRole('button', { name: 'New schedule' })).toBeVisible()
  await expect(offer).toHaveCount(0)
  const countWorkflows = async (): Promise<number> =>
    ((await (await fetch(new URL('/api/v1/workflows', emptied.url))).json()) as { total: number }).total
  await expect.poll(countWorkflows).toBe(1)
  await context.close()
})
