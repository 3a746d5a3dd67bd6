import { expect, test } from '@playwright/test'
import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, RunEvent } from '@aw-flow/schema'
import { openModelServer, type Reply } from '../../packages/agents/language-model/test-model-server.ts'
import { EditorPage } from './support/editor-page.ts'
import { startPolicyProxy } from './support/policy-proxy.ts'
import { startRealServer } from './support/real-server.ts'
import { workWithoutServer } from './support/test.ts'

const unwanted = 'http://127.0.0.1:9/'
/** Reply of a model that tries to make the page load or execute something. */
const answer = `{{1 + 1}} ![x](${unwanted}a.png) <img src="${unwanted}b.png" onerror="document.title='ran'"> <script>document.title='ran'</script>`

const tools = [
  {
    name: 'double',
    kind: 'node',
    use: 'transform',
    approval: 'never',
    config: { expression: 'input.value * 2' },
    parameters: { type: 'object', properties: { value: { type: 'number' } }, required: ['value'] },
  },
]
const agent = {
  id: 'ask',
  type: 'agent',
  position: { x: 0, y: 0 },
  data: { label: 'ask', config: { model: 'small', prompt: 'Double 21.', memory: 'conversation', tools } },
}
const script: readonly Reply[] = [
  { calls: [{ name: 'double', arguments: '{"value": "many"}' }] },
  { calls: [{ name: 'double', arguments: '{"value": 21}' }] },
  { says: answer },
]

/** The events of a run without times, places, and the texts that the API adds to problems. */
const toComparable = (events: readonly RunEvent[]): unknown[] =>
  events
    .filter(({ type }) => /^(node|effect)-/.test(type))
    .map((event) =>
      JSON.parse(JSON.stringify(event), (key, value: unknown) =>
        ['time', 'ms', 'seq', 'key', 'message', 'hint'].includes(key) ? undefined : value,
      ),
    )

test('[3, 4, 16] an agent has equal events in the page and on the server, and nothing that a model says is loaded or run', async ({
  browser,
}) => {
  let turn = 0
  const model = await openModelServer('first', () => script[turn++ % script.length]!)
  const { origin, host } = new URL(model.address)
  const server = await startRealServer(undefined, { AW_CONNECT: origin, AW_ALLOW_HOSTS: `*,${host}` })
  const proxy = await startPolicyProxy(server.url)
  const context = await browser.newContext({ baseURL: proxy.url, serviceWorkers: 'block' })
  await context.addInitScript(workWithoutServer)
  const page = await context.newPage()
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))

  const editor = new EditorPage(page)
  await editor.open('new')
  await editor.waitUntilReady()
  await editor.editor.evaluate(
    async (element, [text, address, allowed]) => {
      const { session } = element as unknown as { session: WorkflowSession }
      const gone = session.document.current.nodes.map(({ id }): Edit => ({ type: 'remove-node', id }))
      const edit = JSON.parse(text) as Edit
      session.document.apply({ type: 'batch', edits: [...gone, edit] })
      await session.runs.networkAccess!.allowHost(allowed)
      await session.runs.networkAccess!.setModels({
        models: [{ id: 'small', protocol: 'openai', address, model: 'small' }],
      })
    },
    [JSON.stringify({ type: 'add-node', node: agent } satisfies Edit), model.address, host] as const,
  )
  expect(await editor.run()).toBe('Completed')
  const inPage = await editor.editor.evaluate(
    (element) => (element as unknown as { session: WorkflowSession }).session.runs.record,
  )
  const { run: runInPage, nodes } = await editor.lastRun()
  expect(nodes.ask?.outputs.answer).toEqual({ kind: 'text', text: answer })
  // The next run of the page sees the calls of the first one.
  expect(await editor.run()).toBe('Completed')
  expect(model.requests[3]!.messages.map(({ role }) => role)).toEqual([
    'user',
    'assistant',
    'tool',
    'assistant',
    'tool',
    'assistant',
    'user',
  ])
  const send = async (method: string, path: string, body: unknown): Promise<{ id: string }> => {
    const response = await fetch(new URL(path, server.url), {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(response.ok, await response.clone().text()).toBe(true)
    return (await response.json()) as { id: string }
  }
  await send('PUT', '/api/v1/config', { llm_models: [{ id: 'small', address: model.address }] })
  const document = { version: 1, name: 'Agent', nodes: [agent], edges: [] }
  const { id } = await send('POST', '/api/v1/workflows', document)
  const run = await send('POST', `/api/v1/workflows/${id}/execute`, {})
  const readEvents = async (): Promise<RunEvent[]> => {
    const response = await fetch(new URL(`/api/v1/runs/${run.id}/events?limit=1000`, server.url))
    return ((await response.json()) as { items: RunEvent[] }).items
  }
  await expect.poll(async () => (await readEvents()).at(-1)?.type, { timeout: 180_000 }).toBe('run-completed')
  expect(toComparable(await readEvents())).toEqual(toComparable(inPage!))

  // The run monitor shows the answer as text.
  await page.goto(`/runs/${runInPage}`)
  const monitor = page.locator('aw-run-monitor')
  await monitor.getByText('ask', { exact: true }).first().click()
  await expect(monitor.locator('aw-run-attempt')).toContainText('{{1 + 1}}')
  expect(await page.title()).not.toBe('ran')
  expect(requested.filter((url) => url.startsWith(unwanted))).toEqual([])
  await context.close()
  // Rejects if the policy has reported a violation.
  await proxy.close()
  await server.stop()
  await model.close()
})
