import { readWorkflow } from '@aw-flow/schema'
import type { StoredDocument, StoredRun } from '../storage/storage.ts'
import type { ServerApi } from './server-api.ts'
import { extractDocument } from './server-document.ts'
import type { RemoteRefs } from './remote-refs.ts'

/**
 * The lists of documents, datasets and runs on the server, with local ids where they exist. While the server is
 * unavailable, the last known lists are returned.
 */
export type ServerLists = ReturnType<typeof createServerLists>

/**
 * The maximum age of a cached list, in ms. The lists are read after every storage change; without the cache, each read
 * would cause a request.
 */
const maxAgeMs = 5_000
const timeoutMs = 5_000
/** The maximum number of items per request. A list of this length may be incomplete. */
export const maxListedItems = 500

/** @param listRemovedIds Returns the ids of documents whose deletion has not been sent yet. They are not listed. */
export function createServerLists(
  api: ServerApi,
  remoteRefs: RemoteRefs,
  { now = Date.now, listRemovedIds }: { now?: () => number; listRemovedIds?: () => Promise<ReadonlySet<string>> } = {},
) {
  const versions = { documents: 0, datasets: 0, runs: 0 }
  const createCachedList = <T>(
    kind: keyof typeof versions,
    request: () => Promise<readonly T[]>,
    select = async (items: readonly T[]): Promise<readonly T[]> => items,
  ): (() => Promise<readonly T[]>) => {
    let lastItems: readonly T[] = []
    let cachedRequest: { requestedAt: number; version: number; list: Promise<readonly T[]> } | undefined
    return () => {
      if (
        cachedRequest &&
        cachedRequest.version === versions[kind] &&
        Math.abs(now() - cachedRequest.requestedAt) < maxAgeMs
      )
        return cachedRequest.list
      const list = request()
        .catch(() => lastItems)
        .then(async (items) => (lastItems = await select(items)))
      cachedRequest = { requestedAt: now(), version: versions[kind], list }
      return list
    }
  }
  const withoutRemoved = async (documents: readonly StoredDocument[]): Promise<readonly StoredDocument[]> => {
    const removedIds = (await listRemovedIds?.()) ?? new Set()
    // An unchanged list remains the same object, which tells its readers that it is unchanged.
    return removedIds.size === 0 ? documents : documents.filter(({ id }) => !removedIds.has(id))
  }
  return {
    listDocuments: createCachedList(
      'documents',
      async () => {
        const { value } = await api.call('GET /api/v1/workflows', {
          query: { limit: maxListedItems, sort: '-updated_at' },
          signal: AbortSignal.timeout(timeoutMs),
        })
        const localIds = remoteRefs.listLocalIds('document')
        return value.items.flatMap((item) => {
          const { workflow } = readWorkflow(extractDocument(item))
          const updatedAt = Date.parse(item.updated_at)
          return workflow ? [{ id: localIds.get(item.id) ?? item.id, workflow, revision: 0, updatedAt }] : []
        })
      },
      withoutRemoved,
    ),
    listDatasets: createCachedList('datasets', async () => {
      const { value } = await api.call('GET /api/v1/data', {
        query: { limit: maxListedItems },
        signal: AbortSignal.timeout(timeoutMs),
      })
      return value.items.map(({ id, name, size, created_at: createdAt }) => ({ id, name, size, createdAt }))
    }),
    listRuns: createCachedList('runs', async () => {
      const { value } = await api.call('GET /api/v1/runs', {
        query: { limit: maxListedItems, sort: '-created_at' },
        signal: AbortSignal.timeout(timeoutMs),
      })
      const [localRunIds, localDocumentIds] = [remoteRefs.listLocalIds('run'), remoteRefs.listLocalIds('document')]
      return value.items.map((run) => ({
        run: localRunIds.get(run.id) ?? run.id,
        workflowId: localDocumentIds.get(run.workflow_id) ?? run.workflow_id,
        workflowName: run.workflow_name,
        state: run.status,
        startedAt: Date.parse(run.started_at ?? run.created_at),
        ...(run.ended_at === null ? {} : { endedAt: Date.parse(run.ended_at) }),
        ...(run.retry_of ? { retryOf: localRunIds.get(run.retry_of) ?? run.retry_of } : {}),
      })) as StoredRun[]
    }),
    /** Invalidates one or all lists, so that the next call fetches them again. */
    invalidate(only?: keyof typeof versions): void {
      for (const kind of ['documents', 'datasets', 'runs'] as const) if ((only ?? kind) === kind) versions[kind]++
    },
  }
}
