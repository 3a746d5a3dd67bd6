import {
  error,
  foldRun,
  isEnded,
  resultTables,
  type RunEvent,
  type RunView,
  type TableRef,
  type Config,
  type Workflow,
  ProblemError,
} from '@aw-flow/schema'
import { datasetReferences } from '../data/dataset-references.ts'
import type { HostRun, HostRunner } from '../engine/host-runner.ts'
import type { ServerApi } from './server-api.ts'
import type { ServerPlaces } from './server-places.ts'
import type { ServerStorage } from './server-storage.ts'

export interface ServerRunnerOptions {
  api: ServerApi
  places: ServerPlaces
  storage: Pick<ServerStorage, 'placeOf' | 'uploadDataset'>
}

/** Executes runs on a server and reads their result tables. */
export interface ServerRunner extends HostRunner {
  /**
   * Whether the server executes a run. It executes complete runs, resumes runs that started there, and retries its
   * runs.
   */
  takes(run: Pick<HostRun, 'run' | 'record' | 'isPart' | 'retryOf'>): boolean
  /** Whether a run of the server has this table. */
  has(table: TableRef): boolean
  /** Finds a table of the server with all of its columns, because requests may contain only some of them. */
  find(id: string): TableRef | undefined
  /** Adds the tables of a run that was not followed here, from its record. */
  addTablesOf(run: string, record: readonly RunEvent[]): void
  csv(table: TableRef): Promise<Blob>
  /** Cancels a run that was started from here and is not followed. */
  cancel(run: string): Promise<void>
}

/**
 * Creates a runner that executes runs on a server: it saves the document, uploads missing datasets, starts the run and
 * follows its events. A run that waits for approval resumes with `decision`. A run that a reload interrupted continues
 * on the server, and is followed from the last received event.
 */
export function createServerRunner({ api, places, storage }: ServerRunnerOptions): ServerRunner {
  /** The server's tables with their runs, by table id. */
  const tables = new Map<string, { run: string; table: TableRef }>()
  const addTables = (run: string, events: readonly RunEvent[]): void => {
    for (const table of events.flatMap(tablesIn)) tables.set(table.id, { run, table })
  }
  /** The ids of stored tables: the results of ended runs. */
  const stored = new Set<string>()
  const addStored = (view: RunView): void => {
    if (isEnded(view.state)) for (const { table } of resultTables(view)) stored.add(table.id)
  }
  /** Promises by the server's run id. Each settles when following the run stops. */
  const followed = new Map<string, Promise<void>>()
  /** Returns the server's run that stores a table. Waits until a run in progress has ended. */
  const runOf = async ({ id }: TableRef): Promise<string> => {
    const run = tables.get(id)?.run
    if (run === undefined) throw new ProblemError(error('server.no-table', {}))
    await followed.get(run)
    if (!stored.has(id)) throw new ProblemError(error('server.table-on-the-way', {}))
    return run
  }
  /** Runs of the server that were not started here. */
  const foreign = new Set<string>()
  const serverRunOf = (run: string): string | undefined =>
    places.find('run', run)?.id ?? (foreign.has(run) ? run : undefined)
  const cancel = async (id: string): Promise<void> => {
    await api.call('POST /api/v1/runs/{id}/cancel', { path: { id } }).catch(() => undefined)
  }
  return {
    takes: ({ run, record = [], isPart, retryOf }) =>
      retryOf === undefined
        ? !isPart && (record.length === 0 || places.find('run', run) !== undefined)
        : serverRunOf(retryOf) !== undefined,
    has: ({ id }) => tables.has(id),
    find: (id) => tables.get(id)?.table,
    addTablesOf(run, record) {
      const serverRun = places.find('run', run)?.id ?? run
      foreign.add(serverRun)
      addTables(serverRun, record)
      addStored(foldRun(record))
    },
    async csv(table) {
      const { value } = await api.call('GET /api/v1/runs/{id}/tables/{table}', {
        path: { id: await runOf(table), table: table.id },
        query: { format: 'csv' },
      })
      return value as Blob
    },
    async cancel(run) {
      const serverRun = places.find('run', run)?.id
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
      let serverRun = places.find('run', run)?.id
      const retried = retryOf === undefined ? undefined : serverRunOf(retryOf)
      if (serverRun === undefined && retried !== undefined) {
        if (settings) {
          for (const dataset of datasetReferences(withSettings(workflow, settings)))
            await storage.uploadDataset(dataset)
        }
        const { value } = await api.call('POST /api/v1/runs/{id}/retry', {
          path: { id: retried },
          ...(settings ? { body: { settings: { ...settings } } } : {}),
          headers: { 'idempotency-key': run },
          signal,
        })
        serverRun = value.id
        places.keep('run', run, { id: serverRun })
      }
      if (serverRun === undefined) {
        if (record.length > 0) throw new ProblemError(error('server.no-run', {}))
        const datasets = new Set([
          ...datasetReferences(workflow),
          ...Object.values(files).map(({ dataset }) => dataset),
        ])
        for (const dataset of datasets) await storage.uploadDataset(dataset)
        const id = await storage.placeOf(workflowId, workflow)
        const inputs = Object.fromEntries(Object.entries(files).map(([node, { dataset }]) => [node, dataset]))
        const { value } = await api.call('POST /api/v1/runs', {
          body: { workflow_id: id, inputs, seed },
          headers: { 'idempotency-key': run },
          signal,
        })
        serverRun = value.id
        places.keep('run', run, { id: serverRun })
      } else if (decision) {
        const { node, ...decided } = decision
        await api.call('POST /api/v1/runs/{id}/approvals/{node}', {
          path: { id: serverRun, node },
          body: decided as never,
        })
      }
      const id = serverRun
      // A canceled run ends on the server; its last events are still received.
      const stop = (): void => void cancel(id)
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
      const following = new AbortController()
      let view = foldRun(record)
      if (!decision && isAsked(view)) {
        const query = { after: record.length - 1, limit: 1 }
        const { value } = await api.call('GET /api/v1/runs/{id}/events', { path: { id }, query, signal })
        // No decision was made elsewhere.
        if (value.items.length === 0) return
      }
      // After a decision, the run is still waiting until one of the next events.
      let isOver = false
      let leave = (): void => undefined
      followed.set(id, new Promise<void>((resolve) => (leave = resolve)))
      try {
        for await (const item of api.events(id, { after: record.length - 1, signal: following.signal })) {
          if (item.kind === 'progress') onProgress?.({ ...item.progress, run })
          if (item.kind !== 'event') continue
          const event: RunEvent = item.event.type === 'run-started' ? { ...item.event, run, workflowId } : item.event
          view = foldRun([event], view)
          addTables(id, [event])
          onEvents([event])
          isOver ||= view.state !== 'waiting'
          if (isOver && isAsked(view)) return
        }
      } finally {
        following.abort()
        signal.removeEventListener('abort', stop)
        addStored(view)
        followed.delete(id)
        leave()
      }
    },
    async page(table, offset, limit) {
      const { value } = await api.call('GET /api/v1/runs/{id}/tables/{table}', {
        path: { id: await runOf(table), table: table.id },
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

const isAsked = ({ state, waiting = {} }: RunView): boolean =>
  state === 'waiting' && Object.values(waiting).some(({ waitFor }) => waitFor.kind === 'approval')

const tablesIn = (event: RunEvent): TableRef[] =>
  event.type === 'node-completed' || event.type === 'node-cached'
    ? Object.values(event.outputs).flatMap((value) => (value.kind === 'table' ? [value.table] : []))
    : []
