import type { ServerApi } from '@aw-flow/client'
import type { Language } from '@aw-flow/messages'
import { ProblemError } from '@aw-flow/schema'
import { canShowNotifications } from './browser-notifications.ts'

/** `unsupported` means that the browser does not support push messages or that no service worker is registered. */
export type PushState = 'on' | 'off' | 'unsupported'

/**
 * Subscribes this browser to the server's push messages, so that it shows notifications even while the studio is
 * closed. Requires the studio's service worker and permission to show notifications.
 *
 * @returns Whether the browser is subscribed. `false` without permission or if the push service cannot be reached.
 */
export async function subscribeToPush(api: ServerApi, language: Language): Promise<boolean> {
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
 * If this browser is subscribed, sends its subscription to the server again, because the keys, language or session may
 * have changed. Problems are ignored, because the user did not request the update.
 */
export async function renewPushSubscription(api: ServerApi, language: Language): Promise<void> {
  try {
    if ((await readPushState()) === 'on') await subscribeToPush(api, language)
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
  }
}

/** Unsubscribes this browser. The server removes the subscription when the push service rejects the next message. */
export async function unsubscribeFromPush(): Promise<void> {
  const subscription = await (await findPushManager())?.getSubscription()
  await subscription?.unsubscribe()
}

/** Returns the state of this browser's subscription to push messages. */
export async function readPushState(): Promise<PushState> {
  const pushManager = await findPushManager()
  if (!pushManager) return 'unsupported'
  return canShowNotifications() && (await pushManager.getSubscription()) ? 'on' : 'off'
}

/** Returns the service worker's push manager, or `undefined` in development and in browsers without service workers. */
async function findPushManager(): Promise<PushManager | undefined> {
  if (!('serviceWorker' in navigator)) return undefined
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined)
  return registration?.pushManager
}

async function subscribe(manager: PushManager, key: Uint8Array<ArrayBuffer>): Promise<PushSubscription | undefined> {
  const currentSubscription = await manager.getSubscription()
  if (currentSubscription && hasKey(currentSubscription, key)) return currentSubscription
  // The subscription belongs to a different server, or the server's key has changed.
  await currentSubscription?.unsubscribe()
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key }).catch(() => undefined)
}

function hasKey({ options }: PushSubscription, key: Uint8Array): boolean {
  const currentKey = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0))
  return currentKey.length === key.length && currentKey.every((byte, index) => byte === key[index])
}

const decodeBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
