import {
  error,
  foldRun,
  isEnded,
  resultTables,
  type RunEvent,
  type RunView,
  type TableRef,
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
  storage: Pick<ServerStorage, 'placeOf' | 'giveDataset'>
}

/** Runs of a server, and what they came to. */
export interface ServerRunner extends HostRunner {
  /** Whether the server carries it out: whole runs, and of those that go on the ones that were begun there. */
  takes(run: Pick<HostRun, 'run' | 'record' | 'isPart'>): boolean
  /** Whether a run of the server has this table. */
  has(table: TableRef): boolean
  /** Learns from its record which tables a run has that nobody has followed here. */
  learn(run: string, record: readonly RunEvent[]): void
  csv(table: TableRef): Promise<Blob>
  /** Ends a run there that was begun from here and that nobody follows. */
  cancel(run: string): Promise<void>
}

/**
 * Runs on a server, told live: the document is saved there as it is, datasets that it does not know are sent, and the run's
 * events come back as they happen. One that waits for a person is gone on with by `decision`; one that a reload has
 * interrupted goes on by itself there, and is followed from the last event that was seen.
 */
export function createServerRunner({ api, places, storage }: ServerRunnerOptions): ServerRunner {
  /** The run of the server that has, or had, a table. */
  const tables = new Map<string, string>()
  /** What the server keeps of them: what ended runs have come to. */
  const kept = new Set<string>()
  const keep = (view: RunView): void => {
    if (isEnded(view.state)) for (const { table } of resultTables(view)) kept.add(table.id)
  }
  /** Settles when a run is not followed any more, by the server's id. */
  const followed = new Map<string, Promise<void>>()
  /** Which run is to be asked for a table: of one that goes on it is known at its end. */
  const runOf = async ({ id }: TableRef): Promise<string> => {
    const run = tables.get(id)
    if (run === undefined) throw new ProblemError(error('server.no-table', {}))
    await followed.get(run)
    if (!kept.has(id)) throw new ProblemError(error('server.table-on-the-way', {}))
    return run
  }
  const cancel = async (id: string): Promise<void> => {
    await api.call('POST /api/v1/runs/{id}/cancel', { path: { id } }).catch(() => undefined)
  }
  return {
    takes: ({ run, record = [], isPart }) => !isPart && (record.length === 0 || places.find('run', run) !== undefined),
    has: ({ id }) => tables.has(id),
    learn(run, record) {
      const there = places.find('run', run)?.id ?? run
      for (const table of record.flatMap(tablesIn)) tables.set(table, there)
      keep(foldRun(record))
    },
    async csv(table) {
      const { value } = await api.call('GET /api/v1/runs/{id}/tables/{table}', {
        path: { id: await runOf(table), table: table.id },
        query: { format: 'csv' },
      })
      return value as Blob
    },
    async cancel(run) {
      const there = places.find('run', run)?.id
      if (there !== undefined) await cancel(there)
    },
    async run({ run, workflowId, workflow, files, seed, record = [], decision, onEvents, onProgress, signal }) {
      let there = places.find('run', run)?.id
      if (there === undefined) {
        if (record.length > 0) throw new ProblemError(error('server.no-run', {}))
        const datasets = new Set([
          ...datasetReferences(workflow),
          ...Object.values(files).map(({ dataset }) => dataset),
        ])
        for (const dataset of datasets) await storage.giveDataset(dataset)
        const id = await storage.placeOf(workflowId, workflow)
        const inputs = Object.fromEntries(Object.entries(files).map(([node, { dataset }]) => [node, dataset]))
        const { value } = await api.call('POST /api/v1/runs', {
          body: { workflow_id: id, inputs, seed },
          headers: { 'idempotency-key': run },
          signal,
        })
        there = value.id
        places.keep('run', run, { id: there })
      } else if (decision) {
        const { node, ...decided } = decision
        await api.call('POST /api/v1/runs/{id}/approvals/{node}', {
          path: { id: there, node },
          body: decided as never,
        })
      }
      const id = there
      // A person's cancelling ends the run there, and its last events are still told.
      const stop = (): void => void cancel(id)
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
      const following = new AbortController()
      let view = foldRun(record)
      if (!decision && isAsked(view)) {
        const query = { after: record.length - 1, limit: 1 }
        const { value } = await api.call('GET /api/v1/runs/{id}/events', { path: { id }, query, signal })
        // Nobody has decided anywhere else.
        if (value.items.length === 0) return
      }
      // What was waited for so far is decided: it is over with one of the next events.
      let isOver = false
      let leave = (): void => undefined
      followed.set(id, new Promise<void>((resolve) => (leave = resolve)))
      try {
        for await (const told of api.events(id, { after: record.length - 1, signal: following.signal })) {
          if (told.kind === 'progress') onProgress?.({ ...told.progress, run })
          if (told.kind !== 'event') continue
          const event: RunEvent = told.event.type === 'run-started' ? { ...told.event, run, workflowId } : told.event
          view = foldRun([event], view)
          for (const table of tablesIn(event)) tables.set(table, id)
          onEvents([event])
          isOver ||= view.state !== 'waiting'
          if (isOver && isAsked(view)) return
        }
      } finally {
        following.abort()
        signal.removeEventListener('abort', stop)
        keep(view)
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

const isAsked = ({ state, waiting = {} }: RunView): boolean =>
  state === 'waiting' && Object.values(waiting).some(({ waitFor }) => waitFor.kind === 'approval')

const tablesIn = (event: RunEvent): string[] =>
  event.type === 'node-completed' || event.type === 'node-cached'
    ? Object.values(event.outputs).flatMap((value) => (value.kind === 'table' ? [value.table.id] : []))
    : []
