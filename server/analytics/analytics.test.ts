import { builtInNodes } from '@aw-flow/nodes'
import { workflowSchema } from '@aw-flow/schema'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { openModelServer } from '../../packages/agents/language-model/test-model-server.ts'
import { sizes } from '../../test/sizes.ts'
import type { Email } from '../accounts/mailer.ts'
import { createSeededRandom } from '../testing/seeded-random.ts'
import { listen } from '../testing/listen.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'
import { signIn, type Client } from '../testing/test-accounts.ts'
import { readDailyStatistics } from '../store/runs/run-statistics.ts'
import { aggregateRuns } from './aggregate-runs.ts'
import { addGeneratedRuns, type GeneratedRun } from './test-generated-runs.ts'
import { serializeDocument } from '../store/workflows/document-text.ts'

type Report = Record<string, unknown> & {
  totals: Record<string, number | null>
  trend: (Record<string, number | null> & { period_start: string })[]
  workflows: Record<string, number | string | null>[]
  people: Record<string, number | string | null>[]
  models: Record<string, number | string | null>[]
  nodes: Record<string, number | string | null>[]
}

const startMs = Date.parse('2026-01-20T00:00:00Z')
const endMs = Date.parse('2026-02-10T00:00:00Z')
const range = 'from=2026-01-20&to=2026-02-09'

const sum = <T>(list: readonly T[], read: (item: T) => number): number =>
  list.reduce((total, item) => total + read(item), 0)

