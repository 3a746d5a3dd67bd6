import type { Json, Problem } from '@aw-flow/schema'

/** An event to be stored. Times are in ms since the Unix epoch. */
export interface NewEvent {
  /** Event type, such as `order.created`. */
  type: string
  /** Subject of the event, such as an order number. */
  subject?: string | undefined
  /** Events with the same `source` and `eventId` are duplicates. */
  source: string
  eventId: string
  data: Json
  occurredAt?: number | undefined
  /** The run that published the event, and the length of the event chain that led to the run. */
  run?: { id: string; depth: number } | undefined
}

/** A stored event. Times are in ISO 8601 format, UTC. */
export interface StoredEvent {
  id: string
  workspace: string
  type: string
  subject?: string
  source: string
  eventId: string
  data: Json
  occurredAt: string
  receivedAt: string
  runId?: string
  depth: number
  /** `pending` until the event's runs have been started. */
  status: 'pending' | 'done'
  /** Number of runs that were waiting for the event. */
  resumedRunCount: number
}

/** Outcome of an event for one trigger: the run that it started, or the problem that prevented the run. */
export interface TriggerOutcome {
  event: string
  workflowId: string
  workflowName: string
  runId?: string
  problem?: Problem
}

/** An event type defined in a workspace. */
export interface EventType {
  name: string
  description: string
  /** JSON Schema for the data. If `undefined`, any data is accepted. */
  schema?: Json
  createdAt: string
  updatedAt: string
}

/**
 * Returns the names that triggers and runs can use to wait for an event: its type, and its type combined with its
 * subject.
 */
export const listEventNames = ({ type, subject }: Pick<NewEvent, 'type' | 'subject'>): string[] => [
  type,
  ...(subject === undefined ? [] : [`${type}:${subject}`]),
]

/** Type of the event for a new file in a watched folder or S3 prefix. Its data contains the dataset ID. */
export const fileEventType = 'file.created'

/**
 * Returns whether events of a type can be published only by the server. This applies to events about ended runs and new
 * files.
 */
export const isReservedEvent = (type: string): boolean =>
  type === fileEventType || /^workflow\.(completed|failed|cancelled)$/.test(type)

/** Maximum length of an event chain. Prevents workflows from starting each other endlessly. */
export const maxEventDepth = 16
