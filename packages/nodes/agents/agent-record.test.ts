import { readFileSync } from 'node:fs'
import {
  createMemoryJournal,
  quoteIdentifier,
  resumeRun,
  sql,
  systemClock,
  tableName,
  type RunControl,
} from '@aw-flow/engine'
import { foldRun, type Config, type RunEvent, unwrap } from '@aw-flow/schema'
import { afterAll, describe, expect, it } from 'vitest'
import { fetchEgress, openModelServer, type Reply } from '../../agents/language-model/test-model-server.ts'
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
} from './test-agents.ts'

afterAll(closeTestTables)

const says = (text: string): Reply => ({ says: text })

/** A table that a model fills, whose rows a later node reads after a decision. */
const classified = createWorkflow(
  {
    rows: ['give', { json: [{ text: 'nice day' }, { text: 'rain' }] }],
    table: ['transform', { expression: 'input', result: 'table' }],
    m: ['classify_rows', { model: 'small', column: 'text', labels: 'good\nbad', instructions: 'Judge each.' }],
    ask: ['approval', { message: 'Continue?' }],
    sorted: ['sort', { by: [{ column: 'label' }] }],
  },
  ['rows.out>table.input', 'table.table>m.table', 'm.table>ask.value', 'ask.approved>sorted.table'],
)
const labels: Reply = says('{"items": [{"id": 1, "label": "good"}, {"id": 2, "label": "bad"}]}')

/** Drops the tables of a record, as if a different process continued the run. */
async function dropTables(events: readonly RunEvent[]): Promise<void> {
  const tables = await openTestTables()
  for (const { outputs } of Object.values(foldRun(events).nodes))
    for (const value of Object.values(outputs)) if (value.kind === 'table') await tables.drop(value.table.id)
}

