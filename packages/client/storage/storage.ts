import type { Text } from '@aw-flow/messages'
import type { Conflict, Dataset, DatasetPreview, Problem, RunEvent, RunState, Workflow } from '@aw-flow/schema'
import type { ArrivingFiles } from './arriving-files.ts'
import type { TrashStore } from './trash-store.ts'
import type { UnsavedEdits } from './unsaved-edits.ts'

/** A workflow as it is kept. `revision` counts its saves: what a save is based on. Times in ms since 1970. */
export interface StoredDocument {
  id: string
  workflow: Workflow
  revision: number
  updatedAt: number
}

/** A stored workflow that this version cannot read: kept as it is, listed apart. */
export interface UnreadableDocument {
  /** The id under which it is, or was, stored. */
  id: string
  /** Its name, where it has one. */
  name?: string
  /** Why it cannot be read. */
  why: Text
  /** What is stored, as it is. */
  value: unknown
  /** Its number among those set aside, where another document has taken its place. */
  aside?: number
}

/**
 * What a version was made for: somebody gave it a name, a run began with it, a file was made of it or opened, it was left
 * for another one, or it is what somebody else had saved when two edits were put together that did not agree.
 */
export type VersionOrigin = 'named' | 'run' | 'exported' | 'opened' | 'left' | 'merged'

/** A frozen, numbered state of a document, as lists show it. `at` in ms since 1970. */
export interface StoredVersion {
  document: string
  number: number
  name?: string
  origin: VersionOrigin
  at: number
}

/** How a version is to be kept. Number and time are given only for one that comes back or from elsewhere. */
export interface KeepVersion {
  origin: VersionOrigin
  name?: string
  number?: number
  at?: number
}

export type KeptVersion = { version: StoredVersion; problem?: undefined } | { problem: Problem; version?: undefined }

/** A run as lists show it; its events are the record. */
export interface StoredRun {
  run: string
  workflowId: string
  workflowName: string
  state: RunState
  startedAt: number
  endedAt?: number
  /** The ids of the datasets that came in; absent in runs of earlier versions, and of a server. */
  datasets?: readonly string[]
}

/** A dataset that is kept, with what a look at its first bytes said, where somebody has looked. */
export interface StoredDataset {
  dataset: Dataset
  preview?: DatasetPreview
}

/** What has changed, by this tab or another one of the same profile. */
export interface StorageChange {
  kind: 'document' | 'datasets' | 'runs' | 'versions' | 'trash'
  /** The document's id or the run's, where one is meant; of versions, their document's. */
  id?: string
}

/** What two edits of one document did not agree about, and what had to be repaired. */
export interface MergedSave {
  conflicts: readonly Conflict[]
  problems: readonly Problem[]
}

/**
 * How a save came out. Where another tab has saved meanwhile, neither side's work is lost: `merged` says that `document`
 * holds all of both, and what they did not agree about (what the other tab had saved is then a version too); `kept` is the
 * other tab's document under an id of its own, where nobody knows what both were made from. `problem`: nothing was stored.
 */
export type SavedDocument =
  | {
      document: StoredDocument
      kept?: StoredDocument
      merged?: MergedSave
      problem?: undefined
    }
  | { problem: Problem; document?: undefined }

/**
 * What a profile keeps: documents, datasets with their bytes, runs as events. Two implementations, on disk (IndexedDB)
 * and in memory; both pass one conformance suite. Writes answer the problem when they could not be carried out, reads
 * leave out entries that cannot be read and tell of them through `onProblem` of `openStorage`.
 */
export interface WorkflowStorage {
  /** `memory`: nothing outlives the tab. */
  readonly kind: 'disk' | 'memory'

  /** Newest first. */
  listDocuments(): Promise<StoredDocument[]>
  getDocument(id: string): Promise<StoredDocument | undefined>
  /**
   * Saves a document that was read as revision `basedOn` (0: never read), and then was `base`: what others have saved since
   * is merged with it. Answers the problem `storage.invalid-document` for one that could not be read back; it is not stored.
   */
  putDocument(id: string, workflow: Workflow, basedOn: number, base?: Workflow): Promise<SavedDocument>
  /** Removes it with its versions. */
  removeDocument(id: string): Promise<Problem | undefined>
  /** Stored workflows that cannot be read, also those set aside: to be shown, and given out as files. */
  listUnreadable(): Promise<UnreadableDocument[]>
  removeUnreadable(document: UnreadableDocument): Promise<Problem | undefined>
  /** Stores what was removed as it was: in its place, or aside where another document has taken that. */
  restoreUnreadable(document: Pick<UnreadableDocument, 'id' | 'value' | 'aside'>): Promise<Problem | undefined>

  /** Newest first. */
  listVersions(document: string): Promise<StoredVersion[]>
  getVersion(document: string, number: number): Promise<Workflow | undefined>
  /**
   * Keeps a state of a document as its next version. Where the last one is the very same, none is made: that one gets the
   * name, if it has none. Of those without a name the latest hundred are kept.
   */
  keepVersion(document: string, workflow: Workflow, keep: KeepVersion): Promise<KeptVersion>
  /** Gives a version a name, or takes it away. */
  nameVersion(document: string, number: number, name: string | undefined): Promise<Problem | undefined>
  removeVersion(document: string, number: number): Promise<Problem | undefined>

  /** Documents that closing pages had no time to save; whoever saves one drops it. */
  readonly unsaved: UnsavedEdits

  /** Files that a page was given just before it was left. */
  readonly arriving: ArrivingFiles

  /** Newest first. */
  listDatasets(): Promise<StoredDataset[]>
  putDataset(dataset: Dataset, bytes: Blob): Promise<Problem | undefined>
  putPreview(preview: DatasetPreview): Promise<Problem | undefined>
  datasetBytes(id: string): Promise<Blob | undefined>
  removeDataset(id: string): Promise<Problem | undefined>

  /** Newest first. */
  listRuns(options?: { workflowId?: string }): Promise<StoredRun[]>
  /** Adds events to a run's record and brings its entry in the list up to date, both or neither. */
  appendEvents(run: StoredRun, events: readonly RunEvent[]): Promise<Problem | undefined>
  runEvents(run: string): Promise<RunEvent[]>
  removeRun(run: string): Promise<Problem | undefined>

  /** What was deleted and can be brought back; who deletes puts it there first. */
  readonly trash: TrashStore

  /** Tells of every change, also of one's own; answers what ends it. */
  subscribe(listener: (change: StorageChange) => void): () => void
  close(): void
}
