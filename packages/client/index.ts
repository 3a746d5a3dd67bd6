export { createSession, type SessionOptions } from './create-session.ts'
export { createDatasetShelf, type DatasetShelf } from './dataset-shelf.ts'
export { createEngine, engineChange, type Engine, type EngineOptions } from './engine.ts'
export { closeInterruptedRuns } from './interrupted-runs.ts'
export { newId } from './new-id.ts'
export { ProblemError } from './problem-error.ts'
export { recoverAllUnsaved } from './recover-unsaved.ts'
export {
  SessionChangeEvent,
  type EngineState,
  type SessionAspect,
  type StartOptions,
  type WorkflowSession,
} from './session.ts'
export { createMemoryStorage } from './storage/memory-storage.ts'
export { openStorage, type StorageOptions } from './storage/open-storage.ts'
export type {
  SavedDocument,
  StorageChange,
  StoredDataset,
  StoredDocument,
  StoredRun,
  UnreadableDocument,
  WorkflowStorage,
} from './storage/storage.ts'
export type { Answer, Decision, ResultSummary } from './worker/engine-api.ts'
