import { totalmem } from 'node:os'

/**
 * Maximum fraction of the computer's or container's memory for each kind of process, so that no process can exhaust the
 * memory. DuckDB's own limit is not sufficient: it ignores large single values, such as a list joined into one string.
 */
const memoryFractions = {
  /** A command. The fraction exceeds DuckDB's default of 80% to leave room for JavaScript. */
  command: 0.85,
  /** A server process that executes runs. The fraction exceeds that of all data engines together. */
  runs: 0.75,
  /** A server process that reads tables. */
  reader: 0.5,
} as const
/**
 * Maximum fraction of a server's memory that all its data engines may use together, and of a process's configured
 * memory that one engine may use.
 */
const enginesFraction = 0.7
/** Minimum memory limit of a server process. The code alone uses part of this memory. */
const minServerBytes = 2 ** 30

/**
 * Returns the computer's memory in bytes, or the container's if it has less.
 *
 * @param constrainedBytes Memory of the container, or 0 if it has no limit.
 * @internal
 */
export const getTotalMemory = (totalBytes = totalmem(), constrainedBytes = process.constrainedMemory()): number =>
  constrainedBytes > 0 ? Math.min(totalBytes, constrainedBytes) : totalBytes

/**
 * Returns the memory limit of a process, in bytes.
 *
 * @param configuredBytes Value of `AW_RUN_MEMORY`, or 0 if it is not set.
 * @internal
 */
export function getProcessMemoryLimit(
  kind: keyof typeof memoryFractions,
  configuredBytes: number,
  totalBytes = getTotalMemory(),
): number {
  if (configuredBytes > 0) return configuredBytes
  return Math.max(kind === 'command' ? 0 : minServerBytes, Math.floor(totalBytes * memoryFractions[kind]))
}

/**
 * Returns the memory limit of a data engine, in DuckDB's notation. Above this limit, DuckDB spills to disk. It is
 * therefore lower than the limit of the process, which is killed if it uses more.
 *
 * @param configuredBytes Value of `AW_RUN_MEMORY`, or 0 if it is not set.
 * @param engineCount Maximum number of data engines that are open at the same time.
 * @internal
 */
export function getEngineMemoryLimit(
  configuredBytes: number,
  engineCount: number,
  totalBytes = getTotalMemory(),
): string {
  const bytes = Math.min(totalBytes / engineCount, configuredBytes > 0 ? configuredBytes : Infinity)
  return `${Math.floor((bytes * enginesFraction) / 2 ** 20)}MiB`
}
