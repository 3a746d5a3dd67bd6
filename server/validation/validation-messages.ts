import type { StoredAgent } from '../store/agents.ts'
import type { StoredModelAgent } from '../store/model-agents.ts'
import type { QueueSettings } from '../store/workflows/queue-settings.ts'
import type { Check, CheckResults } from './run-check.ts'

/** A request to the thread that validates documents, and its response. */
export interface CheckRequest {
  id: number
  check: Check
}
export type CheckResponse = { id: number } & (
  | { result: CheckResults[Check['type']]; failed?: undefined }
  | { result?: undefined; failed: string }
)

/** Workspace data that the thread requests during a check. */
export interface Lookups {
  /** Returns the text of a workflow. */
  findText(id: string): Promise<string | undefined>
  /** Returns the workflow of a start request. */
  findStart(id: string): Promise<{ document: string; queueSettings: QueueSettings } | undefined>
  findIdsByName(name: string): Promise<string[]>
  findAgent(name: string): Promise<StoredAgent | undefined>
  findModelAgent(reference: string): Promise<StoredModelAgent | undefined>
  findDataset(id: string): Promise<{ id: string; name: string } | undefined>
}

/** A request of the thread during a check, and its response. */
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
