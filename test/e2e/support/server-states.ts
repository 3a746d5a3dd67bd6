import type { Locator, Page } from '@playwright/test'
import { openModelServer } from '../../../packages/agents/language-model/test-model-server.ts'
import { createWorkflow } from '../studio/page.ts'
import type { PageState } from '../studio/pages/page-states.ts'
import { expect } from './test.ts'

/** The ids of the content created by `fillServer`. */
export interface ServerContent {
  modelAgent: string
  /** The ids of an evaluation and of a later evaluation with the same cases. */
  evaluations: readonly [string, string]
}

/** Starts a language model that first calls a tool and then answers. */
export const openNotingModel = (): ReturnType<typeof openModelServer> =>
  openModelServer('first', ({ messages }) =>
    messages.at(-1)!.role === 'tool'
      ? { says: 'Noted.' }
      : { calls: [{ name: 'note', arguments: '{"text":"Call back on Monday"}' }] },
  )

/** Creates content for every page that shows a server's content. The server must be allowed to call `modelAddress`. */
export async function fillServer(url: URL, modelAddress: string): Promise<ServerContent> {
  const send = async (method: string, path: string, body: unknown): Promise<{ id: string }> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as { id: string }
  }
  const addWorkflow = (document: object): Promise<{ id: string }> =>
    send('POST', '/api/v1/workflows', { ...document, status: 'published' })
  const start = (id: string, body: object = {}): Promise<{ id: string }> =>
    send('POST', `/api/v1/workflows/${id}/execute`, body)
  /** Starts a run and waits for its end, because reports count only runs that have ended. */
  const run = async (id: string): Promise<void> => {
    const { id: execution } = await start(id)
    const readStatus = async (): Promise<unknown> => {
      const response = await fetch(new URL(`/api/v1/executions/${execution}`, url))
      return ((await response.json()) as { status?: unknown }).status
    }
    await expect.poll(readStatus).toMatch(/^(completed|failed)$/)
  }
  await addWorkflow(createWorkflow('Orders by web', { Hook: ['webhook', {}] }, []))
  await addWorkflow(createWorkflow('On payment', { Paid: ['event', { name: 'order.paid' }] }, []))
  await addWorkflow(
    createWorkflow('Weekly report', { Start: ['schedule', { cron: '0 7 * * MON', timeZone: 'UTC' }] }, []),
  )
  const edges = ['Start.data > Say.value']
  const counted = await addWorkflow(
    createWorkflow('Counted orders', { Start: ['trigger'], Say: ['variable', { expression: '1' }] }, edges),
  )
  const failing = await addWorkflow(
    createWorkflow('Nightly import', { Start: ['trigger'], Say: ['variable', { expression: '$error("no")' }] }, edges),
  )
  const waiting = await addWorkflow(
    createWorkflow('Paid orders', { Start: ['trigger'], Say: ['wait_for_event', {}] }, edges),
  )
  await send('POST', '/api/v1/notification-rules', { events: ['run.failed'], channel: 'browser' })
  await send('POST', '/api/v1/webhook-endpoints', {
    name: 'Alerts',
    url: 'https://alerts.example/runs',
    events: ['run.failed'],
  })
  await send('POST', '/api/v1/mcp/servers', { name: 'Tickets', type: 'http', url: 'https://tickets.example/mcp' })
  await send('POST', '/api/v1/watches', { name: 'Orders', source: { kind: 'folder', path: 'orders' } })
  await send('PUT', '/api/v1/event-types/order.paid', { schema: { type: 'object', required: ['amount'] } })
  await send('POST', '/api/v1/events', { type: 'order.paid', subject: '42', data: { amount: 1 } })
  await run(counted.id)
  await run(failing.id)
  await start(waiting.id, { priority: 'low' })
  await send('POST', '/api/v1/agents', { name: 'scorer', url: 'https://scores.example/score' })
  await send('POST', '/api/v1/agents', { name: 'puller', delivery: 'pull' })
  await send('PUT', '/api/v1/config', {
    llm_models: [{ id: 'small', address: modelAddress, prices: { input: 1, output: 2 } }],
    default_llm: 'small',
  })
  const tool = { name: 'note', kind: 'node', use: 'variable', config: { expression: '"ok"' }, approval: 'ask' }
  const agent = { type: 'agent', name: 'Greeter', description: 'Greets customers.', tools: [tool] }
  const { id: modelAgent } = await send('POST', '/api/v1/agents', { ...agent, system_prompt: 'Greet in English.' })
  await send('PUT', `/api/v1/agents/${modelAgent}`, { ...agent, system_prompt: 'Greet in French.' })
  const cases = [
    { name: 'Right', input: {}, expected: 1 },
    { name: 'Wrong', input: { text: 'A longer input' }, expected: 'two' },
  ]
  const evaluate = (name: string): Promise<{ id: string }> =>
    send('POST', '/api/v1/evaluations', { workflow_id: counted.id, name, cases })
  const [earlier, later] = [await evaluate('First evaluation'), await evaluate('Second evaluation')]
  return { modelAgent, evaluations: [earlier.id, later.id] }
}

