import {
  defined,
  error,
  foldRun,
  info,
  isFinalRunState,
  type RunEvent,
  type RunView,
  type TableRef,
  type Config,
  type Workflow,
  ProblemError,
} from '@aw-flow/schema'
import { findResultTables } from '@aw-flow/schema/internal'
import { findDatasetReferences } from '../data/find-dataset-references.ts'
import type { HostRun, HostRunner } from '../engine/host-runner.ts'
import type { ServerApi } from './server-api.ts'
import type { RemoteRefs } from './remote-refs.ts'
import type { ServerStorage } from './server-storage.ts'

export interface ServerRunnerOptions {
  api: ServerApi
  remoteRefs: RemoteRefs
  storage: Pick<ServerStorage, 'ensureRemoteId' | 'uploadDataset'>
}

/** Executes runs on a server and reads their result tables. */
export interface ServerRunner extends HostRunner {
  /**
   * Returns whether the server executes a run. It executes new runs of entire workflows, resumed runs that started on
   * the server, and retries of server runs.
   */
  canRun(run: Pick<HostRun, 'run' | 'record' | 'isPartial' | 'retryOf'>): boolean
  /** Returns whether the server has certainly not received a new run, so that it can be executed elsewhere. */
  isUnsent(run: string): boolean
  /** Returns whether a table belongs to a run on the server. */
  hasTable(table: TableRef): boolean
  /** Returns a server table with all of its columns. Requests may refer to a table with only some of them. */
  findTable(id: string): TableRef | undefined
  /** Registers the tables in the record of a run that this page has not followed. */
  addRunTables(runId: string, record: readonly RunEvent[]): void
  readCsv(table: TableRef): Promise<Blob>
  /** Cancels a run that this page started but is not following. */
  cancel(runId: string): Promise<void>
}

/**
 * Creates a runner that executes runs on a server: it saves the document, uploads missing datasets, starts the run and
 * follows its events. A run that is waiting for approval continues with `decision`. A run interrupted by a page reload
 * continues on the server, and is followed from the last received event.
 */
