import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { builtInNodes } from '@aw-flow/nodes'
import { beforeAll, describe, expect, test } from 'vitest'
import { localOwner, type Permission } from '../security/caller.ts'
import { assignToolNames } from './tool-names.ts'
import { openTestApp } from '../testing/test-app.ts'

const path = '/api/v1/mcp'
let permissions: Permission[]

const { server } = openTestApp({
  nodes: builtInNodes,
  authentication: { identifyCaller: () => ({ ...localOwner, permissions: new Set(permissions) }) },
})
beforeAll(async () => {
  permissions = ['view', 'edit', 'execute', 'administer']
  const doubles = [
    node('start', 'trigger', {}),
    node('double', 'transform', { expression: '{"result": trigger_data.amount * 2}' }),
  ]
  await create('Double it!', 'published', doubles)
  await create('A draft', 'draft', doubles)
  await create('Waits', 'published', [node('start', 'trigger', {}), node('wait', 'approval', {})])
})

const node = (id: string, type: string, config: object) => ({
  id,
  type,
  position: { x: 0, y: 0 },
  data: { label: id, config },
})
async function create(name: string, status: string, nodes: ReturnType<typeof node>[]): Promise<void> {
  const edges = nodes.slice(1).map(({ id }, index) => ({ id: `e${index}`, source: nodes[index]!.id, target: id }))
  const response = await server.send('POST', '/api/v1/workflows', { version: 1, name, status, nodes, edges })
  expect(response.status, await response.clone().text()).toBeLessThan(300)
}

/** Connects a client of a revision of the protocol to the server. */
async function useClient<T>(use: (client: Client) => Promise<T>, isModern = true): Promise<T> {
  const client = new Client({ name: 'test', version: '1' }, isModern ? { versionNegotiation: { mode: 'auto' } } : {})
  const transport = new StreamableHTTPClientTransport(new URL(`http://localhost:3000${path}`), {
    fetch: async (url, init) => {
      const { pathname } = new URL(url)
      return server.ask(pathname, init as RequestInit)
    },
  })
  await client.connect(transport)
  try {
    return await use(client)
  } finally {
    await client.close()
  }
}
const callTool = (name: string, args: Record<string, unknown>, isModern = true) =>
  useClient(async (client) => {
    const { structuredContent, content, isError } = await client.callTool({ name, arguments: args })
    return { ...(structuredContent as Record<string, unknown>), content, isError }
  }, isModern)
const listTools = async () => (await useClient((client) => client.listTools())).tools.map(({ name }) => name).sort()

describe.each([
  ['2026-07-28', true],
  ['2025-11-25', false],
])('a client of revision %s', (_, isModern) => {
  test('runs a published workflow and receives its outputs', async () => {
    const result = await callTool('run_double_it', { data: { amount: 21 } }, isModern)
    expect(result).toMatchObject({
      status: 'completed',
      workflow: 'Double it!',
      outputs: [{ node: 'double', value: { result: 42 } }],
    })
    expect(await server.json(`/api/v1/runs/${String((result as { run_id?: string }).run_id)}`)).toMatchObject({
      trigger_type: 'api',
      triggered_by: 'mcp',
      workflow_version: 1,
    })
  })
})

describe('the MCP server', () => {
  test('lists published workflows only', async () => {
    expect(await listTools()).toEqual(['get_run', 'run_double_it', 'run_waits'])
  })

  test('returns a run that has not ended, which is read again', async () => {
    const { run_id: id, ended } = (await callTool('run_waits', { wait_seconds: 0 })) as {
      run_id?: string
      ended?: boolean
    }
    expect(ended).toBe(false)
    await server.send('POST', `/api/v1/runs/${id}/cancel`, {})
    await server.waitForEnd(id!)
    expect(await callTool('get_run', { run_id: id })).toMatchObject({ ended: true, status: 'cancelled' })
  })

  test('reports unknown runs and datasets as failures of the tool', async () => {
    expect(await callTool('get_run', { run_id: 'missing' })).toMatchObject({ isError: true })
    const missing = 'a'.repeat(64)
    expect(await callTool('run_double_it', { input_data_id: missing })).toMatchObject({ isError: true })
  })

  test('has the datasets and runs of the workspace as resources', async () => {
    const { id } = await server.upload('id,amount\n1,12.5\n', 'orders.csv')
    const { listed, content } = await useClient(async (client) => ({
      listed: (await client.listResources()).resources,
      content: (await client.readResource({ uri: `aw://datasets/${id}` })).contents,
    }))
    expect(listed.find(({ uri }) => uri === `aw://datasets/${id}`)).toMatchObject({ name: 'orders.csv' })
    expect(listed.some(({ uri }) => uri.startsWith('aw://runs/'))).toBe(true)
    expect(content).toMatchObject([{ text: 'id,amount\n1,12.5\n' }])
  })

  test('offers no runs to a caller without the right to start them', async () => {
    permissions = ['view']
    try {
      expect(await listTools()).toEqual(['get_run'])
      await expect(callTool('run_double_it', {})).rejects.toThrow()
    } finally {
      permissions = ['view', 'edit', 'execute', 'administer']
    }
  })

  test('rejects a caller without permissions', async () => {
    permissions = []
    try {
      expect((await server.send('POST', path, { jsonrpc: '2.0', id: 1, method: 'tools/list' })).status).toBe(403)
    } finally {
      permissions = ['view', 'edit', 'execute', 'administer']
    }
  })

  test.each([
    ['application/json', 'application/json'],
    ['application/json, text/event-stream', 'text/event-stream'],
    ['*/*', 'text/event-stream'],
  ])('responds to a client that accepts %s with %s', async (accept, type) => {
    const clientInfo = { name: 'c', version: '1' }
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }
    const response = await server.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ jsonrpc: '2.0', id: 'a', method: 'initialize', params }),
    })
    const text = await response.text()
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    const json = type === 'application/json' ? text : text.slice(text.indexOf('{'))
    expect(JSON.parse(json)).toMatchObject({ id: 'a', result: { protocolVersion: '2025-06-18' } })
  })

  test('has no stream of messages and no sessions', async () => {
    expect((await server.ask(path)).status).toBe(405)
    expect((await server.ask(path, { method: 'DELETE' })).status).toBe(405)
  })
})

test('assignToolNames returns unique names', () => {
  const names = assignToolNames([
    { id: '1-a', name: 'Größe prüfen' },
    { id: '2-b', name: 'Same' },
    { id: '3-c', name: 'same!' },
    { id: '4-d', name: '表' },
  ])
  expect(names.map(({ toolName }) => toolName)).toEqual(['run_gro_e_prufen', 'run_same_2b', 'run_same_3c', 'run_4d'])
})

test('a request that does not conform to the protocol is rejected, and is not an internal error', async () => {
  const response = await server.ask(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'prompts/list',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  })
  expect(response.status).toBe(400)
  expect(server.faults).toEqual([])
})
