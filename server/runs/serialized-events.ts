import type { RunEvent, RunState } from '@aw-flow/schema'
import { findStatusAfter } from './run-journal.ts'

/** Consecutive events of one run, serialized in the process that executes the run. */
export interface SerializedEvents {
  /** The number of the first event. */
  firstSeq: number
  /** Each event as JSON. */
  bodies: readonly string[]
  /** The state of the run after them, if they change it, and the time. */
  status?: RunState | undefined
  time: number
}

export const serializeEvents = (events: readonly RunEvent[]): SerializedEvents => ({
  firstSeq: events[0]?.seq ?? 0,
  bodies: events.map((event) => JSON.stringify(event)),
  status: findStatusAfter(events),
  time: events.at(-1)?.time ?? 0,
})
