import type { RunEvent } from '@aw-flow/schema'
import type { Journal } from '../journal.ts'

/** Creates an in-memory journal for tests and for runs that need not outlive the process. @internal */
export function createMemoryJournal(initialEvents: readonly RunEvent[] = []): Journal {
  const events = [...initialEvents]
  return {
    append(newEvents) {
      for (const event of newEvents) events.push(event)
    },
    read: async () => ({ events: [...events], problems: [] }),
  }
}
