import type { WorkflowAccess } from '@aw-flow/engine'
import {
  error,
  mergeWorkflows,
  ProblemError,
  readWorkflow,
  defined,
  type Problem,
  type Workflow,
  getProblem,
  getValue,
  ok,
} from '@aw-flow/schema'
import { newId } from '../new-id.ts'
import { importedAccess, ownAccess } from '../storage/document-access.ts'
import type { DocumentSync, StoredDocument, SyncStatus, WorkflowStorage } from '../storage/storage.ts'
import type { SyncState } from '../storage/sync-states.ts'
import { createTabLock } from '../tab-lock.ts'
import { findRemoteId, isRemoteId, type RemoteRefs } from './remote-refs.ts'
import { ServerResponseError, toReason, type ServerApi } from './server-api.ts'
import { extractDocument } from './server-document.ts'
import { maxListedItems, type ServerLists } from './server-lists.ts'
import { createSyncSchedule } from './sync-schedule.ts'

interface Options {
  api: ServerApi
  remoteRefs: RemoteRefs
  /** The browser's storage, which has a copy of each document and the state of its synchronization. */
  local: WorkflowStorage
  lists: Pick<ServerLists, 'invalidate' | 'listDocuments'>
}

/** The part of a server's storage that saves documents. */
export interface ServerDocuments extends Pick<
  WorkflowStorage,
  'getDocument' | 'putDocument' | 'putAccess' | 'removeDocument' | 'close'
> {
  /** Returns a document's id on the server. Saves the document there first if necessary. */
  ensureRemoteId(id: string, workflow: Workflow): Promise<string>
  readonly sync: DocumentSync
}

/**
 * Creates storage that saves documents in the browser and on a server. Changes that the server does not have yet are
 * pending: the browser keeps the base for their merge until they are sent.
 */
