import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { builtInNodes } from '@aw-flow/nodes'
import { systemClock } from '@aw-flow/engine'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { unwrap } from '@aw-flow/schema'
import { readScaleSettings } from '../environment/read-scale.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { openSharedDatabase } from '../testing/open-shared-database.ts'
import { describeWithPostgres, openTestPostgres } from '../testing/test-postgres.ts'
import { readBody, type Body } from '../testing/test-requests.ts'
import { findLowerLimit, StartRejectedError } from './quotas.ts'
import { openTestApp } from '../testing/test-app.ts'

const { server, folder } = openTestApp({ nodes: builtInNodes })
/** Every test starts with an empty workspace without quotas. */
beforeEach(async () => {
  for (const table of ['runs', 'workflows', 'datasets', 'evaluations', 'webhooks', 'analytics_aggregates', 'facts']) {
    await server.backend.store.openedDatabase.execute(`delete from ${table} where workspace_id = $1`, ['default'])
  }
})

interface Item {
  name: string
  used: number
  limit: number | null
}

const setQuotas = async (quotas: object): Promise<void> => {
  const response = await server.send('PUT', '/api/v1/quotas', quotas)
  expect(response.status, await response.clone().text()).toBe(200)
}
const readQuota = async (name: string): Promise<Item> => {
  const { items } = (await server.json('/api/v1/quotas')) as { items: Item[] }
  return items.find((item) => item.name === name)!
}
const send = async (method: string, path: string, body: unknown = {}): Promise<{ status: number; body: Body }> => {
  const response = await server.send(method, path, body)
  return { status: response.status, body: await readBody(response) }
}
const say = { id: 'say', type: 'variable', data: { label: 'Say', config: { expression: '1' } } }
const addWorkflow = async (nodes: object[] = [say], edges: object[] = []): Promise<string> => {
  const document = { name: 'Says', status: 'published', nodes, edges }
  return String((await send('POST', '/api/v1/workflows', document)).body.id)
}
/** Adds a run that no worker executes, as if it ran on another server for a time. */
const addActiveRun = async (seconds: number, status = 'running'): Promise<string> => {
  const id = randomUUID()
  await server.backend.store.openedDatabase.execute(
    `insert into runs (workspace_id, id, workflow_id, workflow_name, status, created_at, request, priority, lease, worker,
        beat_at, blocked, event_depth, active_since)
      values ('default', $1, 'w', 'Elsewhere', $2, now(), '{}', 0, 1, 'elsewhere', now() + interval '10 s', false, 0,
        case when $2 = 'running' then now() - $3 * interval '1 second' end)`,
    [id, status, seconds],
  )
  return id
}
const countRuns = async (): Promise<unknown> => ((await server.json('/api/v1/runs')) as { total: number }).total

