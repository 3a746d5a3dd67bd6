import { createMemoryJournal, type HostFunctions, type McpTools } from '@aw-flow/engine'
import type { Config, Json, RunEvent } from '@aw-flow/schema'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Reply, RequestBody } from '../../agents/language-model/test-model-server.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import {
  createAgentConfig,
  createToolCallReply,
  closeTestTables,
  openTestServices,
  readOutput,
  runWithServices,
  createSendTool,
  type TestServices,
} from './test-agents.ts'

const worlds: TestServices[] = []
afterEach(async () => {
  for (const testServices of worlds.splice(0)) await testServices.close()
})
afterAll(closeTestTables)

const open = async (...args: Parameters<typeof openTestServices>): Promise<TestServices> => {
  const testServices = await openTestServices(...args)
  worlds.push(testServices)
  return testServices
}
const says = (text: string): Reply => ({ says: text })
/** A time limit that silent tools reach. */
const maxSeconds = 0.3
const agentAlone = (config: Config) =>
  createWorkflow({ a: ['agent', createAgentConfig({ maxSeconds, ...config })] }, [])
/** A model that calls a tool until it has a result. */
const callOnce =
  (reply: Reply) =>
  ({ messages }: RequestBody): Reply =>
    messages.at(-1)!.role === 'tool' ? says('Done.') : reply
type Decide = NonNullable<NonNullable<Parameters<typeof runWithServices>[2]>['decide']>
/** Gives more time to the requests of a slow machine until the tool is called; then decides. */
const onceCalled =
  (isCalled: () => boolean, decide: Decide = () => undefined): Decide =>
  (asked) =>
    asked.shown.budget !== undefined && !isCalled() ? { decision: 'approve', edited: 300 } : decide(asked)
const never = new Promise<never>(() => undefined)
const toolMessages = ({ requests }: TestServices): string[] =>
  requests.at(-1)!.messages.flatMap(({ role, content }) => (role === 'tool' ? [content] : []))
const unknownEffects = (events: readonly RunEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'effect-ended' && event.unknown ? [event.effect.split('-')[0]!] : []))

/** Creates a function of the host that ignores its signal and never returns, until `isReady`. */
function createSlowFunction({ isRepeatable = false } = {}) {
  const keys: string[] = []
  const state = { isReady: false }
  const functions: HostFunctions = {
    list: async () => [
      { name: 'slow', description: 'Slow.', parameters: { type: 'object' }, reads: [], effects: 'none', isRepeatable },
    ],
    call: async (_, _args, { idempotencyKey }) => {
      keys.push(idempotencyKey)
      return state.isReady ? 'ready' : never
    },
  }
  return { functions, keys, state }
}
const slowTool: Config = { name: 'slow', kind: 'function', use: 'slow' }

