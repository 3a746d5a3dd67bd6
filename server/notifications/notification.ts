import type { Problem } from '@aw-flow/schema'

/** Events that can cause a notification. `approval.needed`: a run is waiting for approval. */
export const notificationEvents = ['run.completed', 'run.failed', 'run.cancelled', 'approval.needed'] as const
export type NotificationEvent = (typeof notificationEvents)[number]

/**
 * `browser` notifications are shown by the studio's pages and sent to the person's browsers through their push
 * services.
 */
export const notificationChannels = ['mail', 'browser'] as const
export type NotificationChannel = (typeof notificationChannels)[number]

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
