import { createAdaptorServer } from '@hono/node-server'
import {
  acceptedContent,
  createMcpHandler,
  inputRequired,
  inputResponse,
  McpServer,
} from '@modelcontextprotocol/server'
import { builtInNodes } from '@aw-flow/nodes'
import type { Server } from 'node:http'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openModelServer } from '../../packages/agents/language-model/test-model-server.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests, openTestService } from '../testing/test-resources.ts'

type Body = Record<string, unknown> & { id: string; status: string; hash: string }
interface Waiting {
  node: string
  wait_for: { digest: string; shown: Record<string, unknown> & { value: { json?: unknown; text?: string } } }
}

const path = '/api/v1/mcp/servers'
const seats = z.object({ seats: z.number().int().min(1), window: z.boolean().default(true) })
const page = 'https://pay.example/order/7'
const toText = (value: unknown) => ({ content: [{ type: 'text' as const, text: JSON.stringify(value) }] })

/** Calls that the server has received, with the answers and the state. */
let calls: { tool: string; answers: unknown; state: unknown }[]

/** A server whose tools ask for a form, for a page, or for something that only a model answers. */
function createServer(): McpServer {
  const tools = new McpServer({ name: 'asks', version: '1.0.0' })
  tools.registerTool('book', { description: 'Books seats.' }, ({ mcpReq }) => {
    const { inputResponses } = mcpReq
    calls.push({ tool: 'book', answers: inputResponses, state: mcpReq.requestState() })
    const answer = inputResponse(inputResponses, 'seats')
    if (answer.kind === 'elicit' && answer.action !== 'accept') return toText({ booked: answer.action })
    const content = acceptedContent(inputResponses, 'seats', seats)
    if (content) return toText({ booked: content })
    const question = inputRequired.elicit({ message: 'How many seats?', requestedSchema: seats })
    return inputRequired({ inputRequests: { seats: question }, requestState: 'asked for seats' })
  })
  tools.registerTool('pay', { description: 'Pays.' }, ({ mcpReq }) => {
    calls.push({ tool: 'pay', answers: mcpReq.inputResponses, state: mcpReq.requestState() })
    const answer = inputResponse(mcpReq.inputResponses, 'pay')
    if (answer.kind === 'elicit') return toText({ paid: answer.action })
    return inputRequired({ inputRequests: { pay: inputRequired.elicitUrl({ message: 'Pay the order.', url: page }) } })
  })
  tools.registerTool('sample', { description: 'Asks a model.' }, () =>
    inputRequired({
      inputRequests: {
        model: inputRequired.createMessage({
          messages: [{ role: 'user', content: { type: 'text', text: 'Secret?' } }],
          maxTokens: 10,
        }),
      },
    }),
  )
  return tools
}

const handler = createMcpHandler(createServer)
const mcp = openTestService(createAdaptorServer({ fetch: (request) => handler.fetch(request) }) as Server)
const models = openForTests(() =>
  openModelServer('first', ({ messages }) =>
    messages.some(({ role }) => role === 'tool') ? { says: 'Done.' } : { calls: [{ name: 'book', arguments: '{}' }] },
  ),
)
const { server } = openTestApp(() => ({
  nodes: builtInNodes,
  allowHosts: [mcp.host, new URL(models.address).host],
}))
beforeAll(async () => {
  const model = { id: 'small', address: models.address, prices: { input: 1, output: 2 } }
  await server.send('PUT', '/api/v1/config', { llm_models: [model], default_llm: 'small' })
  const { id } = await read(server.send('POST', path, { name: 'Asks', type: 'http', url: `${mcp.origin}/mcp` }))
  await server.send('POST', `${path}/${id}/connect`, {})
  const { hash } = await read(server.ask(`${path}/${id}/tools`))
  await server.send('POST', `${path}/${id}/approve`, { hash })
})
beforeEach(() => {
  calls = []
})

