import { defined } from '@aw-flow/schema'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { setWorkspaceStatement, toWorkspaceParameters } from './row-security.ts'

/** The rows that a statement returned, and the number of rows that it changed. */
export interface StatementResult<R> {
  rows: R[]
  affectedRows: number | undefined
}

/** The embedded database, running in its own thread. Statements are executed one at a time, in call order. */
export interface DatabaseThread {
  /**
   * Executes a statement.
   *
   * @param workspace The only workspace that the statement can access. Defaults to all workspaces.
   */
  query<R>(sql: string, parameters: readonly unknown[], workspace?: string): Promise<StatementResult<R>>
  /**
   * Executes several statements without parameters, with access to all workspaces. Returns the rows of all statements.
   */
  runScript<R>(script: string): Promise<StatementResult<R>>
  /**
   * Number of times that the database has ended unexpectedly, such as on a full disk. It is opened again for the next
   * statement, so a statement of a transaction that began earlier must not be sent.
   */
  readonly endCount: number
  close(): Promise<void>
}

interface Message {
  opened?: boolean
  /** The reason for which the database has ended. */
  ended?: string
  /** The WASI number of an error of the file system. */
  systemError?: number
  id?: number
  rows?: unknown[]
  affectedRows?: number
  error?: string
  /** The database's error code (SQLSTATE). */
  code?: string
}

/** Available in Node.js, but missing from the type definitions that the server uses. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> }

let compiledModule: Promise<object> | undefined

/** Compiles PGlite's WebAssembly module once for all threads, because compiling takes a third of a second. */
const compileModule = async (): Promise<object> => {
  const folder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))
  return WebAssembly.compile(await readFile(join(folder, 'pglite.wasm')))
}

/** The database of a folder is damaged, or was created by another version of PostgreSQL. */
export class DamagedDatabaseError extends Error {}

/** WASI numbers of errors that do not depend on the content of files. */
const systemErrors: Readonly<Record<number, string>> = {
  2: 'EACCES: permission denied',
  19: 'EDQUOT: disk quota exceeded',
  29: 'EIO: input/output error',
  33: 'EMFILE: too many open files',
  51: 'ENOSPC: no space left on device',
  54: 'ENOTDIR: not a directory',
  63: 'EPERM: operation not permitted',
  69: 'EROFS: read-only file system',
}

/** Texts of the same errors in messages of the database. */
const systemErrorPattern =
  /permission denied|quota exceeded|input\/output error|i\/o error|too many open files|no space left|not a directory|not permitted|read-only file system/i

/** Codes of PostgreSQL: `disk_full`, and `crash_shutdown`, after which clients connect again. */
const [diskFullCode, crashCode] = ['53100', '57P02']

const isDiskFullText = (text: string): boolean => /ENOSPC|EDQUOT|no space left|quota exceeded/i.test(text)

function createOpenError({ error: text = '', code, systemError }: Message): Error {
  if (code?.startsWith('E')) return Object.assign(new Error(text), { code })
  const systemText = systemError === undefined ? undefined : (systemErrors[systemError] ?? `error ${systemError}`)
  const message = systemText ?? text
  if (isDiskFullText(message)) return Object.assign(new Error(message), { code: diskFullCode })
  return systemText === undefined && !systemErrorPattern.test(text)
    ? new DamagedDatabaseError(text)
    : new Error(message)
}

const createEndError = (reason: string): Error =>
  Object.assign(new Error(`The database has ended: ${reason}`), {
    code: isDiskFullText(reason) ? diskFullCode : crashCode,
  })

/** Time between two attempts to open a database that has ended, in ms. */
const reopenIntervalMs = 2000

/**
 * Opens the database in a folder. Rejects if it cannot be opened. If the database ends, all pending calls are rejected,
 * and the next one opens it again.
 */
