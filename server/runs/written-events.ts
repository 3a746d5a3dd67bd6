import type { RunEvent, RunState } from '@aw-flow/schema'
import { statusAfter } from './run-journal.ts'

/** Consecutive events of one run, serialized where the run is performed. */
export interface WrittenEvents {
  /** The number of the first event. */
  from: number
  /** Each event as JSON. */
  bodies: readonly string[]
  /** The state of the run after them, if they change it, and the time. */
  status?: RunState | undefined
  time: number
}

export const writtenEvents = (events: readonly RunEvent[]): WrittenEvents => ({
  from: events[0]?.seq ?? 0,
  bodies: events.map((event) => JSON.stringify(event)),
  status: statusAfter(events),
  time: events.at(-1)?.time ?? 0,
})
