import { getCurrentTrace, runWithTrace, type TraceParent } from '../operation/current-trace.ts'
import type { RunEventBatch } from '../store/runs/append-events.ts'
import type { HeldLease } from '../store/runs/held-lease.ts'
import type { RunLeases } from '../store/runs/run-leases.ts'
import { retryWhileDatabaseIsDown } from '../store/database/retry-while-down.ts'
import type { SerializedEvents } from './serialized-events.ts'

/** Thrown when another worker holds the run's lease, which means that this worker must stop writing. */
export class LostLeaseError extends Error {}

/**
 * Writes the events of all runs in a worker. Events that arrive while a statement is being executed are combined into
 * the next batch.
 */
export type JournalWriter = ReturnType<typeof createJournalWriter>

export interface JournalWriterOptions {
  leases: Pick<RunLeases, 'append'>
  /** Called when events have been stored durably, with the run's ID and the number of its last event. */
  onWritten(runId: string, seq: number): void
  onError(cause: unknown): void
}

interface PendingAppend extends RunEventBatch {
  trace: TraceParent | undefined
  resolve(): void
  reject(cause: unknown): void
}

/** Maximum number of events per statement. */
const maxEventsPerStatement = 2_000
/** Maximum number of concurrent statements. Two are enough to keep the database busy. */
const maxConcurrentStatements = 2

export function createJournalWriter({ leases, onWritten, onError }: JournalWriterOptions) {
  let pendingAppends: PendingAppend[] = []
  let activeWriteCount = 0
  let isClosed = false

  const write = async (batch: readonly PendingAppend[]): Promise<void> => {
    try {
      const storedRunIds = await retryWhileDatabaseIsDown(() => leases.append(batch), {
        isStopped: () => isClosed,
        onUnavailable: onError,
      })
      for (const { id, firstSeq, bodies, resolve, reject } of batch) {
        if (storedRunIds.has(id)) {
          onWritten(id, firstSeq + bodies.length - 1)
          resolve()
        } else reject(new LostLeaseError(`Another worker holds the lease for run ${id}.`))
      }
    } catch (cause) {
      for (const { reject } of batch) reject(cause)
    }
  }

  const writeBatches = (): void => {
    while (activeWriteCount < maxConcurrentStatements && pendingAppends.length > 0) {
      let eventCount = 0
      const excessIndex = pendingAppends.findIndex(
        ({ bodies }) => (eventCount += bodies.length) > maxEventsPerStatement,
      )
      const appendCount = excessIndex < 0 ? pendingAppends.length : Math.max(1, excessIndex)
      const batch = pendingAppends.slice(0, appendCount)
      pendingAppends = pendingAppends.slice(appendCount)
      activeWriteCount++
      void runWithTrace(batch[0]?.trace, () => write(batch)).finally(() => {
        activeWriteCount--
        writeBatches()
      })
    }
  }

  return {
    /**
     * Resolves when the events have been stored durably. Waits while the database is down. Rejects with `LostLeaseError`
     * if another worker holds the lease.
     */
    append: ({ id, lease }: HeldLease, events: SerializedEvents): Promise<void> =>
      new Promise((resolve, reject) => {
        if (events.bodies.length === 0) return resolve()
        pendingAppends.push({ id, lease, ...events, trace: getCurrentTrace(), resolve, reject })
        // Wait for further events from the same event loop iteration, to store them in one batch.
        setImmediate(writeBatches)
      }),
    close(): void {
      isClosed = true
    },
  }
}
