import { mkdir, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isAlive, ownProcess } from './process-identity.ts'

const machine = (): string => hostname().replace(/[^\w.-]/g, '-')

/**
 * A temporary folder for this process in a common folder, from which folders of ended processes are removed. `isShared`:
 * other processes may use the common folder too. Then folders of ended processes of this machine are recognized by their
 * names, and folders of other machines (containers that share the disk) remain.
 */
export async function openTemporaryFolder(under: string, { isShared }: { isShared: boolean }): Promise<string> {
  if (!isShared) await rm(under, { recursive: true, force: true })
  await mkdir(under, { recursive: true })
  for (const name of await readdir(under)) {
    const [host, pid, started = ''] = name.split('~')
    if (host !== machine() || !/^\d+$/.test(pid ?? '')) continue
    if (await isAlive({ pid: Number(pid), started })) continue
    // Folders of another user of this machine cannot be removed.
    await rm(join(under, name), { recursive: true, force: true }).catch(() => undefined)
  }
  const { pid, started } = await ownProcess()
  const folder = join(under, [machine(), pid, started].join('~'))
  await mkdir(folder, { recursive: true })
  return folder
}
