import type { Problem } from '@aw-flow/schema'
import type { WebhookScheme } from './webhook-signature.ts'

/** Conditions under which a webhook accepts requests. */
export interface WebhookPolicies {
  /** The path of `/hooks/{workspace}/{path}`; `null` if the webhook has no such URL. */
  path: string | null
  scheme: WebhookScheme
  /** The header with the signature of the scheme `hmac`. */
  signatureHeader: string
  /** Maximum difference between the time of a signature and the current time. */
  toleranceSeconds: number
  /** IP addresses and networks such as `192.0.2.0/24`; empty for all. */
  allowedAddresses: readonly string[]
  requestsPerMinute: number
}

export const defaultWebhookPolicies: WebhookPolicies = {
  path: null,
  scheme: 'none',
  signatureHeader: 'x-signature',
  toleranceSeconds: 300,
  allowedAddresses: [],
  requestsPerMinute: 6_000,
}

/** A webhook node of a workflow and its URL. Times in ISO 8601, UTC. */
export interface Webhook extends WebhookPolicies {
  id: string
  workspace: string
  workflowId: string
  workflowName: string
  nodeId: string
  name: string
  enabled: boolean
  hasToken: boolean
  hasSecret: boolean
  /** Time until which the previous token is accepted. */
  previousTokenUntil?: string
  createdAt: string
  updatedAt: string
}

/** A request that a webhook received. */
export interface WebhookDelivery {
  id: string
  receivedAt: string
  method: string
  bytes: number
  /** HTTP status of the response. */
  status: number
  runId?: string
  problem?: Problem
}
