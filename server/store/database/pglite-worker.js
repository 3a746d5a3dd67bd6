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

try {
  const pglite = await PGlite.create(workerData.folder, { pgliteWasmModule: workerData.code, startParams })
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
  port.postMessage({ opened: false, error: toMessage(cause) })
  port.close()
}
