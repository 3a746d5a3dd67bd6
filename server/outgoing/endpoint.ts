import type { Json, Problem } from '@aw-flow/schema'

/** Events of runs that endpoints can receive. */
export const runEventTypes = ['run.started', 'run.waiting', 'run.completed', 'run.failed', 'run.cancelled'] as const
export type RunEventType = (typeof runEventTypes)[number]

/**
 * Formats of the requests. `standard`: Standard Webhooks 1.0. `cloudevents` and `cloudevents-binary`: CloudEvents 1.0
 * in structured and binary mode. All have the signature headers of Standard Webhooks.
 */
export const endpointFormats = ['standard', 'cloudevents', 'cloudevents-binary'] as const
export type EndpointFormat = (typeof endpointFormats)[number]

/** The definition of an endpoint. */
export interface EndpointDefinition {
  name: string
  url: string
  events: readonly RunEventType[]
  /** Published events to deliver, in addition to events of runs: a type, `type:subject`, or a prefix such as `order.*`. */
  eventNames: readonly string[]
  /** The workflow whose runs are reported; by default all workflows of the workspace. */
  workflowId?: string | undefined
  format: EndpointFormat
  enabled: boolean
}

/** A URL that receives events of runs and published events. Times in ISO 8601, UTC. */
export interface Endpoint extends EndpointDefinition {
  id: string
  workspace: string
  /** Why the server disabled the endpoint. `gone`: the endpoint responded with 410. */
  disabledReason?: 'gone'
  previousSecretUntil?: string
  createdAt: string
  updatedAt: string
}

/** One request of a delivery. */
export interface DeliveryAttempt {
  /** Time of the attempt in ISO 8601, UTC. */
  at: string
  ms: number
  /** HTTP status of the response. */
  status?: number
  /** Why there was no response. */
  problem?: Problem
}

/** An event for an endpoint. */
export interface Delivery {
  id: string
  endpointId: string
  event: string
  occurredAt: string
  runId?: string
  workflowId?: string
  workflowName?: string
  /** The published event that is delivered; absent for an event of a run. */
  named?: { id: string; source: string; subject?: string; data: Json }
  status: 'pending' | 'delivered' | 'failed'
  /** Time of the next attempt. */
  nextAt?: string
  attempts: readonly DeliveryAttempt[]
}
