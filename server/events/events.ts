import type { Json, Problem } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { parseColumn, toRecord } from '../store/database/row-record.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { openWorkspaceRows, type RowOf } from '../store/database/workspace-rows.ts'
import type { NewEvent } from './event.ts'

/** A stored event. `status` is `pending` until its runs have been started. */
export type StoredEvent = ReturnType<typeof toEvent>

/** Outcome of an event for one trigger: the run that it started, or the problem that prevented the run. */
export type TriggerOutcome = ReturnType<typeof toOutcome>

export function createEvents(database: Kysely<Database>, workspace: string, now: () => number) {
  const rows = openWorkspaceRows(database, workspace, 'events')
  return {
    /**
     * Stores an event. If it is a duplicate, resolves with the existing event.
     *
     * @param claimMs Time in ms after which other servers can handle the event.
     */
    async add(
      { type, subject, source, eventId, data, occurredAt, run }: NewEvent,
      claimMs: number,
    ): Promise<{ event: StoredEvent; isDuplicate: boolean }> {
      const time = now()
      const key = { source: toStorableText(source), event_id: toStorableText(eventId) }
      const added = await rows.insert({
        id: randomUUID(),
        ...key,
        type: toStorableText(type),
        subject: subject === undefined ? null : toStorableText(subject),
        data: toStorableText(JSON.stringify(data)),
        occurred_at: new Date(occurredAt ?? time),
        received_at: new Date(time),
        run_id: run?.id ?? null,
        depth: run ? run.depth + 1 : 0,
        status: 'pending',
        claimed_until: new Date(time + claimMs),
        woken: 0,
      })
      if (added) return { event: toEvent(added), isDuplicate: false }
      const existing = await rows.select(key).executeTakeFirstOrThrow()
      return { event: toEvent(existing), isDuplicate: true }
    },
    /** Lists events, newest first. */
    async list(
      { limit, offset }: PageRequest,
      { type }: { type?: string | undefined } = {},
    ): Promise<Page<StoredEvent>> {
      const query = rows.select(type === undefined ? {} : { type: toStorableText(type) })
      return readPage(query.orderBy('received_at', 'desc').orderBy('id'), { limit, offset }, toEvent)
    },
    async find(id: string): Promise<StoredEvent | undefined> {
      const row = await rows.find(id)
      return row && toEvent(row)
    },
    /** Lists the outcomes of the given events, one per trigger. */
    async listTriggerOutcomes(ids: readonly string[]): Promise<TriggerOutcome[]> {
      if (ids.length === 0) return []
      const startRows = await openWorkspaceRows(database, workspace, 'event_starts')
        .select()
        .where('event_id', 'in', [...ids])
        .orderBy('workflow_name')
        .orderBy('trigger_id')
        .execute()
      return startRows.map(toOutcome)
    },
  }
}

const toOutcome = (row: RowOf<'event_starts'>) =>
  toRecord(row, ['workflow_id', 'workflow_name', 'run_id'], {
    event: row.event_id,
    problem: parseColumn<Problem>(row.problem),
  })

export const toEvent = (row: RowOf<'events'>) =>
  toRecord(
    row,
    ['id', 'type', 'subject', 'source', 'event_id', 'occurred_at', 'received_at', 'run_id', 'depth', 'status'],
    { workspace: row.workspace_id, data: JSON.parse(row.data) as Json, resumedRunCount: row.woken },
  )
