import { createBuiltInCatalog, loadCustomNodes } from '@aw-flow/nodes'
import { constants, getPriority, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { parseValidDocument, runCheck, type CheckStore } from './run-check.ts'
import type { StartWorkflow } from './prepare-start.ts'
import type { CheckRequest, CheckResponse, LookupRequest, LookupResponse, Lookups } from './validation-messages.ts'

// Entry point of the worker thread that validates large documents. On Linux, each thread has its own priority; this
// thread lowers its priority below that of the thread that handles requests.
if (process.platform === 'linux') setPriority(0, Math.min(getPriority(0) + 3, constants.priority.PRIORITY_LOW))
const { nodes } = workerData as { nodes: readonly string[] }
const catalog = createBuiltInCatalog(await loadCustomNodes([...nodes], (module) => import(module)))
const port = parentPort!
const pendingLookups = new Map<number, (response: LookupResponse) => void>()
let lastLookupId = 0

/** Requests workspace data from the main thread, which has access to the store. */
const lookUp = <Name extends keyof Lookups>(name: Name, key: string): Promise<Awaited<ReturnType<Lookups[Name]>>> =>
  new Promise((resolve, reject) => {
    const lookupId = ++lastLookupId
    pendingLookups.set(lookupId, ({ value, hasFailed }) =>
      hasFailed ? reject(new Error(`"${name}" failed.`)) : resolve(value as Awaited<ReturnType<Lookups[Name]>>),
    )
    port.postMessage({ lookupId, name, key } satisfies LookupRequest, [])
  })

const store: CheckStore = {
  workflows: {
    async find(id) {
      const text = await lookUp('findDocument', id)
      return text === undefined ? undefined : { workflow: parseValidDocument(text) }
    },
    findIdsByName: (name) => lookUp('findIdsByName', name),
  },
  agents: { findByNameOrId: (name) => lookUp('findAgent', name) },
  modelAgents: { findByReference: (reference) => lookUp('findModelAgent', reference) },
  datasets: { find: (id) => lookUp('findDataset', id) },
}

async function findStartWorkflow(id: string): Promise<StartWorkflow | undefined> {
  const start = await lookUp('findStartWorkflow', id)
  return start && { workflow: parseValidDocument(start.document), queueSettings: start.queueSettings }
}

port.on('message', (request: CheckRequest | LookupResponse) => {
  if ('lookupId' in request) {
    pendingLookups.get(request.lookupId)?.(request)
    pendingLookups.delete(request.lookupId)
    return
  }
  void respond(request)
})

async function respond({ id, check }: CheckRequest): Promise<void> {
  let message: CheckResponse
  try {
    message = { id, result: await runCheck(check, catalog, store, findStartWorkflow) }
  } catch (cause) {
    message = { id, errorText: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
  port.postMessage(message, [])
}
