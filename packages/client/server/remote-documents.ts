import type { WorkflowAccess } from '@aw-flow/engine'
import { defined, error, ProblemError, readWorkflow, type Workflow } from '@aw-flow/schema'
import { newId } from '../new-id.ts'
import { importedAccess, ownAccess } from '../storage/document-access.ts'
import type { WorkflowStorage } from '../storage/storage.ts'
import { toTag, type LocalCopies } from './local-copies.ts'
import { findRemoteId, isRemoteId, type RemoteRefs } from './remote-refs.ts'
import { ServerResponseError, type ServerApi } from './server-api.ts'
import { extractDocument } from './server-document.ts'
import { maxListedItems, type ServerLists } from './server-lists.ts'

interface Options {
  api: ServerApi
  remoteRefs: RemoteRefs
  local: WorkflowStorage
  copies: Pick<LocalCopies, 'updateSyncState'>
  lists: Pick<ServerLists, 'invalidate' | 'listDocuments'>
}

/** A document on the server. */
export interface RemoteDocument {
  workflow: Workflow
  etag: string | undefined
  remoteId: string
}

/** How long a document's requests may take, in ms. Until then, other tabs wait. */
export const sendTimeoutMs = 60_000

export type RemoteDocuments = ReturnType<typeof createRemoteDocuments>

/** Creates the requests about documents, and about the access granted to them, on a server. */
export function createRemoteDocuments({ api, remoteRefs, local, copies, lists }: Options) {
  const { updateSyncState } = copies
  const access = createRemoteAccess(api, local)
  /** Replaces local ids in a document's references with server ids. */
  const toRemoteReferences = (workflow: Workflow): Workflow =>
    mapReferences(workflow, (id) => remoteRefs.find('document', id)?.id ?? id)
  /** Replaces server ids in a document's references with local ids. */
  const toLocalReferences = (workflow: Workflow): Workflow => {
    const localIds = workflow.references && remoteRefs.listLocalIds('document')
    return mapReferences(workflow, (id) => localIds?.get(id) ?? id)
  }

  const fetchDocument = async (
    id: string,
    signal = AbortSignal.timeout(sendTimeoutMs),
  ): Promise<RemoteDocument | undefined> => {
    const remoteId = findRemoteId(remoteRefs, 'document', id)
    if (remoteId === undefined) return undefined
    try {
      const { value, etag } = await api.call('GET /api/v1/workflows/{id}', { path: { id: remoteId }, signal })
      const { workflow, problems } = readWorkflow(extractDocument(value))
      // A document of a newer release exists, although this page cannot read it.
      if (!workflow) throw new ProblemError(problems[0] ?? error('server.refused', { status: 200 }))
      return { workflow: toLocalReferences(workflow), etag, remoteId }
    } catch (cause) {
      if (isMissing(cause)) return undefined
      throw cause
    }
  }

  /**
   * Returns whether the server may have a document that this browser has not synchronized. Requesting a document that
   * the server does not list would return 404, which browsers log as an error.
   */
  const mayBeOnServer = async (id: string): Promise<boolean> => {
    const listedDocuments = await lists.listDocuments()
    return listedDocuments.length >= maxListedItems || listedDocuments.some((document) => document.id === id)
  }

  /**
   * Creates a document on the server, under its local id if that is a UUID. An unconfirmed creation is retried
   * unchanged, with the same idempotency key, so that the document is created only once.
   */
  const createOnServer = async (id: string, workflow: Workflow, signal: AbortSignal): Promise<void> => {
    const pendingCreation = remoteRefs.getPendingCreation(id)
    const { trust } = await local.getAccess(id)
    const creation = pendingCreation ?? { key: newId('workflow'), workflow, ...(trust === 'own' ? {} : { trust }) }
    if (!pendingCreation) remoteRefs.setPendingCreation(id, creation)
    try {
      const { value, etag } = await api.call('POST /api/v1/workflows', {
        query: { ...(isRemoteId(id) ? { id } : {}), ...(creation.trust ? { trust: creation.trust } : {}) },
        body: toRemoteReferences(creation.workflow),
        headers: { 'idempotency-key': creation.key },
        signal,
      })
      access.synced.set(id, creation.trust ? { ...importedAccess, trust: creation.trust } : ownAccess)
      remoteRefs.set('document', id, { id: value.id })
      await updateSyncState(id, (state) => ({ ...state, base: creation.workflow, ...toTag(etag) }))
    } catch (cause) {
      // A rejected document was not created. After 409 (in progress) or 429, the creation may still succeed.
      const isRejected =
        cause instanceof ServerResponseError && cause.status < 500 && ![409, 429].includes(cause.status)
      if (isRejected) remoteRefs.clearPendingCreation(id)
      throw cause
    }
    remoteRefs.clearPendingCreation(id)
    lists.invalidate('documents')
  }

  /** Forgets a document's copy that is no longer on the server. Changes after `revision` create a copy again. */
  const forgetRemoteCopy = async (id: string, revision: number): Promise<void> => {
    remoteRefs.remove('document', id)
    access.synced.delete(id)
    await updateSyncState(id, ({ merges }) => defined({ revision, merges }))
  }

  /**
   * Replaces a document on the server, and returns its new ETag.
   *
   * @param options `tag`: the ETag of the version to replace.
   */
  const updateOnServer = async (
    remoteId: string,
    workflow: Workflow,
    { tag, signal }: { tag: string | undefined; signal: AbortSignal },
  ): Promise<string | undefined> => {
    const { etag } = await api.call('PUT /api/v1/workflows/{id}', {
      path: { id: remoteId },
      body: toRemoteReferences(workflow),
      headers: defined({ 'if-match': tag }),
      signal,
    })
    lists.invalidate('documents')
    return etag
  }

  /** @param tag If set, the document is deleted only if the server still has the version with this ETag. */
  const removeFromServer = async (id: string, remoteId: string, tag?: string): Promise<void> => {
    const headers = tag === undefined ? {} : { 'if-match': tag }
    const signal = AbortSignal.timeout(sendTimeoutMs)
    try {
      await api.call('DELETE /api/v1/workflows/{id}', { path: { id: remoteId }, headers, signal })
    } catch (cause) {
      if (!isMissing(cause)) throw cause
    }
    remoteRefs.remove('document', id)
    access.synced.delete(id)
  }

  return {
    access,
    fetchDocument,
    mayBeOnServer,
    createOnServer,
    updateOnServer,
    removeFromServer,
    forgetRemoteCopy,
  }
}

