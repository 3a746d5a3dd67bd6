import type { Text } from '@aw-flow/messages'
import type { WorkflowAccess } from '@aw-flow/engine'
import type { Conflict, Dataset, DatasetPreview, Problem, RunEvent, RunState, Workflow } from '@aw-flow/schema'
import type { ArrivingFiles } from './arriving-files.ts'
import type { TrashStore } from './trash-store.ts'
import type { UnsavedEdits } from './unsaved-edits.ts'

/** A stored workflow. `revision` is incremented by each save. Times are in ms since the Unix epoch. @internal */
export interface StoredDocument {
  id: string
  workflow: Workflow
  revision: number
  updatedAt: number
}

/** A stored workflow that this version cannot read. It is listed separately and not changed. @internal */
export interface UnreadableDocument {
  /** Its current or previous id in the storage. */
  id: string
  /** The name of the workflow, if it has one. */
  name?: string
  /** The reason why it cannot be read. */
  reason: Text
  /** The stored value, unchanged. */
  value: unknown
  /** The key in the store of replaced entries, if a different document now has this id. */
  aside?: number
}

/**
 * The reason why a version was stored: a user named it, a run started with it, it was exported to or opened from a
 * file, it was replaced by another state, or it is the other side of a merge with conflicts.
 *
 * @public
 */
export type VersionOrigin = 'named' | 'run' | 'exported' | 'opened' | 'left' | 'merged'

/** The list entry of a version: a numbered state of a document. `at` is in ms since the Unix epoch. @public */
export interface StoredVersion {
  /** The id of the document. */
  document: string
  /** The number of the version, from 1. */
  number: number
  /** The name that a user gave; absent for automatic versions. */
  name?: string
  /** The reason why the version was stored. */
  origin: VersionOrigin
  /** The time when the version was stored, in ms since the Unix epoch. */
  at: number
}

/**
 * Options for storing a version. `number` and `at` are set only for versions that are restored or imported.
 *
 * @internal
 */
export interface NewVersion {
  origin: VersionOrigin
  name?: string
  number?: number
  at?: number
}

/** @internal */
export type AddedVersion = { version: StoredVersion; problem?: undefined } | { problem: Problem; version?: undefined }

/** The list entry of a run. Its events are the record. @internal */
export interface StoredRun {
  run: string
  workflowId: string
  workflowName: string
  state: RunState
  startedAt: number
  endedAt?: number
  /** The ids of the input datasets; absent in runs of earlier versions and of servers. */
  datasets?: readonly string[]
}

/** A stored dataset, with its preview if there is one. @internal */
export interface StoredDataset {
  dataset: Dataset
  preview?: DatasetPreview
}

/** A change made by this tab or another tab of the same profile. @internal */
export interface StorageChange {
  kind: 'document' | 'datasets' | 'runs' | 'versions' | 'trash'
  /** The id of the changed document, dataset or run; for versions, the id of their document. */
  id?: string
}

/** The conflicts of a merge, and the repairs that the merged document needed. */
export interface MergedSave {
  conflicts: readonly Conflict[]
  problems: readonly Problem[]
}

/**
 * The result of a save. If another tab has saved in the meantime, no work is lost: with `merged`, `document` has the
 * changes of both sides, and after conflicts the other side is stored as a version; without a known base,
 * `conflictCopy` is the other tab's document under a new id. With `problem`, nothing was stored.
 *
 * @internal
 */
export type SavedDocument =
  | {
      document: StoredDocument
      conflictCopy?: StoredDocument
      merged?: MergedSave
      problem?: undefined
    }
  | { problem: Problem; document?: undefined }

/**
 * The storage of a browser profile, with documents, datasets and runs. It is implemented on disk (IndexedDB) and
 * in memory; both pass the same conformance suite. A failed write returns a problem. Reads omit entries that cannot be
 * read and report them to the `onProblem` callback of `openStorage`.
 *
 * @internal
 */
export interface WorkflowStorage {
  /** `memory`: everything is lost when the tab is closed. */
  readonly kind: 'disk' | 'memory'

  /** Lists the documents, newest first. */
  listDocuments(): Promise<StoredDocument[]>
  getDocument(id: string): Promise<StoredDocument | undefined>
  /**
   * Saves a document that is based on revision `basedOn` (0 for a new document) with the content `base`. Later changes
   * by others are merged. A document that could not be read back is not stored: `storage.invalid-document`. `access`
   * is stored with the document; by default, the access of the id does not change.
   */
  putDocument(
    id: string,
    workflow: Workflow,
    basedOn: number,
    base?: Workflow,
    access?: WorkflowAccess,
  ): Promise<SavedDocument>
  /**
   * Returns the origin and the grants of a document: `own` if none were stored. It is stored separately
   * from the document, and remains when the document is removed, because it can be restored. If it cannot be read,
   * nothing is granted. A run that was imported has its own entry.
   */
  getAccess(id: string): Promise<WorkflowAccess>
  putAccess(id: string, access: WorkflowAccess): Promise<Problem | undefined>
  /** Removes a document with its versions. */
  removeDocument(id: string): Promise<Problem | undefined>
  /** Lists stored workflows that cannot be read, including replaced ones, so that they can be shown and exported. */
  listUnreadable(): Promise<UnreadableDocument[]>
  removeUnreadable(document: UnreadableDocument): Promise<Problem | undefined>
  /** Restores a removed unreadable workflow unchanged. */
  restoreUnreadable(document: Pick<UnreadableDocument, 'id' | 'value' | 'aside'>): Promise<Problem | undefined>

  /** Lists the versions of a document, newest first. */
  listVersions(document: string): Promise<StoredVersion[]>
  getVersion(document: string, number: number): Promise<Workflow | undefined>
  /**
   * Stores a state of a document as its next version. If the last version has the same state, it gets the name instead.
   * Only the latest 100 unnamed versions are kept.
   */
  addVersion(document: string, workflow: Workflow, newVersion: NewVersion): Promise<AddedVersion>
  /** Sets or removes the name of a version. */
  renameVersion(document: string, number: number, name: string | undefined): Promise<Problem | undefined>
  removeVersion(document: string, number: number): Promise<Problem | undefined>

  /** Edits that closed pages could not save. The page that saves an edit removes it. */
  readonly unsaved: UnsavedEdits

  /** Files that pages received shortly before they were closed. */
  readonly arriving: ArrivingFiles

  /** Lists the datasets, newest first. */
  listDatasets(): Promise<StoredDataset[]>
  putDataset(dataset: Dataset, bytes: Blob): Promise<Problem | undefined>
  putPreview(preview: DatasetPreview): Promise<Problem | undefined>
  datasetBytes(id: string): Promise<Blob | undefined>
  removeDataset(id: string): Promise<Problem | undefined>

  /** Lists the runs, newest first. */
  listRuns(options?: { workflowId?: string }): Promise<StoredRun[]>
  /** Appends events to a run's record and updates its list entry, in one transaction. */
  appendEvents(run: StoredRun, events: readonly RunEvent[]): Promise<Problem | undefined>
  runEvents(run: string): Promise<RunEvent[]>
  removeRun(run: string): Promise<Problem | undefined>

  /** Deleted items that can be restored. Callers add an item here before they delete it. */
  readonly trash: TrashStore

  /** Calls `listener` for every change, including changes by this tab. Returns a function that unsubscribes. */
  subscribe(listener: (change: StorageChange) => void): () => void
  close(): void
}