describe('reports about generated runs', () => {
  const { server } = openTestApp({ nodes: builtInNodes })
  let runs: readonly GeneratedRun[]
  const readReport = async (name: string, query = range): Promise<Report> =>
    (await server.json(`/api/v1/analytics/${name}?${query}`)) as Report

  beforeAll(async () => {
    const { database } = server.backend.store.openedDatabase
    runs = await addGeneratedRuns(database, {
      count: sizes.generatedRuns,
      from: startMs,
      to: endMs,
      random: createSeededRandom(31),
    })
    while ((await aggregateRuns(database)) > 0);
  })

  const calls = () => runs.flatMap((run) => run.calls.map((call) => ({ ...call, run })))

  test.each(['hourly', 'daily', 'weekly', 'monthly'])(
    'have the sums of the recorded usage, by %s periods',
    async (period) => {
      const costs = await readReport('costs', `${range}&period=${period}`)
      const total = sum(calls(), ({ cost }) => cost)
      expect(costs.totals.cost).toBeCloseTo(total, 9)
      expect(costs.totals).toMatchObject({
        executions: runs.length,
        completed: runs.filter(({ status }) => status === 'completed').length,
        failed: runs.filter(({ status }) => status === 'failed').length,
        api_calls: calls().length,
        input_tokens: sum(calls(), ({ inputTokens }) => inputTokens),
        output_tokens: sum(calls(), ({ outputTokens }) => outputTokens),
        unpriced_calls: calls().filter(({ cost }) => cost === 0).length,
      })
      for (const list of [costs.trend, costs.workflows, costs.people, costs.models]) {
        expect(sum(list as { cost: number }[], ({ cost }) => cost)).toBeCloseTo(total, 9)
      }
    },
  )

  test('divide the cost by workflow, person and model', async () => {
    const { workflows, people, models } = await readReport('costs')
    for (const { workflow_id: id, name, cost } of workflows) {
      const expected = calls().filter(({ run }) => run.workflowId === id)
      expect(name).toBe(`Workflow ${String(id)}`)
      expect(cost).toBeCloseTo(
        sum(expected, (call) => call.cost),
        9,
      )
    }
    for (const { id, cost } of people) {
      const expected = calls().filter(({ run }) => run.startedBy === id)
      expect(cost).toBeCloseTo(
        sum(expected, (call) => call.cost),
        9,
      )
    }
    for (const { id, cost } of models) {
      const expected = calls().filter(({ model }) => model === id)
      expect(cost).toBeCloseTo(
        sum(expected, (call) => call.cost),
        9,
      )
    }
    const costs = models.map(({ cost }) => Number(cost))
    expect(costs).toEqual(costs.toSorted((a, b) => b - a))
    // The price of one model is unknown.
    expect(models.map(({ cost }) => cost)).toContain(null)
  })

  test('have the durations of runs within 9 percent, and the slowest nodes first', async () => {
    const {
      totals,
      trend,
      slowest_nodes: nodes,
    } = (await readReport('performance')) as Report & {
      slowest_nodes: Record<string, number | string>[]
    }
    const durations = runs.map(({ ms }) => ms).sort((a, b) => a - b)
    expect(totals.average_ms).toBeCloseTo(sum(durations, (ms) => ms) / durations.length, 3)
    expect(totals.max_ms).toBe(durations.at(-1))
    for (const [name, quantile] of [
      ['p50_ms', 0.5],
      ['p95_ms', 0.95],
      ['p99_ms', 0.99],
    ] as const) {
      const exact = durations[Math.ceil(quantile * durations.length) - 1]!
      expect(Math.abs(totals[name]! - exact) / exact).toBeLessThan(0.1)
    }
    // The 95th percentile of fewer than 20 runs is the longest run.
    const daysOfFewRuns = trend.filter(({ executions }) => executions! > 0 && executions! < 20)
    expect(daysOfFewRuns).not.toEqual([])
    expect(daysOfFewRuns.map(({ p95_ms }) => p95_ms)).toEqual(daysOfFewRuns.map(({ max_ms }) => max_ms))
    expect(nodes[0]).toMatchObject({ id: 'ask', name: 'Ask a model' })
    expect(nodes.map(({ average_ms: ms }) => ms)).toEqual(
      nodes.map(({ average_ms: ms }) => Number(ms)).sort((a, b) => b - a),
    )
  })

  test('of one workflow contain its runs only', async () => {
    await server.backend.store
      .forWorkspace('default')
      .workflows.add(
        'w1',
        serializeDocument(workflowSchema.parse({ version: 1, name: 'Workflow w1', nodes: [], edges: [] })),
      )
    const report = await readReport('workflows/w1')
    const own = runs.filter(({ workflowId }) => workflowId === 'w1')
    expect(report.totals.executions).toBe(own.length)
    expect(report.nodes.map(({ id }) => id).sort()).toEqual(['ask', 'read'])
    expect(report.nodes.find(({ id }) => id === 'read')).toMatchObject({ executions: own.length })
    expect((await server.ask('/api/v1/analytics/workflows/none')).status).toBe(404)
  })

  test('are exported as CSV', async () => {
    const response = await server.ask(`/api/v1/analytics/export?${range}&period=monthly&dimension=workflow`)
    expect(response.headers.get('content-disposition')).toContain('analytics-workflow.csv')
    const [header, ...lines] = (await response.text()).trimEnd().split('\r\n')
    const names = header!.split(',')
    const cost = sum(lines, (line) => Number(line.split(',')[names.indexOf('cost')]))
    expect(cost).toBeCloseTo(
      sum(calls(), (call) => call.cost),
      9,
    )
    expect(lines[0]).toMatch(/^2026-01-01T00:00:00.000Z,w0,,Workflow w0,/)
  })

  test('are cached until another run ends', async () => {
    const { analytics } = server.backend.store.forWorkspace('default')
    let computed = 0
    const read = () => analytics.getCachedReport('test', async () => ++computed)
    expect([await read(), await read()]).toEqual([1, 1])
    const before = (await readReport('overview')).totals.executions!
    const { database } = server.backend.store.openedDatabase
    await addGeneratedRuns(database, { count: 1, from: startMs, to: endMs, random: () => 0, prefix: 'late' })
    expect((await readReport('overview')).totals.executions).toBe(before + 1)
    expect(await read()).toBe(2)
    await sql`delete from runs where id = 'late0'`.execute(database)
  })

  test.each(['overview', 'workflows/w1', 'performance', 'usage', 'costs'])('take few statements: %s', async (name) => {
    const statements: string[] = []
    server.backend.store.openedDatabase.setStatementListener(({ sql: text }) => statements.push(text))
    const readStatements = async (query: string): Promise<string[]> => {
      statements.length = 0
      await readReport(name, query)
      return statements.filter((text) => /from (analytics_|tool_usage|agents)|from "(agents|analytics_)/.test(text))
    }
    // Overview: the people who started runs.
    const sums = name === 'overview' ? 2 : 1
    const live = name === 'usage' || name === 'costs' ? 1 : 0
    // The state of the sums, the report and the numbers that are not cached.
    expect(await readStatements('from=2026-01-21&to=2026-02-08')).toHaveLength(1 + sums + live)
    expect(await readStatements('from=2026-01-21&to=2026-02-08')).toHaveLength(1 + live)
  })

  test('count the workflows and runs of the moment', async () => {
    const { database } = server.backend.store.openedDatabase
    const { workflows } = server.backend.store.forWorkspace('default')
    const before = await readReport('overview')
    for (const id of ['published', 'deleted']) {
      await workflows.add(id, serializeDocument(workflowSchema.parse({ version: 1, name: id, nodes: [], edges: [] })))
    }
    await sql`update workflows set status = 'published' where id = 'published'`.execute(database)
    await workflows.remove('deleted')
    await sql`insert into runs (workspace_id, id, workflow_id, workflow_name, status, created_at, request, priority, lease,
        blocked, event_depth)
      select 'default', status, 'published', 'Published', status, now(), '{}', 0, 1, false, 0
      from unnest(array['waiting', 'cancelled']) as status`.execute(database)
    expect(await readReport('overview')).toEqual({
      ...before,
      workflows: Number(before.workflows) + 1,
      published_workflows: Number(before.published_workflows) + 1,
      running: Number(before.running) + 1,
    })
    await sql`delete from runs where workflow_id = 'published'`.execute(database)
  })

  test.each(['from=2026-02-01&to=2026-01-01', 'period=hourly&from=2020-01-01', 'period=yearly', 'from=soon'])(
    'reject %s',
    async (query) => {
      expect((await server.ask(`/api/v1/analytics/overview?${query}`)).status).toBe(422)
    },
  )
})

describe('runs that users started', () => {
  let client: Client & { id: string }
  const mails: Email[] = []
  const models = openForTests(() => openModelServer('first', () => ({ says: 'yes' })))
  const { server } = openTestApp(() => ({
    nodes: builtInNodes,
    allowHosts: [new URL(models.address).host],
    accounts: { signUp: 'open', mails },
  }))

  const read = async (path: string): Promise<Report> =>
    (await (await client.ask('GET', `/api/v1/analytics/${path}`)).json()) as Report
  const start = async (method: string, path: string, body: unknown = {}): Promise<string> => {
    const response = await client.ask(method, path, body)
    const { id } = (await response.json()) as { id: string }
    expect(response.status).toBe(202)
    const readStatus = async () =>
      ((await (await client.ask('GET', `/api/v1/runs/${id}`)).json()) as { status: string }).status
    await expect.poll(readStatus).toMatch(/^(completed|failed)$/)
    return id
  }

  test('are counted with their model calls, and a repeated run does not count the calls of the first one', async () => {
    client = await signIn(server, mails, 'ada@example.com')
    await client.ask('PUT', '/api/v1/config', {
      llm_models: [{ id: 'small', address: models.address, prices: { input: 1, output: 2 } }],
      default_llm: 'small',
    })
    const node = (id: string, type: string, config: object) => ({
      id,
      type,
      position: { x: 0, y: 0 },
      data: { label: id, config },
    })
    const stored = await client.ask('POST', '/api/v1/workflows', {
      version: 1,
      name: 'Ask',
      nodes: [
        node('ask', 'agent', { prompt: 'Is it?', maxTokens: 40 }),
        node('fail', 'http_request', { url: 'http://127.0.0.1:1/' }),
      ],
      edges: [{ id: 'e', source: 'ask', target: 'fail' }],
    })
    const { id } = (await stored.json()) as { id: string }
    const run = await start('POST', `/api/v1/workflows/${id}/execute`)
    const cost = (200 * 1 + 40 * 2) / 1_000_000
    const first = await read(`workflows/${id}`)
    expect(first.totals).toMatchObject({
      executions: 1,
      failed: 1,
      success_rate: 0,
      api_calls: 1,
      token_usage: 240,
      cost,
    })
    expect(first.nodes.map(({ name }) => name).sort()).toEqual(['ask', 'fail'])
    await start('POST', `/api/v1/runs/${run}/retry`)
    const costs = await read('costs')
    expect(costs.totals).toMatchObject({ executions: 2, api_calls: 1, cost })
    expect(costs.people).toEqual([expect.objectContaining({ id: client.id, name: 'Ada', cost })])
    expect(costs.models).toEqual([expect.objectContaining({ id: 'small', executions: 1, completed: 1, cost })])
    expect(await read('overview')).toMatchObject({ active_users: 1, workflows: 1, running: 0 })
    expect(costs.agents).toEqual([])
    const { users } = await readDailyStatistics(server.backend.store.openedDatabase.database)
    expect(users).toEqual({ active: 1, addedToday: 1, retention: 0 })
  })

  test('are sent live', async () => {
    const live = await listen(server)
    try {
      const socket = live.connect('/api/v1/ws/analytics', { headers: { authorization: `Bearer ${client.token}` } })
      const executions: unknown[] = []
      socket.on('message', (data) => {
        const message = JSON.parse((data as Buffer).toString()) as { type: string; overview: Report }
        if (message.type === 'analytics') executions.push(message.overview.totals.executions)
      })
      await expect.poll(() => executions).toHaveLength(1)
      const stored = await client.ask('POST', '/api/v1/workflows', { name: 'Empty' })
      const { id } = (await stored.json()) as { id: string }
      await client.ask('PUT', `/api/v1/workflows/${id}`, {
        nodes: [{ id: 't', type: 'trigger', position: { x: 0, y: 0 }, data: { label: 'Start', config: {} } }],
      })
      await start('POST', `/api/v1/workflows/${id}/execute`)
      await expect.poll(() => executions.at(-1)).toBe(Number(executions[0]) + 1)
      socket.close()
    } finally {
      await live.close()
    }
  })
})
