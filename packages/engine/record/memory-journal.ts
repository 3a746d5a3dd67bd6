import type { RunEvent } from '@aw-flow/schema'
import type { Journal } from '../journal.ts'

/** Creates a journal in memory, for tests and runs that need not survive the process. @internal */
export function createMemoryJournal(before: readonly RunEvent[] = []): Journal {
  const events = [...before]
  return {
    append(added) {
      for (const event of added) events.push(event)
    },
    read: async () => ({ events: [...events], problems: [] }),
  }
}
