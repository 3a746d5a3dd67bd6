import type { RunEvent, RunState } from '@aw-flow/schema'
import { findStatusAfter } from './run-journal.ts'

/** Consecutive events of one run, serialized by the process that executes the run. */
export interface SerializedEvents {
  /** Sequence number of the first event. */
  firstSeq: number
  /** The events, each as a JSON string. */
  bodies: readonly string[]
  /** The run's status after these events; `undefined` if they do not change it. */
  status?: RunState | undefined
  /** Time of the last event, in ms since the Unix epoch. */
  time: number
}

export const serializeEvents = (events: readonly RunEvent[]): SerializedEvents => ({
  firstSeq: events[0]?.seq ?? 0,
  bodies: events.map((event) => JSON.stringify(event)),
  status: findStatusAfter(events),
  time: events.at(-1)?.time ?? 0,
})
