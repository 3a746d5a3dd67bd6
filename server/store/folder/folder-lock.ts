import { error, failed, ok, type Problem, type Result } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDiskFull } from './disk-full.ts'
import { isAlive, identifyCurrentProcess, type ProcessIdentity } from './process-identity.ts'

/** The process that holds the lock on a data folder. */
interface LockHolder extends ProcessIdentity {
  token: string
}

export interface FolderLock {
  release(): Promise<void>
}

const fileName = 'server.lock'
/** Delay between two attempts to acquire the lock, in ms. */
const pollMs = 10
/** Maximum number of additional attempts to take over a stale lock while other processes compete for it. */
const maxTakeoverAttempts = 200

/**
 * Locks a data folder for this process, so that two servers cannot open the same database. PGlite does not prevent
 * this, and two processes would corrupt the database. Takes over a stale lock from a process that has exited, and waits
 * for up to `timeoutMs` for a process that is exiting. Fails if another process holds the lock or the
 * folder is not writable.
 */
export async function lockFolder(folder: string, { timeoutMs = 2000 } = {}): Promise<Result<FolderLock>> {
  const path = join(folder, fileName)
  const identity: LockHolder = { ...(await identifyCurrentProcess()), token: randomUUID() }
  const temporaryPath = join(folder, `${fileName}.${identity.token}`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(temporaryPath, JSON.stringify(identity))
  } catch (cause) {
    if (readErrorCode(cause) === undefined) throw cause
    await rm(temporaryPath, { force: true }).catch(() => undefined)
    return failed(createUnwritableProblem(folder, cause))
  }
  try {
    for (let attemptsLeft = Math.ceil(timeoutMs / pollMs); ; attemptsLeft--) {
      if (await tryLink(temporaryPath, path)) return ok({ release: () => releaseLock(path, identity) })
      const holder = await readHolder(path)
      const isHolderAlive = holder !== undefined && (await isAlive(holder))
      if (attemptsLeft <= (isHolderAlive ? 0 : -maxTakeoverAttempts)) return failed(createLockedProblem(folder, holder))
      if (!isHolderAlive) await removeStaleLock(path, temporaryPath)
      await sleep(pollMs)
    }
  } finally {
    await rm(temporaryPath, { force: true })
  }
}

/**
 * Creates the lock file atomically. A hard link never exposes a partially written file, and linking fails if the lock
 * exists.
 */
async function tryLink(sourcePath: string, lockPath: string): Promise<boolean> {
  try {
    await link(sourcePath, lockPath)
    return true
  } catch (cause) {
    if (readErrorCode(cause) === 'EEXIST') return false
    if (readErrorCode(cause) !== 'EPERM' && readErrorCode(cause) !== 'ENOTSUP') throw cause
  }
  // The file system does not support hard links.
  try {
    await writeFile(lockPath, await readFile(sourcePath), { flag: 'wx' })
    return true
  } catch (cause) {
    if (readErrorCode(cause) === 'EEXIST') return false
    throw cause
  }
}

/**
 * Removes a stale lock. Only the process that holds the guard file may do so, after checking the lock again. Otherwise,
 * if several processes saw the same stale lock, a slow one could remove the new lock of a faster one.
 */
async function removeStaleLock(path: string, temporaryPath: string): Promise<void> {
  const guardPath = `${path}.takeover`
  if (!(await tryLink(temporaryPath, guardPath))) {
    const holder = await readHolder(guardPath)
    if (!holder || !(await isAlive(holder))) await rm(guardPath, { force: true })
    return
  }
  try {
    const holder = await readHolder(path)
    if (!holder || !(await isAlive(holder))) await rm(path, { force: true })
  } finally {
    await rm(guardPath, { force: true })
  }
}

async function releaseLock(path: string, identity: LockHolder): Promise<void> {
  if ((await readHolder(path))?.token === identity.token) await rm(path, { force: true })
}

async function readHolder(path: string): Promise<LockHolder | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof content !== 'object' || content === null) return undefined
    const { pid, started: startTime, token } = content as Partial<LockHolder>
    if (!Number.isInteger(pid) || typeof startTime !== 'string' || typeof token !== 'string') return undefined
    return { pid: pid as number, started: startTime, token }
  } catch {
    return undefined
  }
}

const readErrorCode = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

const createLockedProblem = (folder: string, holder: LockHolder | undefined): Problem =>
  error(
    'store.locked',
    { folder, pid: holder?.pid ?? 0, process: String(holder?.pid ?? '') },
    { where: { file: folder } },
  )

/** Describes why a data folder cannot be created or written. */
export function createUnwritableProblem(folder: string, cause: unknown): Problem {
  const where = { where: { file: folder } }
  if (isDiskFull(cause)) return error('store.disk-full', { folder }, where)
  if (/^(EEXIST|ENOTDIR)$/.test(String(readErrorCode(cause)))) return error('store.not-a-folder', { folder }, where)
  return error('store.unwritable', { folder, reason: cause instanceof Error ? cause.message : String(cause) }, where)
}
