import { currentTrace, onBehalfOf, type TraceParent } from '../operation/current-trace.ts'

/**
 * Does for many at once what many ask for one by one: those who ask while the last work is under way go together in the
 * next. Where several fail together each is tried alone, so that nobody fails for another's fault.
 */
export function together<T>(work: (items: readonly T[]) => Promise<unknown>): (item: T) => Promise<void> {
  interface Waiting {
    item: T
    trace: TraceParent | undefined
    resolve(): void
    reject(cause: unknown): void
  }
  let waiting: Waiting[] = []
  let isWorking = false

  const settle = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await work(batch.map(({ item }) => item))
      for (const { resolve } of batch) resolve()
    } catch (cause) {
      if (batch.length === 1) return batch[0]!.reject(cause)
      for (const one of batch) await settleFor([one])
    }
  }
  /** On behalf of the first: whoever began this loop may be long gone. */
  const settleFor = (batch: readonly Waiting[]): Promise<void> => onBehalfOf(batch[0]?.trace, () => settle(batch))
  const next = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await settleFor(batch)
    }
    isWorking = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, trace: currentTrace(), resolve, reject })
      if (isWorking) return
      isWorking = true
      // What comes in the same turn of the loop goes along.
      setImmediate(() => void next())
    })
}
