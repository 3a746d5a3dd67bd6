import { noAccess, type GrantedAccess } from '@aw-flow/engine'
import { expect, test } from 'vitest'
import type { McpCallServices } from './call-mcp-tool.ts'
import type { McpServer } from './mcp-server.ts'
import { createRunMcpTools } from './run-mcp-tools.ts'

const tool = { name: 'search', inputSchema: { type: 'object', properties: { id: { type: 'integer' } } } }
const tickets = { id: 'i', name: 'Tickets', status: 'connected', tools: [tool], approved: { search: 'hash' } }

function open(access?: GrantedAccess) {
  const requests: string[] = []
  const services = {
    mcpServers: {
      findByIdOrName: async (reference: string) => {
        requests.push(`find ${reference}`)
        return reference === 'Tickets' ? (tickets as unknown as McpServer) : undefined
      },
      list: () => Promise.reject(new Error('A call lists no servers.')),
    },
    mcpCalls: { add: async () => undefined },
    toolUsage: { add: async () => undefined },
    workspace: 'default',
    connectMcp: async () => {
      requests.push('connect')
      return { ok: true, value: { content: [], structuredContent: null, isError: false } }
    },
  } as unknown as McpCallServices
  const { signal } = new AbortController()
  const { call } = createRunMcpTools(services, { run: 'run', signal, readAccess: async () => access })
  return { requests, call: (server: string, args: { id: number | string }) => call(server, 'search', args, { signal }) }
}

test('a call looks its server up once', async () => {
  const { requests, call } = open()
  expect(await call('Tickets', { id: 1 })).toEqual({ content: [], structured: null, isError: false })
  expect(requests).toEqual(['find Tickets', 'connect'])
})

test('arguments that do not match the schema of the tool are not sent', async () => {
  const { requests, call } = open()
  const rejection = { kind: 'validation', problem: { code: 'tool.arguments' } }
  await expect(call('Tickets', { id: 'one' })).rejects.toMatchObject(rejection)
  expect(requests).toEqual(['find Tickets'])
})

test('unknown servers and those without a grant are not called', async () => {
  await expect(open().call('Other', { id: 1 })).rejects.toMatchObject({ problem: { code: 'mcp.not-found' } })
  const { requests, call } = open(noAccess)
  await expect(call('Tickets', { id: 1 })).rejects.toMatchObject({ problem: { code: 'access.not-granted.host' } })
  expect(requests).toEqual(['find Tickets'])
})
