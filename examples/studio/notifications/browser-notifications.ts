import type { ServerApi } from '@aw-flow/client'
import { ProblemError } from '@aw-flow/schema'
import type { Language } from '@aw-flow/messages'
import { claimUnreadNotifications, type RunNotification } from './server-notifications.ts'

export interface BrowserNotificationOptions {
  /** Returns the API client of the connected server, or `undefined` if no server is connected. */
  getApi(): ServerApi | undefined
  /** Returns the language for push messages. */
  getLanguage(): Language
  /** Returns the text to show for a notification. */
  describe(notification: RunNotification): string
  /** Called when the user clicks a notification. */
  onOpen(notification: RunNotification): void
}

/** Polling interval for unread notifications, in ms. */
const pollIntervalMs = 10_000

/**
 * Shows the user's notifications as browser notifications while the page is open. Without the browser's permission,
 * does not claim notifications from the server, so that another device can show them.
 *
 * @returns A function that stops polling.
 */
export function showBrowserNotifications({
  getApi,
  getLanguage,
  describe,
  onOpen,
}: BrowserNotificationOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  let lastRenewal: { api: ServerApi; language: Language } | undefined

  /** Renews this browser's push subscription when the server, the session or the language changes. */
  const renewSubscription = async (api: ServerApi): Promise<void> => {
    const language = getLanguage()
    if (lastRenewal?.api === api && lastRenewal.language === language) return
    lastRenewal = { api, language }
    await (await import('./push-subscription.ts')).renewPushSubscription(api, language)
  }
  const showNotification = (notification: RunNotification): void => {
    // Some browsers define the class but allow only service workers to show notifications.
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
        await renewSubscription(api)
        for (const notification of (await claimUnreadNotifications(api)).toReversed()) showNotification(notification)
      } catch (cause) {
        // Ignored, because the pages already report that the server does not respond.
        if (!(cause instanceof ProblemError)) throw cause
      }
    }
    if (!isStopped) timer = setTimeout(() => void poll(), pollIntervalMs)
  }
  timer = setTimeout(() => void poll(), 0)
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}

/** Returns whether the user has allowed this page to show notifications. */
export const canShowNotifications = (): boolean => 'Notification' in globalThis && Notification.permission === 'granted'

/** Returns whether the user can still be asked for permission, having neither granted nor denied it. */
export const canAskForPermission = (): boolean => 'Notification' in globalThis && Notification.permission === 'default'

/** Asks the user for permission to show notifications. Returns whether permission is granted. */
export async function requestNotificationPermission(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false
  if (Notification.permission === 'default') await Notification.requestPermission()
  return canShowNotifications()
}
