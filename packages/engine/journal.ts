import type { Problem, RunEvent } from '@aw-flow/schema'

/** The stored record of a run: its valid events, and problems that describe damaged or truncated parts. @internal */
export interface StoredRecord {
  events: RunEvent[]
  problems: Problem[]
}

/**
 * Append-only storage for a run's record. All implementations (memory, a file in Node, IndexedDB in a page, a table on
 * a server) pass the conformance suite `record/test-journal-suite.ts`.
 *
 * @internal
 */
export interface Journal {
  /**
   * Appends consecutive events atomically. Until the promise resolves, the engine starts nothing that depends on these
   * events; an in-memory journal returns no promise. Rejects if the events could not be stored, which stops the run.
   */
  append(events: readonly RunEvent[]): Promise<void> | void
  /** Reads the stored events. Does not reject for an incomplete last event: it is dropped and reported as a problem. */
  read(): Promise<StoredRecord>
}
