import type { Clock } from '@aw-flow/engine'
import { runWithTrace } from '../operation/current-trace.ts'
import { dispatchClaimMs, dispatchEvent, type DispatchOptions } from './dispatch-event.ts'
import { syncAllEventTriggers } from './event-triggers.ts'
import { toEvent } from './events.ts'

/** Handles the events of runs, and events whose server has stopped. Any number of servers may have one. */
export interface EventDispatcher {
  /** Waits for the current check. */
  close(): Promise<void>
}

export interface EventDispatcherOptions extends DispatchOptions {
  clock: Pick<Clock, 'elapsed'>
  onFault(cause: unknown): void
}

const pollMs = 1_000
const hourMs = 3_600_000
/** Retention of handled events. */
const historyMs = 30 * 24 * hourMs
const maxClaimed = 20

/** Opens a dispatcher that looks for pending events from now on. */
export function openEventDispatcher(options: EventDispatcherOptions): EventDispatcher {
  const { backend, clock, now, onFault } = options
  const { database } = backend.store.openedDatabase
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let isFaulty = false
  let isSynced = false
  /** On the monotonic clock, in ms. */
  let nextCleanup = 0
  let current: Promise<void> | undefined

  const check = async (): Promise<void> => {
    let count = 0
    try {
      if (!isSynced) await syncAllEventTriggers(database, backend.store.forWorkspace)
      isSynced = true
      count = await dispatchPendingEvents(options)
      if (clock.elapsed() >= nextCleanup) {
        await database
          .deleteFrom('events')
          .where('status', '=', 'done')
          .where('received_at', '<', new Date(now() - historyMs))
          .execute()
        nextCleanup = clock.elapsed() + hourMs
      }
      isFaulty = false
    } catch (cause) {
      // While the database is down, only the first failure is reported.
      if (!isFaulty && !isClosed) onFault(cause)
      isFaulty = true
    }
    if (isClosed) return
    timer = setTimeout(run, count > 0 ? 0 : pollMs)
    timer.unref()
  }
  const run = (): void => {
    if (isClosed) return
    current = runWithTrace(undefined, check).finally(() => (current = undefined))
  }
  run()
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await current
    },
  }
}

/** Handles a batch of pending events. Returns their number. */
export async function dispatchPendingEvents(options: DispatchOptions): Promise<number> {
  const { backend, now } = options
  const { database } = backend.store.openedDatabase
  const rows = await database
    .updateTable('events')
    .set({ claimed_until: new Date(now() + dispatchClaimMs) })
    .where(({ eb, selectFrom }) =>
      eb(
        'id',
        'in',
        selectFrom('events as e')
          .select('e.id')
          .where('e.status', '=', 'pending')
          .where('e.claimed_until', '<=', new Date(now()))
          .orderBy('e.received_at')
          .limit(maxClaimed)
          .forUpdate()
          .skipLocked(),
      ),
    )
    .returningAll()
    .execute()
  const events = rows.map(toEvent).sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt))
  for (const event of events) await dispatchEvent(event, options)
  return events.length
}
