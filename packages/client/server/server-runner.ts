import {
  error,
  foldRun,
  info,
  isEnded,
  findResultTables,
  type RunEvent,
  type RunView,
  type TableRef,
  type Config,
  type Workflow,
  ProblemError,
} from '@aw-flow/schema'
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
   * Returns whether the server executes a run. It executes complete runs, resumes runs that started there, and retries
   * its runs.
   */
  canRun(run: Pick<HostRun, 'run' | 'record' | 'isPart' | 'retryOf'>): boolean
  /** Returns whether the table belongs to a run on the server. */
  hasTable(table: TableRef): boolean
  /** Finds a server table with all of its columns, because requests may contain only some of them. */
  findTable(id: string): TableRef | undefined
  /** Adds the tables in the record of a run that this page did not follow. */
  addRunTables(run: string, record: readonly RunEvent[]): void
  readCsv(table: TableRef): Promise<Blob>
  /** Cancels a run that this page started but does not follow. */
  cancel(run: string): Promise<void>
}

/**
 * Creates a runner that executes runs on a server: it saves the document, uploads missing datasets, starts the run and
 * follows its events. A run that waits for approval resumes with `decision`. A run that a reload interrupted continues
 * on the server, and is followed from the last received event.
 */
export function createServerRunner({ api, remoteRefs, storage }: ServerRunnerOptions): ServerRunner {
  /** The server's tables with their runs, by table id. */
  const tables = new Map<string, { run: string; table: TableRef }>()
  const addTables = (run: string, events: readonly RunEvent[]): void => {
    for (const table of events.flatMap(findOutputTables)) tables.set(table.id, { run, table })
  }
  /** The ids of stored tables, which are the results of finished runs. */
  const storedTables = new Set<string>()
  /** Server runs that failed or were canceled. The server may have stored all, some or none of their result tables. */
  const incompleteRuns = new Set<string>()
  /** Requests for the stored tables of incomplete runs, by run. */
  const tableLists = new Map<string, Promise<void>>()
  const addStoredTables = (run: string, view: RunView): void => {
    if (view.state === 'completed') for (const { table } of findResultTables(view)) storedTables.add(table.id)
    else if (isEnded(view.state)) incompleteRuns.add(run)
  }
  const requestTableList = async (run: string): Promise<void> => {
    const { value } = await api.call('GET /api/v1/runs/{id}/result', { path: { id: run }, query: { format: 'json' } })
    for (const { table } of value.tables ?? []) if (table) storedTables.add(table.id)
  }
  /** Finds the stored tables of an incomplete run once for all requests (single-flight). Failures are not cached. */
  const ensureTableList = (run: string): Promise<void> => {
    const list = tableLists.get(run) ?? requestTableList(run)
    tableLists.set(run, list)
    list.catch(() => tableLists.delete(run))
    return list
  }
  /** Promises by the server's run id. Each settles when this page stops following the run. */
  const followedRuns = new Map<string, Promise<void>>()
  /** Returns the id of the server run that stores a table. Waits until a run in progress has ended. */
  const findRunOfTable = async ({ id }: TableRef): Promise<string> => {
    const run = tables.get(id)?.run
    if (run === undefined) throw new ProblemError(error('server.no-table', {}))
    await followedRuns.get(run)
    const isIncomplete = incompleteRuns.has(run)
    if (isIncomplete) await ensureTableList(run)
    if (!storedTables.has(id))
      throw new ProblemError(
        // For an intermediate table, views show information, not an error.
        isIncomplete ? error('server.table-not-stored', {}) : info('server.table-on-the-way', {}),
      )
    return run
  }
  /** Server runs that this page did not start. */
  const foreignRuns = new Set<string>()
  const findServerRun = (run: string): string | undefined =>
    remoteRefs.find('run', run)?.id ?? (foreignRuns.has(run) ? run : undefined)
  const cancel = async (id: string): Promise<void> => {
    await api.call('POST /api/v1/runs/{id}/cancel', { path: { id } }).catch(() => undefined)
  }
  return {
    canRun: ({ run, record = [], isPart, retryOf }) =>
      retryOf === undefined
        ? !isPart && (record.length === 0 || remoteRefs.find('run', run) !== undefined)
        : findServerRun(retryOf) !== undefined,
    hasTable: ({ id }) => tables.has(id),
    findTable: (id) => tables.get(id)?.table,
    addRunTables(run, record) {
      const serverRun = remoteRefs.find('run', run)?.id ?? run
      foreignRuns.add(serverRun)
      addTables(serverRun, record)
      addStoredTables(serverRun, foldRun(record))
    },
    async readCsv(table) {
      const { value } = await api.call('GET /api/v1/runs/{id}/tables/{table}', {
        path: { id: await findRunOfTable(table), table: table.id },
        query: { format: 'csv' },
      })
      return value as Blob
    },
    async cancel(run) {
      const serverRun = remoteRefs.find('run', run)?.id
      if (serverRun !== undefined) await cancel(serverRun)
    },
    async run({
      run,
      workflowId,
      workflow,
      files,
      seed,
      record = [],
      decision,
      retryOf,
      settings,
      onEvents,
      onProgress,
      signal,
    }) {
      let serverRun = remoteRefs.find('run', run)?.id
      const retriedRun = retryOf === undefined ? undefined : findServerRun(retryOf)
      if (serverRun === undefined && retriedRun !== undefined) {
        if (settings) {
          for (const dataset of findDatasetReferences(withSettings(workflow, settings)))
            await storage.uploadDataset(dataset)
        }
        const { value } = await api.call('POST /api/v1/runs/{id}/retry', {
          path: { id: retriedRun },
          ...(settings ? { body: { settings: { ...settings } } } : {}),
          headers: { 'idempotency-key': run },
          signal,
        })
        serverRun = value.id
        remoteRefs.set('run', run, { id: serverRun })
      }
      if (serverRun === undefined) {
        if (record.length > 0) throw new ProblemError(error('server.no-run', {}))
        const datasets = new Set([
          ...findDatasetReferences(workflow),
          ...Object.values(files).map(({ dataset }) => dataset),
        ])
        for (const dataset of datasets) await storage.uploadDataset(dataset)
        const id = await storage.ensureRemoteId(workflowId, workflow)
        const inputs = Object.fromEntries(Object.entries(files).map(([node, { dataset }]) => [node, dataset]))
        const { value } = await api.call('POST /api/v1/runs', {
          body: { workflow_id: id, inputs, seed },
          headers: { 'idempotency-key': run },
          signal,
        })
        serverRun = value.id
        remoteRefs.set('run', run, { id: serverRun })
      } else if (decision) {
        const { node, ...decisionBody } = decision
        await api.call('POST /api/v1/runs/{id}/approvals/{node}', {
          path: { id: serverRun, node },
          body: decisionBody as never,
        })
      }
      const id = serverRun
      // A canceled run ends on the server; its last events are still received.
      const cancelOnServer = (): void => void cancel(id)
      if (signal.aborted) cancelOnServer()
      signal.addEventListener('abort', cancelOnServer, { once: true })
      const followController = new AbortController()
      let view = foldRun(record)
      if (!decision && isWaitingForApproval(view)) {
        const query = { after: record.length - 1, limit: 1 }
        const { value } = await api.call('GET /api/v1/runs/{id}/events', { path: { id }, query, signal })
        // Nobody has decided elsewhere, so the run still waits.
        if (value.items.length === 0) return
      }
      // After a decision, the view stays `waiting` until the event that continues the run.
      let hasContinued = false
      let settleFollowed = (): void => undefined
      followedRuns.set(id, new Promise<void>((resolve) => (settleFollowed = resolve)))
      try {
        for await (const item of api.events(id, { after: record.length - 1, signal: followController.signal })) {
          if (item.kind === 'progress') onProgress?.({ ...item.progress, run })
          if (item.kind !== 'event') continue
          const event: RunEvent = item.event.type === 'run-started' ? { ...item.event, run, workflowId } : item.event
          view = foldRun([event], view)
          addTables(id, [event])
          onEvents([event])
          hasContinued ||= view.state !== 'waiting'
          if (hasContinued && isWaitingForApproval(view)) return
        }
      } finally {
        followController.abort()
        signal.removeEventListener('abort', cancelOnServer)
        addStoredTables(id, view)
        followedRuns.delete(id)
        settleFollowed()
      }
    },
    async page(table, offset, limit) {
      const { value } = await api.call('GET /api/v1/runs/{id}/tables/{table}', {
        path: { id: await findRunOfTable(table), table: table.id },
        query: { offset, limit: Math.min(limit, 10_000) },
      })
      return new Uint8Array(await (value as Blob).arrayBuffer())
    },
  }
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
