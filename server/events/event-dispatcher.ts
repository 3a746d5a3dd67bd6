import type { Clock } from '@aw-flow/engine'
import { repeatBatches, type RecurringTask } from '../operation/repeat-work.ts'
import { dispatchClaimMs, dispatchEvent, type DispatchOptions } from './dispatch-event.ts'
import { sql } from 'kysely'
import { findOwner } from '../store/runs/run-conditions.ts'
import { addMissingTriggers } from '../triggers/trigger-rows.ts'
import { toEvent } from './events.ts'
import { isDue } from '../store/database/is-due.ts'

export interface EventDispatcherOptions extends DispatchOptions {
  clock: Pick<Clock, 'elapsed'>
  onError(cause: unknown): void
}

/** Retention of handled events, in ms. */
const retentionMs = 30 * 24 * 3_600_000
const maxClaimedEvents = 20

/**
 * Starts handling pending events: events that runs publish, and events claimed by a server that stopped before it
 * handled them. Several servers can do this for the same store.
 */
export function openEventDispatcher(options: EventDispatcherOptions): RecurringTask {
  const { backend, clock, now, onError } = options
  const { database } = backend.store.openedDatabase
  let isSynced = false
  return repeatBatches({
    clock,
    async processBatch() {
      if (!isSynced) await addMissingTriggers(backend.store, 'event')
      isSynced = true
      return dispatchPendingEvents(options)
    },
    deleteOldRows: () =>
      database
        .deleteFrom('events')
        .where('status', '=', 'done')
        .where('received_at', '<', new Date(now() - retentionMs))
        .execute(),
    onError,
  })
}

/** Handles a batch of pending events. Returns the number of events handled. */
export async function dispatchPendingEvents(options: DispatchOptions): Promise<number> {
  const { backend, now } = options
  const { database } = backend.store.openedDatabase
  // Owners take turns: the pending events of one do not delay those of the others.
  const turns = sql`select id, row_number() over (
      partition by ${findOwner(sql`events.workspace_id`)} order by received_at, id) as turn, received_at
    from events where status = 'pending' and ${isDue(sql`claimed_until`, now())}`
  const rows = await database
    .updateTable('events')
    .set({ claimed_until: new Date(now() + dispatchClaimMs) })
    .where(
      sql<boolean>`id in (select e.id from events e join (${turns}) as turns using (id)
        where e.status = 'pending' and ${isDue(sql`e.claimed_until`, now())}
        order by turns.turn, turns.received_at, e.id limit ${maxClaimedEvents} for update of e skip locked)`,
    )
    .returningAll()
    .execute()
  const events = rows.map(toEvent).sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt))
  for (const event of events) await dispatchEvent(event, options)
  return events.length
}
