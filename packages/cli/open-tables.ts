import { getEngineMemoryLimit, getProcessMemoryLimit, openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { exitCodes } from './exit-codes.ts'
import { terminateProcess } from './terminate-process.ts'
import { watchMemory } from './watch-memory.ts'

/** Time for a command to record and report a statement that cannot be interrupted, in ms. */
const reportGracePeriodMs = 1_000

/** Aborted when this process uses too much memory. */
let memorySignal: AbortSignal | undefined

/**
 * Opens the data engine for a command. A statement that DuckDB cannot interrupt, or that uses too much memory, would
 * keep the process alive, so the process is terminated after the command has reported the statement.
 */
export function openTables(): Promise<Tables> {
  const configuredBytes = (Number(process.env.AW_RUN_MEMORY) || 0) * 2 ** 20
  return openDuckDb({
    onUnresponsive: () => void setTimeout(() => terminateProcess(exitCodes.limit), reportGracePeriodMs),
    shutdownSignal: (memorySignal ??= watchMemory(getProcessMemoryLimit('command', configuredBytes))),
    ...(configuredBytes > 0 ? { memoryLimit: getEngineMemoryLimit(configuredBytes, 1) } : {}),
  })
}
