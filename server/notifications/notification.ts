import type { Problem } from '@aw-flow/schema'
import type { Language } from '../http/language.ts'

/** Reasons for notifications. `approval.needed`: a run waits for an approval. */
export const notificationEvents = ['run.completed', 'run.failed', 'run.cancelled', 'approval.needed'] as const
export type NotificationEvent = (typeof notificationEvents)[number]

/** `browser`: a page of the studio shows it, and the push services of the person's browsers receive it. */
export const notificationChannels = ['mail', 'browser'] as const
export type NotificationChannel = (typeof notificationChannels)[number]

/** The definition of a rule. */
export interface NotificationRuleDefinition {
  /** The workflow that the rule applies to; by default all workflows of the workspace. */
  workflowId?: string | undefined
  events: readonly NotificationEvent[]
  channel: NotificationChannel
  /** Recipient of emails on a server without accounts. Users receive emails at the address of their account. */
  email?: string | undefined
  /** Language of the emails on a server without accounts. Users receive emails in the language of their account. */
  language?: Language | undefined
  enabled: boolean
}

/** A rule of a user. Times in ISO 8601, UTC. */
export interface NotificationRule extends NotificationRuleDefinition {
  id: string
  createdAt: string
  updatedAt: string
}

/** A notification for a user. Times in ISO 8601, UTC. */
export interface RunNotification {
  id: string
  ruleId: string
  channel: NotificationChannel
  event: NotificationEvent
  runId: string
  workflowId?: string
  workflowName?: string
  occurredAt: string
  /** `dropped`: it exceeds a limit, or its recipient has left the workspace. */
  status: 'pending' | 'sent' | 'failed' | 'dropped'
  /** Why it was not sent, or not yet. */
  problem?: Problem
  readAt?: string
}
