import type { Problem, RunEvent } from '@aw-flow/schema'

/** A run's record as it was found. `problems` tells what was cut off or cannot be read; `events` is what holds. */
export interface StoredRecord {
  events: RunEvent[]
  problems: Problem[]
}

/**
 * Port: where the record of one run is kept, append-only. Memory, a file in Node, IndexedDB in a page, a table on a
 * server; all pass one conformance suite (`record/test-journal-suite.ts`).
 */
export interface Journal {
  /**
   * Adds events that follow one another without a gap, all of them or none. Nothing that follows from them begins before
   * the promise is fulfilled; a journal in memory answers none. Rejects when they could not be kept: the run stops.
   */
  append(events: readonly RunEvent[]): Promise<void> | void
  /** What has been kept. A last event that is torn is told and cut, never a rejection. */
  read(): Promise<StoredRecord>
}
