import type { Dataset, DatasetPreview, Problem, RunEvent, RunState, Workflow } from '@aw-flow/schema'
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
  why: string
  /** What is stored, as it is. */
  value: unknown
  /** Its number among those set aside, where another document has taken its place. */
  aside?: number
}

/** A run as lists show it; its events are the record. */
export interface StoredRun {
  run: string
  workflowId: string
  workflowName: string
  state: RunState
  startedAt: number
  endedAt?: number
}

/** A dataset that is kept, with what a look at its first bytes said, where somebody has looked. */
export interface StoredDataset {
  dataset: Dataset
  preview?: DatasetPreview
}

/** What has changed, by this tab or another one of the same profile. */
export interface StorageChange {
  kind: 'document' | 'datasets' | 'runs'
  /** The document's id or the run's, where one is meant. */
  id?: string
}

/**
 * How a save came out. `kept` names the version of another tab that was saved meanwhile: it stands beside this one
 * under an id of its own, so that neither side's work is lost. `problem` says why nothing was stored.
 */
export type SavedDocument =
  { document: StoredDocument; kept?: StoredDocument; problem?: undefined } | { problem: Problem; document?: undefined }

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
   * Saves a document that was read as revision `basedOn` (0: never read). Answers the problem `storage.invalid-document`
   * for one that could not be read back; it is not stored.
   */
  putDocument(id: string, workflow: Workflow, basedOn: number): Promise<SavedDocument>
  removeDocument(id: string): Promise<Problem | undefined>
  /** Stored workflows that cannot be read, also those set aside: to be shown, and given out as files. */
  listUnreadable(): Promise<UnreadableDocument[]>
  removeUnreadable(document: UnreadableDocument): Promise<Problem | undefined>

  /** Documents that closing pages had no time to save; whoever saves one drops it. */
  readonly unsaved: UnsavedEdits

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

  /** Tells of every change, also of one's own; answers what ends it. */
  subscribe(listener: (change: StorageChange) => void): () => void
  close(): void
}
