import { systemClock, type Files, type Tables } from '@aw-flow/engine'
import { loadCatalogForRun, loadCustomNodes, loadHostFunctions } from '@aw-flow/nodes'
import { openExternalServices } from '@aw-flow/outside'
import { openSandbox } from '@aw-flow/sandbox/node'
import { hash, randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultWorkspace } from '../security/workspace.ts'
import { readUntilAborted, writeAndHash } from '../store/datasets/dataset-files.ts'
import type { MessageFromChild, MessageToChild } from './child-messages.ts'
import type { ChildSettings } from './child-settings.ts'
import { exitWithParent, watchParent } from './end-with-parent.ts'
import { createOutbox } from './outbox.ts'
import { parentCapabilityNames, type ParentCapabilities } from './parent-contract.ts'
import { createRemoteCalls } from './remote-calls.ts'
import type { RunEnvironment } from '../runs/perform-run.ts'
import { createRequestReader } from '../runs/request-reader.ts'
import { toServiceOptions } from '../runs/run-capabilities.ts'
import { startAttempt, type RunAttempt } from '../runs/run-executor.ts'
import { createReleasedRunProblem } from '../runs/run-problems.ts'

// Script for a child process that executes runs. The process has no database access, can be killed at any time, and
// exits with its parent.
const settings = JSON.parse(process.argv[2] ?? '{}') as ChildSettings
const send = createOutbox<MessageFromChild>((messages) => {
  if (process.connected) process.send!(messages)
})
exitWithParent()

const calls = createRemoteCalls(send)
const openParent = (run: string) => calls.getRemote<ParentCapabilities>(run, parentCapabilityNames)

// The server has checked that their names are not taken.
const customNodes = await loadCustomNodes([...settings.nodes], (module) => import(module))
const hostFunctions = await loadHostFunctions([...settings.nodes], (module) => import(module))

/** Opens a run's ports. Only the default workspace has access to the configured files folder. */
const openPorts: RunEnvironment['openPorts'] = ({ id, workspace }) => {
  const parent = openParent(id)
  const services = openExternalServices({
    folder: workspace === defaultWorkspace ? settings.filesFolder : undefined,
    ...toServiceOptions(parent, settings.allowHosts),
  })
  return {
    files: createFiles(parent, workspace),
    services: hostFunctions ? { ...services, functions: hostFunctions } : services,
    close: services.close,
  }
}

const loadData = () => import('../runs/open-data.ts')

const createFiles = (parent: ParentCapabilities, workspace: string): Files => ({
  async open(datasetId) {
    const source = await parent.files.open(datasetId)
    if (!source) return undefined
    const { openNodeFile } = await loadData()
    return openNodeFile(source.path, datasetId, source.name)
  },
  async add(name, chunks, signal) {
    const incomingFolder = join(settings.temporaryFolder, 'arriving', workspace)
    await mkdir(incomingFolder, { recursive: true })
    const path = join(incomingFolder, randomUUID())
    await writeAndHash(path, readUntilAborted(chunks, signal))
    const storedFile = await parent.files.store({ path, name })
    const { openNodeFile } = await loadData()
    return openNodeFile(storedFile.path, storedFile.datasetId, name)
  },
})

/** Time for a run to record its failure before its process is killed, in ms. */
const recordGraceMs = 1_000
/** Opens a data engine once the parent permits it. The engine counts toward the limit until it is closed. */
const openTables = (runId: string, signal: AbortSignal): Promise<Tables> =>
  new Promise((resolve, reject) => {
    const release = (): void => send({ type: 'engine-closed', run: runId })
    const open = async (): Promise<void> => {
      await openParent(runId).engines.acquire()
      try {
        signal.throwIfAborted()
        const { openDuckDb } = await loadData()
        const tables = await openDuckDb({
          temporaryFolder: settings.temporaryFolder,
          memoryLimit: settings.memoryLimit,
          onUnresponsive: () => void setTimeout(() => send({ type: 'unresponsive' }), recordGraceMs),
        })
        if (signal.aborted) await tables.close()
        signal.throwIfAborted()
        resolve({ ...tables, close: () => tables.close().finally(release) })
      } catch (cause) {
        release()
        throw cause
      }
    }
    // When the run ends, it stops waiting for an engine.
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    if (signal.aborted) reject(signal.reason as Error)
    else open().catch(reject)
  })

const environment: RunEnvironment = {
  loadCatalog: (request) => loadCatalogForRun(request, customNodes),
  readRequest: createRequestReader(),
  sandbox: openSandbox(),
  openPorts,
  openTables,
  clock: systemClock,
  digest: (text) => hash('sha256', text),
  temporaryFolder: settings.temporaryFolder,
  limits: { runMs: settings.runMs, resultBytes: settings.resultBytes, recordBytes: settings.recordBytes },
}
/** The environment of runs that share this process with runs of other workspaces: only nodes that cannot reach it. */
const { sandbox: _, ...environmentWithoutSandbox } = environment
const sharedEnvironment: RunEnvironment = {
  ...environmentWithoutSandbox,
  async loadCatalog(request) {
    const catalog = await loadCatalogForRun(request)
    const findShared: typeof catalog.get = (...key) => {
      const definition = catalog.get(...key)
      return definition?.isolation === 'shared' ? definition : undefined
    }
    return { ...catalog, get: findShared }
  },
}
const attempts = new Map<string, RunAttempt>()

function receive(message: MessageToChild): void {
  switch (message.type) {
    case 'perform': {
      watchParent()
      const { id } = message.task
      const { journal } = openParent(id)
      const attempt = startAttempt(message.task, message.task.isShared ? sharedEnvironment : environment, {
        append: (events) => journal.append(events),
        storeTables: (tables) => journal.storeTables(tables),
        onProgress: (progress) => send({ type: 'progress', progress }),
        onError: (cause) => send({ type: 'fault', run: id, trace: toStackTrace(cause) }),
      })
      attempts.set(id, attempt)
      void reportEnd(id, attempt)
      return
    }
    case 'cancel':
      return attempts.get(message.run)?.cancel()
    case 'release':
      return attempts.get(message.run)?.release()
    case 'control': {
      const { call: callId, run, command } = message
      const result = attempts.get(run)?.control(command) ?? Promise.resolve(createReleasedRunProblem(run))
      void result.then((problem) => send({ type: 'control-response', call: callId, problem }))
      return
    }
    case 'response':
      return calls.settle(message)
  }
}

async function reportEnd(id: string, attempt: RunAttempt): Promise<void> {
  const outcome = await attempt.outcome
  attempts.delete(id)
  if (outcome.kind !== 'died') send({ type: 'ended', run: id, outcome })
}

const toStackTrace = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)

const sendHeartbeat = (): void => send({ type: 'alive', bytes: process.memoryUsage.rss() })
setInterval(sendHeartbeat, 500)
// Start receiving messages only after the ready message has been sent, because a run that blocks the event loop would
// delay it.
const readyMessages: MessageFromChild[] = [{ type: 'ready' }]
process.send!(readyMessages, () => {
  process.on('message', (messages: readonly MessageToChild[]) => {
    for (const message of messages) receive(message)
  })
})
