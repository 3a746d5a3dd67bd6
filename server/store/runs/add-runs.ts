import type { Problem, RunEvent, RunState } from '@aw-flow/schema'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import { StartRejectedError, type Quotas } from '../../quotas/quotas.ts'
import { createLoader } from '../concurrency/create-loader.ts'
import type { Database } from '../database/database.ts'
import { toStorableText } from '../database/storable-text.ts'
import { serializeRequest } from './run-request.ts'
import { summaryColumns, type SummaryRow } from './run-summary-columns.ts'
import type { NewRetry, NewRun } from './runs.ts'

/** Creates the functions that add runs to a workspace. They return the row of the run. */
export function createRunAdder(
  database: Kysely<Database>,
  workspace: string,
  now: () => number,
  quotas: Pick<Quotas, 'openClaim' | 'hasNoLimits'>,
) {
  const toDistinctTime = createDistinctTimeFormatter()
  /** Inserts rows if the condition holds. Returns whether they were inserted. */
  const insertRows = async (
    executor: Kysely<Database>,
    rows: readonly NewRunRow[],
    condition: RawBuilder<boolean> = sql<boolean>`true`,
  ): Promise<boolean> => {
    const getColumn = <K extends keyof NewRunRow>(name: K): NewRunRow[K][] => rows.map((row) => row[name])
    // With arrays, the SQL text is the same for any number of rows, so the statement can be prepared.
    const { numAffectedRows } =
      await sql`insert into runs (workspace_id, id, workflow_id, workflow_name, workflow_version, status, priority, trigger_type,
        triggered_by, concurrency_key, concurrency_limit, blocked, created_at, request, part_ids, input_data_id, metadata,
        started_by)
      select ${workspace}::text, id, workflow_id, workflow_name, workflow_version, 'queued', priority, trigger_type, triggered_by,
        concurrency_key, concurrency_limit, concurrency_key is not null, created_at::timestamptz, request, part_ids,
        input_data_id, metadata, started_by
      from unnest(${getColumn('id')}::text[], ${getColumn('workflow_id')}::text[], ${getColumn('workflow_name')}::text[],
        ${getColumn('workflow_version')}::int[], ${getColumn('priority')}::int[], ${getColumn('trigger_type')}::text[],
        ${getColumn('triggered_by')}::text[], ${getColumn('concurrency_key')}::text[], ${getColumn('concurrency_limit')}::int[],
        ${rows.map(({ created_at: createdAt }) => toDistinctTime(createdAt))}::text[], ${getColumn('request')}::text[],
        ${getColumn('part_ids')}::text[], ${getColumn('input_data_id')}::text[], ${getColumn('metadata')}::text[],
        ${getColumn('started_by')}::text[])
      as added(id, workflow_id, workflow_name, workflow_version, priority, trigger_type, triggered_by, concurrency_key,
        concurrency_limit, created_at, request, part_ids, input_data_id, metadata, started_by)
      where ${condition}`.execute(executor)
    return numAffectedRows === BigInt(rows.length)
  }
  /** Adds as many runs as the workspace's quotas allow. For each run, returns the problem if it was not added. */
  const insertWithinQuotas = createLoader(
    async (rows: readonly NewRunRow[]): Promise<readonly (Problem | undefined)[]> => {
      // Most workspaces have no limits. Their runs are inserted with a single statement, without reading the limits
      // first.
      if (quotas.hasNoLimits && (await insertRows(database, rows, quotas.hasNoLimits))) return rows.map(() => undefined)
      const claim = await quotas.openClaim()
      if (!claim) {
        await insertRows(database, rows)
        return rows.map(() => undefined)
      }
      return database.transaction().execute(async (transaction) => {
        const { count, problem } = await claim(transaction, rows.length)
        if (count > 0) await insertRows(transaction, rows.slice(0, count))
        return rows.map((_, index) => (index < count ? undefined : problem))
      })
    },
  )
  return {
    /**
     * Adds a run. Resolves once it is stored on disk.
     *
     * @throws {StartRejectedError} if a workspace quota is exhausted.
     */
    async add(run: NewRun): Promise<SummaryRow> {
      const row = createRow(run, null, now())
      const problem = await insertWithinQuotas(row)
      if (problem) throw new StartRejectedError(problem)
      return row
    },
    /**
     * Adds a retry. If the original run already has a retry with the same request in one of the given states, returns
     * that one. Concurrent requests, even to different servers, thus create only one retry.
     *
     * @throws {StartRejectedError} if a workspace quota is exhausted.
     */
    async addRetry({ retryOf, record = [], ...run }: NewRetry, states: readonly RunState[]): Promise<SummaryRow> {
      const row = createRow(run, retryOf, now())
      const { request } = row
      const claim = await quotas.openClaim()
      return database.transaction().execute(async (transaction): Promise<SummaryRow> => {
        // The row lock makes concurrent retries of the same run wait for each other.
        const originalRow = await transaction
          .selectFrom('runs')
          .select('triggered_by')
          .where('id', '=', retryOf)
          .where('workspace_id', '=', workspace)
          .forUpdate()
          .executeTakeFirst()
        // The name stays encrypted.
        row.triggered_by = originalRow?.triggered_by ?? null
        const existingRetry = await transaction
          .selectFrom('runs')
          .select(summaryColumns)
          .where('retry_of', '=', retryOf)
          .where('workspace_id', '=', workspace)
          .where('request', '=', request)
          .where('deleted_at', 'is', null)
          .where('status', 'in', [...states])
          .orderBy('created_at', 'desc')
          .executeTakeFirst()
        if (existingRetry) return existingRetry
        const quotaClaim = await claim?.(transaction, 1)
        if (quotaClaim?.problem) throw new StartRejectedError(quotaClaim.problem)
        await transaction
          .insertInto('runs')
          .values({ workspace_id: workspace, ...row, ...unclaimedColumns })
          .execute()
        await insertEvents(transaction, workspace, run.id, record)
        return row
      })
    },
  }
}