describe('a tool call at the time limit of its agent', () => {
  it('[10] whose outcome is unknown waits for a decision, which can provide the result', async () => {
    const { functions, keys } = createSlowFunction()
    const testServices = await open(callOnce(createToolCallReply(['slow', {}])), { functions })
    const workflow = agentAlone({ tools: [slowTool] })
    const waiting = await runWithServices(testServices, workflow, { decide: onceCalled(() => keys.length > 0) })
    expect(waiting.view.state).toBe('waiting')
    expect(waiting.pendingApproval!.shown).toMatchObject({ value: { json: { function: 'slow' } }, times: 1 })
    expect(waiting.pendingApproval!.shown).not.toHaveProperty('budget')
    expect(keys).toHaveLength(1)
    const { view, events } = await runWithServices(testServices, workflow, {
      record: waiting.events,
      decide: onceCalled(
        () => false,
        () => ({ decision: 'done', edited: { result: 'seen in the log' } }),
      ),
    })
    expect(readOutput(view, 'a', 'answer')).toBe('Done.')
    expect(toolMessages(testServices)).toEqual(['"seen in the log"'])
    expect(keys).toHaveLength(1)
    const requests = testServices.requests.length
    const replayed = await runWithServices(testServices, workflow, { record: events.slice(0, -1) })
    expect(replayed.view.state).toBe('completed')
    expect([keys.length, testServices.requests.length]).toEqual([1, requests])
  })

  it('[10] that is repeatable waits for more time, and is then repeated with the same key', async () => {
    const { functions, keys, state } = createSlowFunction({ isRepeatable: true })
    const testServices = await open(callOnce(createToolCallReply(['slow', {}])), { functions })
    const workflow = agentAlone({ tools: [slowTool] })
    const waiting = await runWithServices(testServices, workflow, { decide: onceCalled(() => keys.length > 0) })
    expect(waiting.pendingApproval!.shown).toMatchObject({ budget: 'ms' })
    expect(unknownEffects(waiting.events)).toEqual(['call'])
    state.isReady = true
    const { view } = await runWithServices(testServices, workflow, {
      record: waiting.events,
      decide: () => ({ decision: 'approve', edited: 60_000 }),
    })
    expect(readOutput(view, 'a', 'answer')).toBe('Done.')
    expect(readOutput(view, 'a', 'usage')).toMatchObject({ toolCalls: 1 })
    expect(toolMessages(testServices)).toEqual(['"ready"'])
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })

  it.each([
    ['stops', { decision: 'reject' as const }, 'failed', undefined],
    ['uses the result so far', { decision: 'done' as const }, 'completed', 'So far.'],
  ])('[10] a person %s', async (_, decision, state, answer) => {
    const { functions, keys } = createSlowFunction({ isRepeatable: true })
    const testServices = await open(callOnce({ ...createToolCallReply(['slow', {}]), says: 'So far.' } as Reply), {
      functions,
    })
    const { view } = await runWithServices(testServices, agentAlone({ tools: [slowTool] }), {
      decide: onceCalled(
        () => keys.length > 0,
        () => decision,
      ),
    })
    expect([view.state, readOutput(view, 'a', 'answer')]).toEqual([state, answer])
    expect(keys).toHaveLength(1)
  })

  it('[10] counts for the limit of the run as well', async () => {
    const { functions, keys, state } = createSlowFunction({ isRepeatable: true })
    const testServices = await open(callOnce(createToolCallReply(['slow', {}])), {
      functions,
      grants: { runLimits: { ms: 300 } },
    })
    const workflow = agentAlone({ tools: [slowTool], maxSeconds: 600 })
    const waiting = await runWithServices(testServices, workflow, { decide: onceCalled(() => keys.length > 0) })
    expect(waiting.pendingApproval!.shown).toMatchObject({ budget: 'ms', message: { params: { scope: 'run' } } })
    state.isReady = true
    const { view } = await runWithServices(testServices, workflow, {
      record: waiting.events,
      decide: () => ({ decision: 'approve', edited: 60_000 }),
    })
    expect(readOutput(view, 'a', 'answer')).toBe('Done.')
    expect(keys).toHaveLength(2)
  })

  it('[10] stops a query', async () => {
    const statement = `SELECT sum(hash(${'abcdefgh'.replaceAll(/(.)/g, '$1.n + ').slice(0, -3)})) FROM ${[...'abcdefgh'].map((alias) => `input ${alias}`).join(', ')}`
    const testServices = await open(callOnce(createToolCallReply(['query', { statement }])))
    const rows = Array.from({ length: 100 }, (_, n) => ({ n }))
    const config = createAgentConfig({ tools: [{ name: 'query', kind: 'sql' }], maxSeconds })
    const workflow = createWorkflow(
      {
        rows: ['give', { json: rows }],
        table: ['transform', { over: 'value', expression: 'input', result: 'table' }],
        a: ['agent', config],
      },
      ['rows.out>table.input', 'table.table>a.input'],
    )
    let isCalled = false
    const journal = createMemoryJournal([])
    const watched: typeof journal = {
      ...journal,
      append(events) {
        isCalled ||= events.some((event) => event.type === 'effect-started' && event.kind === 'query-inputs')
        return journal.append(events)
      },
    }
    const { view, pendingApproval, events } = await runWithServices(testServices, workflow, {
      decide: onceCalled(() => isCalled),
      journal: watched,
    })
    expect([view.state, pendingApproval?.shown.budget]).toEqual(['waiting', 'ms'])
    expect(unknownEffects(events)).toEqual(['query'])
  })

  it('[10] asks about the call of an MCP server', async () => {
    const sent: Json[] = []
    const testServices = await open(callOnce(createToolCallReply(['mail', { to: 'a' }])))
    const parameters = { type: 'object', properties: { to: { type: 'string' } } }
    const mcp: McpTools = {
      find: async (server, tool) => ({ server, name: tool, description: 'Sends.', parameters }),
      call: (_server, _tool, args) => {
        sent.push(args)
        return never
      },
    }
    testServices.services = { ...testServices.services, mcp }
    const tool = { name: 'mail', kind: 'mcp', use: 'post', approval: 'never', config: { tool: 'mail' } }
    const waiting = await runWithServices(testServices, agentAlone({ tools: [tool] }), {
      decide: onceCalled(() => sent.length > 0),
    })
    expect(waiting.pendingApproval?.shown).toMatchObject({
      value: { json: { server: 'post', tool: 'mail' } },
      times: 1,
    })
    expect(sent).toEqual([{ to: 'a' }])
  })

  const inner = createWorkflow({ s: ['send', { to: 'team@example.com' }] }, [], {
    ports: {
      inputs: [{ name: 'value', type: 'json', to: [{ node: 's', port: 'value' }] }],
      outputs: [{ name: 'sent', type: 'json', from: { node: 's', port: 'sent' } }],
    },
  })
  it.each<[string, Config, Json]>([
    ['a node', createSendTool({ approval: 'never' }), { text: 'hi' }],
    ['a sub-workflow', { name: 'send', kind: 'workflow', approval: 'never', config: inner as never }, { value: 'hi' }],
  ])('[10] asks about the effect of %s, and does not repeat it', async (_, tool, args) => {
    const testServices = await open(callOnce(createToolCallReply(['send', args])), { onSend: () => never })
    const workflow = agentAlone({ tools: [tool] })
    const waiting = await runWithServices(testServices, workflow, {
      decide: onceCalled(() => testServices.outbox.length > 0),
    })
    expect(waiting.view.state).toBe('waiting')
    expect(waiting.pendingApproval!.shown).toMatchObject({ value: { json: { to: 'team@example.com' } }, times: 1 })
    const { view } = await runWithServices(testServices, workflow, {
      record: waiting.events,
      decide: onceCalled(
        () => false,
        () => ({ decision: 'done', edited: { number: 1 } }),
      ),
    })
    expect(readOutput(view, 'a', 'answer')).toBe('Done.')
    expect(toolMessages(testServices)).toEqual(['{"number":1}'])
    expect(testServices.outbox).toHaveLength(1)
  })

  it('[10] stops a sub-agent, which continues from its last state when its time is increased', async () => {
    let isSilent = true
    let isAsked = false
    const reply = ({ messages, tools = [] }: RequestBody): Reply => {
      const hasResult = messages.at(-1)!.role === 'tool'
      if (tools[0]!.function.name === 'helper')
        return hasResult ? says('Done.') : createToolCallReply(['helper', { task: 'x' }])
      if (!hasResult) return createToolCallReply(['send', { text: 'by the helper' }])
      isAsked = true
      return isSilent ? { silent: true } : says('Helped.')
    }
    const testServices = await open(reply)
    const helper = {
      name: 'helper',
      kind: 'node',
      use: 'agent',
      approval: 'never',
      config: createAgentConfig({ tools: [createSendTool({ approval: 'never' })] }),
    }
    const workflow = agentAlone({ tools: [helper], maxSeconds: 1 })
    const waiting = await runWithServices(testServices, workflow, { decide: onceCalled(() => isAsked) })
    expect(waiting.pendingApproval!.shown).toMatchObject({ budget: 'ms' })
    expect(testServices.outbox).toHaveLength(1)
    const requests = testServices.requests.length
    isSilent = false
    const { view } = await runWithServices(testServices, workflow, {
      record: waiting.events,
      decide: () => ({ decision: 'approve', edited: 60_000 }),
    })
    expect(readOutput(view, 'a', 'answer')).toBe('Done.')
    expect(toolMessages(testServices)).toEqual(['Helped.'])
    expect(testServices.outbox).toHaveLength(1)
    // The interrupted request of the helper, and the last one of the agent.
    expect(testServices.requests.length - requests).toBe(2)
  })
})
