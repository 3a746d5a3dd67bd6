import type { WorkflowAccess } from '@aw-flow/engine'
import type { Text } from '@aw-flow/messages'
import {
  error,
  mergeWorkflows,
  readWorkflow,
  getProblemText,
  type Problem,
  type RunEvent,
  type Workflow,
  ProblemError,
} from '@aw-flow/schema'
import { newId } from '../new-id.ts'
import { importedAccess, ownAccess } from '../storage/document-access.ts'
import type { MergedSave, SaveDocumentResult, StoredDocument, WorkflowStorage } from '../storage/storage.ts'
import { ServerResponseError, type ServerApi } from './server-api.ts'
import { extractDocument } from './server-document.ts'
import { createServerLists, maxListedItems, type ServerLists } from './server-lists.ts'
import type { RemoteRefs } from './remote-refs.ts'

export interface ServerStorageOptions {
  api: ServerApi
  remoteRefs: RemoteRefs
  /**
   * The browser's storage. It holds a copy of everything, so that work can continue while the server is unavailable.
   */
  local: WorkflowStorage
}

/** Storage that also saves documents and datasets on a server. */
export interface ServerStorage extends WorkflowStorage {
  /** Returns a document's id on the server. Saves the document there first if necessary. */
  ensureRemoteId(id: string, workflow: Workflow): Promise<string>
  /** Uploads a dataset, unless the server already has it. */
  uploadDataset(id: string): Promise<void>
  /** Restores a deleted run on the server. Does nothing if the server does not have the run. */
  restoreRun(runId: string): Promise<Problem | undefined>
  /** The lists of all documents, datasets and runs on the server. */
  readonly serverLists: ServerLists
}

/**
 * Creates storage that saves documents and datasets in the browser and on a server. Documents are opened from the
 * server. Concurrent changes by other users are merged like changes from another tab. Versions and the trash remain in
 * the browser. The record of a run is read from the server if the browser does not have it.
 */
