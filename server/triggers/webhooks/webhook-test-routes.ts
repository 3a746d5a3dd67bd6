import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../../app-dependencies.ts'
import { openWorkspace as openBackendWorkspace } from '../../backend.ts'
import { createNullableObjectSchema } from '../../http/openapi-components.ts'
import { createRateLimiter, requireRate } from '../../security/rate-limit.ts'
import { createIdParamsSchema } from '../../wire/id.ts'
import { recordToWire } from '../../wire/record-to-wire.ts'
import {
  allowHookOrigin,
  answerHookQuestion,
  readHookBody,
  readHookHeaders,
  readHookQuery,
  verifyHookSignature,
} from './hook-request.ts'
import { findListeningWebhook, storeTestRequest, type TestRequest, type WebhookTest } from './webhook-tests.ts'
import { webhookResource } from './webhook-resource.ts'
import { findWebhookById } from './webhooks.ts'
import { Rejection, requireFound } from '../../http/rejection.ts'
import { secretField } from '../../http/secret-field.ts'

const path = '/api/v1/webhooks/{id}/test'
const params = createIdParamsSchema(webhookResource.exampleId)
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
export function addWebhookTestRoutes({
  app,
  createWorkspaceRoutes,
  backend,
  hostRules,
  publicUrl,
  bodyLimit,
}: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['webhooks'] })
  const unknownUrlLimit = createRateLimiter(maxUnknownRequestsPerMinute, Date.now, minuteMs)
  const { notFound: createNotFoundProblem } = webhookResource.problems

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
      requireRate(unknownUrlLimit, context.get('clientAddress'))
      throw new Rejection(404, error('hook.no-test', {}))
    }
    allowHookOrigin(context, hostRules, webhook)
    const answer = answerHookQuestion(context)
    if (answer) return answer
    const { webhooks } = openBackendWorkspace(resolvedBackend, webhook.workspace).store
    const bytes = new Uint8Array(await context.req.arrayBuffer())
    const signature = await verifyHookSignature(context, webhook, bytes, { webhooks, publicUrl })
    const { data } = await readHookBody(context, bytes, bodyLimit)
    const request: TestRequest = {
      method: context.req.method,
      headers: readHookHeaders(context, webhook),
      query: readHookQuery(context),
      data,
      signature: signature.isValid ? 'valid' : signature.reason,
    }
    requireFound(await storeTestRequest(database, webhook.id, request, Date.now()), error('hook.no-test', {}))
    return context.json({ received: true, signature: request.signature }, 200)
  })
}

const testToWire = (test: WebhookTest, address: string | null = null): z.infer<typeof testSchema> =>
  recordToWire(testSchema, test, { address })
