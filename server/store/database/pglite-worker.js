// Plain JavaScript: a worker thread of Node 20 does not run TypeScript, and tests must run without a build.
import { PGlite } from '@electric-sql/pglite'
import { parentPort, workerData } from 'node:worker_threads'

/**
 * PGlite in its own thread, so that it does not block the thread that handles requests. Uses the messages of
 * `database-thread.ts`.
 */
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort)

/**
 * Uses smaller shared buffers than PGlite's default of 128 MB. PGlite touches all of them when it opens a database, which
 * takes half of the CPU time of opening.
 */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB']

/** @param {unknown} cause */
const toMessage = (cause) => (cause instanceof Error ? cause.message : String(cause))
/** @param {unknown} cause */
const toCode = (cause) => (cause instanceof Error && 'code' in cause ? String(cause.code) : undefined)

/** Reasons for which the database has ended, which it writes to its log only. */
let fatalMessages = ''
/** @param {string} line */
const readLog = (line) => {
  const [, text] = /\b(?:FATAL|PANIC|DETAIL): +(.*)/.exec(line) ?? []
  if (text !== undefined) fatalMessages = fatalMessages === '' ? text : `${fatalMessages}. ${text}`
  // The database cannot continue. The message is sent from here, because it may never return from the statement.
  if (/\bPANIC: |^Aborted\(/.test(line)) port.postMessage({ ended: fatalMessages || line })
  return true
}

try {
  const pglite = await PGlite.create(workerData.folder, {
    pgliteWasmModule: workerData.code,
    startParams,
    onStderr: readLog,
  })
  /** Role and workspace of the session. A statement in a transaction has those of its `begin`. */
  let currentScope = ['none', '']
  /** @param {string[]} scope */
  const enterScope = async (scope) => {
    if (scope.every((value, index) => value === currentScope[index])) return
    await pglite.query(workerData.setWorkspaceStatement, scope)
    currentScope = scope
  }
  /**
   * @param {{ id: number, sql: string, parameters: unknown[], scope: string[], script?: string, close?: boolean }} request
   */
  const execute = async ({ id, sql, parameters, scope, script, close }) => {
    try {
      if (close) {
        await pglite.close()
        port.postMessage({ id })
        port.close()
        return
      }
      await enterScope(scope)
      if (script !== undefined) {
        const results = await pglite.exec(script)
        port.postMessage({ id, rows: results.flatMap(({ rows }) => rows ?? []) })
        return
      }
      const { rows, affectedRows } = await pglite.query(sql, parameters)
      port.postMessage({ id, rows, affectedRows })
    } catch (cause) {
      port.postMessage({ id, error: toMessage(cause), code: toCode(cause) })
    }
  }
  let queue = Promise.resolve()
  port.on('message', (request) => {
    queue = queue.then(() => execute(request))
  })
  port.postMessage({ opened: true })
} catch (cause) {
  // Errors of the embedded file system have a WASI error number instead of a message.
  const systemError = cause instanceof Object && !(cause instanceof Error) && 'errno' in cause ? cause.errno : undefined
  port.postMessage({ opened: false, error: fatalMessages || toMessage(cause), code: toCode(cause), systemError })
  port.close()
}
