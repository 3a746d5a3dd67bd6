import { hashFile } from '@aw-flow/data/node'
import { NodeError } from '@aw-flow/engine'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { addWithinQuota, unlimitedUploads } from '../api/upload-allowance.ts'
import { openRunCapabilities, type CapabilityServices, type CapableRun } from '../runs/open-run-capabilities.ts'
import type { ExecutorHost } from '../runs/run-executor.ts'
import type { ParentCapabilities } from './parent-contract.ts'

/** A run in a child process. */
export interface ChildRun extends CapableRun {
  host: ExecutorHost
  /** Called when the first events are received. */
  onStarted(): void
  /** Resolves when the run may open a data engine. */
  acquireEngine(): Promise<void>
}

export interface ParentServices extends CapabilityServices {
  /** The folder of files that runs have received, by workspace. */
  incomingFolder: string
  /** Waits while the database is down, instead of failing the run. */
  withRetry<T>(work: () => Promise<T>): Promise<T>
}

type Functions = Record<string, (...args: never[]) => Promise<unknown>>

/** Creates the capabilities of a run that a child process executes. */
export function openParentCapabilities(run: ChildRun, services: ParentServices): ParentCapabilities {
  const { store, uploadLimits = unlimitedUploads, incomingFolder, withRetry } = services
  const workspaceStore = store.forWorkspace(run.workspace)
  const { datasets } = workspaceStore
  const retrying = <T extends object>(functions: T): T =>
    Object.fromEntries(
      Object.entries(functions as Functions).map(([name, execute]) => [
        name,
        (...args: never[]) => withRetry(() => execute(...args)),
      ]),
    ) as T
  const { access, hosts, secrets, models, ledger, memory, agents, events, mcp, web } = openRunCapabilities(
    run,
    services,
  )
  return {
    access: retrying(access),
    hosts: retrying(hosts),
    secrets: retrying(secrets),
    models: retrying(models),
    ledger: retrying(ledger),
    memory: retrying(memory),
    agents: retrying(agents),
    events: retrying(events),
    // Tool calls can have side effects, so they are not repeated.
    mcp: { ...retrying(mcp), call: mcp.call },
    web,
    journal: {
      append: async (batch) => {
        run.onStarted()
        return run.host.append(batch)
      },
      storeTables: async (tables) => run.host.storeTables(tables),
    },
    files: {
      async open(datasetId) {
        const storedDataset = await withRetry(() => datasets.find(datasetId))
        const path = storedDataset && (await datasets.findPath(datasetId))
        return storedDataset && path !== undefined ? { path, name: storedDataset.name } : undefined
      },
      async store({ path, name }) {
        if (dirname(path) !== join(incomingFolder, run.workspace))
          throw new Error(`${path} is not a file of run ${run.id}.`)
        // Workspaces share the bytes of identical files, so the hash is computed here: a process that executes nodes is
        // not trusted.
        const [datasetId, { size }] = await Promise.all([hashFile(path), stat(path)])
        const receivedFile = store.datasetFiles.toReceivedFile({ path, dataset: datasetId, size })
        let storePromise: Promise<void> | undefined
        const idempotentFile = { ...receivedFile, store: () => (storePromise ??= receivedFile.store()) }
        const added = await withRetry(() => addWithinQuota(workspaceStore, uploadLimits, idempotentFile, name))
        if (!added.ok) throw new NodeError('permanent', added.problem)
        const { dataset } = added.value
        const storedPath = await datasets.findPath(dataset.id)
        if (storedPath === undefined) throw new Error(`Dataset ${datasetId} disappeared after it was stored.`)
        return { path: storedPath, datasetId: dataset.id }
      },
    },
    engines: { acquire: () => run.acquireEngine() },
  }
}
