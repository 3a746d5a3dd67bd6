import type { RunEvent, RunState } from '@aw-flow/schema'
import { statusAfter } from './run-journal.ts'

/** Events of one run that follow one another, as they are kept: written where the run is, and not again on the way. */
export interface WrittenEvents {
  /** The number of the first. */
  from: number
  /** Each as JSON. */
  bodies: readonly string[]
  /** What the run's state is after them, where they change it, and when. */
  status?: RunState | undefined
  time: number
}

export const writtenEvents = (events: readonly RunEvent[]): WrittenEvents => ({
  from: events[0]?.seq ?? 0,
  bodies: events.map((event) => JSON.stringify(event)),
  status: statusAfter(events),
  time: events.at(-1)?.time ?? 0,
})
