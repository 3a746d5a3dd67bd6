import { error, type Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, ownProcess, type ProcessIdentity } from './process-identity.ts'

/** The process that holds a data folder. */
interface Holder extends ProcessIdentity {
  token: string
}

export interface FolderLock {
  release(): Promise<void>
}

const fileName = 'server.lock'
/** Delay between two checks, in milliseconds. */
const pollMs = 10
/** Attempts to take over a stale lock while others try the same. */
const maxTries = 200

/**
 * Locks a data folder for this process, so that two servers cannot open the same database. PGlite itself does not
 * prevent this, and two processes would destroy the database. Takes over a stale lock of a process that has ended, and
 * waits up to `timeoutMs` for a process that is ending. Returns a problem if another process holds the lock, or if the
 * folder is not writable.
 */
export async function lockFolder(folder: string, { timeoutMs = 2000 } = {}): Promise<FolderLock | Problem> {
  const path = join(folder, fileName)
  const own: Holder = { ...(await ownProcess()), token: randomUUID() }
  const draft = join(folder, `${fileName}.${own.token}`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(draft, JSON.stringify(own))
  } catch (cause) {
    if (codeOf(cause) === undefined) throw cause
    return unwritable(folder, cause as Error)
  }
  try {
    for (let left = Math.ceil(timeoutMs / pollMs); ; left--) {
      if (await linked(draft, path)) return { release: () => releaseOwn(path, own) }
      const holder = await readHolder(path)
      const alive = holder !== undefined && (await isAlive(holder))
      if (left <= (alive ? 0 : -maxTries)) return held(folder, holder)
      if (!alive) await removeDead(path, draft)
      await sleep(pollMs)
    }
  } finally {
    await rm(draft, { force: true })
  }
}

/** Writes the lock file atomically: a hard link never shows a partial file, and fails if the lock exists. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false
    if (codeOf(cause) !== 'EPERM' && codeOf(cause) !== 'ENOTSUP') throw cause
  }
  // The file system has no hard links.
  try {
    await writeFile(to, await readFile(from), { flag: 'wx' })
    return true
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false
    throw cause
  }
}

/**
 * Removes a stale lock. Only the process that holds the guard file may remove it, and checks again before. Otherwise,
 * of several processes that saw the same stale lock, a slow one could remove the new lock of the fastest.
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
