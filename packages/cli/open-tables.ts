import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { endProcess } from './end-process.ts'
import { getMemoryLimit, watchMemory } from './watch-memory.ts'

/** The time for a command to record and report a statement that cannot be interrupted, in ms. */
const reportGraceMs = 1_000
/** The share of a configured memory limit that DuckDB uses. */
const engineShare = 0.7

/** Aborted when this process needs too much memory. */
let memorySignal: AbortSignal | undefined

/**
 * Opens the data engine of a command. A statement that DuckDB cannot interrupt would keep the process alive, so the
 * process is ended after the command has reported it. The same applies to one that takes too much memory.
 */
export function openTables(): Promise<Tables> {
  const limit = getMemoryLimit(process.env.AW_RUN_MEMORY)
  return openDuckDb({
    onUnresponsive: () => void setTimeout(() => endProcess('SIGTERM'), reportGraceMs),
    endSignal: (memorySignal ??= watchMemory(limit.bytes)),
    ...(limit.isConfigured ? { memoryLimit: `${Math.floor((limit.bytes * engineShare) / 2 ** 20)}MiB` } : {}),
  })
}