describe('quotas', () => {
  test('are listed with their usage, set by administrators, and removed when they are omitted', async () => {
    expect(await readQuota('storage_bytes')).toEqual({
      name: 'storage_bytes',
      used: 0,
      limit: null,
      workspace_limit: null,
      server_limit: null,
    })
    await server.upload('id\n1\n')
    await setQuotas({ storage_bytes: 100, run_minutes: 60, model_requests: 5, model_tool_calls: 7, model_minutes: 2 })
    expect(await readQuota('storage_bytes')).toMatchObject({ used: 5, limit: 100 })
    expect(await readQuota('run_minutes')).toMatchObject({ used: 0, limit: 60 })
    expect(await readQuota('model_minutes')).toMatchObject({ used: 0, limit: 2 })
    // The monthly limits of models are part of the configuration as well.
    expect(await server.json('/api/v1/config')).toMatchObject({
      llm_month_limits: { requests: 5, toolCalls: 7, ms: 120_000 },
    })
    await setQuotas({ concurrent_runs: 3 })
    expect(await readQuota('storage_bytes')).toMatchObject({ limit: null })
    expect(await readQuota('model_requests')).toMatchObject({ limit: null })
    expect(await readQuota('concurrent_runs')).toMatchObject({ limit: 3 })
    const refused = await send('PUT', '/api/v1/quotas', { concurrent_runs: 0 })
    expect(refused.status).toBe(422)
  })

  test('of storage refuse a file before it is stored', async () => {
    await setQuotas({ storage_bytes: 6 })
    await server.upload('id\n1\n')
    const form = new FormData()
    form.set('file', new File(['id\n2\n'], 'second.csv'))
    const response = await server.ask('/api/v1/data/upload', { method: 'POST', body: form })
    expect([response.status, (await readBody(response)).error.code]).toEqual([413, 'upload.quota'])
    expect(await server.json('/api/v1/data')).toMatchObject({ total: 1 })
  })

  test('of runs refuse starts and retries, and accept them when a run has ended', async () => {
    await setQuotas({ concurrent_runs: 1 })
    const workflow = await addWorkflow()
    const first = await send('POST', `/api/v1/workflows/${workflow}/execute`)
    expect(first.status).toBe(202)
    await server.waitForEnd(String(first.body.id))
    const busy = await addActiveRun(0)
    for (const path of [`/api/v1/workflows/${workflow}/execute`, `/api/v1/runs/${String(first.body.id)}/retry`]) {
      const refused = await send('POST', path)
      expect([path, refused.status, refused.body.error.code]).toEqual([path, 429, 'quota.runs'])
      expect(refused.body.error.message).toContain('1')
    }
    expect(await countRuns()).toBe(2)
    await server.backend.store.openedDatabase.execute(
      `update runs set status = 'waiting', worker = null, wakes_at = now() + interval '1 day' where id = $1`,
      [busy],
    )
    expect((await send('POST', `/api/v1/workflows/${workflow}/execute`)).status).toBe(202)
  })

  test('of runs refuse an evaluation with more cases than runs may start', async () => {
    await setQuotas({ concurrent_runs: 2 })
    const start = { id: 'start', type: 'trigger', data: { label: 'Start', config: {} } }
    const workflow = await addWorkflow([start, say], [{ id: 'e', source: 'start', target: 'say' }])
    const evaluate = (count: number) =>
      send('POST', '/api/v1/evaluations', {
        workflow_id: workflow,
        cases: Array.from({ length: count }, (_, index) => ({ name: `Case ${index}`, input: index })),
      })
    const refused = await evaluate(3)
    expect([refused.status, refused.body.error.code]).toEqual([422, 'quota.runs'])
    expect(await countRuns()).toBe(0)
    expect((await evaluate(2)).status).toBe(202)
  })

  test('of minutes count the time in which runs are executed, and not the time in which they wait', async () => {
    const { execute } = server.backend.store.openedDatabase
    const id = await addActiveRun(90)
    expect((await readQuota('run_minutes')).used).toBeCloseTo(1.5, 1)
    await execute(`update runs set status = 'waiting', worker = null where id = $1`, [id])
    expect(await execute(`select id from runs where active_since is null`)).toEqual([{ id }])
    // A worker was killed: the time after its last heartbeat does not count.
    await execute(`update runs set status = 'running', worker = 'second';
      update runs set active_since = now() - interval '1 hour', beat_at = now() - interval '59 minutes';
      update runs set worker = 'third', beat_at = now() + interval '10 s'`)
    expect((await readQuota('run_minutes')).used).toBeCloseTo(2.5, 1)
    await execute(
      `update runs set status = 'completed', started_at = created_at, ended_at = now(), worker = null where id = $1`,
      [id],
    )
    expect((await readQuota('run_minutes')).used).toBeCloseTo(2.5, 1)
    // The sums remain when the run is removed.
    await server.backend.store.forWorkspace('default').analytics.refresh()
    await execute('delete from runs')
    expect((await readQuota('run_minutes')).used).toBeCloseTo(2.5, 1)
    await setQuotas({ run_minutes: 2 })
    const refused = await send('POST', `/api/v1/workflows/${await addWorkflow()}/execute`)
    expect([refused.status, refused.body.error.code]).toEqual([429, 'quota.minutes'])
    expect(await countRuns()).toBe(0)
  })

  test('refuse webhooks, so that the sender repeats them', async () => {
    const hook = { id: 'hook', type: 'webhook', data: { label: 'Hook', config: {} } }
    await addWorkflow([hook, say], [{ id: 'e', source: 'hook', target: 'say' }])
    const { items } = (await server.json('/api/v1/webhooks')) as { items: { id: string }[] }
    const webhook = items[0]!.id
    const { token } = (await send('PATCH', `/api/v1/webhooks/${webhook}`, { enabled: true })).body
    const path = `/hooks/${String(token)}`
    await setQuotas({ concurrent_runs: 1 })
    await addActiveRun(0)
    const refused = await send('POST', path, { total: 1 })
    expect([refused.status, refused.body.error.code]).toEqual([429, 'quota.runs'])
    await setQuotas({})
    expect((await send('POST', path, { total: 1 })).status).toBe(202)
    await vi.waitFor(async () => expect(await countRuns()).toBe(2), { timeout: 180_000, interval: 50 })
  })
})

