import type { ServerApi } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'

/** Events that can trigger a notification, in the order that the form lists them. */
export const notificationEvents = ['run.failed', 'approval.needed', 'run.completed', 'run.cancelled'] as const
export type NotificationEvent = (typeof notificationEvents)[number]

export const notificationChannels = ['browser', 'mail'] as const
export type NotificationChannel = (typeof notificationChannels)[number]

/** Run events that can be sent to other systems. */
export const endpointEvents = ['run.started', 'run.waiting', 'run.completed', 'run.failed', 'run.cancelled'] as const
export type EndpointEvent = (typeof endpointEvents)[number]

/** Request formats for other systems, in the order that the form lists them. */
export const endpointFormats = ['standard', 'cloudevents', 'cloudevents-binary'] as const
export type EndpointFormat = (typeof endpointFormats)[number]

/** An event to deliver to an endpoint, with the delivery attempts so far. */
export interface OutgoingDelivery {
  id: string
  event: string
  occurred_at: string
  run_id: string | null
  status: 'pending' | 'delivered' | 'failed'
  next_attempt_at: string | null
  attempts: readonly { at: string; duration_ms: number; status: number | null; problem?: Problem | undefined }[]
}

/** One of the user's notification rules, as returned by the server. */
export interface NotificationRule {
  id: string
  workflow_id: string | null
  events: readonly NotificationEvent[]
  channel: NotificationChannel
  email: string | null
  enabled: boolean
}

/** A notification addressed to the user. */
export interface RunNotification {
  id: string
  channel: NotificationChannel
  event: NotificationEvent
  run_id: string
  workflow_name: string | null
  occurred_at: string
  status: 'pending' | 'sent' | 'failed' | 'dropped'
  problem?: Problem | undefined
}

/** Another system's URL that the server sends run events to. */
export interface Endpoint {
  id: string
  name: string
  url: string
  events: readonly EndpointEvent[]
  event_names: readonly string[]
  format: EndpointFormat
  workflow_id: string | null
  enabled: boolean
  previous_secret_until: string | null
  disabled_reason: string | null
}

const maxNotifications = 30
const maxEndpoints = 200
const maxDeliveries = 20

export async function listRules(api: ServerApi): Promise<readonly NotificationRule[]> {
  return (await api.call('GET /api/v1/notification-rules', {})).value.items
}

/** Lists the most recent notifications. */
export async function listNotifications(api: ServerApi): Promise<readonly RunNotification[]> {
  const { value } = await api.call('GET /api/v1/notifications', { query: { limit: maxNotifications } })
  return value.items.map(toNotification)
}

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
  return value.items.filter(({ id }) => readIds.has(id)).map(toNotification)
}

export async function listEndpoints(api: ServerApi): Promise<readonly Endpoint[]> {
  const { value } = await api.call('GET /api/v1/webhook-endpoints', { query: { limit: maxEndpoints } })
  return value.items
}

/** Lists an endpoint's most recent deliveries. */
export async function listEndpointDeliveries(api: ServerApi, id: string): Promise<readonly OutgoingDelivery[]> {
  const query = { limit: maxDeliveries }
  const { value } = await api.call('GET /api/v1/webhook-endpoints/{id}/deliveries', { path: { id }, query })
  return value.items as unknown as OutgoingDelivery[]
}

/** Parses a comma-separated list of event names. */
export const parseEventNames = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const toNotification = ({
  problem,
  ...notification
}: Omit<RunNotification, 'problem'> & { problem?: unknown }): RunNotification => ({
  ...notification,
  ...(problem ? { problem: problem as Problem } : {}),
})
