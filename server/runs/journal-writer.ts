import { currentTrace, onBehalfOf, type TraceParent } from '../operation/current-trace.ts'
import type { Held, RunAppend, RunLeases } from '../store/run-leases.ts'
import { untilDatabaseAnswers } from '../store/until-database-answers.ts'
import type { WrittenEvents } from './written-events.ts'

/** Another worker has taken the run: nothing more of it may be written here. */
export class LostLease extends Error {}

/** Writes the events of all runs of a worker: those that come while a statement is under way go in the next, together. */
export interface JournalWriter {
  /** Fulfilled when they are on the disk. Waits for a database that is gone; rejects with `LostLease`. */
  append(held: Held, events: WrittenEvents): Promise<void>
  close(): void
}

export interface JournalWriterOptions {
  leases: Pick<RunLeases, 'append'>
  /** Told when events are kept: the run, and the number of the last. */
  onKept(run: string, seq: number): void
  onFault(cause: unknown): void
}

interface Waiting extends RunAppend {
  trace: TraceParent | undefined
  resolve(): void
  reject(cause: unknown): void
}

/** Events of one statement, and how many statements at a time; the second fills the database's pauses. */
const most = 2_000
const atOnce = 2

export function createJournalWriter({ leases, onKept, onFault }: JournalWriterOptions): JournalWriter {
  let waiting: Waiting[] = []
  let writing = 0
  let isClosed = false

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const kept = await untilDatabaseAnswers(() => leases.append(batch), {
        isOver: () => isClosed,
        onGone: onFault,
      })
      for (const { id, from, bodies, resolve, reject } of batch) {
        if (kept.has(id)) {
          onKept(id, from + bodies.length - 1)
          resolve()
        } else reject(new LostLease(`Another worker has taken run ${id}.`))
      }
    } catch (cause) {
      for (const { reject } of batch) reject(cause)
    }
  }

  const next = (): void => {
    while (writing < atOnce && waiting.length > 0) {
      let events = 0
      const taken = waiting.findIndex(({ bodies }) => (events += bodies.length) > most)
      const count = taken < 0 ? waiting.length : Math.max(1, taken)
      const batch = waiting.slice(0, count)
      waiting = waiting.slice(count)
      writing++
      void onBehalfOf(batch[0]?.trace, () => write(batch)).finally(() => {
        writing--
        next()
      })
    }
  }

  return {
    append: ({ id, lease }, events) =>
      new Promise((resolve, reject) => {
        if (events.bodies.length === 0) return resolve()
        waiting.push({ id, lease, ...events, trace: currentTrace(), resolve, reject })
        // What comes in the same turn of the loop goes along.
        setImmediate(next)
      }),
    close() {
      isClosed = true
    },
  }
}
