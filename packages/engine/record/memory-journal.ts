import type { RunEvent } from '@aw-flow/schema'
import type { Journal } from '../journal.ts'

/** A journal that ends with the process: for tests, trials and runs that need not outlive it. */
export function createMemoryJournal(before: readonly RunEvent[] = []): Journal {
  const events = [...before]
  return {
    append(added) {
      for (const event of added) events.push(event)
    },
    read: async () => ({ events: [...events], problems: [] }),
  }
}
