import { NodeError, type Egress } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { getNotificationPath, toNotificationName } from './notification-mail.ts'
import type { RunNotification } from './notifications.ts'
import { notificationStrings } from './notification-strings.ts'
import type { PushKeys } from './push-keys.ts'
import type { PushSubscription } from './push-subscriptions.ts'

/** Options for sending push messages. */
export interface PushOptions {
  readKeys(): Promise<PushKeys>
  /** Operator contact for push services: an `https:` or `mailto:` URL. */
  subject: string
  /** Calls `use` with a client for external hosts that applies the server's host rules. */
  withEgress<T>(workspace: string, use: (egress: Egress) => Promise<T>): Promise<T>
}

/** Message received by the studio's service worker. */
export interface PushMessage {
  /** ID of the notification. Ensures that it is not shown by both a page and the service worker. */
  id: string
  title: string
  /** Path of the page to open when the notification is clicked. */
  path: string
  /** Language of the title. */
  language: string
}

/**
 * Outcome of sending a message. `gone`: the browser has removed the subscription. `retry`: a later attempt may succeed.
 */
export interface PushOutcome {
  status: 'sent' | 'gone' | 'failed' | 'retry'
  /** Why the message was not sent. */
  problem?: Problem
}

const requestTimeoutMs = 5_000
const maxResponseBytes = 16 * 1024
/** Time to live of a message, in seconds. The push service keeps it this long if the browser is offline. */
const timeToLiveSeconds = 86_400

/**
 * Sends a notification to a browser through its push service (RFC 8030). The message is encrypted, so that only the
 * browser can read it (RFC 8291).
 */
export async function sendPush(
  notification: RunNotification,
  { endpoint, p256dh, auth, language }: PushSubscription,
  { readKeys, subject, withEgress, workspace }: PushOptions & { workspace: string },
): Promise<PushOutcome> {
  const { id, event, workflowName = '' } = notification
  const host = new URL(endpoint).host
  const message: PushMessage = {
    id,
    title: notificationStrings[language].formatTitle(event, toNotificationName(workflowName)),
    path: getNotificationPath(notification),
    language,
  }
  const { default: webPush } = await import('web-push')
  const { headers, body } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(message),
    {
      vapidDetails: { subject, ...(await readKeys()) },
      TTL: timeToLiveSeconds,
      urgency: event === 'run.failed' || event === 'approval.needed' ? 'high' : 'normal',
    },
  )
  try {
    const status = await withEgress(workspace, async (egress) => {
      const response = await egress.fetch({
        method: 'POST',
        url: endpoint,
        // The egress broker computes the content length from the body.
        headers: Object.fromEntries(
          Object.entries(headers).flatMap(([name, value]) =>
            name === 'Content-Length' ? [] : [[name.toLowerCase(), String(value)]],
          ),
        ),
        body: new Uint8Array(body),
        limits: { idleMs: requestTimeoutMs, totalMs: requestTimeoutMs, bodyBytes: maxResponseBytes, redirects: 0 },
        signal: AbortSignal.timeout(requestTimeoutMs),
      })
      await response.close()
      return response.status
    })
    if (status >= 200 && status < 300) return { status: 'sent' }
    if (status === 404 || status === 410) return { status: 'gone' }
    const canRetry = status === 429 || status >= 500
    return { status: canRetry ? 'retry' : 'failed', problem: error('notification.push', { host, status }) }
  } catch (cause) {
    if (cause instanceof NodeError) return { status: 'retry', problem: cause.problem }
    return { status: 'retry', problem: error('notification.push', { host, status: 0 }) }
  }
}

/**
 * Returns the contact for push services: the studio's URL if it uses HTTPS, otherwise the sender address for emails.
 */
export function toPushSubject(url: string | undefined, emailFrom: string): string {
  if (url?.startsWith('https:')) return url
  const address = emailFrom.slice(emailFrom.lastIndexOf('<') + 1).replace('>', '')
  return `mailto:${address.trim()}`
}
