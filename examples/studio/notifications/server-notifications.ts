import type { ServerApi } from '@aw-flow/client'
import { getCommentPath, getRunPath } from '../shell/router.ts'
import type { RouteItem } from '../shell/server-data/route-items.ts'

/** Events that a rule can select, in the order that the form lists them. */
export const notificationEvents = ['run.failed', 'approval.needed', 'run.completed', 'run.cancelled'] as const
export type NotificationEvent = (typeof notificationEvents)[number] | 'comment.mention'

export const notificationChannels = ['browser', 'mail'] as const
export type NotificationChannel = (typeof notificationChannels)[number]

/** Run events that can be sent to other systems. */
export const endpointEvents = ['run.started', 'run.waiting', 'run.completed', 'run.failed', 'run.cancelled'] as const

/** Request formats for other systems, in the order that the form lists them. */
export const endpointFormats = ['standard', 'cloudevents', 'cloudevents-binary'] as const

export type NotificationRule = RouteItem<'GET /api/v1/notification-rules'>
export type RunNotification = RouteItem<'GET /api/v1/notifications'>
/** Another system's URL that the server sends events to. */
export type Endpoint = RouteItem<'GET /api/v1/webhook-endpoints'>
export type OutgoingDelivery = RouteItem<'GET /api/v1/webhook-endpoints/{id}/deliveries'>

export const maxNotifications = 30

/** Returns the path of what a notification is about: a run, or a comment on a workflow. */
export const getNotificationPath = ({
  run_id: run,
  workflow_id: workflow,
  comment_id: comment,
}: Pick<RunNotification, 'run_id' | 'workflow_id' | 'comment_id'>): string =>
  comment === null ? getRunPath(run) : getCommentPath(workflow ?? '', comment)

/**
 * Returns the browser notifications that have not been shown yet, and marks them as read. If several pages call this at
 * the same time, each notification is returned to only one of them.
 */
export async function claimUnreadNotifications(api: ServerApi): Promise<readonly RunNotification[]> {
  const query = { unread: 'true', limit: maxNotifications } as const
  const { value } = await api.call('GET /api/v1/notifications', { query })
  if (value.items.length === 0) return []
  const body = { ids: value.items.map(({ id }) => id) }
  const readIds = new Set((await api.call('POST /api/v1/notifications/read', { body })).value.ids)
  return value.items.filter(({ id }) => readIds.has(id))
}
