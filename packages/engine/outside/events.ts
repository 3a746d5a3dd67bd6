import type { Json } from '@aw-flow/schema'

/** An event that a node publishes. @beta */
export interface PublishedEvent {
  /** Its type, such as `order.created`. */
  type: string
  /** Its subject, such as the number of an order. */
  subject?: string
  data: Json
  /** The idempotency key: the same each time this step of a run is repeated. */
  key: string
}

/** Publishes events, which start workflows and wake waiting runs. @beta */
export interface EventPublisher {
  /**
   * Publishes an event once per key.
   *
   * @throws {NodeError} `permanent` if the data does not match the schema of the event.
   */
  publish(event: PublishedEvent): Promise<void>
}
