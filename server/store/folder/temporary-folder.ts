import { mkdir, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isAlive, identifyCurrentProcess } from './process-identity.ts'

const getMachineName = (): string => hostname().replace(/[^\w.-]/g, '-')

/**
 * Creates a temporary folder for this process within a parent folder, and removes the folders of processes that have
 * exited. If `isShared`, other processes may also use the parent folder. In that case, folders of exited processes on
 * this machine are recognized by their names, and folders from other machines (containers that share the disk) are
 * kept.
 *
 * @param parent The folder that contains the processes' temporary folders.
 */
export async function createTemporaryFolder(parent: string, { isShared }: { isShared: boolean }): Promise<string> {
  if (!isShared) await rm(parent, { recursive: true, force: true })
  await mkdir(parent, { recursive: true })
  for (const name of await readdir(parent)) {
    const [host, pid, startTime = ''] = name.split('~')
    if (host !== getMachineName() || !/^\d+$/.test(pid ?? '')) continue
    if (await isAlive({ pid: Number(pid), started: startTime })) continue
    // Folders that belong to another user cannot be removed.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined)
  }
  const { pid, started: startTime } = await identifyCurrentProcess()
  const folder = join(parent, [getMachineName(), pid, startTime].join('~'))
  await mkdir(folder, { recursive: true })
  return folder
}
