import type { Problem } from '@aw-flow/schema'
import type { Language } from '@aw-flow/messages'

/** Events that can cause a notification. `approval.needed`: a run is waiting for approval. */
export const notificationEvents = ['run.completed', 'run.failed', 'run.cancelled', 'approval.needed'] as const
export type NotificationEvent = (typeof notificationEvents)[number]

/**
 * `browser` notifications are shown by the studio's pages and sent to the person's browsers through their push
 * services.
 */
export const notificationChannels = ['mail', 'browser'] as const
export type NotificationChannel = (typeof notificationChannels)[number]

/** Definition of a notification rule. */
export interface NotificationRuleDefinition {
  /** ID of the workflow to which the rule applies. Default: all workflows in the workspace. */
  workflowId?: string | undefined
  events: readonly NotificationEvent[]
  channel: NotificationChannel
  /** Recipient of emails, on servers without accounts. Otherwise, users receive emails at their account's address. */
  email?: string | undefined
  /** Language of emails, on servers without accounts. Otherwise, users receive emails in their account's language. */
  language?: Language | undefined
  enabled: boolean
}

/** A user's notification rule. Times are in ISO 8601 format, UTC. */
export interface NotificationRule extends NotificationRuleDefinition {
  id: string
  createdAt: string
  updatedAt: string
}

/** A notification for a user. Times are in ISO 8601 format, UTC. */
export interface RunNotification {
  id: string
  ruleId: string
  channel: NotificationChannel
  event: NotificationEvent
  runId: string
  workflowId?: string
  workflowName?: string
  occurredAt: string
  /** `dropped`: a limit was exceeded, or the recipient has left the workspace. */
  status: 'pending' | 'sent' | 'failed' | 'dropped'
  /** Why the notification was not sent. */
  problem?: Problem
  readAt?: string
}
