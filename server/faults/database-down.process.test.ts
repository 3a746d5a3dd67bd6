import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sizes } from '../../test/sizes.ts'
import { openEffectLedger } from '../testing/test-effect-ledger.ts'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'
import { describeWithPostgres, openTestPostgres } from '../testing/test-postgres.ts'
import { createTestFolder, openForTests } from '../testing/test-resources.ts'

describeWithPostgres('a database that is gone for a while', () => {
  const postgres = openTestPostgres()
  const folder = createTestFolder()
  let server: ServerProcess
  let databaseUrl: string
  const ledger = openForTests(() => openEffectLedger({ maxDelayMs: 20 }))
  beforeAll(async () => {
    databaseUrl = await postgres.createDatabase()
    server = createServerProcess('server', {
      AW_DATA: join(folder, 'data'),
      DATABASE_URL: databaseUrl,
      AW_ALLOW_HOSTS: ledger.host,
    })
    await server.start()
  })
  afterAll(() => server.kill())

  const ask = (path: string, init: RequestInit = {}) => fetch(`${server.url}/api/v1${path}`, init)
  const post = (path: string, given: unknown) =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(given) })
  const statusOf = async (run: string): Promise<unknown> => {
    const answer = await ask(`/runs/${run}`)
    const body = (await answer.json()) as { status?: unknown }
    return answer.ok ? body.status : answer.status
  }
  const outside = (id: string) => {
    const config = { method: 'POST', url: `http://${ledger.host}/{{run.id}}/${id}`, response: 'json' }
    return { id, type: 'http_request', data: { label: id, config } }
  }
  const workflow = () => ({
    name: 'Goes on',
    nodes: [
      outside('one'),
      { id: 'rest', type: 'delay', data: { label: 'Rest', config: { seconds: 1 } } },
      outside('two'),
    ],
    edges: [
      { id: 'a', source: 'one', target: 'rest' },
      { id: 'b', source: 'rest', target: 'two' },
    ],
  })

  test('is reported, and everything continues when it is available again', async () => {
    const { id } = (await (await post('/workflows', workflow())).json()) as { id: string }
    const runs: string[] = []
    for (let at = 0; at < 5; at++) {
      runs.push(((await (await post(`/workflows/${id}/execute`, {})).json()) as { id: string }).id)
    }
    await expect.poll(() => ledger.count(runs[0]!, 'one'), { timeout: 180_000 }).toBe(1)
    await postgres.stop()
    const from = Date.now()
    for (const answer of [
      await ask('/workflows'),
      await post('/workflows', workflow()),
      await ask(`/runs/${runs[0]}`),
    ]) {
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(await answer.json()).toMatchObject({ error: { code: 'database.unavailable' } })
    }
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(503)
    await sleep(Math.max(0, sizes.outageMs - (Date.now() - from)))
    await postgres.start()

    await expect.poll(async () => (await ask('/workflows')).status, { timeout: 180_000 }).toBe(200)
    for (const run of runs) await expect.poll(() => statusOf(run), { timeout: 180_000 }).toBe('completed')
    for (const run of runs) expect([ledger.count(run, 'one'), ledger.count(run, 'two')]).toEqual([1, 1])
    const { id: next } = (await (await post(`/workflows/${id}/execute`, {})).json()) as { id: string }
    await expect.poll(() => statusOf(next), { timeout: 180_000 }).toBe('completed')
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
  })

  test('a server started meanwhile waits for it', async () => {
    await postgres.stop()
    const early = createServerProcess('early', { AW_DATA: join(folder, 'data'), DATABASE_URL: databaseUrl })
    const ready = early.start()
    try {
      await expect
        .poll(
          () =>
            fetch(`${early.url}/api/v1/workflows`).then(
              ({ status }) => status,
              () => 0,
            ),
          { timeout: 180_000 },
        )
        .toBe(503)
    } finally {
      await postgres.start()
    }
    await ready
    expect((await fetch(`${early.url}/api/v1/workflows`)).status).toBe(200)
    await early.kill('SIGTERM')
  })
})
