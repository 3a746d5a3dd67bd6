import type { Json } from '@aw-flow/schema'

/** An event that a node publishes. @beta */
export interface PublishedEvent {
  /** The event type, such as `order.created`. */
  type: string
  /** The entity that the event is about, such as an order number. */
  subject?: string
  data: Json
  /** The idempotency key. It stays the same whenever this step of the run is repeated. */
  key: string
}

/** Publishes events that start workflows and resume waiting runs. @beta */
export interface EventPublisher {
  /**
   * Publishes an event. Repeated calls with the same key publish it only once.
   *
   * @throws {NodeError} `permanent` if the data does not match the event's schema.
   */
  publish(event: PublishedEvent): Promise<void>
}
