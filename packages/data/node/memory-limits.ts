import { readFileSync } from 'node:fs'
import { totalmem } from 'node:os'

/**
 * The shares of the memory of the computer or container that processes of a kind may use, so that one process cannot
 * take the memory of all others. DuckDB's own limit is not sufficient: it does not count large single values, such as a
 * list that is joined into one string.
 */
const shares = {
  /** A command. More than the 80 % that DuckDB uses by default; the difference is for JavaScript. */
  command: 0.85,
  /** A process of the server that executes runs. More than all data engines together. */
  runs: 0.75,
  /** A process of the server that reads tables. */
  reader: 0.5,
} as const
/** The share of all data engines of a server together, and of one engine in the configured memory of its process. */
const enginesShare = 0.7
/** Minimum memory limit of a process of the server, because its code alone takes part of this. */
const minServerBytes = 2 ** 30

/**
 * Returns the memory of the computer, or of the container if it has less, in bytes.
 *
 * @param constrainedBytes The memory of the container; 0 if it has no limit.
 * @internal
 */
export const getTotalMemory = (totalBytes = totalmem(), constrainedBytes = process.constrainedMemory()): number =>
  constrainedBytes > 0 ? Math.min(totalBytes, constrainedBytes) : totalBytes

/**
 * Returns the memory limit of a process, in bytes.
 *
 * @param configuredBytes `AW_RUN_MEMORY`; 0 if it is not set.
 * @internal
 */
export function getProcessMemoryLimit(
  kind: keyof typeof shares,
  configuredBytes: number,
  totalBytes = getTotalMemory(),
): number {
  if (configuredBytes > 0) return configuredBytes
  return Math.max(kind === 'command' ? 0 : minServerBytes, Math.floor(totalBytes * shares[kind]))
}

/**
 * Returns the memory limit of a data engine, in DuckDB's notation. Beyond it, DuckDB writes to the disk, so it is lower
 * than the limit of the process, beyond which the process is ended.
 *
 * @param configuredBytes `AW_RUN_MEMORY`; 0 if it is not set.
 * @param engines The number of data engines that may be open at the same time.
 * @internal
 */
export function getEngineMemoryLimit(configuredBytes: number, engines: number, totalBytes = getTotalMemory()): string {
  const bytes = Math.min(totalBytes / engines, configuredBytes > 0 ? configuredBytes : Infinity)
  return `${Math.floor((bytes * enginesShare) / 2 ** 20)}MiB`
}

/**
 * Reads the memory that another process uses, in bytes. A process that is blocked cannot report it itself. Returns
 * `undefined` if the process has ended, or on systems other than Linux.
 *
 * @internal
 */
export function readProcessMemory(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}
