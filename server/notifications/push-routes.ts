import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { ECDH } from 'node:crypto'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeJsonBody, jsonBodyErrors } from '../http/describe-json-body.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { languages } from '@aw-flow/messages'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import { readBody } from '../http/read-json-body.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { renderResponse } from '../wire/render-response.ts'
import { getRuleOwnerId } from './notification-routes.ts'
import { maxPushSubscriptions, type PushSubscription } from './push-subscriptions.ts'

const tags = ['notifications']
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

const readKey = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/push-key',
  tags,
  summary: 'Get the public key that browsers use to subscribe to push messages from this server (VAPID)',
  responses: {
    200: describeJsonResponse('The key, for `applicationServerKey`.', z.object({ public_key: z.string() })),
  },
})

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List your browsers that receive notifications when no studio page is open',
  responses: {
    200: describeJsonResponse('Subscriptions, oldest first.', z.object({ items: z.array(subscriptionSchema) })),
  },
})

const add = createRoute({
  'x-permission': 'view',
  method: 'post',
  path,
  tags,
  summary: 'Add or replace the push subscription of a browser',
  description:
    'The browser receives notifications from your rules with the `browser` channel. Messages are encrypted for the ' +
    'browser. The subscription is removed when the push service reports that the browser has removed it.',
  request: describeJsonBody('NewPushSubscription'),
  responses: {
    201: describeJsonResponse('The subscription.', subscriptionSchema),
    ...describeErrorResponses({ ...jsonBodyErrors, 409: 'Too many subscriptions.' }),
  },
})

const remove = createRoute({
  'x-permission': 'view',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Delete one of your push subscriptions',
  request: { params },
  responses: { 204: { description: 'Deleted.' }, ...describeErrorResponses({ 404: 'Subscription not found.' }) },
})

/** Adds the routes `/api/v1/push-key` and `/api/v1/push-subscriptions`. */
export function addPushRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, requirePermission, backend }: RouteDependencies,
): void {
  app.openAPIRegistry.register('NewPushSubscription', newSubscriptionSchema)

  app.openapi(readKey, async (context) => {
    requirePermission(context, 'view')
    const { publicKey } = await (await backend()).store.readPushKeys()
    return context.json({ public_key: publicKey }, 200)
  })

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const items = await store.pushSubscriptions.list(getRuleOwnerId(requirePermission(context, 'view')))
    return context.json({ items: items.map(subscriptionToWire) }, 200)
  })

  app.openapi(add, async (context) => {
    const { store, isPushService } = await openWorkspace(context, 'view')
    const caller = requirePermission(context, 'view')
    const { body, rejection } = await readBody(context, newSubscriptionSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    // Push messages stop when the session ends. API keys and users of a host application do not have a session.
    if (caller.kind === 'api-key' || caller.kind === 'host-user')
      return sendProblem(context, 422, error('push.no-session', {}))
    const { endpoint, keys, language } = body
    if (!isPushService(endpoint)) {
      return sendProblem(context, 422, error('push.service', { host: new URL(endpoint).host }))
    }
    if (!isPublicKey(keys.p256dh) || Buffer.from(keys.auth, 'base64url').length !== authBytes) {
      return sendProblem(context, 422, error('push.key', {}))
    }
    const subscription = await store.pushSubscriptions.put(
      { userId: getRuleOwnerId(caller), session: caller.session },
      { endpoint, ...keys, language },
    )
    if (!subscription) return sendProblem(context, 409, error('push.limit', { max: maxPushSubscriptions }))
    return context.json(subscriptionToWire(subscription), 201)
  })

  app.openapi(remove, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const ruleOwnerId = getRuleOwnerId(requirePermission(context, 'view'))
    const { id } = context.req.valid('param')
    if (await store.pushSubscriptions.remove(ruleOwnerId, id)) return context.body(null, 204)
    return sendProblem(context, 404, error('push.not-found', { id }))
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

const subscriptionToWire = (subscription: PushSubscription): z.infer<typeof subscriptionSchema> => ({
  id: subscription.id,
  service: new URL(subscription.endpoint).host,
  language: subscription.language,
  problem: subscription.problem ? { ...renderResponse(subscription.problem) } : null,
  created_at: subscription.createdAt,
  updated_at: subscription.updatedAt,
})
