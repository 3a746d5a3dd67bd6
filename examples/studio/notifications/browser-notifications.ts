import type { ServerApi } from '@aw-flow/client'
import { ProblemError } from '@aw-flow/schema'
import { claimUnreadNotifications, type RunNotification } from './server-notifications.ts'

export interface BrowserNotificationOptions {
  /** The connected server; `undefined` without one. */
  getApi(): ServerApi | undefined
  /** Returns the text of a notification. */
  describe(notification: RunNotification): string
  /** Called when the user clicks a notification. */
  onOpen(notification: RunNotification): void
}

/** Time between two requests for unread notifications, in ms. */
const pollMs = 10_000

/**
 * Shows the user's notifications as browser notifications while the page is open. Without the browser's permission, it
 * requests none from the server, so that another device can show them.
 *
 * @returns A function that stops it.
 */
export function showBrowserNotifications({ getApi, describe, onOpen }: BrowserNotificationOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false

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

/** Asks the user for permission to show notifications. Returns whether they can be shown. */
export async function requestNotificationPermission(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false
  if (Notification.permission === 'default') await Notification.requestPermission()
  return canShowNotifications()
}
