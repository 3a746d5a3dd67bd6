import { readFile } from 'node:fs/promises'

/** A process on this machine. `started` distinguishes it from a later process with the same ID; empty if unknown. */
export interface ProcessIdentity {
  pid: number
  started: string
}

export const identifyCurrentProcess = async (): Promise<ProcessIdentity> => ({
  pid: process.pid,
  started: (await readProcess(process.pid))?.startTime ?? '',
})

export async function isAlive({ pid, started: startTime }: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return false
  }
  const info = await readProcess(pid)
  // If the start time cannot be read, any existing process with this ID counts as alive.
  return !info || (!info.hasExited && (startTime === '' || info.startTime === startTime))
}

/**
 * Reads when a process started (boot ID and clock tick) and whether it has exited but still exists as a zombie. Linux
 * only.
 */
async function readProcess(pid: number): Promise<{ startTime: string; hasExited: boolean } | undefined> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program name in parentheses, which may contain spaces. The state is field 3; the start
    // time is field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { startTime: `${boot.trim()}:${fields[19] ?? ''}`, hasExited: fields[0] === 'Z' || fields[0] === 'X' }
  } catch {
    return undefined
  }
}
