import type { RunEvent } from '@aw-flow/schema'
import { sql, type Kysely } from 'kysely'
import type { Clock } from '@aw-flow/engine'
import { repeatBatches, type RecurringTask } from '../operation/repeat-work.ts'
import { advisoryLocks } from '../store/database/advisory-locks.ts'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { createBucketSum } from './duration-buckets.ts'
import {
  addSums,
  createSums,
  measureRun,
  sumColumns,
  sumNames,
  type EndedRun,
  type Measurement,
  type RunningSums,
} from './measure-run.ts'
import { findPeriodStart, periods, type Period } from './periods.ts'

/** Default maximum number of runs per transaction. */
const defaultBatchSize = 500
/** Maximum length of a run's first event, in characters. A longer one is not read, so the node labels are missing. */
const maxStartCharacters = 1_000_000
/** Retention of hourly aggregates. Reports on longer ranges use daily aggregates. */
const hourlyRetentionMs = 40 * 24 * 3_600_000

interface PendingRun {
  id: string
  workspace_id: string
  workflow_id: string
  workflow_name: string
  status: string
  started_at: Date | null
  ended_at: Date | null
  active_ms: number
  started_by: string | null
  trigger_type: string | null
}

type Aggregate = Measurement &
  RunningSums & {
    workspaceId: string
    period: Period
    periodStart: number
  }

/** Starts adding ended runs to the aggregates. Several servers can do this for the same database. */
export const openAggregator = (
  database: Kysely<Database>,
  options: { clock: Pick<Clock, 'elapsed' | 'now'>; onError(cause: unknown): void },
): RecurringTask =>
  repeatBatches({
    ...options,
    // Returns 0 for a small batch, so that the next batch starts later. Runs that end within the same second then share
    // one batch, which is cheaper because each batch has a high overhead.
    processBatch: async () => {
      const count = await aggregateRuns(database)
      return count < defaultBatchSize ? 0 : count
    },
    deleteOldRows: () =>
      database
        .deleteFrom('analytics_aggregates')
        .where('period', '=', 'hourly')
        .where('period_start', '<', new Date(options.clock.now() - hourlyRetentionMs))
        .execute(),
  })

/**
 * Adds a batch of ended runs to the aggregates. Each run is counted once, because it is removed from the pending runs
 * in the same transaction.
 *
 * @param options.workspace Limits the batch to runs in one workspace. Default: all workspaces.
 * @param options.batchSize Maximum number of runs. Larger batches are more efficient, but block other writers for
 *   longer.
 * @returns The number of runs added; 0 if none are pending or another process is already adding runs.
 */
export async function aggregateRuns(
  database: Kysely<Database>,
  { workspace: workspaceId, batchSize = defaultBatchSize }: { workspace?: string | undefined; batchSize?: number } = {},
): Promise<number> {
  const pendingRows = await database
    .selectFrom('analytics_pending')
    .select('run_id')
    .$if(workspaceId !== undefined, (query) => query.where('workspace_id', '=', workspaceId!))
    .limit(1)
    .execute()
  if (pendingRows.length === 0) return 0
  return database.transaction().execute(async (transaction) => {
    const { rows: locks } = await sql<{ locked: boolean }>`
      select pg_try_advisory_xact_lock(${sql.lit(advisoryLocks.aggregate)}) as locked`.execute(transaction)
    if (!locks[0]?.locked) return 0
    const { rows: deletedRows } = await sql<{ run_id: string }>`delete from analytics_pending
      where run_id in (select run_id from analytics_pending
        where workspace_id = coalesce(${workspaceId ?? null}::text, workspace_id) limit ${batchSize}) returning run_id`.execute(
      transaction,
    )
    const runIds = deletedRows.map(({ run_id: id }) => id)
    if (runIds.length === 0) return 0
    const { rows: runs } =
      await sql<PendingRun>`select id, workspace_id, workflow_id, workflow_name, status, started_at,
        ended_at, active_ms, started_by, trigger_type
      from runs where id = any(${runIds}::text[])`.execute(transaction)
    const events = await readEvents(transaction, runIds)
    const aggregates = new Map<string, Aggregate>()
    for (const row of runs) {
      const run = toEndedRun(row)
      if (!run) continue
      for (const measurement of measureRun(run, events.get(row.id) ?? []))
        addToPeriod(aggregates, row.workspace_id, 'hourly', run.endedAt, measurement)
    }
    // Every longer period consists of whole hours, so its sums can be computed from the hourly ones.
    const hourlyAggregates = [...aggregates.values()]
    for (const hourlyAggregate of hourlyAggregates) {
      for (const period of periods)
        if (period !== 'hourly')
          addToPeriod(aggregates, hourlyAggregate.workspaceId, period, hourlyAggregate.periodStart, hourlyAggregate)
    }
    await storeAggregates(transaction, [...aggregates.values()])
    const workspaceIds = [...new Set(runs.map((run) => run.workspace_id))].sort()
    await sql`insert into analytics_versions (workspace_id, version)
      select workspace, 1 from unnest(${workspaceIds}::text[]) as workspace
      on conflict (workspace_id) do update set version = analytics_versions.version + 1`.execute(transaction)
    return runIds.length
  })
}

