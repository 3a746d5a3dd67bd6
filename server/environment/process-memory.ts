import { totalmem } from 'node:os'

/** Returns the memory of the computer, or of the container if it has less, in bytes. */
export function getTotalMemory(): number {
  const constrainedBytes = process.constrainedMemory()
  return constrainedBytes > 0 ? Math.min(constrainedBytes, totalmem()) : totalmem()
}

/** Minimum memory limit of a process, in bytes. Its code alone uses a part of it. */
const minBytes = 2 ** 30

/**
 * Returns the memory limit of a process that executes runs or reads tables, in bytes. By default, it is a share of the
 * memory of the computer or container, so that one process cannot take the memory of the server and of other processes.
 * The memory limit of DuckDB is not sufficient: it excludes the values of a statement, such as a list that is joined
 * into a string.
 *
 * @param configuredBytes `AW_RUN_MEMORY`; 0 if it is not set.
 * @param share 0 to 1. For runs, it exceeds the share of all data engines together.
 */
export const getMaxProcessBytes = (configuredBytes: number, totalBytes: number, share: number): number =>
  configuredBytes > 0 ? configuredBytes : Math.max(minBytes, Math.floor(totalBytes * share))

/** The share of a process that executes runs. All data engines together have 0.7. */
export const runMemoryShare = 0.75
/** The share of a process that reads tables. */
export const readerMemoryShare = 0.5
