import { createMemoryJournal, describeWorkflow, type HostFunctions } from '@aw-flow/engine'
import type { Json, RunEvent } from '@aw-flow/schema'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Reply, RequestBody } from '../../agents/language-model/test-model-server.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import {
  createAgentConfig,
  createToolCallReply,
  closeTestTables,
  openTestTables,
  openTestServices,
  readOutput,
  runWithServices,
  createSendTool,
  type TestRun,
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
const agentAlone = (config: Parameters<typeof createAgentConfig>[0] = {}) =>
  createWorkflow({ a: ['agent', createAgentConfig(config)] }, [])
const lastMessages = (requests: readonly RequestBody[]) => requests.at(-1)!.messages
const effectKinds = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'effect-started' ? [event.kind] : []))
const errorOf = ({ view }: TestRun, node = 'a') => view.nodes[node]?.error?.problem.code

describe('an agent', () => {
  it('answers a task with text, and counts what it used', async () => {
    const testServices = await open([says('Forty-two.')])
    const { view } = await runWithServices(testServices, agentAlone({ system: 'Be brief.', temperature: 0.2 }))
    expect(view.state).toBe('completed')
    expect(readOutput(view, 'a', 'answer')).toBe('Forty-two.')
    expect(testServices.requests[0]).toMatchObject({
      temperature: 0.2,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Do it.' },
      ],
    })
    expect(readOutput(view, 'a', 'usage')).toMatchObject({
      model: 'small',
      toolCalls: 0,
      total: { requests: 1, inputTokens: 200, outputTokens: 40, cost: 280 / 1e6, unpriced: 0 },
    })
  })

  it('calls two tools of a turn in order, and passes their results back', async () => {
    const testServices = await open([
      createToolCallReply(['send', { text: 'one' }], ['send', { text: 'two' }]),
      says('Sent.'),
    ])
    const { view, events } = await runWithServices(
      testServices,
      agentAlone({ tools: [createSendTool({ approval: 'never' })] }),
    )
    expect(readOutput(view, 'a', 'answer')).toBe('Sent.')
    expect(testServices.outbox.map(({ to, body }) => [to, body])).toEqual([
      ['team@example.com', { text: 'one' }],
      ['team@example.com', { text: 'two' }],
    ])
    expect(lastMessages(testServices.requests).slice(-2)).toMatchObject([
      { role: 'tool', tool_call_id: 'call_1', content: '{"number":1}' },
      { role: 'tool', tool_call_id: 'call_2', content: '{"number":2}' },
    ])
    expect(effectKinds(events)).toEqual(['ask-model', 'call-tool', 'send', 'call-tool', 'send', 'ask-model'])
  })

  it('queries its input tables with a limit of rows', async () => {
    const testServices = await open([
      createToolCallReply(['query', { statement: 'SELECT n, n * 2 AS twice FROM input ORDER BY n DESC' }]),
      createToolCallReply(['query', { statement: 'SELECT * FROM secrets' }]),
      says('Done.'),
    ])
    const workflow = createWorkflow(
      {
        rows: ['give', { json: [1, 2, 3, 4, 5].map((n) => ({ n })) }],
        table: ['transform', { over: 'value', expression: 'input', result: 'table' }],
        a: ['agent', createAgentConfig({ tools: [{ name: 'query', kind: 'sql' }], maxRows: 2, sampleRows: 1 })],
      },
      ['rows.out>table.input', 'table.table>a.input'],
    )
    const { view } = await runWithServices(testServices, workflow)
    expect(view.state).toBe('completed')
    const [first] = testServices.requests
    expect(first!.messages[0]!.content).toContain('Table "input": 5 rows; columns: n BIGINT\nFirst 1 rows:\n{"n":1}')
    const results = lastMessages(testServices.requests).filter(({ role }) => role === 'tool')
    expect(results[0]!.content).toBe(
      '5 rows; columns: n BIGINT, twice BIGINT\nFirst 2 rows:\n{"n":5,"twice":10}\n{"n":4,"twice":8}',
    )
    expect(results[1]!.content).toContain('secrets')
  })

  it('runs workflows as tools, with arguments by port', async () => {
    const inner = createWorkflow({ add: ['transform', { expression: 'input * 2' }] }, [], {
      ports: {
        inputs: [{ name: 'number', type: 'json', to: [{ node: 'add', port: 'input' }] }],
        outputs: [{ name: 'twice', type: 'json', from: { node: 'add', port: 'value' } }],
      },
    })
    const testServices = await open([createToolCallReply(['double', { number: 21 }]), says('42')])
    const { view } = await runWithServices(
      testServices,
      agentAlone({ tools: [{ name: 'double', kind: 'workflow', config: inner as never }] }),
    )
    expect(view.nodes.a?.error).toBeUndefined()
    expect(lastMessages(testServices.requests).at(-1)).toMatchObject({ role: 'tool', content: '42' })
    expect(testServices.requests[0]!.tools![0]!.function.parameters).toMatchObject({ required: ['number'] })
  })

  it('calls functions of the host, and passes their failures back', async () => {
    const functions: HostFunctions = {
      list: async () => [
        { name: 'refund', description: 'Refunds.', parameters: { type: 'object' }, reads: [], effects: 'none' },
      ],
      call: async (_, args) => {
        if ((args as { order: number }).order === 2) throw new Error('No such order.')
        return { refunded: args }
      },
    }
    const testServices = await open([createToolCallReply(['pay', { order: 1 }], ['pay', { order: 2 }]), says('ok')], {
      functions,
    })
    await runWithServices(testServices, agentAlone({ tools: [{ name: 'pay', kind: 'function', use: 'refund' }] }))
    expect(
      lastMessages(testServices.requests)
        .slice(-2)
        .map(({ content }) => content),
    ).toEqual(['{"refunded":{"order":1}}', 'No such order.'])
  })

  it('[13] returns arguments that do not match the schema, and unknown tools, to the model and never calls them', async () => {
    const testServices = await open([
      createToolCallReply(['send', { text: 7 }], ['send', '{"text": '], ['delete', {}]),
      createToolCallReply(['send', { text: 'right' }]),
      says('ok'),
    ])
    await runWithServices(testServices, agentAlone({ tools: [createSendTool({ approval: 'never' })] }))
    expect(testServices.outbox.map(({ body }) => body)).toEqual([{ text: 'right' }])
    const results = testServices.requests[1]!.messages.filter(({ role }) => role === 'tool').map(
      ({ content }) => content,
    )
    expect(results[0]).toMatch(/do not match the schema/)
    expect(results[1]).toMatch(/not JSON/)
    expect(results[2]).toMatch(/Unknown tool "delete"/)
  })

  it('passes large integers to tools as text, or tells the model that the schema rejects them', async () => {
    const receivedArguments: Json[] = []
    const functions: HostFunctions = {
      list: async () =>
        ['any', 'integer'].map((name) => ({
          name,
          description: '',
          parameters: { type: 'object', properties: { id: name === 'any' ? {} : { type: 'integer' } } },
          reads: [],
          effects: 'none' as const,
        })),
      call: async (_, args) => {
        receivedArguments.push(args)
        return null
      },
    }
    const id = '{"id": 2512292042121000001}'
    const testServices = await open([createToolCallReply(['any', id], ['integer', id]), says('ok')], { functions })
    const tools = ['any', 'integer'].map((name) => ({ name, kind: 'function', use: name }))
    await runWithServices(testServices, agentAlone({ tools }))
    expect(receivedArguments).toEqual([{ id: '2512292042121000001' }])
    expect(lastMessages(testServices.requests).at(-1)!.content).toMatch(
      /schema[^]*9007199254740991 are passed to tools as text/,
    )
  })

  it('answers with JSON that matches a schema, after a correction', async () => {
    const schema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }
    const testServices = await open([says('{"n": "one"}'), says('```json\n{"n": 1}\n```')])
    const { view } = await runWithServices(testServices, agentAlone({ answerSchema: JSON.stringify(schema) }))
    expect(readOutput(view, 'a', 'answer')).toEqual({ n: 1 })
    const failing = await open([says('no'), says('no'), says('no')])
    const failed = await runWithServices(failing, agentAlone({ answerSchema: JSON.stringify(schema) }))
    expect(errorOf(failed)).toBe('agent.answer-invalid')
  })

  it('[18] sends no request when it is described, or without a granted model', async () => {
    const testServices = await open([])
    const workflow = agentAlone({ tools: [createSendTool()] })
    describeWorkflow(workflow, { catalog: testServices.catalog, context: { findPreview: () => undefined } })
    const services = { ...testServices.services, models: { read: async () => ({ models: [] }) } }
    const run = await runWithServices({ ...testServices, services }, workflow)
    expect(errorOf(run)).toBe('model.not-granted.none')
    const without = await runWithServices(
      { ...testServices, services: { egress: testServices.services.egress! } },
      workflow,
    )
    expect(errorOf(without)).toBe('model.not-granted.none')
    expect(testServices.requests).toEqual([])
  })

  it('accepts an answer with a schema at once if a sentence surrounds it', async () => {
    const answerSchema = JSON.stringify({ type: 'object', properties: { n: { type: 'number' } }, required: ['n'] })
    const testServices = await open([says('Here it is:\n```json\n{"n": 1}\n```\nAnything else?')])
    const { view } = await runWithServices(testServices, agentAlone({ answerSchema }))
    expect([readOutput(view, 'a', 'answer'), testServices.requests.length]).toEqual([{ n: 1 }, 1])
  })

  it('reports an answer that breaks off', async () => {
    const testServices = await open([{ cutAfter: 'The result is that the' }])
    const { view } = await runWithServices(testServices, agentAlone())
    expect(readOutput(view, 'a', 'answer')).toBe('The result is that the')
    expect(view.nodes.a!.problems).toMatchObject([{ code: 'agent.answer-interrupted', severity: 'warning' }])
  })

  it('asks again for an empty answer, and reports it if it remains empty', async () => {
    const testServices = await open([says(''), says(' \n'), says('Forty-two.'), says(''), says(''), says('')])
    const answered = await runWithServices(testServices, agentAlone())
    expect([readOutput(answered.view, 'a', 'answer'), answered.view.nodes.a!.problems]).toEqual(['Forty-two.', []])
    const again = '\n\nThe answer is empty. Answer the task.'
    expect(lastMessages(testServices.requests)).toMatchObject([{ content: `Do it.${again}${again}` }])
    const empty = await runWithServices(testServices, agentAlone())
    expect(empty.view.nodes.a!.problems).toMatchObject([{ code: 'agent.answer-empty' }])
    expect(testServices.requests).toHaveLength(6)
  })

  it.each([
    ['content_filter', 'The response was filtered.', 'agent.refused'],
    [null, "Invalid parameter: messages with role 'tool' must follow 'tool_calls'.", 'model.failed'],
  ])('reports an error with the code %s as what it is, after one request', async (code, text, problem) => {
    const testServices = await open([{ status: 400, body: { error: { message: text, param: null, code } } }])
    const run = await runWithServices(testServices, agentAlone({ tools: [createSendTool()] }))
    expect([errorOf(run), testServices.requests.length]).toEqual([problem, 1])
    expect(JSON.stringify(run.view.nodes.a!.error?.problem)).toContain(text)
  })

  it.each([
    [{ to: '{{input.value.to}}', too: 'team@example.com' }, 'too'],
    [{ to: 7 }, 'to'],
  ])('reports the settings %j of a tool before it asks a model', async (config, setting) => {
    const testServices = await open([])
    const workflow = agentAlone({ tools: [createSendTool({ config, approval: 'ask' })] })
    const { nodes } = describeWorkflow(workflow, {
      catalog: testServices.catalog,
      context: { findPreview: () => undefined },
    })
    expect(nodes.a!.problems).toMatchObject([
      { code: 'node.invalid-setting', params: { node: 'send' }, where: { node: 'a', setting: 'tools' } },
    ])
    expect(JSON.stringify(nodes.a!.problems)).toContain(setting)
    const run = await runWithServices(testServices, workflow)
    expect([errorOf(run), testServices.requests]).toEqual(['node.invalid-setting', []])
  })

  it('[16] passes placeholders and markup of a model on as text', async () => {
    const text = '{{1 + 1}} ![x](http://127.0.0.1:9/x.png) $eval("1+1")'
    const testServices = await open([says(text)])
    const workflow = createWorkflow(
      { a: ['agent', createAgentConfig()], b: ['transform', { expression: 'input & "!"' }] },
      ['a.answer>b.input'],
    )
    const { view } = await runWithServices(testServices, workflow)
    expect(readOutput(view, 'b', 'value')).toBe(`${text}!`)
    expect(testServices.requests).toHaveLength(1)
  })
})

