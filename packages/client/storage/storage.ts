import type { Text } from '@aw-flow/messages'
import type { WorkflowAccess } from '@aw-flow/engine'
import type { Conflict, Dataset, Problem, Result, RunEvent, RunState, Workflow } from '@aw-flow/schema'
import type { DatasetPreview } from '@aw-flow/schema/internal'
import type { LeafTree, StoredCopy } from '@aw-flow/schema/sync'
import type { ServerApi } from '../server/server-api.ts'
import type { PendingFiles } from './pending-files.ts'
import type { StoredLiveCopy, SyncStates } from './sync-states.ts'
import type { TrashStore } from './trash-store.ts'
import type { UnsavedEdits } from './unsaved-edits.ts'

/** A stored workflow. Each save increments `revision`. Times are in ms since the Unix epoch. @internal */
export interface StoredDocument {
  id: string
  workflow: Workflow
  revision: number
  updatedAt: number
}

/** A stored workflow that this version cannot read. It is listed separately and left unchanged. @internal */
export interface UnreadableDocument {
  /** The workflow's current or previous id in storage. */
  id: string
  /** The workflow's name, if it can be determined. */
  name?: string
  /** Why the workflow cannot be read. */
  reason: Text
  /** The unmodified stored value. */
  value: unknown
  /** If another document now has this id: the key of this workflow in the store of overwritten entries. */
  aside?: number
}

/**
 * Why a version was stored: a user named it, a run started from it, it was exported to a file, it was opened from a
 * file, another document replaced it (`left`), or it is the other side of a merge with conflicts.
 *
 * @public
 */
export type VersionOrigin = 'named' | 'run' | 'exported' | 'opened' | 'left' | 'merged'

/** A version in the list of a document's versions. `at` is in ms since the Unix epoch. @public */
export interface StoredVersion {
  /** The document's id. */
  document: string
  /** The version number, starting at 1. */
  number: number
  /** The name that a user has entered. Absent for automatic versions. */
  name?: string
  /** Why the version was stored. */
  origin: VersionOrigin
  /** When the version was stored, in ms since the Unix epoch. */
  at: number
}

/**
 * Options for storing a version. `number` and `at` are set only when a version is restored or imported.
 *
 * @internal
 */
export interface NewVersion {
  origin: VersionOrigin
  name?: string
  number?: number
  at?: number
}

/** A run in the list of runs. The run's events form its record. @internal */
export interface StoredRun {
  run: string
  workflowId: string
  workflowName: string
  state: RunState
  startedAt: number
  endedAt?: number
  /** The ids of the input datasets. Absent for runs recorded by earlier releases or by servers. */
  datasets?: readonly string[]
  /** The id of the run that this run of a server retries. */
  retryOf?: string
}

/** A stored dataset and, if available, its preview. @internal */
export interface StoredDataset {
  dataset: Dataset
  preview?: DatasetPreview
}

/** A change made by this tab, or by another tab of the same browser profile. @internal */
export interface StorageChange {
  kind: 'document' | 'datasets' | 'runs' | 'versions' | 'trash' | 'sync'
  /** The id of the changed document, dataset or run. For versions and synchronization, the id of their document. */
  id?: string
}

/** The conflicts of a merge, and the problems that were repaired in the merged document. */
export interface MergedSave {
  conflicts: readonly Conflict[]
  problems: readonly Problem[]
}

/**
 * Whether a server has the latest changes to a document. `pending` changes are sent when the server responds; `rejected`
 * ones only after the next edit or when a page opens them.
 *
 * @internal
 */
export type SyncStatus = 'synced' | 'pending' | 'rejected'

