import { getEngineMemoryLimit, getProcessMemoryLimit, openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { endProcess } from './end-process.ts'
import { watchMemory } from './watch-memory.ts'

/** The time for a command to record and report a statement that cannot be interrupted, in ms. */
const reportGraceMs = 1_000

/** Aborted when this process needs too much memory. */
let memorySignal: AbortSignal | undefined

/**
 * Opens the data engine of a command. A statement that DuckDB cannot interrupt would keep the process alive, so the
 * process is ended after the command has reported it. The same applies to one that takes too much memory.
 */
export function openTables(): Promise<Tables> {
  const configuredBytes = (Number(process.env.AW_RUN_MEMORY) || 0) * 2 ** 20
  return openDuckDb({
    onUnresponsive: () => void setTimeout(() => endProcess('SIGTERM'), reportGraceMs),
    endSignal: (memorySignal ??= watchMemory(getProcessMemoryLimit('command', configuredBytes))),
    ...(configuredBytes > 0 ? { memoryLimit: getEngineMemoryLimit(configuredBytes, 1) } : {}),
  })
}
