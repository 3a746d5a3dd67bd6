import { defined, error, mergeWorkflows, type Problem, type Workflow } from '@aw-flow/schema'
import type { WorkflowStorage } from '../storage/storage.ts'
import { toTag, type LocalCopies } from './local-copies.ts'
import { isMissing, sendTimeoutMs, type RemoteDocuments } from './remote-documents.ts'
import type { RemoteRefs } from './remote-refs.ts'
import { ServerResponseError, toReason } from './server-api.ts'
import type { ServerLists } from './server-lists.ts'

interface Options {
  remote: RemoteDocuments
  copies: LocalCopies
  remoteRefs: RemoteRefs
  local: WorkflowStorage
  lists: Pick<ServerLists, 'invalidate'>
  /** Called with the id of a document whose content the server has. */
  onSynchronized: (id: string) => void
  /** Called when a document could not be sent. */
  onPending: () => void
}

export type DocumentSender = ReturnType<typeof createDocumentSender>

/** Creates the functions that send changed and deleted documents to a server, merged with changes by other users. */
export function createDocumentSender(options: Options) {
  const { remote, copies, remoteRefs, local, lists, onSynchronized, onPending } = options

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
      let state = await copies.getSyncState(id)
      // From now on, the edits are part of a merge. Sending them again would replace later ones.
      if (state?.live)
        await copies.updateSyncState(id, ({ live, ...others }) => ({ ...others, ...defined({ sent: live?.copy }) }))
      try {
        if (!remoteRefs.find('document', id)) {
          await remote.createOnServer(id, workflow, signal)
          state = await copies.getSyncState(id)
        }
        const ref = remoteRefs.find('document', id)!
        // Access is sent before the content, so that the server never mistakes others' content for the user's own.
        await remote.access.send(id, ref.id)
        let tag = state?.tag
        if (!state?.base || !isSameWorkflow(state.base, workflow)) {
          const ifMatch = mergedUnsaved ? mergedUnsaved.tag : (state?.tag ?? ref.tag)
          tag = await remote.updateOnServer(ref.id, workflow, { tag: ifMatch, signal })
        }
        onSynchronized(id)
        // The stored document does not contain the merged changes yet, so the next save merges them with the old base.
        if (mergedUnsaved) return
        await copies.updateSyncState(id, ({ merges }) => ({
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
          await remote.forgetRemoteCopy(id, 0)
          continue
        }
        const newerDocument = cause.status === 409 ? await remote.fetchDocument(id, signal) : undefined
        if (!newerDocument) throw cause
        // The server may have had a document with this id already.
        remoteRefs.set('document', id, { id: newerDocument.remoteId })
        remoteRefs.clearPendingCreation(id)
        if (!unsaved && document) {
          await copies.mergeIntoLocalDocument(document, newerDocument)
        } else {
          const base = (await copies.readMergeBase(id, newerDocument.workflow)) ?? newerDocument.workflow
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
    copies.withDocumentLock(id, async () => {
      try {
        await sendChanges(id, unsaved, AbortSignal.timeout(sendTimeoutMs))
      } catch (cause) {
        const name = (unsaved ?? (await local.getDocument(id))?.workflow)?.name ?? id
        const problem = createNotSavedProblem(name, cause)
        await copies.updateSyncState(id, ({ isRejected: _isRejected, ...state }) => ({
          ...state,
          problem,
          ...(isRejection(cause) ? { isRejected: true } : {}),
        }))
        onPending()
        throw cause
      }
    })

  /** Sends a deletion. A document that others have changed since then, or that may not be deleted, appears again. */
  const sendRemoval = (id: string): Promise<void> =>
    copies.withDocumentLock(id, async () => {
      const state = await copies.getSyncState(id)
      if (!state?.isRemoved) return
      const ref = remoteRefs.find('document', id)
      try {
        if (ref) await remote.removeFromServer(id, ref.id, state.tag)
      } catch (cause) {
        const isConflict = cause instanceof ServerResponseError && cause.status === 409
        if (!isConflict && !isRejection(cause)) throw cause
      }
      await copies.updateSyncState(id, () => undefined)
      lists.invalidate()
    })

  return { send, sendRemoval }
}

/** The statuses after which the same request may succeed later. 401: after the user has signed in again. */
const retryableStatuses = [401, 408, 409, 425, 429]

/** Returns whether the server understood a request and will reject it again. */
export const isRejection = (cause: unknown): boolean =>
  cause instanceof ServerResponseError && cause.status < 500 && !retryableStatuses.includes(cause.status)

/** Returns whether two documents are equal. */
export const isSameWorkflow = (a: Workflow, b: Workflow): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** Creates the problem that a document is not on the server yet. */
export const createNotSavedProblem = (name: string, cause: unknown): Problem =>
  error('server.not-saved', { name, reason: toReason(cause) })
