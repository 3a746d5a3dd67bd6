import { createBuiltInCatalog, loadCustomNodes } from '@aw-flow/nodes'
import { parentPort, workerData } from 'node:worker_threads'
import { runCheck } from './run-check.ts'
import type { CheckResponse, CheckRequest } from './document-checks.ts'

// The script of the thread that validates large documents.
const { nodes } = workerData as { nodes: readonly string[] }
const catalog = createBuiltInCatalog(await loadCustomNodes([...nodes], (module) => import(module)))
const port = parentPort!
port.on('message', ({ id, check }: CheckRequest) => {
  let message: CheckResponse
  try {
    message = { id, result: runCheck(check, catalog) }
  } catch (cause) {
    message = { id, failed: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
  port.postMessage(message, [])
})
