import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { endProcess } from './end-process.ts'

/** The time for a command to record and report a statement that cannot be interrupted, in ms. */
const reportGraceMs = 1_000

/**
 * Opens the data engine of a command. A statement that DuckDB cannot interrupt would keep the process alive, so the
 * process is ended after the command has reported it.
 */
export const openTables = (): Promise<Tables> =>
  openDuckDb({ onUnresponsive: () => void setTimeout(() => endProcess('SIGTERM'), reportGraceMs) })
