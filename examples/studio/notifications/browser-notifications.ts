import type { ServerApi } from '@aw-flow/client'
import { ProblemError } from '@aw-flow/schema'
import { takeUnreadNotifications, type RunNotification } from './server-notifications.ts'

export interface BrowserNotificationOptions {
  /** The connected server; `undefined` without one. */
  getApi(): ServerApi | undefined
  /** Text of a notification. */
  describe(notification: RunNotification): string
  /** The person clicked a notification. */
  onOpen(notification: RunNotification): void
}

/** Time between two requests for unread notifications, in ms. */
const pollMs = 10_000

/**
 * Shows the notifications of the person with the browser while the page is open. Without the permission of the browser, it
 * sends no request, so that another device can show them.
 *
 * @returns A function that stops it.
 */
export function showBrowserNotifications({ getApi, describe, onOpen }: BrowserNotificationOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false

  const show = (notification: RunNotification): void => {
    // Some browsers have the class, but allow only service workers to show notifications.
    try {
      const shown = new Notification(describe(notification), { tag: notification.id })
      shown.addEventListener('click', () => {
        window.focus()
        onOpen(notification)
      })
    } catch {
      return
    }
  }
  const poll = async (): Promise<void> => {
    const api = getApi()
    if (api && isBrowserAllowed()) {
      try {
        for (const notification of (await takeUnreadNotifications(api)).toReversed()) show(notification)
      } catch (cause) {
        // Pages report that the server does not respond.
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

/** Returns whether the browser shows notifications of this page. */
export const isBrowserAllowed = (): boolean => 'Notification' in globalThis && Notification.permission === 'granted'

/** Asks the person for the permission to show notifications. Returns whether the browser shows them. */
export async function askBrowser(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false
  if (Notification.permission === 'default') await Notification.requestPermission()
  return isBrowserAllowed()
}
