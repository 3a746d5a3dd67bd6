import type { Problem } from '@aw-flow/schema'
import type { SignatureAlgorithm, WebhookScheme } from './webhook-signature.ts'

/** Conditions under which a webhook accepts requests. */
export interface WebhookPolicies {
  /** The last part of the URL `/hooks/{workspace}/{path}`; null if the webhook has no such URL. */
  path: string | null
  scheme: WebhookScheme
  /** Name of the header that carries the signature for the scheme `hmac`. */
  signatureHeader: string
  /** Hash function of the scheme `hmac`. */
  signatureAlgorithm: SignatureAlgorithm
  /** Text that the scheme `hmac` signs, with `{body}` and `{timestamp}`. */
  signatureBase: string
  /** Name of the header with the signed time, for the scheme `hmac`; empty if no time is signed. */
  timestampHeader: string
  /** Maximum difference between a signed timestamp and the current time, in seconds. */
  toleranceSeconds: number
  /** Whether equal signed bytes with another delivery ID start another run, although the ID is not signed. */
  allowRepeats: boolean
  /** Allowed IP addresses and networks, such as `192.0.2.0/24`. If empty, all are allowed. */
  allowedAddresses: readonly string[]
  /** Origins of pages that can call the webhook, such as `https://shop.example`; `*` for all. */
  allowedOrigins: readonly string[]
  requestsPerMinute: number
}

export const defaultWebhookPolicies: WebhookPolicies = {
  path: null,
  scheme: 'none',
  signatureHeader: 'x-signature',
  signatureAlgorithm: 'sha256',
  signatureBase: '{body}',
  timestampHeader: '',
  toleranceSeconds: 300,
  allowRepeats: false,
  allowedAddresses: [],
  allowedOrigins: [],
  requestsPerMinute: 6_000,
}

/** A workflow's webhook node and its URL. Times are ISO 8601 strings in UTC. */
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
  /** When the previous token stops being accepted. */
  previousTokenUntil?: string
  createdAt: string
  updatedAt: string
}

/** A request received by a webhook. */
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
