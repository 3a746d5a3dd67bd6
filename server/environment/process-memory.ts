import { totalmem } from 'node:os'

/** Returns the memory of the computer, or of the container if it has less, in bytes. */
export function getTotalMemory(): number {
  const constrainedBytes = process.constrainedMemory()
  return constrainedBytes > 0 ? Math.min(constrainedBytes, totalmem()) : totalmem()
}

/** Processes are not ended below this size: loading their code takes a part of it. */
const minBytes = 2 ** 30

/**
 * Returns the maximum memory of a process that works for people, in bytes. Without a limit of the operator, it is a share
 * of the computer's or container's memory, so that one process cannot take the memory of the server and of others: values of a statement,
 * such as a list that becomes one text, do not count toward the memory limit of DuckDB.
 *
 * @param configuredBytes `AW_RUN_MEMORY`; 0 if it is not set.
 * @param share 0 to 1. For runs, it is above the share of all data engines together.
 */
export const getMaxProcessBytes = (configuredBytes: number, totalBytes: number, share: number): number =>
  configuredBytes > 0 ? configuredBytes : Math.max(minBytes, Math.floor(totalBytes * share))

/** The share of a process that executes runs. All data engines together have 0.7. */
export const runMemoryShare = 0.75
/** The share of a process that reads tables. */
export const readerMemoryShare = 0.5