const state = (
  name: string,
  path: string,
  getLoadedElement: (page: Page) => Locator,
  press?: (page: Page) => Promise<unknown>,
): PageState => ({ name, open: (studio) => studio.visit(path), getLoadedElement, ...(press ? { press } : {}) })

/** The states of pages that show a server's content. */
export const serverStates = ({ modelAgent, evaluations: [, evaluation] }: ServerContent): readonly PageState[] => [
  state(
    'schedules',
    '/schedules',
    (page) => page.getByRole('heading', { name: 'Upcoming times' }),
    (page) => page.getByRole('button', { name: 'Details' }).first().click(),
  ),
  state(
    'schedule-form',
    '/schedules',
    (page) => page.getByRole('dialog').getByRole('listitem').first(),
    (page) => page.getByRole('button', { name: 'New schedule' }).click(),
  ),
  state(
    'webhooks',
    '/webhooks',
    (page) => page.getByTestId('webhook-url'),
    async (page) => {
      const isOn = page.getByTestId('webhook-item').getByRole('switch')
      if (!(await isOn.isChecked())) await isOn.check()
    },
  ),
  state(
    'calendar',
    '/schedules',
    (page) => page.getByRole('button', { name: 'Next month' }),
    (page) => page.getByRole('button', { name: 'Calendar' }).click(),
  ),
  state('workflows', '/workflows', (page) => page.locator('.picture .node').first()),
  state('evaluations', '/evaluations', (page) => page.getByTestId('evaluation-item').first()),
  state('evaluation', `/evaluations/${evaluation}`, (page) => page.getByTestId('evaluation-cases').getByText('Wrong')),
  state(
    'evaluations, compared',
    `/evaluations/${evaluation}`,
    (page) => page.getByTestId('evaluation-comparison'),
    (page) => page.getByTestId('evaluation-summary').getByLabel('Compare with').selectOption({ index: 1 }),
  ),
  state(
    'MCP form',
    '/mcp',
    (page) => page.getByTestId('mcp-form'),
    (page) => page.getByRole('button', { name: 'New MCP server' }).click(),
  ),
  state('queue', '/queue', (page) => page.getByTestId('queue-item').first()),
  state(
    'queue settings',
    '/queue',
    (page) => page.locator('input[name=limit]'),
    (page) => page.locator('select[name=workflow]').selectOption('Counted orders'),
  ),
  state(
    'server workflow',
    '/server-workflows',
    (page) => page.getByTestId('share-link'),
    (page) => page.locator('select[name=workflow]').selectOption('Counted orders'),
  ),
  state('gallery', '/gallery', (page) => page.getByRole('button', { name: 'Publish' })),
  ...['account', 'workspace', 'activity'].map((path) =>
    state(`${path} without accounts`, `/${path}`, (page) =>
      page.getByText(/^Accounts, roles and the activity log require/),
    ),
  ),
  state('analytics', '/analytics', (page) => page.locator('aw-chart svg').first()),
  state(
    'notifications',
    '/notifications',
    (page) => page.getByTestId('delivery-item').first(),
    async (page) => {
      await page.getByRole('button', { name: 'Send test' }).click()
      const details = page.getByRole('button', { name: /^Deliveries and signing secret/ })
      if ((await details.getAttribute('aria-expanded')) !== 'true') await details.click()
    },
  ),
  state(
    'events',
    '/events',
    (page) => page.getByTestId('watch-form'),
    (page) => page.getByRole('button', { name: /^Edit watch/ }).click(),
  ),
  state(
    'MCP servers',
    '/mcp',
    (page) => page.getByText('No tool calls yet'),
    (page) =>
      page
        .getByRole('button', { name: /^Tools and calls/ })
        .first()
        .click(),
  ),
  state(
    'agents',
    '/agents',
    (page) => page.getByRole('heading', { name: 'State' }),
    (page) =>
      page
        .getByTestId('agent-item')
        .first()
        .getByRole('button', { name: /^Details/ })
        .click(),
  ),
  state(
    'agent-form',
    '/agents',
    (page) => page.getByTestId('agent-form'),
    (page) => page.getByRole('button', { name: 'New remote agent' }).click(),
  ),
  state('model-agent-new', '/agents/new', (page) => page.getByTestId('agent-settings')),
  state(
    'model-agent',
    `/agents/${modelAgent}`,
    (page) => page.getByTestId('chat-approval').last(),
    async (page) => {
      const chat = page.getByTestId('agent-chat')
      await page.getByRole('button', { name: 'Compare with current' }).first().click()
      await expect(chat.getByTestId('version-changes')).toBeVisible()
      await chat.getByLabel('Message').fill('Please note it')
      await chat.getByRole('button', { name: 'Send' }).click()
    },
  ),
]
