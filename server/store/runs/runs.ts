import {
  runEventSchema,
  tableRefSchema,
  type Problem,
  type RunEvent,
  type RunState,
  type TableRef,
} from '@aw-flow/schema'
import { sql, type Kysely, type RawBuilder, type Selectable, type SelectQueryBuilder } from 'kysely'
import { StartRejectedError, type Quotas } from '../../quotas/quotas.ts'
import { unsealNames, type SealedNames } from '../../privacy/names-in-events.ts'
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
import { isValidId } from '../database/valid-id.ts'
import { toStorableText } from '../database/storable-text.ts'
import { createLoader } from '../concurrency/create-loader.ts'
import { createTotalCounter } from '../database/totals.ts'
import { runRequestSchema, serializeRequest, type RunRequest, type SerializedRequest } from './run-request.ts'

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

/** A run's events with readable names, and the encrypted form of each name, keyed by name. */
export interface DecryptedRecord {
  events: RunEvent[]
  names: SealedNames
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
  const decryptSummaries = async (runs: readonly RunSummary[]): Promise<RunSummary[]> => {
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
  const decryptSummary = async (run: RunSummary): Promise<RunSummary> => (await decryptSummaries([run]))[0]!
  const decryptRecord = async (rows: readonly { body: string }[]): Promise<DecryptedRecord> => {
    const { bodies, names } = await unsealNames(
      rows.map(({ body }) => body),
      personalStrings,
    )
    return { events: bodies.map(toEvent), names }
  }
  const decryptEvents = async (rows: readonly { body: string }[]): Promise<RunEvent[]> =>
    (await decryptRecord(rows)).events
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
  const selectRuns = (isDeleted = false) =>
    database
      .selectFrom('runs')
      .where('workspace_id', '=', workspace)
      .where('deleted_at', isDeleted ? 'is not' : 'is', null)
  const selectEvents = (id: string) =>
    database.selectFrom('run_events').where('run_id', '=', id).where('workspace_id', '=', workspace)
  const selectRecord = (id: string) => selectEvents(id).select('body').orderBy('seq').execute()
  const countTotal = createTotalCounter(async (filterText) => {
    const filter = JSON.parse(filterText) as ListFilter
    const countRow = await applyFilter(selectRuns(filter.deleted), filter)
      .select(({ fn }) => [fn.countAll<number | string>().as('total'), snapshot.as('snapshot')])
      .executeTakeFirstOrThrow()
    return { ...countRow, total: Number(countRow.total) }
  })
  return {
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
      return { items: await decryptSummaries(rows.map(toSummary)), total, limit, offset }
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
    /**
     * Adds a run. Resolves once it is stored on disk.
     *
     * @throws {StartRejectedError} if a workspace quota is exhausted.
     */
    async add(run: NewRun): Promise<RunSummary> {
      const row = createRow(run, null, now())
      const problem = await insertWithinQuotas(row)
      if (problem) throw new StartRejectedError(problem)
      return decryptSummary(toSummary(row))
    },
    /**
     * Adds a retry. If the original run already has a retry with the same request in one of the given states, returns
     * that one. Concurrent requests, even to different servers, thus create only one retry.
     *
     * @throws {StartRejectedError} if a workspace quota is exhausted.
     */
    async addRetry({ retryOf, record = [], ...run }: NewRetry, states: readonly RunState[]): Promise<RunSummary> {
      const row = createRow(run, retryOf, now())
      const { request } = row
      const claim = await quotas.openClaim()
      const retry = await database.transaction().execute(async (transaction) => {
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
        if (existingRetry) return toSummary(existingRetry)
        const quotaClaim = await claim?.(transaction, 1)
        if (quotaClaim?.problem) throw new StartRejectedError(quotaClaim.problem)
        await transaction
          .insertInto('runs')
          .values({ workspace_id: workspace, ...row, ...unclaimedColumns })
          .execute()
        const events = record.map((event) => {
          return { workspace_id: workspace, run_id: run.id, seq: event.seq, body: JSON.stringify(event) }
        })
        for (let index = 0; index < events.length; index += 1000) {
          await transaction
            .insertInto('run_events')
            .values(events.slice(index, index + 1000))
            .execute()
        }
        return toSummary(row)
      })
      return decryptSummary(retry)
    },
    async readRequest(id: string): Promise<RunRequest> {
      const { request } = await database
        .selectFrom('runs')
        .select('request')
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .executeTakeFirstOrThrow()
      return runRequestSchema.parse(JSON.parse(request))
    },
    async readEvents(id: string): Promise<RunEvent[]> {
      return decryptEvents(await selectRecord(id))
    },
    /** Returns the events and the encrypted names in them, to resume the run. */
    async readRecord(id: string): Promise<DecryptedRecord> {
      return decryptRecord(await selectRecord(id))
    },
    /** Returns the events with names still encrypted, to retry the run. */
    async readSealedEvents(id: string): Promise<RunEvent[]> {
      return (await selectRecord(id)).map(({ body }) => toEvent(body))
    },
    /** Returns up to `limit` events, starting at the sequence number `seq`. */
    async readEventsFrom(id: string, seq: number, limit: number): Promise<RunEvent[]> {
      const rows = await selectEvents(id).select('body').where('seq', '>=', seq).orderBy('seq').limit(limit).execute()
      return decryptEvents(rows)
    },
    async readEventPage(id: string, { limit, offset }: PageRequest): Promise<Page<RunEvent>> {
      const { total } = await selectEvents(id)
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      // Events are numbered without gaps, so the offset equals a sequence number.
      const rows = await selectEvents(id)
        .select('body')
        .where('seq', '>=', offset)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return { items: await decryptEvents(rows), total: Number(total), limit, offset }
    },
    /** Lists a run's result tables, oldest first. */
    async listTables(id: string): Promise<StoredTable[]> {
      const rows = await database
        .selectFrom('run_tables')
        .selectAll()
        .where('run_id', '=', id)
        .where('workspace_id', '=', workspace)
        .orderBy('position')
        .execute()
      return rows.map(({ node, port, table_ref, file, bytes }) => {
        return { node, port, table: tableRefSchema.parse(JSON.parse(table_ref)), file, bytes: Number(bytes) }
      })
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

const summaryColumns = [
  'id',
  'workflow_id',
  'workflow_name',
  'workflow_version',
  'status',
  'priority',
  'problem',
  'retry_of',
  'trigger_type',
  'triggered_by',
  'concurrency_key',
  'concurrency_limit',
  'blocked',
  'input_data_id',
  'metadata',
  'cancelled_by',
  'created_at',
  'started_at',
  'ended_at',
] as const

const toEvent = (body: string): RunEvent => runEventSchema.parse(JSON.parse(body))

type SummaryRow = Pick<Selectable<Database['runs']>, (typeof summaryColumns)[number]>

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
