import { getCurrentTrace, runWithTrace, type TraceParent } from '../../operation/current-trace.ts'

/**
 * Executes single requests in batches. Items that are added while a batch executes form the next batch. If a batch of
 * several items fails, each item is retried alone, so that no item fails because of another item.
 */
export function batch<T>(work: (items: readonly T[]) => Promise<unknown>): (item: T) => Promise<void> {
  interface PendingItem {
    item: T
    trace: TraceParent | undefined
    resolve(): void
    reject(cause: unknown): void
  }
  let pending: PendingItem[] = []
  let isWorking = false

  const executeBatch = async (entries: readonly PendingItem[]): Promise<void> => {
    try {
      await work(entries.map(({ item }) => item))
      for (const { resolve } of entries) resolve()
    } catch (cause) {
      if (entries.length === 1) return entries[0]!.reject(cause)
      for (const entry of entries) await executeWithTrace([entry])
    }
  }
  /** Uses the trace of the first item, because the caller that started this loop may have ended long ago. */
  const executeWithTrace = (entries: readonly PendingItem[]): Promise<void> =>
    runWithTrace(entries[0]?.trace, () => executeBatch(entries))
  const executePending = async (): Promise<void> => {
    while (pending.length > 0) {
      const entries = pending
      pending = []
      await executeWithTrace(entries)
    }
    isWorking = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      pending.push({ item, trace: getCurrentTrace(), resolve, reject })
      if (isWorking) return
      isWorking = true
      // Items of the same event loop iteration join the batch.
      setImmediate(() => void executePending())
    })
}