export function createServerRunner({ api, remoteRefs, storage }: ServerRunnerOptions): ServerRunner {
  const tables = createServerTables(api)
  /** Runs that the server may have received, also without a response. */
  const sentRunIds = new Set<string>()
  /** The ids of server runs that this page did not start. */
  const externalRunIds = new Set<string>()
  const findServerRunId = (run: string): string | undefined =>
    remoteRefs.find('run', run)?.id ?? (externalRunIds.has(run) ? run : undefined)
  const cancel = async (id: string): Promise<void> => {
    await api.call('POST /api/v1/runs/{id}/cancel', { path: { id } }).catch(() => undefined)
  }
  return {
    canRun: ({ run, record = [], isPartial, retryOf }) =>
      retryOf === undefined
        ? !isPartial && (record.length === 0 || remoteRefs.find('run', run) !== undefined)
        : findServerRunId(retryOf) !== undefined,
    isUnsent: (run) => !sentRunIds.has(run) && remoteRefs.find('run', run) === undefined,
    hasTable: ({ id }) => tables.byId.has(id),
    findTable: (id) => tables.byId.get(id)?.table,
    addRunTables(run, record) {
      const serverRunId = remoteRefs.find('run', run)?.id ?? run
      externalRunIds.add(serverRunId)
      tables.add(serverRunId, record)
      tables.addStored(serverRunId, foldRun(record))
    },
    async readCsv(table) {
      const { value } = await api.call('GET /api/v1/runs/{id}/tables/{table}', {
        path: { id: await tables.findRunId(table), table: table.id },
        query: { format: 'csv' },
      })
      return value as Blob
    },
    async cancel(run) {
      const serverRunId = remoteRefs.find('run', run)?.id
      if (serverRunId !== undefined) await cancel(serverRunId)
    },
    async run(hostRun) {
      const { run, workflowId, record = [], decision, onEvents, onProgress, signal } = hostRun
      const retriedRunId = hostRun.retryOf === undefined ? undefined : findServerRunId(hostRun.retryOf)
      const id = await sendRun({ api, remoteRefs, storage }, hostRun, retriedRunId, () => sentRunIds.add(run))
      // After a cancellation, the run ends on the server and sends its last events.
      const cancelOnServer = (): void => void cancel(id)
      if (signal.aborted) cancelOnServer()
      signal.addEventListener('abort', cancelOnServer, { once: true })
      const followController = new AbortController()
      let view = foldRun(record)
      if (!decision && isWaitingForApproval(view)) {
        const query = { after: record.length - 1, limit: 1 }
        const { value } = await api.call('GET /api/v1/runs/{id}/events', { path: { id }, query, signal })
        // No decision was made elsewhere, so the run is still waiting.
        if (value.items.length === 0) return
      }
      // After a decision, the view remains `waiting` until an event shows that the run has continued.
      let hasResumed = false
      let resolveFollowed = (): void => undefined
      tables.followedRuns.set(id, new Promise<void>((resolve) => (resolveFollowed = resolve)))
      try {
        for await (const item of api.streamEvents(id, { after: record.length - 1, signal: followController.signal })) {
          if (item.kind === 'progress') onProgress?.({ ...item.progress, run })
          if (item.kind !== 'event') continue
          const event: RunEvent = item.event.type === 'run-started' ? { ...item.event, run, workflowId } : item.event
          view = foldRun([event], view)
          tables.add(id, [event])
          onEvents([event])
          hasResumed ||= view.state !== 'waiting'
          if (hasResumed && isWaitingForApproval(view)) return
        }
      } finally {
        followController.abort()
        signal.removeEventListener('abort', cancelOnServer)
        tables.addStored(id, view)
        tables.followedRuns.delete(id)
        resolveFollowed()
      }
    },
    async page(table, offset, limit) {
      const { value } = await api.call('GET /api/v1/runs/{id}/tables/{table}', {
        path: { id: await tables.findRunId(table), table: table.id },
        query: { offset, limit: Math.min(limit, 10_000) },
      })
      return new Uint8Array(await (value as Blob).arrayBuffer())
    },
  }
}

/**
 * Starts or retries a run on the server, or sends its decision. Returns the id of the run on the server.
 *
 * @param onSend Called before the server may receive a new run.
 */
async function sendRun(
  { api, remoteRefs, storage }: ServerRunnerOptions,
  { run, workflowId, workflow, files, seed, data, record = [], decision, settings, signal }: HostRun,
  retriedRunId: string | undefined,
  onSend: () => void,
): Promise<string> {
  let serverRunId = remoteRefs.find('run', run)?.id
  if (serverRunId === undefined && retriedRunId !== undefined) {
    onSend()
    if (settings) {
      for (const dataset of findDatasetReferences(withSettings(workflow, settings)))
        await storage.uploadDataset(dataset)
    }
    const { value } = await api.call('POST /api/v1/runs/{id}/retry', {
      path: { id: retriedRunId },
      ...(settings ? { body: { settings: { ...settings } } } : {}),
      headers: { 'idempotency-key': run },
      signal,
    })
    serverRunId = value.id
    remoteRefs.set('run', run, { id: serverRunId })
  }
  if (serverRunId === undefined) {
    if (record.length > 0) throw new ProblemError(error('server.no-run', {}))
    const datasets = new Set([
      ...findDatasetReferences(workflow),
      ...Object.values(files).map(({ dataset }) => dataset),
    ])
    for (const dataset of datasets) await storage.uploadDataset(dataset)
    const id = await storage.ensureRemoteId(workflowId, workflow)
    const inputs = Object.fromEntries(Object.entries(files).map(([node, { dataset }]) => [node, dataset]))
    onSend()
    const { value } = await api.call('POST /api/v1/runs', {
      body: { workflow_id: id, inputs, seed, trigger_type: 'manual', ...defined({ trigger_data: data }) },
      headers: { 'idempotency-key': run },
      signal,
    })
    serverRunId = value.id
    remoteRefs.set('run', run, { id: serverRunId })
  } else if (decision) {
    const { node, ...decisionBody } = decision
    await api.call('POST /api/v1/runs/{id}/approvals/{node}', {
      path: { id: serverRunId, node },
      body: decisionBody as never,
    })
  }
  return serverRunId
}