export async function openDatabaseThread(folder: string): Promise<DatabaseThread> {
  let session = await startSession(folder)
  let endCount = 0
  let isClosed = false
  let reopening: Promise<DatabaseSession> | undefined
  session.onEnd = handleEnd
  function handleEnd(): void {
    endCount++
  }
  async function reopen(): Promise<DatabaseSession> {
    const reopened = await startSession(folder)
    if (isClosed) await reopened.close()
    reopened.onEnd = handleEnd
    session = reopened
    reopening = undefined
    return reopened
  }
  const send = (request: object): Promise<Message> => {
    // The result of a failed attempt stays for a while, because each attempt takes seconds of CPU time.
    if (session.hasEnded && !isClosed && reopening === undefined) {
      reopening = reopen()
      reopening.catch(() => setTimeout(() => (reopening = undefined), reopenIntervalMs).unref())
    }
    return reopening === undefined ? session.send(request) : reopening.then((reopened) => reopened.send(request))
  }
  return {
    async query<R>(sql: string, parameters: readonly unknown[], workspace?: string) {
      const { rows, affectedRows } = await send({ sql, parameters, scope: toWorkspaceParameters(workspace) })
      return { rows: (rows ?? []) as R[], affectedRows }
    },
    async runScript<R>(script: string) {
      const { rows } = await send({ script, scope: toWorkspaceParameters(undefined) })
      return { rows: (rows ?? []) as R[], affectedRows: undefined }
    },
    get endCount() {
      return endCount
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await reopening?.catch(() => undefined)
      await session.close()
    },
  }
}

/** One run of the embedded database, from its start to its end. */
interface DatabaseSession {
  send(request: object): Promise<Message>
  readonly hasEnded: boolean
  /** Called if the database ends without `close`. */
  onEnd: () => void
  close(): Promise<void>
}

async function startSession(folder: string): Promise<DatabaseSession> {
  const wasmModule = await (compiledModule ??= compileModule())
  const worker = new Worker(new URL('./pglite-worker.js', import.meta.url), {
    workerData: { folder, code: wasmModule, setWorkspaceStatement },
    execArgv: [],
  })
  const pendingCalls = new Map<number, { resolve(message: Message): void; reject(cause: Error): void }>()
  let nextId = 0
  let exitCause: Error | undefined
  let isClosing = false
  const failPending = (cause: Error): void => {
    if (exitCause === undefined) {
      exitCause = cause
      if (!isClosing) session.onEnd()
    }
    for (const { reject } of pendingCalls.values()) reject(exitCause)
    pendingCalls.clear()
  }
  const openPromise = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: Message) => {
      if (message.opened === true) return resolve()
      if (message.opened === false) return reject(createOpenError(message))
      if (message.ended !== undefined) {
        reject(createOpenError({ error: message.ended }))
        failPending(createEndError(message.ended))
        return void worker.terminate()
      }
      const caller = pendingCalls.get(message.id ?? -1)
      pendingCalls.delete(message.id ?? -1)
      if (message.error === undefined) caller?.resolve(message)
      else {
        caller?.reject(Object.assign(new Error(message.error), defined({ code: message.code })))
      }
    })
    worker.on('error', (cause) => {
      failPending(createEndError(cause.message))
      reject(cause)
    })
    worker.on('exit', () => {
      failPending(isClosing ? new Error('The database is closed.') : createEndError('its thread stopped'))
      reject(new Error('The database stopped while it was being opened.'))
    })
  })
  const send = (request: object): Promise<Message> =>
    new Promise((resolve, reject) => {
      if (exitCause) return reject(exitCause)
      const id = nextId++
      pendingCalls.set(id, { resolve, reject })
      worker.postMessage({ id, ...request }, [])
    })
  const session: DatabaseSession = {
    send,
    get hasEnded() {
      return exitCause !== undefined
    },
    onEnd: () => undefined,
    async close() {
      if (exitCause) return
      isClosing = true
      const exitPromise = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
      await send({ close: true })
      await exitPromise
    },
  }
  await openPromise
  return session
}
