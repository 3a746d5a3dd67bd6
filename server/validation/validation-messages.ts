import type { StoredAgent } from '../agents/agents.ts'
import type { StoredModelAgent } from '../agents/model-agents.ts'
import type { QueueSettings } from '../store/workflows/queue-settings.ts'
import type { Check, CheckResults } from './run-check.ts'

/** A request to the validation thread, and its response. */
export interface CheckRequest {
  id: number
  check: Check
}
export type CheckResponse = { id: number } & (
  | { result: CheckResults[Check['type']]; errorText?: undefined }
  | { result?: undefined; errorText: string }
)

/** Workspace data that the validation thread can request during a check. */
export interface Lookups {
  /** Returns a workflow's document text. */
  findDocument(id: string): Promise<string | undefined>
  /** Returns the document and queue settings of the workflow to start. */
  findStartWorkflow(id: string): Promise<{ document: string; queueSettings: QueueSettings } | undefined>
  findIdsByName(name: string): Promise<string[]>
  findAgent(name: string): Promise<StoredAgent | undefined>
  findModelAgent(reference: string): Promise<StoredModelAgent | undefined>
  findDataset(id: string): Promise<{ id: string; name: string } | undefined>
}

/** A lookup that the validation thread requests during a check, and its response. */
export interface LookupRequest {
  lookupId: number
  name: keyof Lookups
  key: string
}
export interface LookupResponse {
  lookupId: number
  value?: unknown
  hasFailed?: boolean
}
