import type { Problem, RunEvent, RunState, TableRef } from '@aw-flow/schema'
import { sql, type Kysely, type SelectQueryBuilder } from 'kysely'
import type { Quotas } from '../../quotas/quotas.ts'
import type { PersonalStrings } from '../../privacy/personal-texts.ts'
import type { Database } from '../database/database.ts'
import {
  findTotalInPage,
  isInPage,
  readRows,
  snapshot,
  type JsonRow,
  type Page,
  type PageRequest,
} from '../database/page.ts'
import { openWorkspaceRows } from '../database/workspace-rows.ts'
import { isValidId } from '../database/valid-id.ts'
import { createTotalCounter } from '../database/totals.ts'
import { createRunAdder } from './add-runs.ts'
import { summaryColumns, type SummaryRow } from './run-summary-columns.ts'
import { createRunRecords } from './run-records.ts'
import { runRequestSchema, type RunRequest, type SerializedRequest } from './run-request.ts'

/** Types of triggers: a user, an API request, a schedule, a webhook or an event. */
export const triggerTypes = ['manual', 'api', 'scheduled', 'webhook', 'event'] as const

/** The trigger of a run, and the user or program that started it, as stated in the request. */
export interface RunOrigin {
  triggerType: (typeof triggerTypes)[number]
  triggeredBy?: string | undefined
}

/**
 * Limits concurrency: runs of a workflow with the same key wait for each other. `limit` is the maximum number of
 * concurrent runs.
 */
export interface RunConcurrency {
  key: string
  limit: number
}

/** A run, without its events. Times are ISO 8601 strings in UTC. */
export interface RunSummary {
  id: string
  workflowId: string
  workflowName: string
  /** The workflow version that the run executes. */
  workflowVersion?: number
  status: RunState
  priority: number
  /** Why the run cannot continue. The run's record is unchanged. */
  problem?: Problem
  /** The earlier run that this run retries. */
  retryOf?: string
  /** Absent for runs created by earlier versions. */
  origin?: RunOrigin
  concurrency?: RunConcurrency
  /** Whether the run stays queued until another run with the same key has ended. */
  isBlocked: boolean
  /** The first dataset passed to the run. */
  inputDataset?: string
  /** Metadata supplied by the client. */
  metadata?: Readonly<Record<string, unknown>>
  /** The caller who requested the cancellation. */
  cancelledBy?: string
  createdAt: string
  startedAt?: string
  endedAt?: string
}

/** A result table of a run, stored as a CSV file. */
export interface StoredTable {
  node: string
  port: string
  table: TableRef
  file: string
  bytes: number
}

export interface RunFilter {
  /** Matches runs in any of these states. */
  status?: RunState | readonly RunState[] | undefined
  workflowId?: string | undefined
  /** Range of `createdAt`; `from` is inclusive, `to` is exclusive. */
  from?: Date | undefined
  to?: Date | undefined
  /** Whether to list deleted runs that have not been purged, instead of existing ones. */
  deleted?: boolean | undefined
  sort?: 'created_at' | 'started_at' | 'ended_at' | undefined
  descending?: boolean | undefined
}

/** Properties of a new run that are not part of its request. */
export interface RunProperties {
  /** Priority between -10 and 10. Runs with a higher number start first. */
  priority?: number | undefined
  /** The run's trigger. Defaults to an API request. */
  origin?: RunOrigin | undefined
  /** Runs of the workflow with the same key wait for each other. */
  concurrency?: RunConcurrency | undefined
  /** Metadata supplied by the client. */
  metadata?: Readonly<Record<string, unknown>> | undefined
  /** ID of the caller who starts the run. Absent if a trigger starts it. */
  startedBy?: string | undefined
}

export interface NewRun extends RunProperties {
  id: string
  workflowId: string
  workflowVersion?: number | undefined
  request: RunRequest | SerializedRequest
  /** Length of the chain of events that led to the run. */
  eventDepth?: number | undefined
}

/** A new run that retries a run that has ended. */
export interface NewRetry extends NewRun {
  /** ID of the run to retry. */
  retryOf: string
  /** Record of the original run up to the last successful step. If absent, the new run starts from the beginning. */
  record?: readonly RunEvent[] | undefined
}

/** A workspace's runs and their events, for readers. Workers use `RunLeases`. */
export type Runs = ReturnType<typeof createRuns>

