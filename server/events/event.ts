import type { Json, Problem } from '@aw-flow/schema'

/** An event before it is stored. Times in ms since the Unix epoch. */
export interface NewEvent {
  /** The type of the event, such as `order.created`. */
  type: string
  /** The subject of the event, such as the number of an order. */
  subject?: string | undefined
  /** Events with equal `source` and `eventId` are the same event. */
  source: string
  eventId: string
  data: Json
  occurredAt?: number | undefined
  /** The run that published the event, and the length of the chain of events that led to this run. */
  run?: { id: string; depth: number } | undefined
}

/** A stored event. Times in ISO 8601, UTC. */
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
  /** `pending`: its runs are being started. */
  status: 'pending' | 'done'
  /** The number of runs that waited for it. */
  woken: number
}

/** The outcome of an event for a trigger: the run that it started, or why it started none. */
export interface EventStart {
  event: string
  workflowId: string
  workflowName: string
  runId?: string
  problem?: Problem
}

/** An event type of a workspace. */
export interface EventType {
  name: string
  description: string
  /** JSON Schema of the data; `undefined`: any data. */
  schema?: Json
  createdAt: string
  updatedAt: string
}

/** An Event node of a workflow. */
export interface EventTrigger {
  id: string
  workflowId: string
  workflowName: string
  nodeId: string
  name: string
  /** The name of the event that starts the node. */
  event: string
  enabled: boolean
  createdAt: string
  updatedAt: string
}

/** Returns the names by which triggers and runs can wait for an event: its type, and its type with its subject. */
export const listEventNames = ({ type, subject }: Pick<NewEvent, 'type' | 'subject'>): string[] => [
  type,
  ...(subject === undefined ? [] : [`${type}:${subject}`]),
]

/** The event of a new file in a watched folder or S3 prefix. Its data has the id of the dataset. */
export const fileEvent = 'file.created'

/** Returns whether only the server publishes events of a type: those about the ends of runs, and about new files. */
export const isReservedEvent = (type: string): boolean =>
  type === fileEvent || /^workflow\.(completed|failed|cancelled)$/.test(type)

/** Maximum length of an event chain, so that workflows cannot start each other endlessly. */
export const maxEventDepth = 16
