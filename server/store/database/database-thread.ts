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
  close(): Promise<void>
}

interface Message {
  opened?: boolean
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

/**
 * Opens the database in a folder. Rejects if it cannot be opened. If the thread exits, all pending calls are rejected.
 */
export async function openDatabaseThread(folder: string): Promise<DatabaseThread> {
  const wasmModule = await (compiledModule ??= compileModule())
  const worker = new Worker(new URL('./pglite-worker.js', import.meta.url), {
    workerData: { folder, code: wasmModule, setWorkspaceStatement },
    execArgv: [],
  })
  const pendingCalls = new Map<number, { resolve(message: Message): void; reject(cause: Error): void }>()
  let nextId = 0
  let exitCause: Error | undefined
  const failPending = (cause: Error): void => {
    exitCause ??= cause
    for (const { reject } of pendingCalls.values()) reject(exitCause)
    pendingCalls.clear()
  }
  const openPromise = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: Message) => {
      if (message.opened === true) return resolve()
      if (message.opened === false) return reject(new Error(`The database could not be opened: ${message.error ?? ''}`))
      const caller = pendingCalls.get(message.id ?? -1)
      pendingCalls.delete(message.id ?? -1)
      if (message.error === undefined) caller?.resolve(message)
      else {
        caller?.reject(Object.assign(new Error(message.error), defined({ code: message.code })))
      }
    })
    worker.on('error', (cause) => {
      failPending(cause)
      reject(cause)
    })
    worker.on('exit', () => {
      failPending(new Error('The database is closed.'))
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
  await openPromise
  return {
    async query<R>(sql: string, parameters: readonly unknown[], workspace?: string) {
      const { rows, affectedRows } = await send({ sql, parameters, scope: toWorkspaceParameters(workspace) })
      return { rows: (rows ?? []) as R[], affectedRows }
    },
    async runScript<R>(script: string) {
      const { rows } = await send({ script, scope: toWorkspaceParameters(undefined) })
      return { rows: (rows ?? []) as R[], affectedRows: undefined }
    },
    async close() {
      if (exitCause) return
      const exitPromise = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
      await send({ close: true })
      await exitPromise
    },
  }
}