/** The synchronization of documents with a server. @internal */
export interface DocumentSync {
  /** Returns a document's status and, unless it is `synced`, why the last attempt to send it failed. */
  getStatus(id: string): Promise<{ status: SyncStatus; problem?: Problem }>
  /** Returns the status of each document that is not `synced`. */
  listUnsynced(documents: readonly StoredDocument[]): Promise<ReadonlyMap<string, SyncStatus>>
  /** Returns the merges with the server's document that no session has shown yet. They are returned only once. */
  takeMerge(id: string): Promise<MergedSave | undefined>
  /** Sends pending changes now and whenever the server may respond again, until the storage is closed. */
  start(): void
  /**
   * Opens the browser's copy of a document without waiting for the server, or `undefined` if there is none. Meanwhile, the
   * copy is updated from the server, of which subscribers are notified; `updated` settles afterward.
   */
  openCopy?(id: string): Promise<{ document: StoredDocument; updated: Promise<unknown> } | undefined>
  /** Saves a document like `putDocument`, but sends it in the background. */
  putCopy?: WorkflowStorage['putDocument']
  /** Returns access to the live document on the server, or `undefined` if the server does not have the document. */
  findLive?(id: string): LiveAccess | undefined
  /** Returns access to the comments on a document, or `undefined` if the server does not have the document. */
  findComments?(id: string): CommentAccess | undefined
}

/** The parts of a live document that its storage needs. */
export interface LiveSaving {
  /** Saves the document on the server now. Resolves with `false` if that is not possible. */
  save(): Promise<boolean>
  /** Returns the copy of the document while it is connected. */
  getCopy(): StoredLiveCopy | undefined
  /** Returns the document that the server has acknowledged, which is the base of a merge. */
  getBase(): Workflow | undefined
}

/** Access to the comments on a document on a server. @internal */
export interface CommentAccess {
  readonly api: Pick<ServerApi, 'call'>
  /** The id of the document on the server. */
  readonly remoteId: string
}

/** Access to a live document on a server. @internal */
export interface LiveAccess {
  /** The id of the document on the server. */
  readonly remoteId: string
  openSocket(): Promise<WebSocket>
  /**
   * Reserves the client id of this page until it is closed. That is `client` or, if an earlier page has stored a copy, the
   * id of that page. The server orders each numbered edit of a client once.
   */
  claimClient(client: string): Promise<{ client: string; restored?: StoredLiveCopy }>
  /**
   * Reads the document that the server last had, which is the base of a merge.
   *
   * @param theirs The leaves that the server has now.
   */
  readBase(theirs: LeafTree): Promise<Workflow | undefined>
  /**
   * Records that the server has a document, with the ETag of an earlier version. Resolves with `false` if the browser has
   * not stored the document yet.
   */
  markSynchronized(workflow: Workflow, tag: string | undefined): Promise<boolean>
  /**
   * While a document is live, its changes are not sent over HTTP.
   *
   * @param base The document that the server has acknowledged, if the document is not live anymore.
   * @param sent The copy of a page that stays open without a connection. The server may have its pending edits.
   */
  setLive(live: LiveSaving | undefined, base?: Workflow, sent?: StoredCopy): void
  /** Ends the reservation of the client id. */
  close(): void
}

/**
 * A saved document. No work is lost if another tab has saved in the meantime. With `merged`, `document` contains the
 * changes from both sides; if they conflicted, the other side is also stored as a version. Without a known base,
 * `conflictCopy` is the other tab's document under a new id.
 *
 * @internal
 */
export interface SavedDocument {
  document: StoredDocument
  conflictCopy?: StoredDocument
  merged?: MergedSave
}

/**
 * The storage of a browser profile: documents, datasets and runs. It is implemented on disk (IndexedDB) and in memory;
 * both implementations pass the same conformance suite. A failed write returns a problem. Reads omit entries that
 * cannot be read, and report them to the `onProblem` callback of `openStorage`.
 *
 * @internal
 */
export interface WorkflowStorage {
  /** With `memory`, everything is lost when the tab is closed. */
  readonly kind: 'disk' | 'memory'