/** Creates the requests about the access granted to documents. */
function createRemoteAccess(api: ServerApi, local: WorkflowStorage) {
  /** The access of documents at the last synchronization, keyed by document id. */
  const synced = new Map<string, WorkflowAccess>()
  /**
   * Reads a document's access from the server. If the server does not list the document as the user's own, also stores
   * the access locally. A document that is imported only in this browser remains imported.
   */
  const load = async (id: string, remoteId: string): Promise<WorkflowAccess> => {
    const signal = AbortSignal.timeout(sendTimeoutMs)
    const { value } = await api.call('GET /api/v1/workflows/{id}/access', { path: { id: remoteId }, signal })
    const access: WorkflowAccess = { trust: value.trust, granted: value.granted }
    synced.set(id, access)
    if (access.trust !== 'own') await local.putAccess(id, access)
    return access
  }
  /** Sends a document's origin and grants to the server if they have changed locally. */
  const send = async (id: string, remoteId: string): Promise<void> => {
    const lastAccess = synced.get(id) ?? (await load(id, remoteId))
    const access = await local.getAccess(id)
    if (access.trust === 'own' || JSON.stringify(access) === JSON.stringify(lastAccess)) return
    const { trust, granted } = access
    const body = { trust, secrets: [...granted.secrets], hosts: [...granted.hosts], tools: [...granted.tools] }
    const signal = AbortSignal.timeout(sendTimeoutMs)
    await api.call('PUT /api/v1/workflows/{id}/access', { path: { id: remoteId }, body, signal })
    synced.set(id, access)
  }

  return { synced, load, send }
}

/** Returns whether the server does not have a document. A 404 in another format is not from the server's API. */
export const isMissing = (cause: unknown): boolean =>
  cause instanceof ServerResponseError && cause.status === 404 && cause.problem.code !== 'server.refused'

const mapReferences = ({ references, ...workflow }: Workflow, toId: (id: string) => string): Workflow =>
  references
    ? { ...workflow, references: Object.fromEntries(Object.entries(references).map(([name, id]) => [name, toId(id)])) }
    : workflow
