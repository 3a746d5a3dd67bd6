import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { openWorkspace as openBackendWorkspace } from '../backend.ts'
import { sendProblem } from '../http/error-response.ts'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import { createRateLimiter } from '../security/rate-limit.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import {
  allowHookOrigin,
  hookMethods,
  isHookQuestion,
  readHookHeaders,
  readHookQuery,
  verifyHookSignature,
} from './hook-request.ts'
import { parseWebhookBody } from './webhook-body.ts'
import { findListeningWebhook, storeTestRequest, type TestRequest, type WebhookTest } from './webhook-tests.ts'
import { findWebhookById } from './webhooks.ts'
import { requireFound } from '../http/rejection.ts'
import { secretField } from '../http/secret-field.ts'

const path = '/api/v1/webhooks/{id}/test'
const params = createIdParamsSchema('2f6a1c7e-5f0b-4c86-9d2e-7a4b8c1d3e55')
/** Maximum number of requests to unknown test URLs per client per minute. */
const maxUnknownRequestsPerMinute = 120
const minuteMs = 60_000

const testSchema = z
  .object({
    status: z.enum(['listening', 'received', 'expired']),
    address: secretField('/hooks-test/{token}, only in the response to the request that created it.').nullable(),
    listening_until: z.string(),
    received_at: z.string().nullable(),
    request: createNullableObjectSchema<TestRequest>(),
  })
  .openapi('WebhookTest')

/** Adds `/api/v1/webhooks/{id}/test`, and `/hooks-test/{token}`, which receives one request. */
export function addTestHookRoutes({ app, createWorkspaceRoutes, backend, hostRules }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['webhooks'] })
  const unknownUrlLimit = createRateLimiter(maxUnknownRequestsPerMinute, Date.now, minuteMs)
  const createNotFoundProblem = (id: string) => error('webhook.not-found', { id })

  routes.post('', {
    permission: 'edit',
    summary: 'Listen for a test request: create a test URL that is valid for ten minutes and does not start runs',
    params,
    responses: { 201: ['The test with its URL.', testSchema], 404: 'Webhook not found.' },
    handle: async ({ store, params: { id } }) => {
      requireFound(await store.webhooks.find(id), createNotFoundProblem(id))
      const { token, test } = await store.webhookTests.start(id)
      return testToWire(test, `/hooks-test/${token}`)
    },
  })

  routes.get('', {
    permission: 'edit',
    summary: 'Get the test for a webhook and the request that it received',
    params,
    responses: { 200: ['The test.', testSchema], 404: 'Webhook not found, or it has no test.' },
    handle: async ({ store, params: { id } }) => {
      const test = requireFound(await store.webhookTests.find(id), error('webhook.no-test', { id }))
      return testToWire(test)
    },
  })

  routes.delete('', {
    permission: 'edit',
    summary: 'Stop listening, and delete the received request',
    params,
    responses: { 204: 'Stopped.', 404: 'Webhook not found.' },
    handle: async ({ store, params: { id } }) => {
      requireFound(await store.webhooks.find(id), createNotFoundProblem(id))
      await store.webhookTests.stop(id)
    },
  })

  app.all('/hooks-test/:token', async (context) => {
    const resolvedBackend = await backend()
    const { database } = resolvedBackend.store.openedDatabase
    const id = await findListeningWebhook(database, context.req.param('token'), Date.now())
    const webhook = id === undefined ? undefined : await findWebhookById(database, id)
    if (!webhook) {
      // Only guesses count: behind a proxy, all callers may have the same address.
      const exceededLimit = unknownUrlLimit.count(context.get('clientAddress'))
      if (!exceededLimit) return sendProblem(context, 404, error('hook.no-test', {}))
      context.header('Retry-After', String(exceededLimit.retryAfter))
      return sendProblem(context, 429, error('rate.limit', { seconds: exceededLimit.retryAfter }))
    }
    const originProblem = allowHookOrigin(context, hostRules, webhook)
    if (originProblem) return sendProblem(context, 403, originProblem)
    if (isHookQuestion(context)) return context.body(null, 204, { Allow: hookMethods.join(', ') })
    const { webhooks } = openBackendWorkspace(resolvedBackend, webhook.workspace).store
    const body = new Uint8Array(await context.req.arrayBuffer())
    const readHeader = (name: string): string | undefined => context.req.header(name)
    const signature = await verifyHookSignature(webhook, { readHeader, body }, webhooks)
    const parsedBody = await parseWebhookBody(
      { type: readHeader('content-type') ?? '', disposition: readHeader('content-disposition') },
      body,
      context.get('maxBodyDepth'),
    )
    if (parsedBody.problem) return sendProblem(context, parsedBody.status, parsedBody.problem)
    const query = readHookQuery(context)
    const request: TestRequest = {
      method: context.req.method,
      headers: readHookHeaders(context),
      query,
      data: parsedBody.data === undefined ? query : parsedBody.data,
      signature: signature.isValid ? 'valid' : signature.reason,
    }
    const isStored = await storeTestRequest(database, webhook.id, request, Date.now())
    if (!isStored) return sendProblem(context, 404, error('hook.no-test', {}))
    return context.json({ received: true, signature: request.signature }, 200)
  })
}

const testToWire = (test: WebhookTest, address: string | null = null): z.infer<typeof testSchema> => ({
  status: test.status,
  address,
  listening_until: test.listeningUntil,
  received_at: test.receivedAt ?? null,
  request: test.request ?? null,
})