describe('approval of tools', () => {
  const script = [createToolCallReply(['send', { text: 'hi' }]), says('Sent.')]

  it('waits for a decision about exactly these arguments, and then calls the tool once', async () => {
    const testServices = await open(script)
    const waiting = await runWithServices(testServices, agentAlone({ tools: [createSendTool()] }))
    expect(waiting.view.state).toBe('waiting')
    expect(testServices.outbox).toEqual([])
    expect(waiting.pendingApproval!.shown).toMatchObject({
      value: { kind: 'json', json: { text: 'hi' } },
      tool: 'send',
      target: 'team@example.com',
      // Reviewers see the question in their own language.
      message: { code: 'agent.approve-tool', params: { tool: 'send', target: 'team@example.com' } },
    })
    const { view } = await runWithServices(testServices, agentAlone(), {
      record: waiting.events,
      decide: () => ({ decision: 'approve' }),
    })
    expect(readOutput(view, 'a', 'answer')).toBe('Sent.')
    expect(testServices.outbox).toHaveLength(1)
    expect(testServices.requests).toHaveLength(2)
  })

  it('[7] ignores a decision about a different digest, and a second one', async () => {
    const testServices = await open(script)
    const waiting = await runWithServices(testServices, agentAlone({ tools: [createSendTool()] }))
    const problems: unknown[] = []
    const { digest, node } = waiting.pendingApproval!
    await runWithServices(testServices, agentAlone(), {
      record: waiting.events,
      decide: (asked) => {
        problems.push(asked.digest === digest)
        return undefined
      },
    })
    const { resumeRun } = await import('@aw-flow/engine')
    const codes: (string | undefined)[] = []
    await resumeRun({
      catalog: testServices.catalog,
      tables: await openTestTables(),
      files: { open: async () => undefined },
      services: testServices.services,
      clock: { now: () => 0, elapsed: () => 0, sleep: async () => undefined },
      signal: new AbortController().signal,
      journal: createMemoryJournal(waiting.events),
      whenIdle: 'return',
      onControl: (control) => {
        for (const decision of [
          { node, digest: 'another', decision: 'approve' as const },
          { node, digest, decision: 'reject' as const },
          { node, digest, decision: 'approve' as const },
        ])
          void control.decide(decision).then((problem) => codes.push(problem?.code))
      },
    })
    expect(codes.toSorted()).toEqual(['approval.not-waiting', 'approval.stale', undefined].toSorted())
    expect(testServices.outbox).toEqual([])
  })

  it('tells the model about a rejection with its comment', async () => {
    const testServices = await open(script)
    await runWithServices(testServices, agentAlone({ tools: [createSendTool()] }), {
      decide: () => ({ decision: 'reject', comment: 'Not today.' }),
    })
    expect(testServices.outbox).toEqual([])
    expect(lastMessages(testServices.requests).at(-1)!.content).toContain('Not today.')
  })

  it('[8] calls the tool with the arguments that the person changed, and the model sees its result', async () => {
    const testServices = await open(script)
    await runWithServices(testServices, agentAlone({ tools: [createSendTool()] }), {
      decide: () => ({ decision: 'approve', edited: { text: 'Hello.' } }),
    })
    expect(testServices.outbox.map(({ body }) => body)).toEqual([{ text: 'Hello.' }])
    expect(lastMessages(testServices.requests).at(-1)!.content).toBe('{"number":1}')
    const second = await open(script)
    await runWithServices(second, agentAlone({ tools: [createSendTool()] }), {
      decide: () => ({ decision: 'approve', edited: { other: 1 } }),
    })
    expect(second.outbox).toEqual([])
  })

  const loop = () =>
    createWorkflow(
      {
        items: ['give', { json: [1, 2] }],
        each: ['for_each', {}],
        a: ['agent', createAgentConfig({ tools: [createSendTool()] })],
      },
      ['items.out>each.items', 'each.item>a.value', 'a.answer>each.result'],
    )
  const inside = () =>
    createWorkflow(
      {
        s: ['sub_workflow', { document: agentAlone({ tools: [createSendTool()] }) as never }],
      },
      [],
    )
  const subAgent = () =>
    agentAlone({
      tools: [
        {
          name: 'helper',
          kind: 'node',
          use: 'agent',
          approval: 'never',
          config: createAgentConfig({ prompt: 'Help with {{input.value.task}}', tools: [createSendTool()] }),
          parameters: { type: 'object', properties: { task: { type: 'string' } }, required: ['task'] },
        },
      ],
    })
  /** Replies as a model that sends if it can, delegates if it cannot, and then ends. */
  const eager = ({ messages, tools = [] }: RequestBody): Reply => {
    if (messages.at(-1)!.role === 'tool') return says('Done.')
    const [tool] = tools
    return tool!.function.name === 'helper'
      ? createToolCallReply(['helper', { task: 'mail' }])
      : createToolCallReply(['send', { text: 'hi' }])
  }

  it.each([
    ['a loop', loop, 2],
    ['a sub-workflow', inside, 1],
    ['a sub-agent', subAgent, 1],
  ])('[9] resumes in %s', async (_, create, count) => {
    const testServices = await open(eager)
    let run = await runWithServices(testServices, create())
    const seen = new Set<string>()
    for (let turn = 0; run.pendingApproval && turn < 5; turn++) {
      expect(seen.has(run.pendingApproval.digest)).toBe(false)
      seen.add(run.pendingApproval.digest)
      expect(run.view.state).toBe('waiting')
      const { digest } = run.pendingApproval
      run = await runWithServices(testServices, create(), {
        record: run.events,
        decide: (asked) => (asked.digest === digest ? { decision: 'approve' } : undefined),
      })
    }
    expect(run.view.state).toBe('completed')
    expect(testServices.outbox).toHaveLength(count)
    expect(seen.size).toBe(count)
    const requests = testServices.requests.length
    // Nothing is asked again by a replay of the entire record.
    const end = run.events.findIndex(({ type }) => type === 'run-completed')
    const replayed = await runWithServices(testServices, create(), { record: run.events.slice(0, end) })
    expect(replayed.view.state).toBe('completed')
    expect(testServices.requests).toHaveLength(requests)
    expect(testServices.outbox).toHaveLength(count)
  })
})

