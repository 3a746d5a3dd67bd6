import type { Json, Problem } from '@aw-flow/schema'

/** Run events that can be delivered to endpoints. */
export const runEventTypes = ['run.started', 'run.waiting', 'run.completed', 'run.failed', 'run.cancelled'] as const
export type RunEventType = (typeof runEventTypes)[number]

/**
 * Request formats. `standard` is Standard Webhooks 1.0; `cloudevents` and `cloudevents-binary` are CloudEvents 1.0 in
 * structured and binary mode. All of them include the Standard Webhooks signature headers.
 */
export const endpointFormats = ['standard', 'cloudevents', 'cloudevents-binary'] as const
export type EndpointFormat = (typeof endpointFormats)[number]

/** Definition of a webhook endpoint. */
export interface EndpointDefinition {
  name: string
  url: string
  events: readonly RunEventType[]
  /**
   * Published events to deliver in addition to run events. Each entry is a type, `type:subject`, or a prefix such as
   * `order.*`.
   */
  eventNames: readonly string[]
  /** ID of the workflow whose run events are delivered. Default: all workflows in the workspace. */
  workflowId?: string | undefined
  format: EndpointFormat
  enabled: boolean
}

/** A URL to which run events and published events are delivered. Times are in ISO 8601 format, UTC. */
export interface Endpoint extends EndpointDefinition {
  id: string
  workspace: string
  /** Why the server disabled the endpoint. `gone`: the endpoint responded with 410. */
  disabledReason?: 'gone'
  previousSecretUntil?: string
  createdAt: string
  updatedAt: string
}

/** One attempt to deliver an event. */
export interface DeliveryAttempt {
  /** Start time in ISO 8601 format, UTC. */
  at: string
  ms: number
  /** HTTP status code. Absent if there was no response. */
  status?: number
  /** Why there was no response, if known. */
  problem?: Problem
}

/** An event to be delivered to an endpoint. */
export interface Delivery {
  id: string
  endpointId: string
  event: string
  occurredAt: string
  runId?: string
  workflowId?: string
  workflowName?: string
  /** The published event. Absent for run events. */
  publishedEvent?: { id: string; source: string; subject?: string; data: Json }
  status: 'pending' | 'delivered' | 'failed'
  /** Time of the next attempt. */
  nextAt?: string
  attempts: readonly DeliveryAttempt[]
}
