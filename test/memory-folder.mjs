import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

/** File system in memory on Linux. */
const memory = '/dev/shm'
/** Far more than the temporary files of all suites. */
const minFreeBytes = 4e9

/**
 * Creates a folder in memory for the temporary files of the tests, which is removed when this process ends. Tests copy
 * databases of a thousand files, whose creation on a disk takes up to twenty times the processor time. Returns
 * `undefined` without an in-memory file system, or if it has too little free space.
 */
export function createMemoryFolder() {
  try {
    const { bavail, bsize } = statfsSync(memory)
    if (bavail * bsize < minFreeBytes) return undefined
    const folder = mkdtempSync(join(memory, 'aw-test-'))
    // PostgreSQL runs as another user.
    chmodSync(folder, 0o755)
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))
    return folder
  } catch {
    return undefined
  }
}
