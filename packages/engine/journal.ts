import type { Problem, RunEvent } from '@aw-flow/schema'

/** The stored record of a run: its valid events, and problems that describe damaged or truncated parts. @internal */
export interface StoredRecord {
  events: RunEvent[]
  problems: Problem[]
}

/**
 * The append-only storage of a run record. Implementations (memory, a file in Node, IndexedDB in a page, a table
 * on a server) pass one conformance suite, `record/test-journal-suite.ts`.
 *
 * @internal
 */
export interface Journal {
  /**
   * Appends consecutive events atomically. Nothing that follows from them starts before the promise resolves; a
   * journal in memory returns no promise. Rejects if they could not be stored, which stops the run.
   */
  append(events: readonly RunEvent[]): Promise<void> | void
  /** Reads the stored events. An incomplete last event is dropped and reported as a problem; it does not reject. */
  read(): Promise<StoredRecord>
}