/** The tables of runs on the server. */
function createServerTables(api: ServerApi) {
  /** The server's tables and the runs they belong to, keyed by table id. */
  const byId = new Map<string, { run: string; table: TableRef }>()
  const addTables = (run: string, events: readonly RunEvent[]): void => {
    for (const table of events.flatMap(findOutputTables)) byId.set(table.id, { run, table })
  }
  /** The ids of tables stored on the server, which are the results of finished runs. */
  const storedTableIds = new Set<string>()
  /** Server runs that failed or were canceled. Some, all or none of their result tables may be stored. */
  const incompleteRunIds = new Set<string>()
  /** Pending and completed requests for the stored tables of incomplete runs, keyed by run id. */
  const tableListRequests = new Map<string, Promise<void>>()
  const addStoredTables = (run: string, view: RunView): void => {
    if (view.state === 'completed') for (const { table } of findResultTables(view)) storedTableIds.add(table.id)
    else if (isFinalRunState(view.state)) incompleteRunIds.add(run)
  }
  const requestTableList = async (run: string): Promise<void> => {
    const { value } = await api.call('GET /api/v1/runs/{id}/result', { path: { id: run }, query: { format: 'json' } })
    for (const { table } of value.tables ?? []) if (table) storedTableIds.add(table.id)
  }
  /**
   * Loads the list of stored tables of an incomplete run. Requests share one call (single-flight); failures are not
   * cached.
   */
  const ensureTableList = (run: string): Promise<void> => {
    const request = tableListRequests.get(run) ?? requestTableList(run)
    tableListRequests.set(run, request)
    request.catch(() => tableListRequests.delete(run))
    return request
  }
  /** Promises that resolve when this page stops following a run, keyed by the run's id on the server. */
  const followedRuns = new Map<string, Promise<void>>()
  /** Returns the id of the server run that stores a table. Waits until the run has ended. */
  const findRunIdForTable = async ({ id }: TableRef): Promise<string> => {
    const run = byId.get(id)?.run
    if (run === undefined) throw new ProblemError(error('server.no-table', {}))
    await followedRuns.get(run)
    const isIncomplete = incompleteRunIds.has(run)
    if (isIncomplete) await ensureTableList(run)
    if (!storedTableIds.has(id))
      throw new ProblemError(
        // Intermediate tables are not an error, so views display a hint instead.
        isIncomplete ? error('server.table-not-stored', {}) : info('server.intermediate-table', {}),
      )
    return run
  }
  return { byId, add: addTables, addStored: addStoredTables, findRunId: findRunIdForTable, followedRuns }
}

const withSettings = (workflow: Workflow, settings: Readonly<Record<string, Config>>): Workflow => ({
  ...workflow,
  nodes: workflow.nodes.map((node) => ({
    ...node,
    data: { ...node.data, config: { ...node.data.config, ...settings[node.id] } },
  })),
})

const isWaitingForApproval = ({ state, waiting = {} }: RunView): boolean =>
  state === 'waiting' && Object.values(waiting).some(({ waitFor }) => waitFor.kind === 'approval')

const findOutputTables = (event: RunEvent): TableRef[] =>
  event.type === 'node-completed' || event.type === 'node-cached'
    ? Object.values(event.outputs).flatMap((value) => (value.kind === 'table' ? [value.table] : []))
    : []
