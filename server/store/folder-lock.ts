import { error, type Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, ownMark, type ProcessMark } from './process-mark.ts'

/** Who holds a data folder. */
interface Holder extends ProcessMark {
  token: string
}

export interface FolderLock {
  release(): Promise<void>
}

const fileName = 'server.lock'
/** Between two looks, in milliseconds. */
const pause = 10
/** To take away the lock of a process that is gone, when others try the same. */
const mostTries = 200

/**
 * Takes a data folder for this process, so that no two servers open one database (PGlite itself does not refuse, and
 * two would destroy it). The lock of a process that is gone is taken over; one that is just ending is waited for, up to
 * `patience` milliseconds. Answers a problem where another holds it, and where nothing can be written.
 */
export async function lockFolder(folder: string, { patience = 2000 } = {}): Promise<FolderLock | Problem> {
  const path = join(folder, fileName)
  const own: Holder = { ...(await ownMark()), token: randomUUID() }
  const draft = join(folder, `${fileName}.${own.token}`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(draft, JSON.stringify(own))
  } catch (cause) {
    if (codeOf(cause) === undefined) throw cause
    return unwritable(folder, cause as Error)
  }
  try {
    for (let left = Math.ceil(patience / pause); ; left--) {
      if (await linked(draft, path)) return { release: () => releaseOwn(path, own) }
      const holder = await readHolder(path)
      const alive = holder !== undefined && (await isAlive(holder))
      if (left <= (alive ? 0 : -mostTries)) return held(folder, holder)
      if (!alive) await removeDead(path, draft)
      await sleep(pause)
    }
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

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

const held = (folder: string, holder: Holder | undefined): Problem =>
  error(
    'store.locked',
    { folder, pid: holder?.pid ?? 0, process: String(holder?.pid ?? '') },
    { where: { file: folder } },
  )

const unwritable = (folder: string, { message }: Error): Problem =>
  error('store.unwritable', { folder, reason: message }, { where: { file: folder } })