/**
 * Reads the events about nodes and model calls. The filter also matches a few other events, which are ignored later.
 */
async function readEvents(transaction: Kysely<Database>, runIds: readonly string[]): Promise<Map<string, RunEvent[]>> {
  const { rows } = await sql<{ run_id: string; body: string }>`select run_id, body from run_events
    where run_id = any(${runIds}::text[]) and ((seq = 0 and length(body) <= ${maxStartCharacters})
      or body ~ '"type":"node-(completed|failed|cancelled|retrying)"' or body ~ '(ask-model|web-tool)-')
    order by run_id, seq`.execute(transaction)
  const events = new Map<string, RunEvent[]>()
  for (const { run_id: runId, body } of rows) {
    const runEvents = events.get(runId) ?? []
    if (runEvents.length === 0) events.set(runId, runEvents)
    runEvents.push(JSON.parse(body) as RunEvent)
  }
  return events
}

function toEndedRun(row: PendingRun): EndedRun | undefined {
  const { status, ended_at: endedAt } = row
  if (endedAt === null || (status !== 'completed' && status !== 'failed' && status !== 'cancelled')) return undefined
  return {
    workflowId: row.workflow_id,
    workflowName: row.workflow_name,
    status,
    startedAt: row.started_at?.getTime(),
    endedAt: endedAt.getTime(),
    activeMs: row.active_ms,
    startedBy: row.started_by ?? '',
    triggerType: row.trigger_type ?? 'api',
  }
}

function addToPeriod(
  aggregates: Map<string, Aggregate>,
  workspaceId: string,
  period: Period,
  time: number,
  measurement: Measurement,
): void {
  const { dimension, workflowId, key, label } = measurement
  const periodStart = findPeriodStart(period, time)
  const id = JSON.stringify([workspaceId, period, dimension, periodStart, workflowId, key])
  let aggregate = aggregates.get(id)
  if (!aggregate) {
    aggregate = { workspaceId, period, periodStart, dimension, workflowId, key, label, ...createSums() }
    aggregates.set(id, aggregate)
  }
  if (label) aggregate.label = label
  addSums(aggregate, measurement)
}

async function storeAggregates(transaction: Kysely<Database>, rows: readonly Aggregate[]): Promise<void> {
  const toTextArray = (read: (row: Aggregate) => string) => sql`${rows.map((row) => toStorableText(read(row)))}::text[]`
  const toNumericArray = (read: (row: Aggregate) => number) =>
    sql`${rows.map((row) => String(read(row)))}::text[]::numeric[]`
  const subjectColumns = {
    workspace_id: toTextArray(({ workspaceId }) => workspaceId),
    period: toTextArray(({ period }) => period),
    dimension: toTextArray(({ dimension }) => dimension),
    period_start: sql`${toTextArray(({ periodStart }) => new Date(periodStart).toISOString())}::timestamptz[]`,
    workflow_id: toTextArray(({ workflowId }) => workflowId),
    key: toTextArray(({ key }) => key),
    label: toTextArray(({ label }) => label),
    max_ms: toNumericArray(({ maxMs }) => maxMs),
  }
  const sums = sumNames.map((name) => [sumColumns[name], toNumericArray((row) => row[name])] as const)
  const columns = [...Object.entries(subjectColumns), ...sums]
  const columnNames = sql.join(columns.map(([name]) => sql.ref(name)))
  await sql`insert into analytics_aggregates (${columnNames}, durations)
    select ${columnNames}, durations::bigint[]
    from unnest(${sql.join(columns.map(([, values]) => values))},
      ${toTextArray(({ durations }) => `{${durations.join(',')}}`)}) as added(${columnNames}, durations)
    on conflict (workspace_id, period, dimension, period_start, workflow_id, key) do update set
      label = case when excluded.label = '' then analytics_aggregates.label else excluded.label end,
      ${sql.join(sums.map(([name]) => sql`${sql.ref(name)} = ${sql.ref(`analytics_aggregates.${name}`)} + ${sql.ref(`excluded.${name}`)}`))},
      max_ms = greatest(analytics_aggregates.max_ms, excluded.max_ms),
      durations = ${createBucketSum('analytics_aggregates')}`.execute(transaction)
}
