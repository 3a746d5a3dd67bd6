import { builtInNodes } from '@aw-flow/nodes'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openModelServer, type ModelServer } from '../../packages/agents/language-model/test-model-server.ts'
import { sizes } from '../../test/sizes.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

let folder: string
let server: TestServer
let models: ModelServer

const answer = 'yes'
/** Usage that the test server reports for each request: 200 input and 40 output tokens, at the prices below. */
const requestCost = (200 * 1 + 40 * 2) / 1_000_000

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-month-'))
  models = await openModelServer('first', () => ({ says: answer }))
  server = await openTestServer(folder, { nodes: builtInNodes, allowHosts: ['*', new URL(models.address).host] })
})
afterEach(async () => {
  vi.useRealTimers()
  await server.close()
  await models.close()
  await rm(folder, { recursive: true, force: true })
})

const configure = async (limits: object, prices: object = { prices: { input: 1, output: 2 } }): Promise<void> => {
  const model = { id: 'small', address: models.address, ...prices }
  const response = await server.send('PUT', '/api/v1/config', {
    llm_models: [model],
    default_llm: 'small',
    llm_month_limits: limits,
  })
  expect(response.status, await response.clone().text()).toBe(200)
}

/** Starts a workflow with one agent; returns the id of the run. */
const startAgent = (more: object = {}): Promise<string> =>
  start([['ask', 'agent', { prompt: 'Is it?', maxTokens: 40, ...more }]])

/** Starts a chain of nodes; returns the id of the run. */
async function start(nodes: readonly [id: string, type: string, config: object][]): Promise<string> {
  const { id } = (await (
    await server.send('POST', '/api/v1/workflows', {
      version: 1,
      name: 'Ask',
      nodes: nodes.map(([node, type, config]) => {
        return { id: node, type, position: { x: 0, y: 0 }, data: { label: node, config } }
      }),
      edges: nodes.slice(1).map(([target], index) => ({ id: target, source: nodes[index]![0], target })),
    })
  ).json()) as { id: string }
  const run = (await (await server.send('POST', `/api/v1/workflows/${id}/execute`, {})).json()) as { id: string }
  return run.id
}

const readRun = async (run: string): Promise<Record<string, unknown>> =>
  (await server.json(`/api/v1/runs/${run}`)) as Record<string, unknown>
const readUsage = async (month = ''): Promise<Record<string, unknown>> =>
  (await server.json(`/api/v1/config/llm-usage${month && `?month=${month}`}`)) as Record<string, unknown>

/** Waits until the run has ended or waits for a decision; returns its status. */
async function settle(run: string): Promise<unknown> {
  let status: unknown
  await vi.waitFor(
    async () => {
      ;({ status } = await readRun(run))
      expect(['completed', 'failed', 'waiting']).toContain(status)
    },
    { timeout: 180_000, interval: 50 },
  )
  return status
}

/** Returns the request that a waiting run shows, with its digest. */
async function readQuestion(run: string): Promise<{ digest: string; shown: Record<string, unknown> }> {
  const events = (await server.json(`/api/v1/runs/${run}/events?limit=1000`)) as {
    items: { type: string; waitFor?: { digest: string; shown: Record<string, unknown> } }[]
  }
  const { waitFor } = events.items.findLast(({ type }) => type === 'node-waiting')!
  return waitFor!
}

const decide = async (run: string, body: object): Promise<void> => {
  const { digest } = await readQuestion(run)
  const response = await server.send('POST', `/api/v1/runs/${run}/approvals/ask`, { digest, ...body })
  expect(response.status, await response.clone().text()).toBe(202)
}