describe('budgets of an agent', () => {
  const endless = (): Reply => createToolCallReply(['send', { text: 'again' }])
  const tools = [createSendTool({ approval: 'never' })]

  it.each([
    ['steps', { maxSteps: 3 }, 3],
    ['toolCalls', { maxToolCalls: 3 }, 4],
    ['inputTokens', { maxInputTokens: 1500 }, 1],
    ['outputTokens', { maxOutputTokens: 120, maxTokens: 40 }, 3],
    ['cost', { maxCost: 0.0009, maxTokens: 40 }, 1],
  ])('[10] waits at its limit of %s', async (limit, config, minRequests) => {
    const testServices = await open(endless)
    const { view, pendingApproval } = await runWithServices(testServices, agentAlone({ tools, ...config }))
    expect(view.state).toBe('waiting')
    expect(pendingApproval!.shown).toMatchObject({ budget: limit, message: { code: 'agent.ask-budget' } })
    expect(testServices.requests.length).toBeGreaterThanOrEqual(minRequests)
    expect(testServices.requests.length).toBeLessThan(20)
    const {
      maxInputTokens = Infinity,
      maxOutputTokens = Infinity,
      maxCost = Infinity,
    } = config as Record<string, number>
    expect(testServices.requests.length * 200).toBeLessThanOrEqual(maxInputTokens)
    expect(testServices.requests.length * 40).toBeLessThanOrEqual(maxOutputTokens)
    expect((testServices.requests.length * 280) / 1e6).toBeLessThanOrEqual(maxCost)
  })

  it('[10] stops a request that exceeds its time', async () => {
    const testServices = await open([{ silent: true }])
    const started = Date.now()
    const { view, pendingApproval } = await runWithServices(testServices, agentAlone({ maxSeconds: 0.3 }))
    expect([view.state, pendingApproval?.shown.budget]).toEqual(['waiting', 'ms'])
    expect(Date.now() - started).toBeLessThan(20_000)
  })

  it.each([
    ['raises', { decision: 'approve' as const }, 'waiting', 6],
    ['raises by an amount', { decision: 'approve' as const, edited: 1 }, 'waiting', 4],
    ['stops', { decision: 'reject' as const }, 'failed', 3],
    ['uses the result so far', { decision: 'done' as const }, 'completed', 3],
  ])('a person %s', async (_, decision, state, requests) => {
    const testServices = await open(() => ({ ...(endless() as { calls: never }), says: 'So far.' }))
    let decided = 0
    const run = await runWithServices(testServices, agentAlone({ tools, maxSteps: 3 }), {
      decide: () => (decided++ === 0 ? decision : undefined),
    })
    expect(run.view.state).toBe(state)
    expect(testServices.requests).toHaveLength(requests)
    if (state === 'failed') expect(errorOf(run)).toBe('agent.stopped')
    if (state === 'completed') expect(readOutput(run.view, 'a', 'answer')).toBe('So far.')
  })

  it('[10, 11] eight parallel agents stay within the limit of their run', async () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 8 }, (_, index): [string, [string, Record<string, Json>]] => [
        `a${index}`,
        [
          'agent',
          createAgentConfig({ tools: tools as never, maxTokens: 40, prompt: `Task ${index}` }) as Record<string, Json>,
        ],
      ]),
    )
    const testServices = await open(endless, { grants: { runLimits: { requests: 20 } } })
    const { view, events } = await runWithServices(testServices, createWorkflow(nodes as never, []), { parallel: 8 })
    expect(view.state).toBe('waiting')
    expect(Object.keys(view.waiting ?? {})).toHaveLength(8)
    expect(testServices.requests).toHaveLength(20)
    // Costs in the record add up to the requests.
    const costs = events.flatMap((event) =>
      event.type === 'effect-ended' ? [(event.outcome as { usage?: { cost: number } }).usage?.cost ?? 0] : [],
    )
    expect(costs.reduce((total, cost) => total + cost, 0)).toBeCloseTo((20 * 280) / 1e6, 9)
    // After a restart, the used amount is known from the record; one raise lets only one request through.
    let raised = 0
    const again = await runWithServices(testServices, createWorkflow(nodes as never, []), {
      record: events,
      decide: () => (raised++ === 0 ? { decision: 'approve', edited: 1 } : undefined),
    })
    expect(again.view.state).toBe('waiting')
    expect(testServices.requests).toHaveLength(21)
  })

  it('refuses a limit of cost if the price is unknown', async () => {
    const model = { id: 'small', protocol: 'openai' as const, address: 'http://127.0.0.1:9/v1', model: 'x' }
    const testServices = await open([], { grants: { models: [model] } })
    expect(errorOf(await runWithServices(testServices, agentAlone({ maxCost: 1 })))).toBe('agent.no-price')
  })

  it('shows an unknown price as unknown, never as 0', async () => {
    const testServices = await open([says('Hi.')])
    const { models } = await testServices.services.models!.read()
    const unpriced = models.map(({ id, protocol, address, model }) => ({ id, protocol, address, model }))
    const services = { ...testServices.services, models: { read: async () => ({ models: unpriced }) } }
    const { view } = await runWithServices({ ...testServices, services }, agentAlone())
    expect(readOutput(view, 'a', 'usage')).toMatchObject({ total: { requests: 1, cost: null, unpriced: 1 } })
    expect(view.nodes.a!.problems).toMatchObject([{ code: 'agent.unpriced' }])
  })

  it('charges a sub-agent to its parent', async () => {
    const config = createAgentConfig({ prompt: '{{input.value.task}}' })
    const helper = { name: 'helper', kind: 'node', use: 'agent', approval: 'never', config }
    const testServices = await open(({ tools: offered }) =>
      offered ? createToolCallReply(['helper', { task: 'x' }]) : says('ok'),
    )
    const { view, pendingApproval } = await runWithServices(
      testServices,
      agentAlone({ tools: [helper] as never, maxSteps: 5 }),
    )
    expect([view.state, pendingApproval?.shown.budget]).toEqual(['waiting', 'steps'])
    expect(testServices.requests).toHaveLength(6)
  })
})
