import {
  isEnded,
  runEventSchema,
  tableRefSchema,
  valueSchema,
  workflowSchema,
  type RunEvent,
  type RunState,
  type TableRef,
} from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import type { Database } from './database.ts'
import type { Page, PageRequest } from './page.ts'
import { isPossibleId } from './possible-id.ts'
import { storableText } from './storable-text.ts'

/** What a run was asked to do: all that is needed to begin it. */
export const runRequestSchema = z.strictObject({
  workflow: workflowSchema,
  /** Given from outside, by node id and port. */
  inputs: z.record(z.string(), z.record(z.string(), valueSchema)),
  seed: z.number().int(),
  /** Those that its sub-workflow nodes name, as they were then. */
  workflows: z.record(z.string(), workflowSchema).exactOptional(),
})
export type RunRequest = z.infer<typeof runRequestSchema>

/** A run as lists show it. Times in ISO 8601, UTC. */
export interface RunSummary {
  id: string
  workflowId: string
  workflowName: string
  status: RunState
  createdAt: string
  startedAt?: string
  endedAt?: string
}

/** A table that a run gave, kept as a CSV file. */
export interface KeptTable {
  node: string
  port: string
  table: TableRef
  file: string
  bytes: number
}

export interface RunFilter {
  status?: RunState | undefined
  workflowId?: string | undefined
}

/** Runs and their events, append-only. `status` and times beside the events are the fold's, kept for lists. */
export interface Runs {
  list(request: PageRequest, filter?: RunFilter): Promise<Page<RunSummary>>
  find(id: string): Promise<RunSummary | undefined>
  add(id: string, workflowId: string, request: RunRequest): Promise<RunSummary>
  request(id: string): Promise<RunRequest>
  /** Appends events, and what they change in lists, at once or not at all. Kept on disk when it is fulfilled. */
  append(id: string, events: readonly RunEvent[], change?: { status?: RunState }): Promise<void>
  events(id: string): Promise<RunEvent[]>
  eventPage(id: string, request: PageRequest): Promise<Page<RunEvent>>
  keepTables(id: string, tables: readonly KeptTable[]): Promise<void>
  /** In the order in which they were kept. */
  tables(id: string): Promise<KeptTable[]>
  /** Runs that have not ended, oldest first. */
  open(): Promise<RunSummary[]>
  setStatus(id: string, status: RunState): Promise<void>
}

export function createRuns(database: Kysely<Database>, now: () => number): Runs {
  return {
    async list({ limit, offset }, { status, workflowId } = {}) {
      if (workflowId !== undefined && !isPossibleId(workflowId)) return { items: [], total: 0, limit, offset }
      let wanted = database.selectFrom('runs')
      if (status !== undefined) wanted = wanted.where('status', '=', status)
      if (workflowId !== undefined) wanted = wanted.where('workflow_id', '=', workflowId)
      const { total } = await wanted
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      const rows = await wanted
        .select(summaryColumns)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(offset)
        .execute()
      return { items: rows.map(toSummary), total: Number(total), limit, offset }
    },
    async find(id) {
      if (!isPossibleId(id)) return undefined
      const row = await database.selectFrom('runs').select(summaryColumns).where('id', '=', id).executeTakeFirst()
      return row && toSummary(row)
    },
    async add(id, workflowId, request) {
      const row = {
        id,
        workflow_id: workflowId,
        workflow_name: storableText(request.workflow.name),
        status: 'queued',
        created_at: new Date(now()),
        started_at: null,
        ended_at: null,
      }
      await database
        .insertInto('runs')
        .values({ ...row, request: JSON.stringify(request) })
        .execute()
      return toSummary(row)
    },
    async request(id) {
      const { request } = await database
        .selectFrom('runs')
        .select('request')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return runRequestSchema.parse(JSON.parse(request))
    },
    async append(id, events, { status } = {}) {
      const [first] = events
      if (!first) return
      const rows = events.map((event) => ({ run_id: id, seq: event.seq, body: JSON.stringify(event) }))
      if (status === undefined) {
        await database.insertInto('run_events').values(rows).execute()
        return
      }
      const began = events.find(({ type }) => type === 'run-started')
      const times = {
        ...(began ? { started_at: new Date(began.time) } : {}),
        ...(isEnded(status) ? { ended_at: new Date(events.at(-1)!.time) } : {}),
      }
      await database.transaction().execute(async (transaction) => {
        await transaction.insertInto('run_events').values(rows).execute()
        await transaction
          .updateTable('runs')
          .set({ status, ...times })
          .where('id', '=', id)
          .execute()
      })
    },
    async events(id) {
      const rows = await database
        .selectFrom('run_events')
        .select('body')
        .where('run_id', '=', id)
        .orderBy('seq')
        .execute()
      return rows.map(toEvent)
    },
    async eventPage(id, { limit, offset }) {
      const ofRun = database.selectFrom('run_events').where('run_id', '=', id)
      const { total } = await ofRun
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      // Events are numbered without a gap, so an offset is a number.
      const rows = await ofRun.select('body').where('seq', '>=', offset).orderBy('seq').limit(limit).execute()
      return { items: rows.map(toEvent), total: Number(total), limit, offset }
    },
    async keepTables(id, tables) {
      if (tables.length === 0) return
      const rows = tables.map(({ node, port, table, file, bytes }, position) => {
        return { run_id: id, node, port, position, table_ref: JSON.stringify(table), file, bytes }
      })
      await database.insertInto('run_tables').values(rows).execute()
    },
    async tables(id) {
      const rows = await database
        .selectFrom('run_tables')
        .selectAll()
        .where('run_id', '=', id)
        .orderBy('position')
        .execute()
      return rows.map(({ node, port, table_ref, file, bytes }) => {
        return { node, port, table: tableRefSchema.parse(JSON.parse(table_ref)), file, bytes: Number(bytes) }
      })
    },
    async open() {
      const rows = await database
        .selectFrom('runs')
        .select(summaryColumns)
        .where('status', 'in', ['queued', 'running', 'waiting'])
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(toSummary)
    },
    async setStatus(id, status) {
      await database.updateTable('runs').set({ status }).where('id', '=', id).execute()
    },
  }
}

const summaryColumns = ['id', 'workflow_id', 'workflow_name', 'status', 'created_at', 'started_at', 'ended_at'] as const

const toEvent = ({ body }: { body: string }): RunEvent => runEventSchema.parse(JSON.parse(body))

function toSummary(row: Omit<Selectable<Database['runs']>, 'request'>): RunSummary {
  return {
    id: row.id,
    workflowId: row.workflow_id,
    workflowName: row.workflow_name,
    status: row.status as RunState,
    createdAt: row.created_at.toISOString(),
    ...(row.started_at ? { startedAt: row.started_at.toISOString() } : {}),
    ...(row.ended_at ? { endedAt: row.ended_at.toISOString() } : {}),
  }
}