const read = async (response: Promise<Response>): Promise<Body> => (await (await response).json()) as Body
async function start(type: string, config: object): Promise<string> {
  const document = {
    version: 1,
    name: 'Asks',
    settings: { retry: { count: 0, delaysMs: [1] } },
    nodes: [{ id: 'call', type, position: { x: 0, y: 0 }, data: { label: 'call', config } }],
    edges: [],
  }
  const { id } = await read(server.send('POST', '/api/v1/workflows', document))
  return (await read(server.send('POST', `/api/v1/workflows/${id}/execute`, {}))).id
}
const callTool = (tool: string) => start('mcp_tool', { server: 'Asks', tool, arguments: {} })
/** Waits until the run asks a person. */
async function waitForQuestion(run: string): Promise<Waiting> {
  await expect
    .poll(async () => ((await server.json(`/api/v1/runs/${run}`)) as Body).status, { timeout: 20_000 })
    .not.toMatch(/queued|running/)
  const { waiting } = (await server.json(`/api/v1/runs/${run}`)) as unknown as { waiting: Waiting[] }
  return waiting[0]!
}
async function decide(run: string, { node, wait_for: { digest } }: Waiting, decision: object): Promise<void> {
  const decided = await server.send('POST', `/api/v1/runs/${run}/approvals/${node}`, { digest, ...decision })
  expect(decided.status).toBe(202)
}
/** Waits for the end of a run, and returns its nodes as text. */
async function end(run: string): Promise<string> {
  await server.waitForEnd(run)
  return (await server.ask(`/api/v1/runs/${run}/steps`)).text()
}

describe('a tool that asks for input', () => {
  test('makes the run wait for a form, and receives what a person has entered', async () => {
    const run = await callTool('book')
    const question = await waitForQuestion(run)
    expect(question.wait_for.shown).toMatchObject({
      server: 'Asks',
      tool: 'book',
      value: { kind: 'json', json: { seats: 0, window: true } },
      schema: { type: 'object', required: expect.arrayContaining(['seats']) },
    })
    expect(JSON.stringify(question)).toContain('How many seats?')
    expect(calls).toHaveLength(1)
    await decide(run, question, { decision: 'approve', edited: { seats: 3, window: false } })
    expect(await end(run)).toContain('"seats":3')
    expect(calls).toEqual([
      { tool: 'book', answers: undefined, state: undefined },
      {
        tool: 'book',
        answers: { seats: { action: 'accept', content: { seats: 3, window: false } } },
        state: 'asked for seats',
      },
    ])
  })

  test('asks again for a form that does not match its schema', async () => {
    const run = await callTool('book')
    const first = await waitForQuestion(run)
    await decide(run, first, { decision: 'approve', edited: { seats: 0, window: true } })
    await expect.poll(async () => (await waitForQuestion(run))?.wait_for.digest).not.toBe(first.wait_for.digest)
    const second = await waitForQuestion(run)
    expect(second.wait_for.shown).toMatchObject({ problem: expect.stringContaining('seats') })
    expect(calls).toHaveLength(1)
    await decide(run, second, { decision: 'approve', edited: { seats: 1, window: true } })
    expect(await end(run)).toContain('"seats":1')
  })

  test('is notified that a person has declined', async () => {
    const run = await callTool('book')
    await decide(run, await waitForQuestion(run), { decision: 'reject' })
    expect(await end(run)).toContain('decline')
    expect(calls[1]).toMatchObject({ answers: { seats: { action: 'decline' } } })
  })

  test('shows the address of a page, and continues when a person has visited it', async () => {
    const run = await callTool('pay')
    const question = await waitForQuestion(run)
    expect(question.wait_for.shown).toMatchObject({ link: page, value: { kind: 'text', text: page } })
    await decide(run, question, { decision: 'approve' })
    expect(await end(run)).toContain('accept')
    expect(calls[1]).toEqual({ tool: 'pay', answers: { pay: { action: 'accept' } }, state: undefined })
  })

  test('makes an agent wait, which continues with the result', async () => {
    const tool = { name: 'book', kind: 'mcp', use: 'Asks', config: { tool: 'book' }, approval: 'never' }
    const run = await start('agent', { prompt: 'Book two seats.', tools: [tool] })
    const question = await waitForQuestion(run)
    expect(question.wait_for.shown).toMatchObject({ server: 'Asks', tool: 'book' })
    await decide(run, question, { decision: 'approve', edited: { seats: 2, window: true } })
    expect(await end(run)).toContain('Done.')
    expect(calls[1]).toMatchObject({ answers: { seats: { content: { seats: 2 } } } })
  })

  test('fails if it asks for a model', async () => {
    const run = await callTool('sample')
    expect(await end(run)).toContain('mcp.failed')
  })

  test('fails for a request of the API, which nobody answers', async () => {
    const { items } = (await server.json(path)) as { items: { id: string }[] }
    const called = await server.send('POST', `${path}/${items[0]!.id}/tools/book/call`, { arguments: {} })
    expect([called.status, await called.text()]).toEqual([409, expect.stringContaining('mcp.failed')])
  })
})
