import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { aggregateRuns } from '../../../server/analytics/aggregate-runs.ts'
import type { Database } from '../../../server/store/database/database.ts'
import { findPostgres } from '../../../server/testing/find-postgres.ts'
import { openTestServer } from '../../../server/testing/open-test-server.ts'
import { openPrivatePostgres } from '../../../server/testing/private-postgres.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'

/** Number of run records; `AW_BENCH_RECORDS` sets fewer, for trials. */
const records = Number(process.env.AW_BENCH_RECORDS ?? 1_000_000)
const batchSize = 50_000
const workflows = 200
/** Every tenth run has called a model. */
const callEvery = 10
const reports = ['overview', 'costs', 'usage', 'performance', 'workflows/bench-7']
const samples = 9
const maxMs = 100

/** Measures the reports about 1,000,000 runs of a year, on both databases: computed again, and from the cache. */
export async function measureAnalyticsCases(progress: Progress): Promise<BenchCase[]> {
  const cases = await onDatabase('PGlite', undefined, progress)
  if (findPostgres().missing !== undefined) return cases
  const postgres = await openPrivatePostgres({ fsync: true })
  try {
    return [...cases, ...(await onDatabase('PostgreSQL', await postgres.createDatabase(), progress))]
  } finally {
    await postgres.close()
  }
}

async function onDatabase(kind: string, databaseUrl: string | undefined, progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-analytics-'))
  const server = await openTestServer(folder, databaseUrl === undefined ? {} : { databaseUrl })
  try {
    const { database } = server.backend.store.openedDatabase
    await addRuns(database)
    while ((await aggregateRuns(database, { batchSize })) > 0);
    await sql`vacuum analyze`.execute(database)
    const cases: BenchCase[] = []
    for (const report of reports) {
      const from = new Date(Date.now() - 365 * 86_400_000).toISOString()
      const request = async (): Promise<number> => {
        const start = performance.now()
        const response = await server.ask(`/api/v1/analytics/${report}?from=${from}`)
        const { totals } = (await response.json()) as { totals: { executions: number } }
        const ms = performance.now() - start
        if (totals.executions === 0) throw new Error(`The report ${report} has no runs.`)
        return ms
      }
      const title = `${kind}: ${report} of ${records.toLocaleString('en')} runs`
      const onRun = progress(title)
      const [computed, cached]: [number[], number[]] = [[], []]
      for (let sample = 0; sample < samples; sample += 1) {
        // The cached report becomes outdated, as when a run ends.
        await sql`update analytics_versions set version = version + 1`.execute(database)
        computed.push(await request())
        cached.push(await request())
        onRun('ours', sample + 1)
      }
      cases.push(
        benchCase({ case: title, unit: 'ms', measured: { ours: summarize(computed) }, floor: maxMs }),
        benchCase({ case: `${title}, cached`, unit: 'ms', measured: { ours: summarize(cached) }, floor: maxMs }),
      )
    }
    return cases
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Stores ended runs over a year, with the records of their model calls, and the workflow of one report. */
async function addRuns(database: Kysely<Database>): Promise<void> {
  await sql`insert into workflows (workspace_id, id, document, name, description, status, tags, hash, revision, version,
      created_at, updated_at)
    values ('default', 'bench-7', ${JSON.stringify({ version: 1, nodes: [], edges: [] })}, 'Bench', '', 'draft', '{}',
      'hash', 1, 1, now(), now())`.execute(database)
  const started = JSON.stringify({ type: 'run-started', version: 2, workflow: { version: 1, nodes: [], edges: [] } })
  for (let first = 0; first < records; first += batchSize) {
    const last = Math.min(first + batchSize, records) - 1
    await sql`insert into runs (workspace_id, id, workflow_id, workflow_name, status, created_at, started_at, ended_at,
        request, priority, lease, blocked, event_depth, trigger_type, started_by)
      select 'default', 'run-' || n, 'bench-' || n % ${workflows}::int, 'Bench ' || n % ${workflows}::int,
        case when n % 11 = 0 then 'failed' else 'completed' end, ended, ended - (n % 90) * interval '1 second', ended,
        '{}', 0, 1, false, 0, case when n % 3 = 0 then 'scheduled' else 'api' end,
        case when n % 3 = 0 then null else 'person-' || n % 50 end
      from (select n, now() - (n * 365.0 / ${records}::int) * interval '1 day' as ended
        from generate_series(${first}::int, ${last}::int) as n) as generated`.execute(database)
    await sql`insert into run_events (workspace_id, run_id, seq, body)
      select 'default', 'run-' || n, seq, case seq
        when 0 then ${started}
        when 1 then '{"type":"effect-started","seq":1,"time":0,"node":"ask","attempt":1,"effect":"ask-model-0","kind":"ask-model","request":{"model":"model-' || n % 7 || '"}}'
        else '{"type":"effect-ended","seq":2,"time":0,"node":"ask","attempt":1,"effect":"ask-model-0","outcome":{"usage":{"requests":1,"inputTokens":900,"outputTokens":80,"cost":0.002,"unpriced":0},"ms":700}}' end
      from generate_series(${first}::int, ${last}::int) as n, generate_series(0, 2) as seq
      where n % ${callEvery}::int = 0`.execute(database)
    await sql`insert into analytics_pending (workspace_id, run_id)
      select 'default', 'run-' || n from generate_series(${first}::int, ${last}::int) as n`.execute(database)
  }
}