export function createServerStorage({ api, remoteRefs, local }: ServerStorageOptions): ServerStorage {
  /** The documents at their last synchronization, keyed by id. They are the bases for merges. */
  const bases = new Map<string, Workflow>()
  const lists = createServerLists(api, remoteRefs)
  /** Returns the id on the server, or `undefined` if the item has not been sent to the server yet. */
  const findRemoteId = (kind: 'document' | 'run', id: string): string | undefined =>
    remoteRefs.find(kind, id)?.id ?? (remoteIdPattern.test(id) ? id : undefined)

  /** Replaces local ids in a document's references with server ids. */
  const toRemoteReferences = (workflow: Workflow): Workflow =>
    mapReferences(workflow, (id) => remoteRefs.find('document', id)?.id ?? id)
  /** Replaces server ids in a document's references with local ids. */
  const toLocalReferences = (workflow: Workflow): Workflow => {
    const localIds = workflow.references && remoteRefs.listLocalIds('document')
    return mapReferences(workflow, (id) => localIds?.get(id) ?? id)
  }

  /** The access of documents at the last synchronization, keyed by document id. */
  const syncedAccess = new Map<string, WorkflowAccess>()
  /**
   * Reads a document's access from the server. If the server does not list the document as the user's own, also stores
   * the access locally. A document that is imported only in this browser remains imported.
   */
  const fetchAccess = async (id: string, remoteId: string): Promise<WorkflowAccess> => {
    const { value } = await api.call('GET /api/v1/workflows/{id}/access', { path: { id: remoteId } })
    const access: WorkflowAccess = { trust: value.trust, granted: value.granted }
    syncedAccess.set(id, access)
    if (access.trust !== 'own') await local.putAccess(id, access)
    return access
  }
  /** Sends a document's origin and grants to the server if they have changed locally. */
  const sendAccess = async (id: string, remoteId: string): Promise<void> => {
    const lastSyncedAccess = syncedAccess.get(id) ?? (await fetchAccess(id, remoteId))
    const access = await local.getAccess(id)
    if (access.trust === 'own' || JSON.stringify(access) === JSON.stringify(lastSyncedAccess)) return
    const { trust, granted } = access
    const body = { trust, secrets: [...granted.secrets], hosts: [...granted.hosts], tools: [...granted.tools] }
    await api.call('PUT /api/v1/workflows/{id}/access', { path: { id: remoteId }, body })
    syncedAccess.set(id, access)
  }

  const fetchDocument = async (
    id: string,
  ): Promise<{ workflow: Workflow; etag: string | undefined; remoteId: string } | undefined> => {
    const remoteId = findRemoteId('document', id)
    if (remoteId === undefined) return undefined
    try {
      const { value, etag } = await api.call('GET /api/v1/workflows/{id}', { path: { id: remoteId } })
      const { workflow } = readWorkflow(extractDocument(value))
      return workflow && { workflow: toLocalReferences(workflow), etag, remoteId }
    } catch (cause) {
      if (cause instanceof ServerResponseError && cause.status === 404) return undefined
      throw cause
    }
  }

  const pendingSaves = new Map<string, Promise<unknown>>()
  /** Sends the saves of a document one at a time, because concurrent saves would conflict. */
  const queueSave = (
    id: string,
    ...rest: [workflow: Workflow, base: Workflow | undefined]
  ): ReturnType<typeof saveOnServer> => {
    const previousSave = pendingSaves.get(id) ?? Promise.resolve()
    const save = previousSave.then(() => saveOnServer(id, ...rest))
    const settledSave = save
      .catch(() => undefined)
      .finally(() => {
        if (pendingSaves.get(id) === settledSave) pendingSaves.delete(id)
      })
    pendingSaves.set(id, settledSave)
    return save
  }

  /**
   * Creates a document on the server. An unconfirmed creation is retried unchanged, with the same idempotency key, so
   * that the document is created only once. Returns the created document.
   */
  const createOnServer = async (id: string, workflow: Workflow): Promise<Workflow> => {
    const pendingCreation = remoteRefs.getPendingCreation(id)
    const { trust } = await local.getAccess(id)
    const creation = pendingCreation ?? { key: newId('workflow'), workflow, ...(trust === 'own' ? {} : { trust }) }
    if (!pendingCreation) remoteRefs.setPendingCreation(id, creation)
    try {
      const { value, etag } = await api.call('POST /api/v1/workflows', {
        query: creation.trust ? { trust: creation.trust } : {},
        body: toRemoteReferences(creation.workflow),
        headers: { 'idempotency-key': creation.key },
      })
      syncedAccess.set(id, creation.trust ? { ...importedAccess, trust: creation.trust } : ownAccess)
      remoteRefs.set('document', id, { id: value.id, ...(etag === undefined ? {} : { tag: etag }) })
    } catch (cause) {
      // A rejected document was not created. After 409 (in progress) or 429, the creation may still succeed.
      const isRejected =
        cause instanceof ServerResponseError && cause.status < 500 && ![409, 429].includes(cause.status)
      if (isRejected) remoteRefs.clearPendingCreation(id)
      throw cause
    }
    remoteRefs.clearPendingCreation(id)
    bases.set(id, creation.workflow)
    lists.invalidate()
    return creation.workflow
  }

  /** Saves a document on the server. Returns the saved document, which may include merged changes by other users. */
  const saveOnServer = async (
    id: string,
    workflow: Workflow,
    base: Workflow | undefined,
  ): Promise<{ workflow: Workflow; mergedSave?: MergedSave }> => {
    let content = workflow
    let mergedSave: MergedSave | undefined
    for (let attempt = 0; ; attempt++) {
      const existingRef = remoteRefs.find('document', id)
      const createdWorkflow = existingRef ? undefined : await createOnServer(id, content)
      const ref = existingRef ?? remoteRefs.find('document', id)!
      try {
        // Access is sent before the content, so that the server never mistakes others' content for the user's own.
        await sendAccess(id, ref.id)
        if (createdWorkflow && isSameWorkflow(createdWorkflow, content))
          return { workflow: content, ...(mergedSave ? { mergedSave } : {}) }
        const { value, etag } = await api.call('PUT /api/v1/workflows/{id}', {
          path: { id: ref.id },
          body: toRemoteReferences(content),
          headers: ref.tag === undefined ? {} : { 'if-match': ref.tag },
        })
        remoteRefs.set('document', id, {
          id: (value as { id: string }).id,
          ...(etag === undefined ? {} : { tag: etag }),
        })
        bases.set(id, content)
        lists.invalidate()
        return { workflow: content, ...(mergedSave ? { mergedSave } : {}) }
      } catch (cause) {
        if (!(cause instanceof ServerResponseError) || attempt >= 5) throw cause
        // The document was deleted on the server, so it is created again.
        if (cause.status === 404) {
          remoteRefs.remove('document', id)
          continue
        }
        const newerDocument = cause.status === 409 ? await fetchDocument(id) : undefined
        if (!newerDocument) throw cause
        const mergeResult = mergeWorkflows(
          bases.get(id) ?? base ?? newerDocument.workflow,
          content,
          newerDocument.workflow,
        )
        content = mergeResult.document
        mergedSave = {
          conflicts: [...(mergedSave?.conflicts ?? []), ...mergeResult.conflicts],
          problems: [...(mergedSave?.problems ?? []), ...mergeResult.problems],
        }
        remoteRefs.set('document', id, {
          id: newerDocument.remoteId,
          ...(newerDocument.etag === undefined ? {} : { tag: newerDocument.etag }),
        })
      }
    }
  }

  /** Replaces the server ids in an event with local ids. */
  const withLocalIds = (run: string, event: RunEvent): RunEvent => {
    if (event.type !== 'run-started' || event.workflowId === undefined) return event
    return { ...event, run, workflowId: remoteRefs.listLocalIds('document').get(event.workflowId) ?? event.workflowId }
  }

  /**
   * Returns whether a dataset is in the server's list, or whether the list is incomplete. Requesting any other dataset
   * would return 404, which browsers log as an error.
   */
  const mayBeOnServer = async (id: string): Promise<boolean> => {
    const serverDatasets = await lists.listDatasets()
    return serverDatasets.length >= maxListedItems || serverDatasets.some((dataset) => dataset.id === id)
  }

  const uploadDataset = async (id: string): Promise<void> => {
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

  const storage: ServerStorage = {
    ...local,
    serverLists: lists,
    uploadDataset,
    async ensureRemoteId(id, workflow) {
      const ref = remoteRefs.find('document', id)
      if (ref && bases.get(id) === workflow) {
        await sendAccess(id, ref.id)
        return ref.id
      }
      await queueSave(id, workflow, bases.get(id))
      return remoteRefs.find('document', id)!.id
    },
    async getDocument(id) {
      const localDocument = await local.getDocument(id)
      // The next save of an open document merges it with the server's document.
      if (localDocument && bases.has(id)) return localDocument
      let remoteDocument: Awaited<ReturnType<typeof fetchDocument>>
      try {
        remoteDocument = await fetchDocument(id)
        if (remoteDocument) await fetchAccess(id, remoteDocument.remoteId)
      } catch {
        // The server is unavailable. The local document is used, and saved on the server later.
        return localDocument
      }
      if (!remoteDocument) return localDocument
      const lastRef = remoteRefs.find('document', id)
      remoteRefs.set('document', id, {
        id: remoteDocument.remoteId,
        ...(remoteDocument.etag === undefined ? {} : { tag: remoteDocument.etag }),
      })
      bases.set(id, remoteDocument.workflow)
      // If the server's document has not changed since the last synchronization, the local document is newer.
      if (localDocument && lastRef && lastRef.tag === remoteDocument.etag) return localDocument
      const saveResult = await local.putDocument(id, remoteDocument.workflow, localDocument?.revision ?? 0)
      return saveResult.document ?? toStoredDocument(id, remoteDocument.workflow)
    },
    async putDocument(id, workflow, baseRevision, base, access): Promise<SaveDocumentResult> {
      const saveResult = await local.putDocument(id, workflow, baseRevision, base, access)
      if (saveResult.problem) return saveResult
      try {
        const serverSave = await queueSave(id, saveResult.document.workflow, base)
        if (!serverSave.mergedSave) return saveResult
        const updateResult = await local.putDocument(
          id,
          serverSave.workflow,
          saveResult.document.revision,
          serverSave.workflow,
        )
        return updateResult.problem ? updateResult : { ...updateResult, merged: serverSave.mergedSave }
      } catch (cause) {
        return { problem: createNotSavedProblem(workflow.name, cause) }
      }
    },
    async putAccess(id, access) {
      const ref = remoteRefs.find('document', id)
      // Reads the server's access before the local change. Reading it afterward would overwrite the change.
      if (ref && !syncedAccess.has(id)) await fetchAccess(id, ref.id).catch(() => undefined)
      const problem = await local.putAccess(id, access)
      if (problem || !ref) return problem
      try {
        await sendAccess(id, ref.id)
        return undefined
      } catch (cause) {
        return createNotSavedProblem((await local.getDocument(id))?.workflow.name ?? id, cause)
      }
    },
    async removeDocument(id) {
      const ref = remoteRefs.find('document', id)
      if (ref) {
        await api.call('DELETE /api/v1/workflows/{id}', { path: { id: ref.id } }).catch(() => undefined)
        remoteRefs.remove('document', id)
        bases.delete(id)
        syncedAccess.delete(id)
        lists.invalidate()
      }
      remoteRefs.clearPendingCreation(id)
      return local.removeDocument(id)
    },
    async putDataset(dataset, bytes) {
      const problem = await local.putDataset(dataset, bytes)
      if (problem) return problem
      return uploadDataset(dataset.id).then(
        () => undefined,
        (cause: unknown) => createNotSavedProblem(dataset.name, cause),
      )
    },
    async listDatasets() {
      const localDatasets = await local.listDatasets()
      const localIds = new Set(localDatasets.map(({ dataset }) => dataset.id))
      const otherDatasets = (await lists.listDatasets()).filter(({ id }) => !localIds.has(id))
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
      if (await mayBeOnServer(id)) {
        await api.call('DELETE /api/v1/data/{id}', { path: { id } }).catch(() => undefined)
        lists.invalidate()
      }
      return local.removeDataset(id)
    },
    async removeRun(run) {
      const remoteId = findRemoteId('run', run)
      if (remoteId !== undefined) {
        const problem = await deleteOrRestoreRun('DELETE /api/v1/runs/{id}', remoteId)
        if (problem) return problem
      }
      return local.removeRun(run)
    },
    async restoreRun(run) {
      const remoteId = findRemoteId('run', run)
      return remoteId === undefined ? undefined : deleteOrRestoreRun('POST /api/v1/runs/{id}/restore', remoteId)
    },
    async getRunEvents(run) {
      const localEvents = await local.getRunEvents(run)
      const remoteId = findRemoteId('run', run)
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
  return storage
}

/** Matches UUIDs, which servers use as ids. Ids created by pages have a different format. */
const remoteIdPattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const isSameWorkflow = (a: Workflow, b: Workflow): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

const toStoredDocument = (id: string, workflow: Workflow): StoredDocument => ({
  id,
  workflow,
  revision: 0,
  updatedAt: Date.now(),
})

const createNotSavedProblem = (name: string, cause: unknown): Problem =>
  error('server.not-saved', { name, reason: toReason(cause) })

const toReason = (cause: unknown): Text =>
  cause instanceof ProblemError ? getProblemText(cause.problem) : cause instanceof Error ? cause.message : String(cause)

const mapReferences = ({ references, ...workflow }: Workflow, toId: (id: string) => string): Workflow =>
  references
    ? { ...workflow, references: Object.fromEntries(Object.entries(references).map(([name, id]) => [name, toId(id)])) }
    : workflow
