import { foldRun, type RunEvent, type TableRef } from '@aw-flow/schema'
import { error } from '@aw-flow/schema'
import { datasetReferences } from '../dataset-references.ts'
import type { HostRunner } from '../host-runner.ts'
import { ProblemError } from '../problem-error.ts'
import type { ServerApi } from './server-api.ts'
import type { ServerPlaces } from './server-places.ts'
import type { ServerStorage } from './server-storage.ts'

export interface ServerRunnerOptions {
  api: ServerApi
  places: ServerPlaces
  storage: Pick<ServerStorage, 'placeOf' | 'giveDataset'>
}

/**
 * Runs on a server, told live: the document is saved there as it is, datasets that it does not know are sent, and the run's
 * events come back as they happen. One that waits for a person is gone on with by `decision`; one that a reload has
 * interrupted goes on by itself there, and is followed from the last event that was seen.
 */
export function createServerRunner({ api, places, storage }: ServerRunnerOptions): HostRunner {
  /** The run of the server that has a table. */
  const tables = new Map<string, string>()
  return {
    async run({ run, workflowId, workflow, files, seed, record = [], decision, isPart, onEvents, onProgress, signal }) {
      if (isPart) throw new ProblemError(wholeOnly)
      let there = places.find('run', run)?.id
      if (there === undefined) {
        if (record.length > 0) throw new ProblemError(notThere)
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
      const cancel = (): void => void api.call('POST /api/v1/runs/{id}/cancel', { path: { id } }).catch(() => undefined)
      if (signal.aborted) cancel()
      signal.addEventListener('abort', cancel, { once: true })
      const following = new AbortController()
      let view = foldRun(record)
      try {
        for await (const told of api.events(id, { after: record.length - 1, signal: following.signal })) {
          if (told.kind === 'progress') onProgress?.({ ...told.progress, run })
          if (told.kind !== 'event') continue
          const event: RunEvent = told.event.type === 'run-started' ? { ...told.event, run } : told.event
          view = foldRun([event], view)
          for (const table of tablesIn(event)) tables.set(table, id)
          onEvents([event])
          if (view.state === 'waiting' && asksAPerson(view.waiting)) return
        }
      } finally {
        following.abort()
        signal.removeEventListener('abort', cancel)
      }
    },
    async page({ id: table }: TableRef, offset, limit) {
      const run = tables.get(table)
      if (run === undefined) throw new ProblemError(tableGone)
      const { value } = await api.call('GET /api/v1/runs/{id}/tables/{table}', {
        path: { id: run, table },
        query: { offset, limit: Math.min(limit, 10_000) },
      })
      return new Uint8Array(await (value as Blob).arrayBuffer())
    },
  }
}

const asksAPerson = (waiting: ReturnType<typeof foldRun>['waiting'] = {}): boolean =>
  Object.values(waiting).some(({ waitFor }) => waitFor.kind === 'approval')

const tablesIn = (event: RunEvent): string[] =>
  event.type === 'node-completed' || event.type === 'node-cached'
    ? Object.values(event.outputs).flatMap((value) => (value.kind === 'table' ? [value.table.id] : []))
    : []

const wholeOnly = error('server.whole-only', 'The server runs whole workflows.', {
  hint: 'Run all of it, or take `server` away to run a part in this page.',
})
const notThere = error('server.no-run', 'This run was begun in the page, and cannot go on on the server.', {
  hint: 'Run it anew.',
})
const tableGone = error('server.no-table', 'No run on the server is known that has this table.', {
  hint: 'Run the workflow again.',
})