export function createServerDocuments({ api, remoteRefs, local, lists }: Options): ServerDocuments {
  const { server } = remoteRefs
  /** The ids of documents that this page has synchronized. Reading them again sends no request. */
  const synchronizedIds = new Set<string>()
  const lockTabs = createTabLock()
  /** Synchronizes a document in one tab at a time, because concurrent saves would conflict. */
  const withDocumentLock = <T>(id: string, work: () => Promise<T>): Promise<T> =>
    lockTabs(`aw-sync ${server} ${id}`, work)
  const getSyncState = (id: string): Promise<SyncState | undefined> => local.syncStates.get(server, id)
  /**
   * Changes a document's state. If that fails, the state is kept in memory; on disk remains an earlier base, with which
   * the next page merges the same changes again.
   */
  const updateSyncState = async (id: string, change: (state: SyncState) => SyncState | undefined): Promise<void> => {
    await local.syncStates.update(server, id, (state) => change(state ?? { revision: 0 }))
  }
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
    const signal = AbortSignal.timeout(sendTimeoutMs)
    const { value } = await api.call('GET /api/v1/workflows/{id}/access', { path: { id: remoteId }, signal })
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
    const signal = AbortSignal.timeout(sendTimeoutMs)
    await api.call('PUT /api/v1/workflows/{id}/access', { path: { id: remoteId }, body, signal })
    syncedAccess.set(id, access)
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
      syncedAccess.set(id, creation.trust ? { ...importedAccess, trust: creation.trust } : ownAccess)
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
    lists.invalidate()
  }

  /** Forgets a document's copy that is no longer on the server. Changes after `revision` create a copy again. */
  const forgetRemoteCopy = async (id: string, revision: number): Promise<void> => {
    remoteRefs.remove('document', id)
    syncedAccess.delete(id)
    await updateSyncState(id, ({ merges }) => defined({ revision, merges }))
  }

  /** Stores the server's document in the browser, where it replaces a document without pending changes. */
  const replaceLocalDocument = async (
    id: string,
    workflow: Workflow,
    baseRevision: number,
    state: Pick<SyncState, 'tag'>,
  ): Promise<StoredDocument> => {
    const saveResult = await local.putDocument(id, workflow, baseRevision)
    const document = getValue(saveResult)?.document ?? toStoredDocument(id, workflow)
    await updateSyncState(id, ({ merges }) => ({
      ...state,
      revision: document.revision,
      base: workflow,
      ...defined({ merges }),
    }))
    return document
  }

  /** Merges a document with the server's newer one. The merged document has pending changes. */
  const mergeIntoLocalDocument = async (
    { id, workflow: ours, revision }: StoredDocument,
    base: Workflow | undefined,
    { workflow: theirs, etag }: RemoteDocument,
  ): Promise<StoredDocument> => {
    // Without a known base, the user's document takes precedence.
    const inputs = { base: base ?? theirs, ours, theirs }
    const { document: workflow, conflicts } = mergeWorkflows(inputs.base, ours, theirs)
    if (conflicts.length > 0 || !base) await local.addVersion(id, theirs, { origin: 'merged' })
    // The document is stored before its new base: in the other order, a page that closes in between would later revert
    // the server's changes.
    const saveResult = await local.putDocument(id, workflow, revision, ours)
    await updateSyncState(id, ({ tag: _tag, merges = [], ...state }) => ({
      ...state,
      base: theirs,
      ...toTag(etag),
      merges: [...merges, inputs],
    }))
    return getValue(saveResult)?.document ?? { ...toStoredDocument(id, workflow), revision }
  }

  /**
   * Sends a document's pending changes, merged with changes by other users. `unsaved` is a document to send instead of
   * the stored one; the page stores it afterward.
   */
  const sendChanges = async (id: string, unsaved: Workflow | undefined, signal: AbortSignal): Promise<void> => {
    let mergedUnsaved: { workflow: Workflow; tag: string | undefined } | undefined
    for (let attempt = 0; ; attempt++) {
      const document = await local.getDocument(id)
      const workflow = mergedUnsaved?.workflow ?? unsaved ?? document?.workflow
      if (!workflow) return
      let state = await getSyncState(id)
      try {
        if (!remoteRefs.find('document', id)) {
          await createOnServer(id, workflow, signal)
          state = await getSyncState(id)
        }
        const ref = remoteRefs.find('document', id)!
        // Access is sent before the content, so that the server never mistakes others' content for the user's own.
        await sendAccess(id, ref.id)
        let tag = state?.tag
        if (!state?.base || !isSameWorkflow(state.base, workflow)) {
          const ifMatch = mergedUnsaved ? mergedUnsaved.tag : (state?.tag ?? ref.tag)
          const { etag } = await api.call('PUT /api/v1/workflows/{id}', {
            path: { id: ref.id },
            body: toRemoteReferences(workflow),
            headers: defined({ 'if-match': ifMatch }),
            signal,
          })
          tag = etag
          lists.invalidate()
        }
        synchronizedIds.add(id)
        // The stored document does not contain the merged changes yet, so the next save merges them with the old base.
        if (mergedUnsaved) return
        await updateSyncState(id, ({ merges }) => ({
          revision: document?.revision ?? 0,
          base: workflow,
          ...toTag(tag),
          ...defined({ merges }),
        }))
        return
      } catch (cause) {
        if (!(cause instanceof ServerResponseError) || attempt >= 5) throw cause
        // The document was deleted on the server. It is created again, because it has changed since then.
        if (isMissing(cause)) {
          await forgetRemoteCopy(id, 0)
          continue
        }
        const newerDocument = cause.status === 409 ? await fetchDocument(id, signal) : undefined
        if (!newerDocument) throw cause
        // The server may have had a document with this id already.
        remoteRefs.set('document', id, { id: newerDocument.remoteId })
        remoteRefs.clearPendingCreation(id)
        if (!unsaved && document) {
          await mergeIntoLocalDocument(document, state?.base, newerDocument)
        } else {
          const base = state?.base ?? newerDocument.workflow
          mergedUnsaved = {
            workflow: mergeWorkflows(base, workflow, newerDocument.workflow).document,
            tag: newerDocument.etag,
          }
        }
      }
    }
  }

  /** Sends a document's changes, and records the reason if that fails. */
  const send = (id: string, unsaved?: Workflow): Promise<void> =>
    withDocumentLock(id, async () => {
      try {
        await sendChanges(id, unsaved, AbortSignal.timeout(sendTimeoutMs))
      } catch (cause) {
        const name = (unsaved ?? (await local.getDocument(id))?.workflow)?.name ?? id
        const problem = createNotSavedProblem(name, cause)
        await updateSyncState(id, ({ isRejected: _isRejected, ...state }) => ({
          ...state,
          problem,
          ...(isRejection(cause) ? { isRejected: true } : {}),
        }))
        schedule.notifyPending()
        throw cause
      }
    })

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
    syncedAccess.delete(id)
  }
  /** Sends a deletion. A document that others have changed since then, or that may not be deleted, appears again. */
  const sendRemoval = (id: string): Promise<void> =>
    withDocumentLock(id, async () => {
      const state = await getSyncState(id)
      if (!state?.isRemoved) return
      const ref = remoteRefs.find('document', id)
      try {
        if (ref) await removeFromServer(id, ref.id, state.tag)
      } catch (cause) {
        const isConflict = cause instanceof ServerResponseError && cause.status === 409
        if (!isConflict && !isRejection(cause)) throw cause
      }
      await local.syncStates.update(server, id, () => undefined)
      lists.invalidate()
    })

  const getStatus = async (id: string): Promise<{ status: SyncStatus; problem?: Problem }> => {
    const [document, state] = await Promise.all([local.getDocument(id), getSyncState(id)])
    const status = toSyncStatus(document, state)
    return { status, ...(status !== 'synced' && state?.problem ? { problem: state.problem } : {}) }
  }
  const listUnsynced = async (documents: readonly StoredDocument[]): Promise<Map<string, SyncStatus>> => {
    const states = await local.syncStates.list(server)
    const statuses = documents.map(
      (document) => [document.id, toSyncStatus(document, states.get(document.id))] as const,
    )
    return new Map(statuses.filter(([, status]) => status !== 'synced'))
  }
  /**
   * Sends all pending documents and deletions, including documents that are not open, until the server does not
   * respond. Returns whether some are still pending.
   */
  const sendPending = async ({ isStart }: { isStart: boolean }): Promise<boolean> => {
    let isPending = false
    for (const [id, status] of await listUnsynced(await local.listDocuments())) {
      if (status === 'rejected' && !isStart) continue
      try {
        await send(id)
      } catch (cause) {
        if (isRejection(cause)) continue
        isPending = true
        if (isUnavailable(cause)) return true
      }
    }
    for (const [id, { isRemoved }] of await local.syncStates.list(server)) {
      if (!isRemoved) continue
      try {
        await sendRemoval(id)
      } catch (cause) {
        isPending = true
        if (isUnavailable(cause)) break
      }
    }
    return isPending
  }
  const schedule = createSyncSchedule({ sendPending })
  /** Ends this tab's turn as the one tab that sends pending documents in the background. */
  const turn = new AbortController()
  /** Retries a document that another tab could not send. */
  const retryAfterChange = async (id: string): Promise<void> => {
    const { status, problem } = await getStatus(id)
    if (status === 'pending' && problem) schedule.notifyPending()
  }
  const unsubscribe = local.subscribe(({ kind, id }) => {
    if (kind === 'sync' && id !== undefined) void retryAfterChange(id)
  })
  const sync: DocumentSync = {
    getStatus,
    listUnsynced,
    async takeMerge(id) {
      if (!(await getSyncState(id))?.merges) return undefined
      let merges: SyncState['merges']
      await updateSyncState(id, ({ merges: storedMerges, ...state }) => {
        merges = storedMerges
        return state
      })
      const results = merges?.map(({ base, ours, theirs }) => mergeWorkflows(base, ours, theirs)) ?? []
      if (results.length === 0) return undefined
      return {
        conflicts: results.flatMap(({ conflicts }) => conflicts),
        problems: results.flatMap(({ problems }) => problems),
      }
    },
    start() {
      const takeTurn = (): Promise<void> =>
        new Promise((resolve) => {
          if (turn.signal.aborted) return resolve()
          turn.signal.addEventListener('abort', () => resolve(), { once: true })
          schedule.start()
        })
      lockTabs(`aw-sync ${server}`, takeTurn).catch(() => undefined)
    },
  }

  /** Opens a document from the server, merged with pending changes. */
  const openDocument = async (id: string): Promise<StoredDocument | undefined> => {
    const [document, state] = await Promise.all([local.getDocument(id), getSyncState(id)])
    const ref = remoteRefs.find('document', id)
    if (state?.isRemoved || (document && state && !state.base && !ref)) return document
    if (!ref && !(isRemoteId(id) && (await mayBeOnServer(id)))) return document
    let remoteDocument: RemoteDocument | undefined
    try {
      remoteDocument = await fetchDocument(id)
      if (remoteDocument) await fetchAccess(id, remoteDocument.remoteId)
    } catch {
      // The server is unavailable. The local document is used, and its changes are sent later. It may be older than the
      // last synchronized document if the browser's storage was full.
      return document && state?.base && document.revision < state.revision
        ? replaceLocalDocument(id, state.base, document.revision, toTag(state.tag))
        : document
    }
    if (!remoteDocument) {
      const isPending = toSyncStatus(document, state) !== 'synced'
      if (ref) await forgetRemoteCopy(id, isPending ? 0 : (document?.revision ?? 0))
      return document
    }
    const { workflow, etag, remoteId } = remoteDocument
    remoteRefs.set('document', id, { id: remoteId })
    synchronizedIds.add(id)
    if (!document) return replaceLocalDocument(id, workflow, 0, toTag(etag))
    const lastTag = state?.tag ?? ref?.tag
    const isUnchanged = lastTag !== undefined && lastTag === etag
    if (state?.base) {
      if (document.revision === state.revision && isUnchanged) return document
      if (document.revision > state.revision)
        return isUnchanged ? document : mergeIntoLocalDocument(document, state.base, remoteDocument)
      return replaceLocalDocument(id, workflow, document.revision, toTag(etag))
    }
    // An earlier release synchronized the document, or the page that changed it did not know its base.
    const isSame = isSameWorkflow(document.workflow, workflow)
    if (isSame || isUnchanged) {
      await updateSyncState(id, () => ({ revision: isSame ? document.revision : 0, base: workflow, ...toTag(etag) }))
      return document
    }
    await local.addVersion(id, document.workflow, { origin: 'left' })
    return replaceLocalDocument(id, workflow, document.revision, toTag(etag))
  }

  return {
    sync,
    async ensureRemoteId(id, workflow) {
      await send(id, workflow)
      return remoteRefs.find('document', id)!.id
    },
    async getDocument(id) {
      const localDocument = await local.getDocument(id)
      // The next save of an open document merges it with the server's document.
      if (localDocument && synchronizedIds.has(id)) return localDocument
      const document = await withDocumentLock(id, () => openDocument(id))
      if (synchronizedIds.has(id) && (await getStatus(id)).status !== 'synced') send(id).catch(() => undefined)
      return document
    },
    async putDocument(id, workflow, baseRevision, base, access) {
      // From now on, the document is sent by any page, even if this one closes at once.
      const state = await getSyncState(id)
      // A document that was restored before its deletion was sent is a changed document.
      if (state?.isRemoved) await updateSyncState(id, ({ isRemoved: _isRemoved, ...others }) => others)
      if (!state) {
        const { tag } = remoteRefs.find('document', id) ?? {}
        await updateSyncState(id, (empty) => ({ ...empty, ...(tag !== undefined && base ? { base, tag } : {}) }))
      }
      const saveResult = await local.putDocument(id, workflow, baseRevision, base, access)
      if (getProblem(saveResult)?.code === 'storage.invalid-document') return saveResult
      // A document that the browser could not store is sent as well. It is in memory.
      await send(id).catch(() => undefined)
      if (!saveResult.ok) return saveResult
      const savedDocument = saveResult.value
      const document = await local.getDocument(id)
      if (!document || document.revision <= savedDocument.document.revision) return saveResult
      return ok({ merged: { conflicts: [], problems: [] }, ...savedDocument, document })
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
        // The access is sent before the document, which is therefore sent again.
        await updateSyncState(id, (state) => ({ ...state, revision: 0 }))
        schedule.notifyPending()
        return createNotSavedProblem((await local.getDocument(id))?.workflow.name ?? id, cause)
      }
    },
    async removeDocument(id) {
      const remoteId =
        remoteRefs.find('document', id)?.id ?? (isRemoteId(id) && (await mayBeOnServer(id)) ? id : undefined)
      let isPending = false
      try {
        if (remoteId !== undefined) await removeFromServer(id, remoteId)
      } catch (cause) {
        if (cause instanceof ServerResponseError && isRejection(cause)) return cause.problem
        isPending = true
        remoteRefs.set('document', id, { id: remoteId! })
      }
      synchronizedIds.delete(id)
      remoteRefs.clearPendingCreation(id)
      const { base, tag } = (await getSyncState(id)) ?? {}
      const removal: SyncState = { revision: 0, isRemoved: true, ...(base ? { base, ...toTag(tag) } : {}) }
      await local.syncStates.update(server, id, () => (isPending ? removal : undefined))
      lists.invalidate()
      if (isPending) schedule.notifyPending()
      return local.removeDocument(id)
    },
    close() {
      turn.abort()
      schedule.stop()
      unsubscribe()
      local.close()
    },
  }
}

