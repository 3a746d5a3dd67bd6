import { builtInCatalogue, ownNodes } from '@aw-flow/nodes'
import { parentPort, workerData } from 'node:worker_threads'
import { runCheck } from './run-check.ts'
import type { FromThread, ToThread } from './document-checks.ts'

// The script of the thread that validates large documents.
const { nodes } = workerData as { nodes: readonly string[] }
const catalogue = builtInCatalogue(await ownNodes([...nodes], (module) => import(module)))
const port = parentPort!
port.on('message', ({ id, check }: ToThread) => {
  let message: FromThread
  try {
    message = { id, result: runCheck(check, catalogue) }
  } catch (cause) {
    message = { id, failed: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
  port.postMessage(message, [])
})
