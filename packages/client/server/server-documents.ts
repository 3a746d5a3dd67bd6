import { getProblem, ok, type Workflow } from '@aw-flow/schema'
import type { DocumentSync, StoredDocument, WorkflowStorage } from '../storage/storage.ts'
import type { SyncState } from '../storage/sync-states.ts'
import { createDocumentSender, createNotSavedProblem, isRejection, isSameWorkflow } from './document-sender.ts'
import { createDocumentSync, toSyncStatus } from './document-sync.ts'
import { createLiveDocuments } from './live-documents.ts'
import { createLocalCopies, toTag, type LocalCopies } from './local-copies.ts'
import { createRemoteDocuments, type RemoteDocument, type RemoteDocuments } from './remote-documents.ts'
import { isRemoteId, type RemoteRefs } from './remote-refs.ts'
import { ServerResponseError, type ServerApi } from './server-api.ts'
import type { ServerLists } from './server-lists.ts'

interface Options {
  api: ServerApi
  remoteRefs: RemoteRefs
  /** The browser's storage, which has a copy of each document and the state of its synchronization. */
  local: WorkflowStorage
  lists: Pick<ServerLists, 'invalidate' | 'listDocuments'>
  /** The workspace of all requests. By default, the server selects it. */
  workspace?: string | undefined
  /** Whether open documents are connected to the other pages that have them open. */
  isLive?: boolean | undefined
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
export function createServerDocuments(options: Options): ServerDocuments {
  const { api, remoteRefs, local, lists, workspace, isLive = false } = options
  const { server } = remoteRefs
  /** The ids of documents that this page has synchronized. Reading them again sends no request. */
  const synchronizedIds = new Set<string>()
  const copies = createLocalCopies(local, server)
  const remote = createRemoteDocuments({ api, remoteRefs, local, copies, lists })
  const parts = {
    remote,
    copies,
    remoteRefs,
    local,
    isLive,
    onSynchronized: (id: string) => void synchronizedIds.add(id),
  }
  const sender = createDocumentSender({
    ...parts,
    lists,
    onPending: () => synchronization.notifyPending(),
  })
  const live = createLiveDocuments({
    api,
    remoteRefs,
    local,
    copies,
    workspace,
    isLive,
    onDetach: () => synchronization.notifyPending(),
  })
  const synchronization = createDocumentSync({ sender, copies, local, server, findLivePage: live.findPage })

  const putInBrowser = createPutInBrowser(parts)
  const getDocument: ServerDocuments['getDocument'] = async (id) => {
    const localDocument = await local.getDocument(id)
    // The next save of an open document merges it with the server's document.
    if (localDocument && synchronizedIds.has(id)) return localDocument
    const document = await copies.withDocumentLock(id, () => openDocument(id, parts))
    const isUnsent = synchronizedIds.has(id) && (await synchronization.sync.getStatus(id)).status !== 'synced'
    if (isUnsent && (await live.findPage(id)) !== 'next') sender.send(id).catch(() => undefined)
    return document
  }

  return {
    sync: {
      ...synchronization.sync,
      findComments(id) {
        const remoteId = remoteRefs.find('document', id)?.id
        return remoteId === undefined ? undefined : { api, remoteId }
      },
      ...(isLive
        ? { findLive: live.find }
        : createCopyAccess(local, { getDocument, putInBrowser, onPending: synchronization.notifyPending })),
    },
    async ensureRemoteId(id, workflow) {
      const remoteId = remoteRefs.find('document', id)?.id
      if (remoteId !== undefined && (await live.get(id)?.save())) return remoteId
      await sender.send(id, workflow)
      return remoteRefs.find('document', id)!.id
    },
    getDocument,
    async putDocument(...change) {
      const [id] = change
      const saveResult = await putInBrowser(...change)
      if (getProblem(saveResult)?.code === 'storage.invalid-document') return saveResult
      // A document that the browser could not store is sent as well. It is in memory.
      const livePage = await live.findPage(id)
      if (livePage === 'this' || livePage === 'next') {
        // Stored after the document. If the page closes in between, the document has more of the edits.
        await live.storeCopy(id)
        return saveResult
      }
      await sender.send(id).catch(() => undefined)
      if (!saveResult.ok) return saveResult
      const savedDocument = saveResult.value
      const document = await local.getDocument(id)
      if (!document || document.revision <= savedDocument.document.revision) return saveResult
      return ok({ merged: { conflicts: [], problems: [] }, ...savedDocument, document })
    },
    async putAccess(id, access) {
      const ref = remoteRefs.find('document', id)
      // Reads the server's access before the local change. Reading it afterward would overwrite the change.
      if (ref && !remote.access.synced.has(id)) await remote.access.load(id, ref.id).catch(() => undefined)
      const problem = await local.putAccess(id, access)
      if (problem || !ref) return problem
      try {
        await remote.access.send(id, ref.id)
        return undefined
      } catch (cause) {
        // The access is sent before the document, which is therefore sent again.
        await copies.updateSyncState(id, (state) => ({ ...state, revision: 0 }))
        synchronization.notifyPending()
        return createNotSavedProblem((await local.getDocument(id))?.workflow.name ?? id, cause)
      }
    },
    async removeDocument(id) {
      const remoteId =
        remoteRefs.find('document', id)?.id ?? (isRemoteId(id) && (await remote.mayBeOnServer(id)) ? id : undefined)
      let isPending = false
      try {
        if (remoteId !== undefined) await remote.removeFromServer(id, remoteId)
      } catch (cause) {
        if (cause instanceof ServerResponseError && isRejection(cause)) return cause.problem
        isPending = true
        remoteRefs.set('document', id, { id: remoteId! })
      }
      synchronizedIds.delete(id)
      remoteRefs.clearPendingCreation(id)
      const { base, tag } = (await copies.getSyncState(id)) ?? {}
      const removal: SyncState = { revision: 0, isRemoved: true, ...(base ? { base, ...toTag(tag) } : {}) }
      await copies.updateSyncState(id, () => (isPending ? removal : undefined))
      lists.invalidate()
      if (isPending) synchronization.notifyPending()
      return local.removeDocument(id)
    },
    close() {
      synchronization.close()
      local.close()
    },
  }
}

/** Creates the functions that open and save the browser's copies without waiting for the server. */
function createCopyAccess(
  local: Pick<WorkflowStorage, 'getDocument'>,
  functions: Pick<ServerDocuments, 'getDocument'> & {
    putInBrowser: ServerDocuments['putDocument']
    onPending(): void
  },
): Required<Pick<DocumentSync, 'openCopy' | 'putCopy'>> {
  return {
    async openCopy(id) {
      const document = await local.getDocument(id)
      return document && { document, updated: functions.getDocument(id).catch(() => undefined) }
    },
    async putCopy(...change) {
      const saveResult = await functions.putInBrowser(...change)
      functions.onPending()
      return saveResult
    },
  }
}

interface PutOptions extends Pick<Options, 'remoteRefs' | 'local'> {
  copies: LocalCopies
}

/**
 * Creates the function that stores a changed document. From then on, it is sent by any page, even if this one closes at
 * once.
 */
function createPutInBrowser({ copies, remoteRefs, local }: PutOptions): ServerDocuments['putDocument'] {
  return async (id, workflow, baseRevision, base, access) => {
    const state = await copies.getSyncState(id)
    // A document that was restored before its deletion was sent is a changed document.
    if (state?.isRemoved) await copies.updateSyncState(id, ({ isRemoved: _isRemoved, ...others }) => others)
    if (!state) {
      const { tag } = remoteRefs.find('document', id) ?? {}
      await copies.updateSyncState(id, (empty) => ({ ...empty, ...(tag !== undefined && base ? { base, tag } : {}) }))
    }
    return local.putDocument(id, workflow, baseRevision, base, access)
  }
}

interface OpenDocumentOptions extends Pick<Options, 'remoteRefs' | 'local' | 'isLive'> {
  remote: RemoteDocuments
  copies: LocalCopies
  /** Called with the id of a document whose content the server has. */
  onSynchronized: (id: string) => void
}

/** Opens a document from the server, merged with pending changes. */
async function openDocument(
  id: string,
  { remote, copies, remoteRefs, local, isLive, onSynchronized }: OpenDocumentOptions,
): Promise<StoredDocument | undefined> {
  const readCopy = () => Promise.all([local.getDocument(id), copies.getSyncState(id)])
  let [document, state] = await readCopy()
  const ref = remoteRefs.find('document', id)
  if (state?.isRemoved || (document && state && !state.base && !ref)) return document
  if (!ref && !(isRemoteId(id) && (await remote.mayBeOnServer(id)))) return document
  let remoteDocument: RemoteDocument | undefined
  try {
    remoteDocument = await remote.fetchDocument(id)
    if (remoteDocument) await remote.access.load(id, remoteDocument.remoteId)
    // The browser's copy may be open already, and edited.
    ;[document, state] = await readCopy()
  } catch {
    // The server is unavailable. The local document is used, and its changes are sent later. It may be older than the
    // last synchronized document if the browser's storage was full.
    return document && state?.base && document.revision < state.revision
      ? copies.replaceLocalDocument(id, state.base, document, toTag(state.tag))
      : document
  }
  if (!remoteDocument) {
    const isPending = toSyncStatus(document, state) !== 'synced'
    if (ref) await remote.forgetRemoteCopy(id, isPending ? 0 : (document?.revision ?? 0))
    return document
  }
  const { workflow, etag, remoteId } = remoteDocument
  remoteRefs.set('document', id, { id: remoteId })
  onSynchronized(id)
  if (!document) return copies.replaceLocalDocument(id, workflow, undefined, toTag(etag))
  // The page continues to send its stored edits, and receives those of others.
  if (isLive && state?.live) return document
  const lastTag = state?.tag ?? ref?.tag
  const isUnchanged = lastTag !== undefined && lastTag === etag
  if (state?.base) {
    if (document.revision === state.revision && isUnchanged) return document
    if (document.revision > state.revision)
      return isUnchanged ? document : copies.mergeIntoLocalDocument(document, remoteDocument)
    return copies.replaceLocalDocument(id, workflow, document, toTag(etag))
  }
  // An earlier release synchronized the document, or the page that changed it did not know its base.
  const isSame = isSameWorkflow(document.workflow, workflow)
  if (isSame || isUnchanged) {
    await copies.updateSyncState(id, () => ({
      revision: isSame ? document.revision : 0,
      base: workflow,
      ...toTag(etag),
    }))
    return document
  }
  await local.addVersion(id, document.workflow, { origin: 'left' })
  return copies.replaceLocalDocument(id, workflow, document, toTag(etag))
}