async function insertEvents(
  transaction: Kysely<Database>,
  workspace: string,
  runId: string,
  record: readonly RunEvent[],
): Promise<void> {
  const rows = record.map((event) => {
    return { workspace_id: workspace, run_id: runId, seq: event.seq, body: JSON.stringify(event) }
  })
  for (let index = 0; index < rows.length; index += 1000) {
    await transaction
      .insertInto('run_events')
      .values(rows.slice(index, index + 1000))
      .execute()
  }
}

/** Adds a run as part of a larger transaction. After the commit, the caller notifies the workers. */
export async function insertRun(
  transaction: Kysely<Database>,
  workspace: string,
  run: NewRun,
  now: number,
): Promise<void> {
  await transaction
    .insertInto('runs')
    .values({
      workspace_id: workspace,
      ...createRow(run, null, now),
      ...unclaimedColumns,
      event_depth: run.eventDepth ?? 0,
    })
    .execute()
}

const createRow = (
  {
    id,
    workflowId,
    workflowVersion,
    request,
    priority = 0,
    origin = { triggerType: 'api' },
    concurrency,
    metadata,
    startedBy,
  }: NewRun,
  retryOf: string | null,
  now: number,
) => {
  const { text, workflowName, subWorkflowIds, inputDataset } = 'text' in request ? request : serializeRequest(request)
  return {
    id,
    workflow_id: workflowId,
    workflow_name: workflowName,
    workflow_version: workflowVersion ?? null,
    status: 'queued',
    priority,
    problem: null,
    retry_of: retryOf,
    trigger_type: origin.triggerType,
    triggered_by: origin.triggeredBy === undefined ? null : toStorableText(origin.triggeredBy),
    concurrency_key: concurrency ? toStorableText(concurrency.key) : null,
    concurrency_limit: concurrency?.limit ?? null,
    // A claim unblocks the run once its key has a free slot.
    blocked: concurrency !== undefined,
    created_at: new Date(now),
    started_at: null,
    ended_at: null,
    cancelled_by: null,
    request: text,
    part_ids: JSON.stringify(subWorkflowIds),
    input_data_id: inputDataset ?? null,
    metadata: metadata === undefined ? null : JSON.stringify(metadata),
    started_by: startedBy ?? null,
  }
}

/**
 * Returns a function that formats creation times with microseconds that number the runs created within the same
 * millisecond. Otherwise, the order of two runs started in quick succession would depend on their IDs.
 */
function createDistinctTimeFormatter(): (time: Date) => string {
  let lastTime = 0
  let index = 0
  return (time) => {
    index = time.getTime() === lastTime ? Math.min(index + 1, 999) : 0
    lastTime = time.getTime()
    return time.toISOString().replace('Z', `${String(index).padStart(3, '0')}Z`)
  }
}

/** The columns whose values differ between new runs. */
interface NewRunRow {
  id: string
  workflow_id: string
  workflow_name: string
  workflow_version: number | null
  priority: number
  trigger_type: string
  triggered_by: string | null
  concurrency_key: string | null
  concurrency_limit: number | null
  created_at: Date
  request: string
  part_ids: string
  input_data_id: string | null
  metadata: string | null
  started_by: string | null
}

/** Initial column values of a run that no worker has claimed. */
const unclaimedColumns = {
  lease: 0,
  worker: null,
  beat_at: null,
  cancel_requested_at: null,
  wakes_at: null,
  waits_for: null,
  event_depth: 0,
  deleted_at: null,
}
