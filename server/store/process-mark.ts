import { readFile } from 'node:fs/promises'

/** A process of this machine. `started` tells it from a later one that got the same id; empty where no system tells. */
export interface ProcessMark {
  pid: number
  started: string
}

export const ownMark = async (): Promise<ProcessMark> => ({
  pid: process.pid,
  started: (await lookAt(process.pid))?.started ?? '',
})

export async function isAlive({ pid, started }: ProcessMark): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return false
  }
  const found = await lookAt(pid)
  // Where the system tells nothing of the process, that there is one of this id decides.
  return !found || (!found.isEnded && (started === '' || found.started === started))
}

/** When a process started (boot and tick), and whether it has ended and is only not yet forgotten. Linux tells. */
async function lookAt(pid: number): Promise<{ started: string; isEnded: boolean } | undefined> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses, which may hold spaces; state is field 3, start is 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { started: `${boot.trim()}:${fields[19] ?? ''}`, isEnded: fields[0] === 'Z' || fields[0] === 'X' }
  } catch {
    return undefined
  }
}
