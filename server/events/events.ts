import type { Json, Problem } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { isValidId } from '../store/database/valid-id.ts'
import type { TriggerOutcome, NewEvent, StoredEvent } from './event.ts'

/** Stores a workspace's events. */
export type Events = ReturnType<typeof createEvents>

export function createEvents(database: Kysely<Database>, workspace: string, now: () => number) {
  const select = () => database.selectFrom('events').where('workspace_id', '=', workspace)
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
      const added = await database
        .insertInto('events')
        .values({
          id: randomUUID(),
          workspace_id: workspace,
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
        .onConflict((conflict) => conflict.columns(['workspace_id', 'source', 'event_id']).doNothing())
        .returningAll()
        .executeTakeFirst()
      if (added) return { event: toEvent(added), isDuplicate: false }
      const existing = await select()
        .selectAll()
        .where('source', '=', key.source)
        .where('event_id', '=', key.event_id)
        .executeTakeFirstOrThrow()
      return { event: toEvent(existing), isDuplicate: true }
    },
    /** Lists events, newest first. */
    async list(
      { limit, offset }: PageRequest,
      { type }: { type?: string | undefined } = {},
    ): Promise<Page<StoredEvent>> {
      const query = type === undefined ? select() : select().where('type', '=', toStorableText(type))
      return readPage(query.selectAll().orderBy('received_at', 'desc').orderBy('id'), { limit, offset }, toEvent)
    },
    async find(id: string): Promise<StoredEvent | undefined> {
      if (!isValidId(id)) return undefined
      const row = await select().selectAll().where('id', '=', id).executeTakeFirst()
      return row && toEvent(row)
    },
    /** Lists the outcomes of the given events, one per trigger. */
    async listTriggerOutcomes(ids: readonly string[]): Promise<TriggerOutcome[]> {
      if (ids.length === 0) return []
      const rows = await database
        .selectFrom('event_starts')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .where('event_id', 'in', [...ids])
        .orderBy('workflow_name')
        .orderBy('trigger_id')
        .execute()
      return rows.map((row) => ({
        event: row.event_id,
        workflowId: row.workflow_id,
        workflowName: row.workflow_name,
        ...(row.run_id === null ? {} : { runId: row.run_id }),
        ...(row.problem === null ? {} : { problem: JSON.parse(row.problem) as Problem }),
      }))
    },
  }
}

export const toEvent = (row: Selectable<Database['events']>): StoredEvent => ({
  id: row.id,
  workspace: row.workspace_id,
  type: row.type,
  ...(row.subject === null ? {} : { subject: row.subject }),
  source: row.source,
  eventId: row.event_id,
  data: JSON.parse(row.data) as Json,
  occurredAt: row.occurred_at.toISOString(),
  receivedAt: row.received_at.toISOString(),
  ...(row.run_id === null ? {} : { runId: row.run_id }),
  depth: row.depth,
  status: row.status as StoredEvent['status'],
  resumedRunCount: row.woken,
})
