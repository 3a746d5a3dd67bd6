import { error, type Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Who holds a data folder. `started` tells a process from a later one that got the same id. */
interface Holder {
  pid: number
  started: string
  token: string
}

export interface FolderLock {
  release(): Promise<void>
}

const fileName = 'server.lock'

/**
 * Takes a data folder for this process, so that no two servers open one database (PGlite itself does not refuse, and
 * two would destroy it). The lock of a process that is gone is taken over. Answers a problem where another holds it.
 */
export async function lockFolder(folder: string): Promise<FolderLock | Problem> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, fileName)
  const own: Holder = { pid: process.pid, started: (await startOf(process.pid)) ?? '', token: randomUUID() }
  const draft = join(folder, `${fileName}.${own.token}`)
  await writeFile(draft, JSON.stringify(own))
  try {
    for (let attempt = 0; attempt < 50; attempt++) {
      if (await linked(draft, path)) return { release: () => releaseOwn(path, own) }
      const holder = await readHolder(path)
      if (holder && (await isAlive(holder))) return held(folder, holder)
      await removeDead(path, draft)
      await sleep(5)
    }
    return held(folder, await readHolder(path))
  } finally {
    await rm(draft, { force: true })
  }
}

/** Whole or not at all: a hard link never shows a lock that is half written, and fails where one stands. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false
    if (codeOf(cause) !== 'EPERM' && codeOf(cause) !== 'ENOTSUP') throw cause
  }
  // A file system without hard links.
  try {
    await writeFile(to, await readFile(from), { flag: 'wx' })
    return true
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false
    throw cause
  }
}

/**
 * Takes a dead lock away. Only who holds the guard beside it may, and looks again first: of several that saw the same
 * dead lock, the slower ones would otherwise take away the lock of the fastest.
 */
async function removeDead(path: string, draft: string): Promise<void> {
  const guard = `${path}.takeover`
  if (!(await linked(draft, guard))) {
    const holder = await readHolder(guard)
    if (!holder || !(await isAlive(holder))) await rm(guard, { force: true })
    return
  }
  try {
    const holder = await readHolder(path)
    if (!holder || !(await isAlive(holder))) await rm(path, { force: true })
  } finally {
    await rm(guard, { force: true })
  }
}

async function releaseOwn(path: string, own: Holder): Promise<void> {
  if ((await readHolder(path))?.token === own.token) await rm(path, { force: true })
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof found !== 'object' || found === null) return undefined
    const { pid, started, token } = found as Partial<Holder>
    if (!Number.isInteger(pid) || typeof started !== 'string' || typeof token !== 'string') return undefined
    return { pid: pid as number, started, token }
  } catch {
    return undefined
  }
}

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if (codeOf(cause) === 'ESRCH') return false
  }
  const now = await startOf(pid)
  return now === undefined || started === '' || now === started
}

/** Boot and start time of a process where the system tells them (Linux); `undefined` elsewhere. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses, which may hold spaces; the start time is field 22.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return ticks === undefined ? undefined : `${boot.trim()}:${ticks}`
  } catch {
    return undefined
  }
}

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

const held = (folder: string, holder: Holder | undefined): Problem =>
  error(
    'store.locked',
    `The data folder ${folder} is in use by another server${holder ? ` (process ${holder.pid})` : ''}.`,
    { where: { file: folder }, hint: 'Stop that server, or choose another folder with AW_DATA.' },
  )
