import { readWorkflow, type Dataset } from '@aw-flow/schema'
import type { StoredDocument, StoredRun } from '../storage/storage.ts'
import type { ServerApi } from './server-api.ts'
import { documentOf } from './server-document.ts'
import type { ServerPlaces } from './server-places.ts'

/** What a server has, as lists show it, under the ids of this profile where it has some. While it is away: as it was last. */
export interface ServerLists {
  documents(): Promise<readonly StoredDocument[]>
  datasets(): Promise<readonly Dataset[]>
  runs(): Promise<readonly StoredRun[]>
  /** Something has changed there: the next call asks. */
  renew(): void
}

/** Between two questions after the same list, in ms: lists are read anew with each change of the storage. */
const patience = 5_000
/** A server that does not answer in so many ms is away. */
const wait = 5_000
/** A list that is so long may have more that is not in it. */
export const mostListed = 500

export function createServerLists(api: ServerApi, places: ServerPlaces, now = Date.now): ServerLists {
  let version = 0
  const lasting = <T>(ask: () => Promise<readonly T[]>): (() => Promise<readonly T[]>) => {
    let known: readonly T[] = []
    let asked: { at: number; version: number; list: Promise<readonly T[]> } | undefined
    return () => {
      if (asked && asked.version === version && now() - asked.at < patience) return asked.list
      const list = ask().then(
        (found) => (known = found),
        () => known,
      )
      asked = { at: now(), version, list }
      return list
    }
  }
  return {
    documents: lasting(async () => {
      const { value } = await api.call('GET /api/v1/workflows', {
        query: { limit: mostListed, sort: '-updated_at' },
        signal: AbortSignal.timeout(wait),
      })
      const names = places.names('document')
      return value.items.flatMap((item) => {
        const { workflow } = readWorkflow(documentOf(item))
        const updatedAt = Date.parse(item.updated_at)
        return workflow ? [{ id: names.get(item.id) ?? item.id, workflow, revision: 0, updatedAt }] : []
      })
    }),
    datasets: lasting(async () => {
      const { value } = await api.call('GET /api/v1/data', {
        query: { limit: mostListed },
        signal: AbortSignal.timeout(wait),
      })
      return value.items.map(({ id, name, size, created_at: createdAt }) => ({ id, name, size, createdAt }))
    }),
    runs: lasting(async () => {
      const { value } = await api.call('GET /api/v1/runs', {
        query: { limit: mostListed, sort: '-created_at' },
        signal: AbortSignal.timeout(wait),
      })
      const [names, documents] = [places.names('run'), places.names('document')]
      return value.items.map((run) => ({
        run: names.get(run.id) ?? run.id,
        workflowId: documents.get(run.workflow_id) ?? run.workflow_id,
        workflowName: run.workflow_name,
        state: run.status,
        startedAt: Date.parse(run.started_at ?? run.created_at),
        ...(run.ended_at === null ? {} : { endedAt: Date.parse(run.ended_at) }),
      })) as StoredRun[]
    }),
    renew: () => void version++,
  }
}
