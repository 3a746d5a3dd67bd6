import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { ECDH } from 'node:crypto'
import type { RouteDependencies } from '../app-dependencies.ts'
import { languages } from '@aw-flow/messages'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { getRuleOwnerId } from './notification-rule-resource.ts'
import { maxPushSubscriptions, type PushSubscription } from './push-subscriptions.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound } from '../http/rejection.ts'
import { recordToWire } from '../wire/record-to-wire.ts'
import { renderProblem } from '../wire/render-response.ts'

const path = '/api/v1/push-subscriptions'
const params = createIdParamsSchema('3d0f7f0a-2c64-4f0e-9d3b-5b0a6a1c2e11')
/** Length of a browser's shared secret, in bytes. */
const authBytes = 16

const newSubscriptionSchema = z
  .strictObject({
    endpoint: z.url().max(2_000).openapi({ description: 'URL of the push service for the browser.' }),
    keys: z.strictObject({ p256dh: z.string().max(200), auth: z.string().max(100) }),
    language: z.enum(languages).default('en').openapi({ description: 'Language of the messages.' }),
  })
  .openapi({
    example: {
      endpoint: 'https://push.example.com/send/example',
      keys: {
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
        auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      },
      language: 'en',
    },
  })

const subscriptionSchema = z
  .object({
    id: z.string(),
    service: z.string().openapi({ description: 'Host of the push service.' }),
    language: z.enum(languages),
    problem: createNullableObjectSchema<Record<string, unknown>>().openapi({
      description: 'Why the last message was not sent.',
    }),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('PushSubscription')

/** Adds the routes `/api/v1/push-key` and `/api/v1/push-subscriptions`. */
export function addPushRoutes({ createRoutes, createWorkspaceRoutes, backend }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['notifications'] })
  const serverRoutes = createRoutes({ tags: ['notifications'] })

  serverRoutes.get('/api/v1/push-key', {
    permission: 'view',
    summary: 'Get the public key that browsers use to subscribe to push messages from this server (VAPID)',
    responses: { 200: ['The key, for `applicationServerKey`.', z.object({ public_key: z.string() })] },
    handle: async () => {
      const { publicKey } = await (await backend()).store.readPushKeys()
      return { public_key: publicKey }
    },
  })

  routes.get('', {
    permission: 'view',
    summary: 'List your browsers that receive notifications when no studio page is open',
    responses: { 200: ['Subscriptions, oldest first.', z.object({ items: z.array(subscriptionSchema) })] },
    handle: async ({ caller, store }) => {
      const items = await store.pushSubscriptions.list(getRuleOwnerId(caller))
      return { items: items.map(subscriptionToWire) }
    },
  })

  routes.post('', {
    permission: 'view',
    summary: 'Add or replace the push subscription of a browser',
    description:
      'The browser receives notifications from your rules with the `browser` channel. Messages are encrypted for the ' +
      'browser. The subscription is removed when the push service reports that the browser has removed it.',
    body: jsonBody('NewPushSubscription', newSubscriptionSchema),
    responses: { 201: ['The subscription.', subscriptionSchema], 409: 'Too many subscriptions.' },
    handle: async ({ caller, backend: { isPushService }, store, body }) => {
      // Push messages stop when the session ends. API keys and users of a host application do not have a session.
      if (caller.kind === 'api-key' || caller.kind === 'host-user')
        throw new Rejection(422, error('push.no-session', {}))
      const { endpoint, keys, language } = body
      if (!isPushService(endpoint)) throw new Rejection(422, error('push.service', { host: new URL(endpoint).host }))
      if (!isPublicKey(keys.p256dh) || Buffer.from(keys.auth, 'base64url').length !== authBytes)
        throw new Rejection(422, error('push.key', {}))
      const subscription = await store.pushSubscriptions.put(
        { userId: getRuleOwnerId(caller), session: caller.session },
        { endpoint, ...keys, language },
      )
      if (!subscription) throw new Rejection(409, error('push.limit', { max: maxPushSubscriptions }))
      return subscriptionToWire(subscription)
    },
  })

  routes.delete('/{id}', {
    permission: 'view',
    summary: 'Delete one of your push subscriptions',
    params,
    responses: { 204: 'Deleted.', 404: 'Subscription not found.' },
    handle: async ({ caller, store, params: { id } }) => {
      const ruleOwnerId = getRuleOwnerId(caller)
      requireFound(await store.pushSubscriptions.remove(ruleOwnerId, id), error('push.not-found', { id }))
    },
  })
}

/** Returns whether the text is an uncompressed point on the P-256 curve, encoded as base64url. */
function isPublicKey(text: string): boolean {
  const point = Buffer.from(text, 'base64url')
  if (point.length !== 65 || point[0] !== 4) return false
  try {
    ECDH.convertKey(point, 'prime256v1')
    return true
  } catch {
    return false
  }
}

const subscriptionToWire = (subscription: PushSubscription): z.infer<typeof subscriptionSchema> =>
  recordToWire(subscriptionSchema, subscription, {
    service: new URL(subscription.endpoint).host,
    problem: renderProblem(subscription.problem),
  })