/** How long a document's requests may take, in ms. Until then, other tabs wait. */
const sendTimeoutMs = 60_000

/** A document on the server. */
interface RemoteDocument {
  workflow: Workflow
  etag: string | undefined
  remoteId: string
}

const toTag = (tag: string | undefined): { tag?: string } => defined({ tag })

const toSyncStatus = (document: StoredDocument | undefined, state: SyncState | undefined): SyncStatus => {
  if (!document || !state || document.revision <= state.revision) return 'synced'
  return state.isRejected ? 'rejected' : 'pending'
}

/** Returns whether the server does not have a document. A 404 in another format is not from the server's API. */
const isMissing = (cause: unknown): boolean =>
  cause instanceof ServerResponseError && cause.status === 404 && cause.problem.code !== 'server.refused'

/** The statuses after which the same request may succeed later. 401: after the user has signed in again. */
const retryableStatuses = [401, 408, 409, 425, 429]

/** Returns whether the server understood a request and will reject it again. */
export const isRejection = (cause: unknown): boolean =>
  cause instanceof ServerResponseError && cause.status < 500 && !retryableStatuses.includes(cause.status)

/** Returns whether the server would not accept other documents either. */
const isUnavailable = (cause: unknown): boolean =>
  !(cause instanceof ServerResponseError) || [401, 408, 429, 502, 503, 504].includes(cause.status)

const isSameWorkflow = (a: Workflow, b: Workflow): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

const toStoredDocument = (id: string, workflow: Workflow): StoredDocument => ({
  id,
  workflow,
  revision: 0,
  updatedAt: Date.now(),
})

const createNotSavedProblem = (name: string, cause: unknown): Problem =>
  error('server.not-saved', { name, reason: toReason(cause) })

const mapReferences = ({ references, ...workflow }: Workflow, toId: (id: string) => string): Workflow =>
  references
    ? { ...workflow, references: Object.fromEntries(Object.entries(references).map(([name, id]) => [name, toId(id)])) }
    : workflow
