import { error, warning, type Problem, type RunEvent, ProblemError } from '@aw-flow/schema'
import type { WorkflowStorage } from '../storage/storage.ts'
import { ServerResponseError, toReason, type ServerApi } from './server-api.ts'
import { isRejection } from './document-sender.ts'
import { createServerDocuments, type ServerDocuments } from './server-documents.ts'
import { createServerLists, maxListedItems, type ServerLists } from './server-lists.ts'
import { findRemoteId, type RemoteRefs } from './remote-refs.ts'

export interface ServerStorageOptions {
  api: ServerApi
  remoteRefs: RemoteRefs
  /**
   * The browser's storage. It holds a copy of everything, so that work can continue while the server is unavailable.
   */
  local: WorkflowStorage
  /** The workspace of all requests. By default, the server selects it. */
  workspace?: string | undefined
  /** Whether open documents are connected to the other pages that have them open. */
  isLive?: boolean | undefined
  /** Whether a link gives access to one workflow only. Its visitors cannot list anything, or upload files. */
  isLink?: boolean | undefined
}

/** Storage that also saves documents and datasets on a server. */
export interface ServerStorage extends Omit<WorkflowStorage, 'sync'>, Pick<ServerDocuments, 'ensureRemoteId' | 'sync'> {
  /** Uploads a dataset, unless the server already has it. */
  uploadDataset(id: string): Promise<void>
  /** Restores a deleted run on the server. Does nothing if the server does not have the run. */
  restoreRun(runId: string): Promise<Problem | undefined>
  /** The lists of all documents, datasets and runs on the server. */
  readonly serverLists: ServerLists
}

/**
 * Creates storage that saves documents and datasets in the browser and on a server. Documents are opened from the
 * server. Concurrent changes by other users are merged like changes from another tab. Versions
 * and the trash remain in the browser. The record of a run is read from the server if the browser does not have it.
 */
export function createServerStorage({
  api,
  remoteRefs,
  local,
  workspace,
  isLive,
  isLink = false,
}: ServerStorageOptions): ServerStorage {
  const listRemovedIds = async (): Promise<ReadonlySet<string>> => {
    const states = await local.syncStates.list(remoteRefs.server)
    return new Set([...states].flatMap(([id, { isRemoved }]) => (isRemoved ? [id] : [])))
  }
  const lists = isLink ? emptyLists : createServerLists(api, remoteRefs, { listRemovedIds })
  const documents = createServerDocuments({ api, remoteRefs, local, lists, workspace, isLive })

  return {
    ...local,
    ...documents,
    ...(isLink ? createLinkDatasets(local) : createServerDatasets({ api, remoteRefs, local }, lists)),
    ...createServerRuns({ api, remoteRefs, local }, lists),
    serverLists: lists,
  }
}

const emptyLists: ServerLists = {
  listDocuments: async () => [],
  listDatasets: async () => [],
  listRuns: async () => [],
  invalidate: () => undefined,
}

/** Keeps the files of a visitor with a link in the browser. */
const createLinkDatasets = (
  local: WorkflowStorage,
): Pick<ServerStorage, 'uploadDataset' | 'putDataset' | 'hasUnlistedDatasets'> => ({
  hasUnlistedDatasets: true,
  uploadDataset: async () => undefined,
  putDataset: async (dataset, bytes) =>
    (await local.putDataset(dataset, bytes)) ?? warning('server.link-dataset', { name: dataset.name }),
})