  /** Lists the documents, newest first. */
  listDocuments(): Promise<StoredDocument[]>
  getDocument(id: string): Promise<StoredDocument | undefined>
  /**
   * Saves a document that is based on revision `baseRevision` (0 for a new document). `base` is the content of that
   * revision. Changes made by others since then are merged. A document that could not be read back is rejected with
   * `storage.invalid-document`. `access` is stored together with the document; if `access` is absent, the document's
   * access does not change.
   */
  putDocument(
    id: string,
    workflow: Workflow,
    baseRevision: number,
    base?: Workflow,
    access?: WorkflowAccess,
  ): Promise<Result<SavedDocument>>
  /**
   * Returns a document's origin and grants, or `ownAccess` if none are stored. They are stored separately from the
   * document and are not removed with it, because the document may be restored. An unreadable entry grants nothing.
   * Each imported run has a separate entry.
   */
  getAccess(id: string): Promise<WorkflowAccess>
  putAccess(id: string, access: WorkflowAccess): Promise<Problem | undefined>
  /** Removes a document and its versions. */
  removeDocument(id: string): Promise<Problem | undefined>
  /** Lists stored workflows that cannot be read, including overwritten ones, so that users can view and export them. */
  listUnreadable(): Promise<UnreadableDocument[]>
  removeUnreadable(document: UnreadableDocument): Promise<Problem | undefined>
  /** Restores a removed unreadable workflow without changing it. */
  restoreUnreadable(document: Pick<UnreadableDocument, 'id' | 'value' | 'aside'>): Promise<Problem | undefined>

  /** Lists a document's versions, newest first. */
  listVersions(documentId: string): Promise<StoredVersion[]>
  getVersion(documentId: string, number: number): Promise<Workflow | undefined>
  /**
   * Stores a workflow as the next version of a document. If the last version is identical, it receives the new name
   * instead. At most 100 unnamed versions are kept.
   */
  addVersion(documentId: string, workflow: Workflow, newVersion: NewVersion): Promise<Result<StoredVersion>>
  /** Sets or removes the name of a version. */
  renameVersion(documentId: string, number: number, name: string | undefined): Promise<Problem | undefined>
  removeVersion(documentId: string, number: number): Promise<Problem | undefined>

  /** The synchronization states of documents. */
  readonly syncStates: SyncStates
  /** The synchronization with a server. Absent without a server. */
  readonly sync?: DocumentSync

  /** Edits that previous pages could not save before they closed. The page that saves such an edit removes it. */
  readonly unsaved: UnsavedEdits

  /** Received files that are not datasets yet. If the page closes, the next page adds them. */
  readonly pendingFiles: PendingFiles

  /** Lists the datasets, newest first. */
  listDatasets(): Promise<StoredDataset[]>
  /**
   * Whether workflows may refer to datasets that `listDatasets` does not return, such as those of the author for visitors
   * with a link.
   */
  readonly hasUnlistedDatasets?: boolean
  putDataset(dataset: Dataset, bytes: Blob): Promise<Problem | undefined>
  putPreview(preview: DatasetPreview): Promise<Problem | undefined>
  getDatasetBytes(id: string): Promise<Blob | undefined>
  removeDataset(id: string): Promise<Problem | undefined>

  /** Lists the runs, newest first. */
  listRuns(options?: { workflowId?: string }): Promise<StoredRun[]>
  /** Appends events to a run's record and updates its list entry in one transaction. */
  appendEvents(run: StoredRun, events: readonly RunEvent[]): Promise<Problem | undefined>
  getRunEvents(runId: string): Promise<RunEvent[]>
  removeRun(runId: string): Promise<Problem | undefined>

  /** Deleted items that can be restored. Callers add an item here before they delete it. */
  readonly trash: TrashStore

  /** Calls `listener` for each change, including changes made by this tab. Returns a function that unsubscribes. */
  subscribe(listener: (change: StorageChange) => void): () => void
  close(): void
}
