import type { ServerApi } from '@aw-flow/client'
import { error, ProblemError } from '@aw-flow/schema'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readPushState, renewPushSubscription, subscribeToPush, unsubscribeFromPush } from './push-subscription.ts'

/** The subscription of the browser; `undefined` without one. */
let current: { key: string; endpoint: string } | undefined
let permission: string
let isReachable: boolean
let requests: [string, unknown][]
let serverKey: string

const encode = (key: Uint8Array): string => Buffer.from(key).toString('base64url')
const toSubscription = ({ key, endpoint }: NonNullable<typeof current>) => ({
  options: { applicationServerKey: new Uint8Array(Buffer.from(key, 'base64url')).buffer },
  toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
  unsubscribe: async () => {
    current = undefined
    return true
  },
})
const pushManager = {
  getSubscription: async () => (current ? toSubscription(current) : null),
  async subscribe({ applicationServerKey }: { applicationServerKey: Uint8Array }) {
    if (!isReachable) throw new DOMException('Registration failed - push service error', 'AbortError')
    current = { key: encode(applicationServerKey), endpoint: `https://push.example/${requests.length}` }
    return toSubscription(current)
  },
}
const api = {
  async call(route: string, { body }: { body?: unknown } = {}) {
    requests.push([route, body])
    return { value: route === 'GET /api/v1/push-key' ? { public_key: serverKey } : {} }
  },
} as unknown as ServerApi

beforeEach(() => {
  current = undefined
  permission = 'granted'
  isReachable = true
  requests = []
  serverKey = encode(Uint8Array.from([4, 250, 255, 190, 0]))
  const notifications = {
    get permission(): string {
      return permission
    },
  }
  vi.stubGlobal('Notification', notifications)
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => ({ pushManager }) } })
})
afterEach(() => void vi.unstubAllGlobals())

it('sends the subscription of the browser to the server', async () => {
  expect(await readPushState()).toBe('off')
  expect(await subscribeToPush(api, 'de')).toBe(true)
  expect(current?.key).toBe(serverKey)
  const body = { endpoint: current?.endpoint, keys: { p256dh: 'p', auth: 'a' }, language: 'de' }
  expect(requests).toEqual([
    ['GET /api/v1/push-key', undefined],
    ['POST /api/v1/push-subscriptions', body],
  ])
  expect(await readPushState()).toBe('on')
})

it('keeps a subscription with the key of the server, and replaces one with another key', async () => {
  await subscribeToPush(api, 'en')
  const first = current
  await renewPushSubscription(api, 'en')
  expect(current).toBe(first)
  serverKey = encode(Uint8Array.from([4, 1, 2]))
  await renewPushSubscription(api, 'en')
  expect(current).toMatchObject({ key: serverKey })
})

it('does not subscribe without permission, a push service or a service worker', async () => {
  permission = 'denied'
  expect([await subscribeToPush(api, 'en'), await readPushState()]).toEqual([false, 'off'])
  permission = 'granted'
  isReachable = false
  expect([await subscribeToPush(api, 'en'), await readPushState()]).toEqual([false, 'off'])
  vi.stubGlobal('navigator', {})
  expect([await subscribeToPush(api, 'en'), await readPushState()]).toEqual([false, 'unsupported'])
  expect(requests.filter(([route]) => route.startsWith('POST'))).toEqual([])
})

it('is renewed only if it exists, and ignores problems of the server', async () => {
  await renewPushSubscription(api, 'en')
  expect(requests).toEqual([])
  await subscribeToPush(api, 'en')
  const broken = { call: () => Promise.reject(new ProblemError(error('push.limit', { max: 20 }))) }
  await expect(renewPushSubscription(broken as unknown as ServerApi, 'en')).resolves.toBeUndefined()
  await unsubscribeFromPush()
  expect(await readPushState()).toBe('off')
})
