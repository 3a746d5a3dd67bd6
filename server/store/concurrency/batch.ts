import { currentTrace, onBehalfOf, type TraceParent } from '../../operation/current-trace.ts'

/**
 * Executes single requests in batches. Items that are added while a batch executes form the next batch. If a batch of
 * several items fails, each item is retried alone, so that no item fails because of another one.
 */
export function batch<T>(work: (items: readonly T[]) => Promise<unknown>): (item: T) => Promise<void> {
  interface Waiting {
    item: T
    trace: TraceParent | undefined
    resolve(): void
    reject(cause: unknown): void
  }
  let waiting: Waiting[] = []
  let isWorking = false

  const settle = async (entries: readonly Waiting[]): Promise<void> => {
    try {
      await work(entries.map(({ item }) => item))
      for (const { resolve } of entries) resolve()
    } catch (cause) {
      if (entries.length === 1) return entries[0]!.reject(cause)
      for (const one of entries) await settleFor([one])
    }
  }
  /** Uses the trace of the first item: the caller that started this loop may have ended long ago. */
  const settleFor = (entries: readonly Waiting[]): Promise<void> => onBehalfOf(entries[0]?.trace, () => settle(entries))
  const next = async (): Promise<void> => {
    while (waiting.length > 0) {
      const entries = waiting
      waiting = []
      await settleFor(entries)
    }
    isWorking = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, trace: currentTrace(), resolve, reject })
      if (isWorking) return
      isWorking = true
      // Items of the same event loop iteration join the batch.
      setImmediate(() => void next())
    })
}
