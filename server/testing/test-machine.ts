import { nodeDigest, openDuckDb } from '@aw-flow/data/node'
import { createCatalog, systemClock, type Clock, type NodeDefinition } from '@aw-flow/engine'
import { isFinalRunState, readWorkflow, type RunEvent, type Workflow } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openRuns, type OpenedRuns } from '../runs/open-runs.ts'
import type { RunLimits } from '../runs/perform-run.ts'
import { createRequestReader } from '../runs/request-reader.ts'
import { createInProcessExecutor, type RunExecutor } from '../runs/run-executor.ts'
import type { RunQueue } from '../runs/queue/run-queue.ts'
import { defaultWorkspace } from '../security/workspace.ts'
import type { RunRequest } from '../store/runs/run-request.ts'
import { openStore, type Store, type StoreOptions } from '../store/open-store.ts'
import { nextPollDelay } from './next-poll-delay.ts'
import { createFilesPort } from './test-files.ts'

/**
 * A server or worker without HTTP: a store and its runs. Several that share a PostgreSQL database act like several
 * processes.
 */
export interface TestMachine extends Omit<OpenedRuns, 'runs'> {
  store: Store
  /** The runs of the default workspace. */
  runs: RunQueue
  faults: unknown[]
  /** Starts a run and returns its id. */
  startRun(workflow: Workflow, options?: StartRunOptions): Promise<string>
  /** Waits until a run has ended, and returns its record. */
  waitForEnd(run: string): Promise<RunEvent[]>
}

interface StartRunOptions {
  id?: string
  workspace?: string
  workflowId?: string
  priority?: number
  inputs?: RunRequest['inputs']
}

export interface TestMachineOptions extends StoreOptions {
  folder: string
  /** An open store, which remains open; by default one is opened in the folder. */
  store?: Store
  nodes: readonly NodeDefinition[]
  /** Concurrent runs. If 0, it executes none. */
  maxRuns: number
  maxRunsPerWorkflow?: number
  maxTotalRuns?: number
  limits?: Partial<RunLimits>
  /** The clock of the store and the runs. Default: the system's. */
  clock?: Clock
  /** Executor of runs; by default in this process. */
  executor?(store: Store): RunExecutor
}

export async function openTestMachine(options: TestMachineOptions): Promise<TestMachine> {
  const {
    folder,
    nodes,
    maxRuns,
    maxRunsPerWorkflow = 0,
    maxTotalRuns = 0,
    limits,
    executor,
    clock = systemClock,
  } = options
  const faults: unknown[] = []
  const store = options.store ?? (await openStore(folder, clock, options))
  const temporaryFolder = join(folder, `temporary-${randomUUID()}`)
  await mkdir(temporaryFolder, { recursive: true })
  const createLocalExecutor = () =>
    createInProcessExecutor({
      loadCatalog: async () => createCatalog(nodes),
      readRequest: createRequestReader(),
      openPorts: ({ workspace }) => ({ services: {}, files: createFilesPort(store.forWorkspace(workspace)) }),
      openTables: () => openDuckDb({ threads: 1 }),
      clock,
      digest: nodeDigest,
      temporaryFolder,
      limits: { runMs: 0, resultBytes: 0, recordBytes: 0, ...limits },
    })
  const openedRuns = await openRuns({
    store,
    clock,
    executor: maxRuns === 0 ? undefined : (executor?.(store) ?? createLocalExecutor()),
    maxRuns: Math.max(1, maxRuns),
    maxRunsPerWorkflow,
    maxTotalRuns,
    onError: (cause) => faults.push(cause),
  })
  return {
    ...openedRuns,
    store,
    faults,
    runs: openedRuns.runs.forWorkspace(defaultWorkspace),
    async startRun(
      workflow,
      { id = randomUUID(), workspace = defaultWorkspace, workflowId = 'w', priority = 0, inputs = {} } = {},
    ) {
      const request = { workflow, inputs, seed: 1 }
      const runs = openedRuns.runs.forWorkspace(workspace)
      return (await runs.start(id, workflowId, request, { priority })).id
    },
    async waitForEnd(run) {
      const owner = await store.findRunOwner(run)
      const { runs } = store.forWorkspace(owner?.workspace ?? defaultWorkspace)
      for (let delayMs = 10; ; delayMs = nextPollDelay(delayMs)) {
        const current = await runs.find(run)
        if (current && isFinalRunState(current.status)) return runs.readEvents(run)
        await sleep(delayMs)
      }
    },
    async close() {
      await openedRuns.close()
      if (!options.store) await store.close()
    },
  }
}

/** Creates a workflow of nodes in sequence. */
export function chain(...nodes: readonly [id: string, type: string, config?: object][]): Workflow {
  const { workflow, problems } = readWorkflow({
    version: 1,
    name: 'Chain',
    settings: { retry: { count: 0, delaysMs: [1] } },
    nodes: nodes.map(([id, type, config = {}]) => ({
      id,
      type,
      position: { x: 0, y: 0 },
      data: { label: id, config },
    })),
    edges: nodes.slice(1).map(([id], index) => ({ id: `e${index}`, source: nodes[index]![0], target: id })),
  })
  if (!workflow) throw new Error(problems[0]?.message)
  return workflow
}
