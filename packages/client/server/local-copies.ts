import { defined, getValue, mergeWorkflows, type Workflow } from '@aw-flow/schema'
import type { LeafTree } from '@aw-flow/schema/sync'
import type { StoredDocument, WorkflowStorage } from '../storage/storage.ts'
import type { SyncState } from '../storage/sync-states.ts'
import { createTabLock } from '../tab-lock.ts'
import type { RemoteDocument } from './remote-documents.ts'

export type LocalCopies = ReturnType<typeof createLocalCopies>

/**
 * Creates access to the browser's copies of a server's documents, and to the states of their synchronization.
 *
 * @param server Identifies the server in the stored states.
 */
export function createLocalCopies(local: WorkflowStorage, server: string) {
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
  /**
   * Stores the server's document in the browser, where it replaces a document without pending changes. If the replaced
   * document has been edited in the meantime, the edits remain, and are pending.
   */
  const replaceLocalDocument = async (
    id: string,
    workflow: Workflow,
    replaced: StoredDocument | undefined,
    state: Pick<SyncState, 'tag'>,
  ): Promise<StoredDocument> => {
    const saveResult = await local.putDocument(id, workflow, replaced?.revision ?? 0, replaced?.workflow)
    const isEdited = getValue(saveResult)?.merged !== undefined
    const document = getValue(saveResult)?.document ?? toStoredDocument(id, workflow)
    await updateSyncState(id, ({ merges }) => ({
      ...state,
      revision: isEdited ? 0 : document.revision,
      base: workflow,
      ...defined({ merges }),
    }))
    return document
  }

  /** Reads the document that the server last had, including the sent edits that its document contains. */
  const readMergeBase = async (id: string, theirs: Workflow | LeafTree): Promise<Workflow | undefined> => {
    const { base, sent } = (await getSyncState(id)) ?? {}
    if (!sent) return base
    const { readSentBase, toLeaves } = await import('@aw-flow/schema/sync')
    return readSentBase(sent, 'nodes' in theirs ? toLeaves(theirs) : theirs)
  }

  /** Merges a document with the server's newer one. The merged document has pending changes. */
  const mergeIntoLocalDocument = async (
    { id, workflow: ours, revision }: StoredDocument,
    { workflow: theirs, etag }: RemoteDocument,
  ): Promise<StoredDocument> => {
    const base = await readMergeBase(id, theirs)
    // Without a known base, the user's document takes precedence.
    const inputs = { base: base ?? theirs, ours, theirs }
    const { document: workflow, conflicts } = mergeWorkflows(inputs.base, ours, theirs)
    if (conflicts.length > 0 || !base) await local.addVersion(id, theirs, { origin: 'merged' })
    // The document is stored before its new base: in the other order, a page that closes in between would later revert
    // the server's changes.
    const saveResult = await local.putDocument(id, workflow, revision, ours)
    await updateSyncState(id, ({ tag: _tag, sent: _sent, merges = [], ...state }) => ({
      ...state,
      base: theirs,
      ...toTag(etag),
      merges: [...merges, inputs],
    }))
    return getValue(saveResult)?.document ?? { ...toStoredDocument(id, workflow), revision }
  }

  return {
    /** Runs work in one tab at a time, by a name. */
    lockTabs,
    withDocumentLock,
    getSyncState,
    updateSyncState,
    replaceLocalDocument,
    readMergeBase,
    mergeIntoLocalDocument,
  }
}

export const toTag = (tag: string | undefined): { tag?: string } => defined({ tag })

const toStoredDocument = (id: string, workflow: Workflow): StoredDocument => ({
  id,
  workflow,
  revision: 0,
  updatedAt: Date.now(),
})