describe('limits of a month', () => {
  test('are shared by all runs of the workspace; at a limit a run waits and says so', async () => {
    await configure({ requests: 2 })
    expect(await settle(await startAgent())).toBe('completed')
    expect(await settle(await startAgent())).toBe('completed')
    const third = await startAgent()
    expect(await settle(third)).toBe('waiting')
    expect(models.requests).toHaveLength(2)
    const { shown } = await readQuestion(third)
    expect(shown).toMatchObject({ budget: 'steps' })
    expect(shown.message).toBe(
      'The monthly limit for model requests has been reached: 2 of 2. Raise the limit for this run by the amount below, stop, or use the result so far.',
    )
    expect(await readUsage()).toEqual({
      month: new Date().toISOString().slice(0, 7),
      used: {
        requests: 2,
        toolCalls: 0,
        inputTokens: 400,
        outputTokens: 80,
        cost: expect.closeTo(2 * requestCost, 9),
        unpriced: 0,
        ms: expect.any(Number),
      },
      limits: { requests: 2 },
    })

    // A raise holds for the run that a person raised it for.
    await decide(third, { decision: 'approve', edited: 1 })
    await vi.waitFor(async () => expect(await readRun(third)).toMatchObject({ status: 'completed' }), 180_000)
    const fourth = await startAgent()
    expect(await settle(fourth)).toBe('waiting')
    expect(models.requests).toHaveLength(3)
    await decide(fourth, { decision: 'reject' })
    await vi.waitFor(async () => expect(await readRun(fourth)).toMatchObject({ status: 'failed' }), 180_000)
    expect(await readUsage()).toMatchObject({ used: { requests: 3 } })
  })

  test('make a node wait that can do without a model, which then reports that it was not called', async () => {
    await configure({ requests: 0 })
    const run = await start([
      ['rows', 'transform', { expression: '[{"name": "Ann"}]', result: 'table' }],
      ['ask', 'validation', { schema: '{"columns": ["name"]}', model: 'small' }],
    ])
    expect(await settle(run)).toBe('waiting')
    await decide(run, { decision: 'done' })
    await vi.waitFor(async () => expect(await readRun(run)).toMatchObject({ status: 'completed' }), 180_000)
    expect(JSON.stringify(await server.json(`/api/v1/runs/${run}/events?limit=1000`))).toContain('model.limit-reached')
    expect(models.requests).toEqual([])
  })

  test('hold for runs at the same time', async () => {
    await configure({ requests: 3 })
    const runs = await Promise.all(Array.from({ length: sizes.limitedRuns }, () => startAgent()))
    const states = await Promise.all(runs.map(settle))
    expect(models.requests.length).toBeLessThanOrEqual(3)
    expect(states.filter((state) => state === 'completed')).toHaveLength(models.requests.length)
    expect(states.filter((state) => state === 'waiting')).toHaveLength(sizes.limitedRuns - models.requests.length)
    expect(await readUsage()).toMatchObject({ used: { requests: models.requests.length } })
  })

  test('of tool calls hold for all runs, and a raise holds for one of them', async () => {
    await models.close()
    models = await openModelServer('first', ({ messages }) =>
      messages.filter(({ role }) => role === 'tool').length < 2
        ? { calls: [{ name: 'compute', arguments: '{}' }] }
        : { says: answer },
    )
    await server.close()
    server = await openTestServer(folder, { nodes: builtInNodes, allowHosts: ['*', new URL(models.address).host] })
    await configure({ toolCalls: 3 })
    const tools = [{ name: 'compute', kind: 'node', use: 'transform', config: { expression: '1 + 1' } }]
    expect(await settle(await startAgent({ tools }))).toBe('completed')
    const second = await startAgent({ tools })
    expect(await settle(second)).toBe('waiting')
    const { shown } = await readQuestion(second)
    expect(shown).toMatchObject({ budget: 'toolCalls' })
    expect(shown.message).toContain('limit of tool calls for this month: 3 of 3.')
    expect(await readUsage()).toMatchObject({ used: { requests: 5, toolCalls: 3 }, limits: { toolCalls: 3 } })
    await decide(second, { decision: 'approve', edited: 1 })
    await vi.waitFor(async () => expect(await readRun(second)).toMatchObject({ status: 'completed' }), 180_000)
    expect(await readUsage()).toMatchObject({ used: { requests: 6, toolCalls: 4 } })
  })

  test('of the time interrupt a request, and the run waits for a decision', async () => {
    let isSilent = true
    await models.close()
    models = await openModelServer('first', () => (isSilent ? { silent: true as const } : { says: answer }))
    await server.close()
    server = await openTestServer(folder, { nodes: builtInNodes, allowHosts: ['*', new URL(models.address).host] })
    await configure({ ms: 500 })
    const run = await startAgent()
    expect(await settle(run)).toBe('waiting')
    const { shown } = await readQuestion(run)
    expect(shown).toMatchObject({ budget: 'ms' })
    const { used } = (await readUsage()) as { used: { ms: number; requests: number } }
    expect([used.ms >= 500, used.requests]).toEqual([true, 1])
    isSilent = false
    // On a slow machine, the time may end before the model receives the request.
    const interrupted = models.requests.length
    expect(interrupted).toBeLessThanOrEqual(1)
    await decide(run, { decision: 'approve', edited: 60_000 })
    await vi.waitFor(async () => expect(await readRun(run)).toMatchObject({ status: 'completed' }), 180_000)
    expect(models.requests).toHaveLength(interrupted + 1)
    // The raise held for that run only.
    const next = await startAgent()
    expect(await settle(next)).toBe('waiting')
    await decide(next, { decision: 'reject' })
    await vi.waitFor(async () => expect(await readRun(next)).toMatchObject({ status: 'failed' }), 180_000)
    expect(models.requests).toHaveLength(interrupted + 1)
  })

  test('of the cost refuse a model without a price, before a request', async () => {
    await configure({ cost: 1 }, {})
    const run = await startAgent()
    expect(await settle(run)).toBe('failed')
    expect(JSON.stringify(await readRun(run))).toContain('agent.no-price')
    expect(models.requests).toEqual([])
  })

  test('show no cost of a model without a price', async () => {
    const readCost = async (): Promise<unknown> => {
      const { items } = (await server.json('/api/v1/quotas')) as { items: { name: string; used: number | null }[] }
      return items.find(({ name }) => name === 'model_cost')!.used
    }
    await configure({}, {})
    expect([await readUsage(), await readCost()]).toMatchObject([{ used: { cost: 0, unpriced: 0 } }, 0])
    expect(await settle(await startAgent())).toBe('completed')
    expect([await readUsage(), await readCost()]).toMatchObject([{ used: { cost: null, unpriced: 1 } }, null])
    await configure({})
    expect(await settle(await startAgent())).toBe('completed')
    const known = expect.closeTo(requestCost, 9) as number
    expect([await readUsage(), await readCost()]).toMatchObject([{ used: { cost: known, unpriced: 1 } }, known])
  })

  test('charge a call once if its reservation is extended after the end of the month', async () => {
    const { modelUsage } = server.backend.store.forWorkspace('default')
    const amounts = { requests: 1, toolCalls: 0, inputTokens: 1, outputTokens: 1, cost: 1, ms: 60_000 }
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 9, 31, 23, 59) })
    await modelUsage.reserve('r/a/1', amounts, {})
    await modelUsage.reserve('r/b/1', amounts, {})
    vi.setSystemTime(Date.UTC(2026, 10, 1))
    expect(await modelUsage.reserve('r/a/1', { ...amounts, ms: 120_000 }, { ms: 120_000 })).toBeUndefined()
    expect(await modelUsage.read()).toMatchObject({ requests: 1, cost: 1, ms: 120_000 })
    expect(await modelUsage.read('2026-10')).toMatchObject({ requests: 1, cost: 1, ms: 60_000 })
    await modelUsage.settle('r/a/1', { ...amounts, ms: 90_000 })
    // A call that ends without an extension is charged in the month in which it started.
    await modelUsage.settle('r/b/1', { ...amounts, ms: 70_000 })
    expect(await modelUsage.read()).toMatchObject({ requests: 1, ms: 90_000 })
    expect(await modelUsage.read('2026-10')).toMatchObject({ requests: 1, ms: 70_000 })
    // An extension that a limit refuses leaves the charged amounts.
    vi.setSystemTime(Date.UTC(2026, 11, 1))
    expect(await modelUsage.reserve('r/a/1', amounts, { requests: 0 })).toMatchObject({ limit: 'requests' })
    expect(await modelUsage.read('2026-11')).toMatchObject({ requests: 1, ms: 90_000 })
  })

  test('start again with the next month', async () => {
    const { modelUsage } = server.backend.store.forWorkspace('default')
    const amounts = { requests: 5, toolCalls: 0, inputTokens: 1, outputTokens: 1, cost: 1 }
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 9, 31, 23, 59) })
    expect(await modelUsage.reserve('r/a/1', amounts, { requests: 8 })).toBeUndefined()
    expect(await modelUsage.reserve('r/b/1', amounts, { requests: 8 })).toEqual({
      scope: 'month',
      limit: 'requests',
      used: 5,
      needed: 5,
      max: 8,
    })
    // Reserving again, as a resumed run does, replaces the amounts.
    expect(await modelUsage.reserve('r/a/1', { ...amounts, requests: 6 }, { requests: 8 })).toBeUndefined()
    vi.setSystemTime(Date.UTC(2026, 10, 1))
    expect(await modelUsage.reserve('r/b/1', amounts, { requests: 8 })).toBeUndefined()
    await modelUsage.settle('r/b/1', { ...amounts, requests: 2 })
    expect(await modelUsage.read()).toMatchObject({ month: '2026-11', requests: 2 })
    expect(await modelUsage.read('2026-10')).toMatchObject({ requests: 6 })
    expect(await server.backend.store.forWorkspace('other').modelUsage.read()).toMatchObject({ requests: 0 })
    expect((await server.ask('/api/v1/config/llm-usage?month=2026-13')).status).toBe(422)
  })
})