function createServerDatasets(
  { api, remoteRefs, local }: ServerStorageOptions,
  lists: ServerLists,
): Pick<ServerStorage, 'uploadDataset' | 'putDataset' | 'listDatasets' | 'getDatasetBytes' | 'removeDataset'> {
  /**
   * Returns whether a dataset is in the server's list, or whether the list is incomplete. Requesting any other dataset
   * would return 404, which browsers log as an error.
   */
  const mayBeOnServer = async (id: string): Promise<boolean> => {
    const serverDatasets = await lists.listDatasets()
    return serverDatasets.length >= maxListedItems || serverDatasets.some((dataset) => dataset.id === id)
  }

  /**
   * Sends the deletions of datasets that the server does not know yet. Returns why it rejected one; the dataset is then
   * listed again.
   */
  const sendDatasetRemovals = async (): Promise<Problem | undefined> => {
    let problem: Problem | undefined
    for (const id of remoteRefs.listLocalIds('removed-dataset').keys()) {
      try {
        await api.call('DELETE /api/v1/data/{id}', { path: { id } })
      } catch (cause) {
        if (!isRejection(cause)) continue
        const { status, problem: reason } = cause as ServerResponseError
        if (status !== 404) problem = reason
      }
      remoteRefs.remove('removed-dataset', id)
      lists.invalidate()
    }
    return problem
  }

  const uploadDataset = async (id: string): Promise<void> => {
    remoteRefs.remove('removed-dataset', id)
    const serverDatasets = await lists.listDatasets()
    if (serverDatasets.some((dataset) => dataset.id === id)) return
    const bytes = await local.getDatasetBytes(id)
    // Requested only if the list may be incomplete, because browsers log a 404 as an error.
    if (!bytes || serverDatasets.length >= maxListedItems) {
      try {
        await api.call('GET /api/v1/data/{id}', { path: { id } })
        return
      } catch (cause) {
        if (!bytes || !(cause instanceof ServerResponseError) || cause.status !== 404) throw cause
      }
    }
    const name = (await local.listDatasets()).find(({ dataset }) => dataset.id === id)?.dataset.name ?? id.slice(0, 8)
    await api.upload(bytes, name)
    lists.invalidate()
  }

  return {
    uploadDataset,
    async putDataset(dataset, bytes) {
      const problem = await local.putDataset(dataset, bytes)
      if (problem) return problem
      return uploadDataset(dataset.id).then(
        () => undefined,
        (cause: unknown) => error('server.dataset-not-uploaded', { name: dataset.name, reason: toReason(cause) }),
      )
    },
    async listDatasets() {
      await sendDatasetRemovals()
      const localDatasets = await local.listDatasets()
      const localIds = new Set(localDatasets.map(({ dataset }) => dataset.id))
      const otherDatasets = (await lists.listDatasets()).filter(
        ({ id }) => !localIds.has(id) && !remoteRefs.find('removed-dataset', id),
      )
      return [...localDatasets, ...otherDatasets.map((dataset) => ({ dataset }))]
    },
    async getDatasetBytes(id) {
      const localBytes = await local.getDatasetBytes(id)
      if (localBytes) return localBytes
      if (!(await mayBeOnServer(id))) {
        // The cached list may be older than the dataset.
        lists.invalidate()
        if (!(await mayBeOnServer(id))) return undefined
      }
      try {
        const { value } = await api.call('GET /api/v1/data/{id}/download', { path: { id } })
        return value as Blob
      } catch (cause) {
        if (cause instanceof ProblemError) return undefined
        throw cause
      }
    },
    async removeDataset(id) {
      remoteRefs.set('removed-dataset', id, { id })
      return (await sendDatasetRemovals()) ?? local.removeDataset(id)
    },
  }
}

function createServerRuns(
  { api, remoteRefs, local }: ServerStorageOptions,
  lists: ServerLists,
): Pick<ServerStorage, 'removeRun' | 'restoreRun' | 'getRunEvents'> {
  /** Replaces the server ids in an event with local ids. */
  const withLocalIds = (run: string, event: RunEvent): RunEvent => {
    if (event.type !== 'run-started' || event.workflowId === undefined) return event
    return { ...event, run, workflowId: remoteRefs.listLocalIds('document').get(event.workflowId) ?? event.workflowId }
  }

  /** Deletes or restores a run on the server. A run that the server does not know is not reported as a problem. */
  const deleteOrRestoreRun = async (
    route: 'DELETE /api/v1/runs/{id}' | 'POST /api/v1/runs/{id}/restore',
    id: string,
  ): Promise<Problem | undefined> => {
    try {
      await api.call(route, { path: { id } })
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      if (!(cause instanceof ServerResponseError) || cause.status !== 404) return cause.problem
    }
    lists.invalidate()
    return undefined
  }

  return {
    async removeRun(run) {
      const remoteId = findRemoteId(remoteRefs, 'run', run)
      if (remoteId !== undefined) {
        const problem = await deleteOrRestoreRun('DELETE /api/v1/runs/{id}', remoteId)
        if (problem) return problem
      }
      return local.removeRun(run)
    },
    async restoreRun(run) {
      const remoteId = findRemoteId(remoteRefs, 'run', run)
      return remoteId === undefined ? undefined : deleteOrRestoreRun('POST /api/v1/runs/{id}/restore', remoteId)
    },
    async getRunEvents(run) {
      const localEvents = await local.getRunEvents(run)
      const remoteId = findRemoteId(remoteRefs, 'run', run)
      if (localEvents.length > 0 || remoteId === undefined) return localEvents
      const events: RunEvent[] = []
      try {
        for (;;) {
          const { value } = await api.call('GET /api/v1/runs/{id}/events', {
            path: { id: remoteId },
            query: { after: events.length - 1, limit: 10_000, texts: 'messages' },
          })
          events.push(...value.items.map((event) => withLocalIds(run, event)))
          if (value.items.length === 0 || events.length >= value.total) return events
        }
      } catch (cause) {
        if (cause instanceof ProblemError) return events
        throw cause
      }
    },
  }
}