describe('limits of the operator', () => {
  const path = '/api/v1/server/quotas/default'

  test('apply to single workspaces instead of those of the environment', async () => {
    expect(await server.json(path)).toEqual({
      workspace_id: 'default',
      storage_bytes: null,
      concurrent_runs: null,
      run_minutes: null,
      applied: { storage_bytes: 0, concurrent_runs: 0, run_minutes: 0 },
    })
    expect((await send('PUT', path, { concurrent_runs: 2, storage_bytes: 6 })).body).toMatchObject({
      concurrent_runs: 2,
      run_minutes: null,
      applied: { storage_bytes: 6, concurrent_runs: 2, run_minutes: 0 },
    })
    expect(await readQuota('concurrent_runs')).toMatchObject({ limit: 2, server_limit: 2, workspace_limit: null })
    // An administrator of the workspace can lower it, and not raise it.
    await setQuotas({ concurrent_runs: 5 })
    expect(await readQuota('concurrent_runs')).toMatchObject({ limit: 2 })
    await addActiveRun(0)
    await addActiveRun(0)
    const refused = await send('POST', `/api/v1/workflows/${await addWorkflow()}/execute`)
    expect([refused.status, refused.body.error.code]).toEqual([429, 'quota.runs'])
    await server.upload('id\n1\n')
    await expect(server.upload('id\n2\n')).rejects.toThrow('upload.quota')
    // Omitted limits are those of the environment again.
    expect((await send('PUT', path, {})).body).toMatchObject({ concurrent_runs: null, storage_bytes: null })
    expect((await send('PUT', path, { run_minutes: -1 })).status).toBe(422)
    expect((await send('PUT', '/api/v1/server/quotas/Not%20a%20name', {})).status).toBe(422)
    // Other workspaces keep theirs.
    expect(await server.json('/api/v1/server/quotas/lab')).toMatchObject({ applied: { concurrent_runs: 0 } })
  })
})

test('the lower limit applies, and limits of the server are read from the environment', async () => {
  expect([findLowerLimit(0, null), findLowerLimit(5, null), findLowerLimit(0, 3), findLowerLimit(5, 8)]).toEqual([
    null,
    5,
    3,
    5,
  ])
  const scale = unwrap(readScaleSettings({ AW_RUNS_QUOTA: '2', AW_MINUTES_QUOTA: '100' }))
  expect(scale.runQuotas).toEqual({ concurrentRuns: 2, runMinutes: 100 })
  const path = join(folder, 'limited')
  const openedDatabase = await openSharedDatabase(path)
  const store = await openStore(path, systemClock, {
    openedDatabase,
    runQuotas: { ...scale.runQuotas, concurrentRuns: 1 },
  })
  try {
    const { quotas, runs } = store.forWorkspace('default')
    expect(await quotas.findStartProblem()).toBeUndefined()
    await runs.add({
      id: randomUUID(),
      workflowId: 'w',
      request: { text: '{}', workflowName: 'w', subWorkflowIds: [] },
    })
    expect(await quotas.findStartProblem()).toMatchObject({ code: 'quota.runs', params: { max: 1 } })
    // Another workspace has its own quota.
    expect(await store.forWorkspace('lab').quotas.findStartProblem()).toBeUndefined()
  } finally {
    await store.close()
  }
})

/** Starts runs at the same time in all stores, which no worker executes. Returns the numbers of added and refused ones. */
async function startMany(stores: readonly Store[], count: number): Promise<{ added: number; refused: number }> {
  const starts = Array.from({ length: count }, (_, index) => {
    const { runs } = stores[index % stores.length]!.forWorkspace('default')
    const request = { text: '{}', workflowName: 'w', subWorkflowIds: [] }
    return runs.add({ id: randomUUID(), workflowId: 'w', request })
  })
  const outcomes = await Promise.allSettled(starts)
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  for (const { reason } of refused) expect(reason).toBeInstanceOf(StartRejectedError)
  return { added: count - refused.length, refused: refused.length }
}

test('concurrent starts do not exceed a limit, and neither does a retry', async () => {
  const path = join(folder, 'concurrent')
  const openedDatabase = await openSharedDatabase(path)
  const store = await openStore(path, systemClock, { openedDatabase, runQuotas: { concurrentRuns: 7, runMinutes: 0 } })
  try {
    expect(await startMany([store], 100)).toEqual({ added: 7, refused: 93 })
    const { runs } = store.forWorkspace('default')
    const [first] = (await runs.list({ limit: 1, offset: 0 })).items
    await store.openedDatabase.execute(`update runs set status = 'failed' where id = $1`, [first!.id])
    expect(await startMany([store], 30)).toEqual({ added: 1, refused: 29 })
    const retry = {
      id: randomUUID(),
      workflowId: 'w',
      request: { text: '{}', workflowName: 'w', subWorkflowIds: [] },
      retryOf: first!.id,
    }
    await expect(runs.addRetry(retry, ['queued'])).rejects.toMatchObject({
      problem: { code: 'quota.runs', params: { max: 7 } },
    })
  } finally {
    await store.close()
  }
})

describeWithPostgres('several servers', () => {
  const postgres = openTestPostgres()
  test('do not exceed a limit together', async () => {
    const databaseUrl = await postgres.createDatabase()
    const open = (name: string): Promise<Store> =>
      openStore(join(folder, name), systemClock, {
        databaseUrl,
        secretKey: 'x'.repeat(32),
        runQuotas: { concurrentRuns: 5, runMinutes: 0 },
      })
    const stores = [await open('first'), await open('second'), await open('third')]
    try {
      expect(await startMany(stores, 90)).toEqual({ added: 5, refused: 85 })
    } finally {
      for (const store of stores) await store.close()
    }
  })
})