export function createRuns(
  database: Kysely<Database>,
  workspace: string,
  now: () => number,
  personalStrings: PersonalStrings,
  quotas: Pick<Quotas, 'openClaim' | 'hasNoLimits'>,
) {
  const decryptSummary = async (run: RunSummary): Promise<RunSummary> =>
    (await decryptSummaries(personalStrings, [run]))[0]!
  const selectRuns = (isDeleted = false) =>
    database
      .selectFrom('runs')
      .where('workspace_id', '=', workspace)
      .where('deleted_at', isDeleted ? 'is not' : 'is', null)
  const countTotal = createTotalCounter(async (filterText) => {
    const filter = JSON.parse(filterText) as ListFilter
    const countRow = await applyFilter(selectRuns(filter.deleted), filter)
      .select(({ fn }) => [fn.countAll<number | string>().as('total'), snapshot.as('snapshot')])
      .executeTakeFirstOrThrow()
    return { ...countRow, total: Number(countRow.total) }
  })
  const adder = createRunAdder(database, workspace, now, quotas)
  return {
    ...createRunRecords(database, workspace, personalStrings),
    /** See `createRunAdder`. */
    add: async (run: NewRun): Promise<RunSummary> => decryptSummary(toSummary(await adder.add(run))),
    /** See `createRunAdder`. */
    addRetry: async (retry: NewRetry, states: readonly RunState[]): Promise<RunSummary> =>
      decryptSummary(toSummary(await adder.addRetry(retry, states))),
    /** Lists runs, newest first by default. */
    async list(
      { limit, offset }: PageRequest,
      { status, workflowId, from, to, deleted, sort = 'created_at', descending = true }: RunFilter = {},
    ): Promise<Page<RunSummary>> {
      if (workflowId !== undefined && !isValidId(workflowId)) return { items: [], total: 0, limit, offset }
      const filter: ListFilter = {
        statuses: typeof status === 'string' ? [status] : status,
        workflowId,
        from: from?.toISOString(),
        to: to?.toISOString(),
        ...(deleted ? { deleted } : {}),
      }
      const applyOrder = <O>(rows: SelectQueryBuilder<Database, 'runs', O>) =>
        rows
          .orderBy(sort, (order) => {
            const directedOrder = descending ? order.desc() : order.asc()
            // `created_at` is never null, and NULLS LAST would prevent PostgreSQL from using the index.
            return sort === 'created_at' ? directedOrder : directedOrder.nullsLast()
          })
          .orderBy('id')
      const page = applyOrder(applyFilter(selectRuns(deleted), filter).select('id'))
        .limit(limit)
        .offset(offset)
      const query = applyOrder(database.selectFrom('runs').select(summaryColumns).where(isInPage(page)))
      const { rows, snapshot: readSnapshot } = await readRows(database, query)
      const total =
        findTotalInPage({ limit, offset }, rows.length) ?? (await countTotal(JSON.stringify(filter), readSnapshot))
      return { items: await decryptSummaries(personalStrings, rows.map(toSummary)), total, limit, offset }
    },
    async find(id: string): Promise<RunSummary | undefined> {
      if (!isValidId(id)) return undefined
      const row = await selectRuns().select(summaryColumns).where('id', '=', id).executeTakeFirst()
      return row && decryptSummary(toSummary(row))
    },
    /** Finds several runs, in any order. Omits IDs that do not exist. */
    async findMany(ids: readonly string[]): Promise<RunSummary[]> {
      const validIds = ids.filter(isValidId)
      if (validIds.length === 0) return []
      const rows = await selectRuns()
        .select(summaryColumns)
        .where(sql<boolean>`id = any(${validIds}::text[])`)
        .execute()
      return rows.map(toSummary)
    },
    async readRequest(id: string): Promise<RunRequest> {
      const { request } = await openWorkspaceRows(database, workspace, 'runs').select({ id }).executeTakeFirstOrThrow()
      return runRequestSchema.parse(JSON.parse(request))
    },
    /** Returns a run's workflow and the caller who started the run; `startedBy` is null if a trigger started it. */
    async findStarter(id: string): Promise<{ workflowId: string; startedBy: string | null } | undefined> {
      if (!isValidId(id)) return undefined
      const row = await selectRuns().select(['workflow_id', 'started_by']).where('id', '=', id).executeTakeFirst()
      return row && { workflowId: row.workflow_id, startedBy: row.started_by }
    },
    /** Returns the worker that holds a run, and its last heartbeat (ISO 8601, UTC). */
    async findHolder(id: string): Promise<{ worker: string; beatAt: string } | undefined> {
      if (!isValidId(id)) return undefined
      const row = await selectRuns().select(['worker', 'beat_at']).where('id', '=', id).executeTakeFirst()
      return row?.worker && row.beat_at ? { worker: row.worker, beatAt: row.beat_at.toISOString() } : undefined
    },
    /**
     * Deletes a run. Its record remains until the purge. Resolves with `false` if the run does not exist or has not
     * ended.
     */
    async remove(id: string): Promise<boolean> {
      if (!isValidId(id)) return false
      const { numUpdatedRows } = await database
        .updateTable('runs')
        .set({ deleted_at: new Date(now()) })
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .where('deleted_at', 'is', null)
        .where('status', 'in', ['completed', 'failed', 'cancelled'])
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    /** Restores a deleted run. Resolves with `false` if the run does not exist. */
    async restore(id: string): Promise<boolean> {
      if (!isValidId(id)) return false
      const { numUpdatedRows } = await database
        .updateTable('runs')
        .set({ deleted_at: null })
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .where('deleted_at', 'is not', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}

/** Decrypts the names of people in summaries of runs. */
async function decryptSummaries(personalStrings: PersonalStrings, runs: readonly RunSummary[]): Promise<RunSummary[]> {
  const decrypt = await personalStrings.readKeys(
    runs.flatMap(({ origin, cancelledBy }) => [origin?.triggeredBy, cancelledBy]),
  )
  return runs.map(({ cancelledBy, ...run }) => {
    const canceler = cancelledBy === undefined ? undefined : (decrypt(cancelledBy) ?? undefined)
    const decryptedRun: RunSummary = canceler === undefined ? run : { ...run, cancelledBy: canceler }
    if (run.origin?.triggeredBy === undefined) return decryptedRun
    const { triggerType, triggeredBy } = run.origin
    return { ...decryptedRun, origin: { triggerType, triggeredBy: decrypt(triggeredBy) ?? undefined } }
  })
}

/** Finds the workspace and workflow that a run belongs to. */
export async function findRunOwner(
  database: Kysely<Database>,
  id: string,
): Promise<{ workspace: string; workflowId: string; eventDepth: number } | undefined> {
  const row = await database
    .selectFrom('runs')
    .select(['workspace_id', 'workflow_id', 'event_depth'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { workspace: row.workspace_id, workflowId: row.workflow_id, eventDepth: row.event_depth }
}

/** The filter of a run list. Times are ISO 8601 strings. */
interface ListFilter {
  statuses: readonly RunState[] | undefined
  workflowId: string | undefined
  from: string | undefined
  to: string | undefined
  deleted?: boolean
}

function applyFilter<O>(
  runs: SelectQueryBuilder<Database, 'runs', O>,
  { statuses, workflowId, from, to }: ListFilter,
): SelectQueryBuilder<Database, 'runs', O> {
  let query = runs
  if (statuses !== undefined) query = query.where('status', 'in', [...statuses])
  if (workflowId !== undefined) query = query.where('workflow_id', '=', workflowId)
  if (from !== undefined) query = query.where('created_at', '>=', new Date(from))
  if (to !== undefined) query = query.where('created_at', '<', new Date(to))
  return query
}

function toSummary(row: SummaryRow | JsonRow<SummaryRow>): RunSummary {
  return {
    id: row.id,
    workflowId: row.workflow_id,
    workflowName: row.workflow_name,
    ...(row.workflow_version === null ? {} : { workflowVersion: row.workflow_version }),
    status: row.status as RunState,
    priority: row.priority,
    ...(row.problem === null ? {} : { problem: JSON.parse(row.problem) as Problem }),
    ...(row.retry_of === null ? {} : { retryOf: row.retry_of }),
    ...(row.trigger_type === null
      ? {}
      : {
          origin: {
            triggerType: row.trigger_type as RunOrigin['triggerType'],
            ...(row.triggered_by === null ? {} : { triggeredBy: row.triggered_by }),
          },
        }),
    ...(row.concurrency_key === null || row.concurrency_limit === null
      ? {}
      : { concurrency: { key: row.concurrency_key, limit: row.concurrency_limit } }),
    isBlocked: row.blocked && row.status === 'queued',
    ...(row.input_data_id === null ? {} : { inputDataset: row.input_data_id }),
    ...(row.metadata === null ? {} : { metadata: JSON.parse(row.metadata) as Record<string, unknown> }),
    ...(row.cancelled_by === null ? {} : { cancelledBy: row.cancelled_by }),
    createdAt: new Date(row.created_at).toISOString(),
    ...(row.started_at ? { startedAt: new Date(row.started_at).toISOString() } : {}),
    ...(row.ended_at ? { endedAt: new Date(row.ended_at).toISOString() } : {}),
  }
}
