import { builtInNodes } from '@aw-flow/nodes'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openModelServer } from '../../packages/agents/language-model/test-model-server.ts'
import { openTestMcpServer, textResult } from './test-mcp-server.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests, openTestService } from '../testing/test-resources.ts'

type Body = Record<string, unknown> & { id: string; status: string; hash: string }

interface Message {
  id?: number
  method: string
  params?: { protocolVersion?: string; requestId?: number; name?: string }
}

const path = '/api/v1/mcp/servers'

let aborted = 0
/** A server of the previous revision, and the messages that it has received. */
const messages: Message[] = []

/** Answers all requests except calls of its tool. */
async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  if (request.method !== 'POST') return void response.writeHead(405).end()
  const message = JSON.parse(Buffer.concat(chunks).toString()) as Message
  messages.push(message)
  const { id, method, params } = message
  if (id === undefined) return void response.writeHead(202).end()
  if (method === 'tools/call') return
  const tools = [{ name: 'wait', inputSchema: { type: 'object' } }]
  const serverInfo = { name: 'previous', version: '1' }
  const results: Record<string, object> = {
    initialize: { protocolVersion: params?.protocolVersion, capabilities: { tools: {} }, serverInfo },
    'tools/list': { tools },
  }
  const unknown = { error: { code: -32_601, message: 'Method not found' } }
  const content = results[method] ? { result: results[method] } : unknown
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', id, ...content }))
}

const previous = openTestService((request, response) => void respond(request, response))
/** A server of the current revision, and the number of its requests that the client has aborted. */
const mcp = openForTests(() => openTestMcpServer())
const models = openForTests(() => openModelServer('first', () => ({ calls: [{ name: 'wait', arguments: '{}' }] })))
const { server } = openTestApp(async () => {
  mcp.tools = {
    wait: {
      description: 'Waits until its request is aborted.',
      inputs: {},
      async run(_, signal) {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        aborted++
        return textResult('aborted')
      },
    },
  }
  return {
    nodes: builtInNodes,
    allowHosts: [mcp.host, previous.host, new URL(models.address).host],
  }
})
beforeAll(async () => {
  const model = { id: 'small', address: models.address, prices: { input: 1, output: 2 } }
  await server.send('PUT', '/api/v1/config', { llm_models: [model], default_llm: 'small' })
  await register('Current', mcp.url)
  await register('Previous', `${previous.origin}/mcp`)
})
beforeEach(() => {
  mcp.calls.length = 0
  messages.length = 0
  aborted = 0
})

const read = async (response: Promise<Response>): Promise<Body> => (await (await response).json()) as Body
async function register(name: string, url: string): Promise<void> {
  const { id } = await read(server.send('POST', path, { name, type: 'http', url }))
  await server.send('POST', `${path}/${id}/connect`, {})
  const { hash } = await read(server.ask(`${path}/${id}/tools`))
  await server.send('POST', `${path}/${id}/approve`, { hash })
}
/** Starts a run of one node. */
async function start(type: string, config: object, retry: object = {}): Promise<string> {
  const document = {
    version: 1,
    name: 'Waits',
    settings: { retry: { count: 0, delaysMs: [1], ...retry } },
    nodes: [{ id: 'call', type, position: { x: 0, y: 0 }, data: { label: 'call', config } }],
    edges: [],
  }
  const { id } = await read(server.send('POST', '/api/v1/workflows', document))
  return (await read(server.send('POST', `/api/v1/workflows/${id}/execute`, {}))).id
}
const cancel = (run: string) => server.send('POST', `/api/v1/runs/${run}/cancel`, {})
const callNode = (name: string) => ({ server: name, tool: 'wait', arguments: {} })
const agent = (name: string) => ({
  prompt: 'Wait.',
  maxSeconds: 2,
  tools: [{ name: 'wait', kind: 'mcp', use: name, config: { tool: 'wait' }, approval: 'never' }],
})
const findCall = () => messages.find(({ method }) => method === 'tools/call')
const listCancelled = () =>
  messages.flatMap(({ method, params }) => (method === 'notifications/cancelled' ? [params?.requestId] : []))

describe('a server of the current revision sees that a call is aborted', () => {
  test('when the run is canceled', async () => {
    const run = await start('mcp_tool', callNode('Current'))
    await expect.poll(() => mcp.calls.length).toBe(1)
    expect(aborted).toBe(0)
    await cancel(run)
    expect(await server.waitForEnd(run)).toMatchObject({ status: 'cancelled' })
    await expect.poll(() => aborted).toBe(1)
    const { items } = (await server.json(`${path}`)) as { items: { id: string; name: string }[] }
    const { id } = items.find(({ name }) => name === 'Current')!
    const calls = (await server.json(`${path}/${id}/calls`)) as { items: object[] }
    expect(calls.items[0]).toMatchObject({ tool: 'wait', run_id: run, status: 'failed' })
  })

  test('at the time limit of an attempt', async () => {
    const run = await start('mcp_tool', callNode('Current'), { timeoutMs: 1_000 })
    await expect.poll(() => aborted, { timeout: 10_000 }).toBe(1)
    expect(mcp.calls).toHaveLength(1)
    await cancel(run)
    await server.waitForEnd(run)
  })

  test('at the time limit of an agent, whose run then asks a person', async () => {
    const run = await start('agent', agent('Current'))
    await expect.poll(() => aborted, { timeout: 10_000 }).toBe(1)
    await expect
      .poll(async () => ((await server.json(`/api/v1/runs/${run}`)) as Body).status, { timeout: 10_000 })
      .toBe('waiting')
    await cancel(run)
    await server.waitForEnd(run)
  })
})

describe('a server of the previous revision receives a notification', () => {
  test('when the run is canceled', async () => {
    const run = await start('mcp_tool', callNode('Previous'))
    await expect.poll(findCall).toBeDefined()
    expect(listCancelled()).toEqual([])
    await cancel(run)
    await server.waitForEnd(run)
    await expect.poll(listCancelled).toEqual([findCall()!.id])
  })

  test('at the time limit of an agent', async () => {
    const run = await start('agent', agent('Previous'))
    await expect.poll(listCancelled, { timeout: 10_000 }).toHaveLength(1)
    expect(listCancelled()).toEqual([findCall()!.id])
    await cancel(run)
    await server.waitForEnd(run)
  })
})