describe('the record of an agent', () => {
  it('[5] restores the rows of a model without a request, and fails if a byte of the prompt was changed', async () => {
    const testServices = await openTestServices([labels])
    const waiting = await runWithServices(testServices, classified)
    expect(waiting.view.state).toBe('waiting')
    await dropTables(waiting.events)
    const { view } = await runWithServices(testServices, classified, {
      record: waiting.events,
      decide: () => ({ decision: 'approve' }),
    })
    expect(view.state).toBe('completed')
    const sorted = view.nodes.sorted?.outputs.table
    if (sorted?.kind !== 'table') throw new Error('It returned no table.')
    const select = sql`SELECT label FROM ${quoteIdentifier(tableName(sorted.table.id))} ORDER BY rowid`
    expect(await (await openTestTables()).rows(select)).toEqual([{ label: 'bad' }, { label: 'good' }])
    expect(testServices.requests).toHaveLength(1)

    const changed = JSON.parse(JSON.stringify(waiting.events).replaceAll('Judge each.', 'Judge each!')) as RunEvent[]
    await dropTables(waiting.events)
    const failed = await runWithServices(testServices, classified, {
      record: changed,
      decide: () => ({ decision: 'approve' }),
    })
    expect(failed.view.state).toBe('failed')
    expect(JSON.stringify(failed.events)).toContain('effect.not-recorded')
    expect(testServices.requests).toHaveLength(1)
    await testServices.close()
  })

  it('[5] replays a record that was made before tool calls were limited, without a request', async () => {
    const fixture = new URL('../../../test/fixtures/agents/before-tool-limits.jsonl', import.meta.url)
    const record = readFileSync(fixture, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent)
    expect(JSON.stringify(record)).not.toContain('"spent"')
    const asked: string[] = []
    const model = { id: 'small', protocol: 'openai' as const, address: 'https://models.example.com/v1', model: 'small' }
    const testServices = await openTestServices([])
    testServices.services = {
      models: { read: async () => ({ models: [{ ...model, prices: { input: 1, output: 2 } }] }) },
      egress: {
        fetch: ({ url }) => {
          asked.push(url)
          return Promise.reject(new Error('No request is expected.'))
        },
      },
    }
    const before = foldRun(record)
    // Without the outcome of the agent, it runs again with its recorded effects.
    const completed = record.findIndex(({ type }) => type === 'node-completed')
    const { view } = await runWithServices(testServices, createWorkflow({}, []), { record: record.slice(0, completed) })
    expect(view.state).toBe('completed')
    expect(view.nodes.a?.outputs).toEqual(before.nodes.a?.outputs)
    expect(readOutput(view, 'a', 'usage')).toMatchObject({ toolCalls: 4 })
    expect([asked, testServices.requests, testServices.outbox]).toEqual([[], [], []])
    await testServices.close()
  })

  it('[7] is not changed by a decision that comes after the run was canceled', async () => {
    const testServices = await openTestServices([createToolCallReply(['send', { text: 'hi' }]), says('Sent.')])
    const workflow = createWorkflow({ a: ['agent', createAgentConfig({ tools: [createSendTool()] })] }, [])
    const waiting = await runWithServices(testServices, workflow)
    const { digest, node } = waiting.pendingApproval!
    const cancellation = new AbortController()
    let control: RunControl | undefined
    const record = unwrap(
      await resumeRun({
        catalog: testServices.catalog,
        tables: await openTestTables(),
        files: { open: async () => undefined },
        services: testServices.services,
        clock: systemClock,
        signal: cancellation.signal,
        journal: createMemoryJournal(waiting.events),
        onControl(runControl) {
          control = runControl
          cancellation.abort()
        },
      }),
    )
    expect(foldRun(record).state).toBe('cancelled')
    expect((await control!.decide({ node, digest, decision: 'approve' }))?.code).toBe('run.not-active')
    const resumed = await runWithServices(testServices, workflow, { record, decide: () => ({ decision: 'approve' }) })
    expect(resumed.view.state).toBe('cancelled')
    expect(testServices.outbox).toEqual([])
    expect(testServices.requests).toHaveLength(1)
    await testServices.close()
  })

  it('[7] rejects a call that nobody approves before the deadline, and a decision after it', async () => {
    const testServices = await openTestServices([createToolCallReply(['send', { text: 'hi' }]), says('Not sent.')])
    const config = createAgentConfig({ tools: [createSendTool()], deadlineHours: 1 })
    const workflow = createWorkflow({ a: ['agent', config] }, [])
    const waiting = await runWithServices(testServices, workflow)
    const { digest, node } = waiting.pendingApproval!
    const codes: (string | undefined)[] = []
    const record = unwrap(
      await resumeRun({
        catalog: testServices.catalog,
        tables: await openTestTables(),
        files: { open: async () => undefined },
        services: testServices.services,
        clock: { ...systemClock, now: () => systemClock.now() + 2 * 3_600_000 },
        signal: new AbortController().signal,
        journal: createMemoryJournal(waiting.events),
        whenIdle: 'wait-for-times',
        onControl: (control) =>
          void control.decide({ node, digest, decision: 'approve' }).then((problem) => codes.push(problem?.code)),
      }),
    )
    const view = foldRun(record)
    expect(view.state).toBe('completed')
    expect(readOutput(view, 'a', 'answer')).toBe('Not sent.')
    expect(testServices.outbox).toEqual([])
    expect(testServices.requests[1]!.messages.at(-1)!.content).toContain('Nobody decided before the deadline.')
    await expect.poll(() => codes).toEqual([expect.stringMatching(/^approval\.(too-late|not-waiting)$/)])
    // The deadline is part of the record: a replay asks nobody, and ends equally.
    const replayed = await runWithServices(testServices, workflow, { record: record.slice(0, -1) })
    expect(readOutput(replayed.view, 'a', 'answer')).toBe('Not sent.')
    expect(testServices.requests).toHaveLength(2)
    await testServices.close()
  })

  it('[12] continues with the second model after a tool: the call is in its conversation and is not repeated', async () => {
    const first = await openModelServer('first', [
      createToolCallReply(['send', { text: 'once' }]),
      { status: 404, body: { error: { message: 'gone' } } },
    ])
    const second = await openModelServer('first', [says('Sent once.')])
    const testServices = await openTestServices([])
    const models = [first, second].map(({ address }, index) => ({
      id: `model-${index + 1}`,
      protocol: 'openai' as const,
      address,
      // Two services can have a model of the same name, at different prices.
      model: 'small',
      prices: { input: 1 + index * 9, output: 0 },
    }))
    const services = { ...testServices.services, egress: fetchEgress, models: { read: async () => ({ models }) } }
    const config = createAgentConfig({
      model: 'model-1',
      fallbackModels: ['model-2'],
      tools: [createSendTool({ approval: 'never' })],
    })
    const { view } = await runWithServices({ ...testServices, services }, createWorkflow({ a: ['agent', config] }, []))
    expect(readOutput(view, 'a', 'answer')).toBe('Sent once.')
    expect(testServices.outbox).toHaveLength(1)
    expect(first.requests).toHaveLength(2)
    expect(second.requests).toHaveLength(1)
    expect(second.requests[0]!.messages).toEqual(first.requests[1]!.messages)
    expect(second.requests[0]!.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool'])
    // Each server counts 200 input tokens per answer.
    expect(readOutput(view, 'a', 'usage')).toMatchObject({ total: { cost: (200 * 1 + 200 * 10) / 1e6 } })
    await Promise.all([first, second, testServices].map((opened) => opened.close()))
  })

  it('[11, 12] counts the answer of a model that refused, at its price, and reserves for each model', async () => {
    const first = await openModelServer('first', [{ refuses: 'No.' }])
    const second = await openModelServer('first', [says('Yes.')])
    const testServices = await openTestServices([])
    const models = [first, second].map(({ address }, index) => ({
      id: `model-${index + 1}`,
      protocol: 'openai' as const,
      address,
      model: 'small',
      prices: { input: 1 + index * 9, output: 0 },
    }))
    const services = { ...testServices.services, egress: fetchEgress, models: { read: async () => ({ models }) } }
    const config = { model: 'model-1', fallbackModels: ['model-2'], maxTokens: 100 }
    const run = (more: Config) =>
      runWithServices(
        { ...testServices, services },
        createWorkflow({ a: ['agent', createAgentConfig({ ...config, ...more })] }, []),
      )
    const { view } = await run({})
    expect(readOutput(view, 'a', 'answer')).toBe('Yes.')
    expect(readOutput(view, 'a', 'usage')).toMatchObject({
      total: { requests: 1, inputTokens: 400, outputTokens: 80, cost: (200 * 1 + 200 * 10) / 1e6 },
    })
    // Both answers could have 100 tokens.
    expect((await run({ maxOutputTokens: 199 })).pendingApproval?.shown).toMatchObject({ budget: 'outputTokens' })
    expect([first, second].map(({ requests }) => requests.length)).toEqual([1, 1])
    await Promise.all([first, second, testServices].map((opened) => opened.close()))
  })

  it('[11] adds up: the usage of each node, of the run, and of the recorded requests', async () => {
    const ask = (prompt: string) =>
      createAgentConfig({ prompt, tools: [createSendTool({ approval: 'never' })] }) as never
    const testServices = await openTestServices(({ messages }) =>
      messages.at(-1)!.role === 'tool' ? says('Sent.') : createToolCallReply(['send', { text: 'hi' }]),
    )
    const workflow = createWorkflow({ a: ['agent', ask('One.')], b: ['agent', ask('Two.')] }, [])
    const { view, events } = await runWithServices(testServices, workflow)
    const recorded = events.flatMap((event) =>
      event.type === 'effect-ended' ? [(event.outcome as { usage?: { cost: number } } | null)?.usage?.cost ?? 0] : [],
    )
    const nodes = ['a', 'b'].map((node) => (readOutput(view, node, 'usage') as { total: { cost: number } }).total.cost)
    const sum = (costs: readonly number[]): number => costs.reduce((total, cost) => total + cost, 0)
    // The server counts 200 input and 40 output tokens for each request, at prices of 1 and 2 per million.
    expect(sum(recorded)).toBeCloseTo((4 * 280) / 1e6, 12)
    expect(sum(nodes)).toBeCloseTo(sum(recorded), 12)
    await testServices.close()
  })

  it('[17] contains no secret, and no prompt does', async () => {
    const testServices = await openTestServices([createToolCallReply(['ask', { q: 'x' }]), says('Done.')])
    const planted = 'planted-secret-value'
    const [model] = (await testServices.services.models!.read()).models
    const sentSecrets: unknown[] = []
    const services: typeof testServices.services = {
      ...testServices.services,
      models: { read: async () => ({ models: [{ ...model!, secret: 'key' }] }) },
      egress: {
        fetch(request) {
          sentSecrets.push(request.secrets)
          return fetchEgress.fetch({ ...request, headers: { ...request.headers, authorization: `Bearer ${planted}` } })
        },
      },
    }
    const tool = {
      name: 'ask',
      kind: 'node',
      use: 'http_request',
      approval: 'never',
      config: { url: `${model!.address}/{{input.value.q}}`, auth: 'bearer', secret: 'key' },
    }
    const run = await runWithServices(
      { ...testServices, services },
      createWorkflow({ a: ['agent', createAgentConfig({ tools: [tool] as never })] }, []),
    )
    expect(readOutput(run.view, 'a', 'answer')).toBe('Done.')
    expect(sentSecrets.length).toBeGreaterThan(1)
    expect(JSON.stringify(sentSecrets[0])).toContain('key')
    expect(JSON.stringify(run.events)).not.toContain(planted)
    expect(JSON.stringify(testServices.requests)).not.toContain(planted)
    await testServices.close()
  })
})
