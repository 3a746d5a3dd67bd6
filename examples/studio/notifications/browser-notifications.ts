import type { ServerApi } from '@aw-flow/client'
import { ProblemError } from '@aw-flow/schema'
import type { PushLanguage } from './push-subscription.ts'
import { claimUnreadNotifications, type RunNotification } from './server-notifications.ts'

export interface BrowserNotificationOptions {
  /** The connected server; `undefined` if none is connected. */
  getApi(): ServerApi | undefined
  /** Returns the language of the notifications. */
  getLanguage(): PushLanguage
  /** Returns the text of a notification. */
  describe(notification: RunNotification): string
  /** Called when the user clicks a notification. */
  onOpen(notification: RunNotification): void
}

/** Polling interval for unread notifications, in ms. */
const pollMs = 10_000

/**
 * Shows the user's notifications as browser notifications while the page is open. Without the browser's permission, it
 * requests none from the server, so that another device can show them.
 *
 * @returns A function that stops it.
 */
export function showBrowserNotifications({
  getApi,
  getLanguage,
  describe,
  onOpen,
}: BrowserNotificationOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  let renewedFor: { api: ServerApi; language: PushLanguage } | undefined

  /** Keeps the push subscription of this browser up to date with the server, the session and the language. */
  const renewOnce = async (api: ServerApi): Promise<void> => {
    const language = getLanguage()
    if (renewedFor?.api === api && renewedFor.language === language) return
    renewedFor = { api, language }
    await (await import('./push-subscription.ts')).renewPushSubscription(api, language)
  }
  const showNotification = (notification: RunNotification): void => {
    // Some browsers have the class, but allow only service workers to show notifications.
    try {
      const browserNotification = new Notification(describe(notification), { tag: notification.id })
      browserNotification.addEventListener('click', () => {
        window.focus()
        onOpen(notification)
      })
    } catch {
      return
    }
  }
  const poll = async (): Promise<void> => {
    const api = getApi()
    if (api && canShowNotifications()) {
      try {
        await renewOnce(api)
        for (const notification of (await claimUnreadNotifications(api)).toReversed()) showNotification(notification)
      } catch (cause) {
        // Ignored: the pages already report that the server does not respond.
        if (!(cause instanceof ProblemError)) throw cause
      }
    }
    if (!isStopped) timer = setTimeout(() => void poll(), pollMs)
  }
  timer = setTimeout(() => void poll(), 0)
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}

/** Returns whether the browser allows this page to show notifications. */
export const canShowNotifications = (): boolean => 'Notification' in globalThis && Notification.permission === 'granted'

/** Returns whether the user has neither allowed nor denied notifications, so that the browser can ask. */
export const canAskForPermission = (): boolean => 'Notification' in globalThis && Notification.permission === 'default'

/** Asks the user for permission to show notifications. Returns whether they can be shown. */
export async function requestNotificationPermission(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false
  if (Notification.permission === 'default') await Notification.requestPermission()
  return canShowNotifications()
}
