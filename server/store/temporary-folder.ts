import { mkdir, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isAlive, ownMark } from './process-mark.ts'

const machine = (): string => hostname().replace(/[^\w.-]/g, '-')

/**
 * A folder of this process's own under one of them all, emptied of what processes that are gone left there. `isShared`:
 * others may be at work beside it; then what processes of this machine left is known by their marks in its name, and
 * what those of others (containers that share the disk) left is not touched.
 */
export async function openTemporaryFolder(under: string, { isShared }: { isShared: boolean }): Promise<string> {
  if (!isShared) await rm(under, { recursive: true, force: true })
  await mkdir(under, { recursive: true })
  for (const name of await readdir(under)) {
    const [host, pid, started = ''] = name.split('~')
    if (host !== machine() || !/^\d+$/.test(pid ?? '')) continue
    if (await isAlive({ pid: Number(pid), started })) continue
    // What another user of this machine left is theirs.
    await rm(join(under, name), { recursive: true, force: true }).catch(() => undefined)
  }
  const { pid, started } = await ownMark()
  const folder = join(under, [machine(), pid, started].join('~'))
  await mkdir(folder, { recursive: true })
  return folder
}
