import type { Problem } from '@aw-flow/schema'

/** Run events that can be delivered to endpoints. */
export const runEventTypes = ['run.started', 'run.waiting', 'run.completed', 'run.failed', 'run.cancelled'] as const
export type RunEventType = (typeof runEventTypes)[number]

/**
 * Request formats. `standard` is Standard Webhooks 1.0; `cloudevents` and `cloudevents-binary` are CloudEvents 1.0 in
 * structured and binary mode. All of them include the Standard Webhooks signature headers.
 */
export const endpointFormats = ['standard', 'cloudevents', 'cloudevents-binary'] as const
export type EndpointFormat = (typeof endpointFormats)[number]

/** One attempt to deliver an event. */
export interface DeliveryAttempt {
  /** Start time in ISO 8601 format, UTC. */
  at: string
  ms: number
  /** HTTP status code. Absent if there was no response. */
  status?: number
  /** Why there was no response, if known, or the response that did not accept the event. */
  problem?: Problem
}
