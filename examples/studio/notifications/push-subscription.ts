import type { ServerApi } from '@aw-flow/client'
import { ProblemError } from '@aw-flow/schema'
import { canShowNotifications } from './browser-notifications.ts'

/** Language of the messages. */
export type PushLanguage = 'en' | 'de'

/** `unsupported`: the browser does not support push messages, or the studio has no service worker. */
export type PushState = 'on' | 'off' | 'unsupported'

/**
 * Subscribes this browser to the messages of the server, so that it shows notifications when no page of the studio is
 * open. Requires permission to show notifications and the service worker of the studio.
 *
 * @returns `true` if the browser is subscribed; `false` without permission, or if the push service cannot be reached.
 */
export async function subscribeToPush(api: ServerApi, language: PushLanguage): Promise<boolean> {
  const pushManager = await findPushManager()
  if (!pushManager || !canShowNotifications()) return false
  const key = decodeBase64Url((await api.call('GET /api/v1/push-key', {})).value.public_key)
  const subscription = await subscribe(pushManager, key)
  if (!subscription) return false
  const { endpoint, keys: { p256dh = '', auth = '' } = {} } = subscription.toJSON()
  if (endpoint === undefined) return false
  await api.call('POST /api/v1/push-subscriptions', { body: { endpoint, keys: { p256dh, auth }, language } })
  return true
}

/**
 * Sends the subscription of this browser to the server again, if it has one: keys, language and session may have
 * changed. Problems are ignored, because the user did not ask for it.
 */
export async function renewPushSubscription(api: ServerApi, language: PushLanguage): Promise<void> {
  try {
    if ((await readPushState()) === 'on') await subscribeToPush(api, language)
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
  }
}

/** Ends the subscription of this browser. The server removes it when the push service rejects the next message. */
export async function unsubscribeFromPush(): Promise<void> {
  const subscription = await (await findPushManager())?.getSubscription()
  await subscription?.unsubscribe()
}

/** Returns whether this browser shows notifications when no page of the studio is open, and whether it can. */
export async function readPushState(): Promise<PushState> {
  const pushManager = await findPushManager()
  if (!pushManager) return 'unsupported'
  return canShowNotifications() && (await pushManager.getSubscription()) ? 'on' : 'off'
}

/** Returns the push manager of the service worker; `undefined` in development and in browsers without one. */
async function findPushManager(): Promise<PushManager | undefined> {
  if (!('serviceWorker' in navigator)) return undefined
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined)
  return registration?.pushManager
}

async function subscribe(manager: PushManager, key: Uint8Array<ArrayBuffer>): Promise<PushSubscription | undefined> {
  const current = await manager.getSubscription()
  if (current && hasKey(current, key)) return current
  // The subscription belongs to another server, or the server has other keys.
  await current?.unsubscribe()
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key }).catch(() => undefined)
}

function hasKey({ options }: PushSubscription, key: Uint8Array): boolean {
  const current = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0))
  return current.length === key.length && current.every((byte, index) => byte === key[index])
}

/** Decodes base64url without padding. */
const decodeBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
