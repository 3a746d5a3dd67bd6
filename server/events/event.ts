import type { Json } from '@aw-flow/schema'

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
