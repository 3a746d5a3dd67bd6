export { createSession, type SessionOptions } from './create-session.ts'
export { createDatasetLibrary, findUnusedName, type DatasetLibrary, type HashFile } from './data/dataset-library.ts'
export { engineChangeEvent, type Engine, type EngineOptions } from './engine/engine.ts'
export type { EngineHost, McpToolRequest, McpToolResponse } from './engine/engine-host.ts'
export { createSessionTables } from './data/session-tables.ts'
export { createEngine } from './engine/create-engine.ts'
export type { HostRun, HostRunner } from './engine/host-runner.ts'
export type { HostCheck, HostCheckFunctions } from './engine/host-checks.ts'
export { failInterruptedRuns, findActiveRunIds } from './runs/interrupted-runs.ts'
export { createPromptApiHost, type PromptApi, type PromptSession } from './models/prompt-api-model.ts'
export { newId } from './new-id.ts'
export type { NetworkAccess } from './engine/network-access.ts'
export type { InputSample } from './engine/input-sample.ts'
export { requests, type RequestOptions } from './engine/requests.ts'
export type { NodeTypeDocs, ScheduledTime, ResultSummary } from './engine/request-schemas.ts'
export type { PlanGoal, PreviewExamplesInput, ProfileInput, ProfileProgress } from './engine/table-request-schemas.ts'
export type { AccessDecision, AccessRequest, AskForAccess } from './document/session-access.ts'
export { importedAccess } from './storage/document-access.ts'
export { recoverUnsavedDocuments } from './document/recover-unsaved.ts'
export {
  SessionChangeEvent,
  SessionRequestEvent,
  type EditCause,
  type EngineState,
  type ProposeEditOptions,
  type SavingState,
  type SessionAspect,
  type SessionRequest,
  type SessionData,
  type SessionAssistant,
  type SessionDocument,
  type SessionEngine,
  type SessionProblems,
  type SessionRuns,
  type SessionTables,
  type StartOptions,
  type WorkflowSession,
} from './session.ts'
export { connectServer, type ServerConnection } from './server/connect-server.ts'
export type { LivePerson, LivePresence } from './live/people.ts'
export type { CommentTarget, CommentThread, SessionComment, SessionComments } from './session.ts'
export type { ServerSchedule, ServerScheduleStart } from './server/server-schedules.ts'
export type { ServerRun } from './server/server-queue.ts'
export type { ServerWebhook } from './server/server-webhooks.ts'
export {
  createServerApi,
  ServerResponseError,
  type CallOptions,
  type GetToken,
  type RouteName,
  type RouteResponse,
  type ServerApi,
  type ServerOptions,
} from './server/server-api.ts'
export type {
  CreatedServerApiKey,
  ServerActivity,
  ServerGalleryTemplate,
  ServerApiKey,
  ServerAuditEntry,
  ServerInvitation,
  ServerMember,
  ServerSession,
  ServerSignIn,
  ServerUser,
  ServerWorkspace,
} from './server/server-accounts.ts'
export { toTrustedScriptUrl } from './engine/trusted-types.ts'
export { maxPendingFileBytes, type PendingFile, type PendingFiles } from './storage/pending-files.ts'
export { createHostStorage, type HostStorage } from './storage/host-storage.ts'
export { createMemoryStorage } from './storage/memory-storage.ts'
export { openStorage, type StorageOptions } from './storage/open-storage.ts'
export type {
  NewVersion,
  SavedDocument,
  StorageChange,
  StoredDataset,
  StoredDocument,
  StoredRun,
  SyncStatus,
  StoredVersion,
  UnreadableDocument,
  WorkflowStorage,
} from './storage/storage.ts'
export type { TrashContent, TrashEntry, TrashStore } from './storage/trash-store.ts'
export type { Decision } from './engine/run-request.ts'
export type { MergeInput, Version, VersionOrigin, WorkflowVersions } from './document/versions.ts'
export { storeFileVersions, serializeWorkflowFile } from './document/workflow-files.ts'
