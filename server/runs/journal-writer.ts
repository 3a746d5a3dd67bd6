import { currentTrace, onBehalfOf, type TraceParent } from '../operation/current-trace.ts'
import type { HeldLease, RunAppend, RunLeases } from '../store/runs/run-leases.ts'
import { retryWhileDatabaseIsDown } from '../store/database/retry-while-down.ts'
import type { WrittenEvents } from './written-events.ts'

/** Another worker holds the lease of the run, so this worker must not write any more. */
export class LostLease extends Error {}

/** Writes the events of all runs of a worker. Events that arrive during a statement are batched into the next one. */
export interface JournalWriter {
  /** Resolves when the events are durable. Waits while the database is down; rejects with `LostLease`. */
  append(lease: HeldLease, events: WrittenEvents): Promise<void>
  close(): void
}

export interface JournalWriterOptions {
  leases: Pick<RunLeases, 'append'>
  /** Called when events are durable, with the run and the number of the last event. */
  onWritten(run: string, seq: number): void
  onFault(cause: unknown): void
}

interface Waiting extends RunAppend {
  trace: TraceParent | undefined
  resolve(): void
  reject(cause: unknown): void
}

/** Maximum events per statement, and maximum concurrent statements. A second statement keeps the database busy. */
const maxEvents = 2_000
const maxConcurrent = 2

export function createJournalWriter({ leases, onWritten, onFault }: JournalWriterOptions): JournalWriter {
  let waiting: Waiting[] = []
  let writing = 0
  let isClosed = false

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const written = await retryWhileDatabaseIsDown(() => leases.append(batch), {
        isStopped: () => isClosed,
        onUnavailable: onFault,
      })
      for (const { id, from, bodies, resolve, reject } of batch) {
        if (written.has(id)) {
          onWritten(id, from + bodies.length - 1)
          resolve()
        } else reject(new LostLease(`Another worker holds the lease of run ${id}.`))
      }
    } catch (cause) {
      for (const { reject } of batch) reject(cause)
    }
  }

  const next = (): void => {
    while (writing < maxConcurrent && waiting.length > 0) {
      let events = 0
      const excess = waiting.findIndex(({ bodies }) => (events += bodies.length) > maxEvents)
      const count = excess < 0 ? waiting.length : Math.max(1, excess)
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
        // Batches events of the same event loop iteration.
        setImmediate(next)
      }),
    close() {
      isClosed = true
    },
  }
}
