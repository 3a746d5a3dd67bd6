import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { readConfiguration, writeConfiguration } from '../api/configuration.ts'
import { unlimitedUploads } from '../api/upload-allowance.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { quotasSchema, readQuotas, setQuotasSchema, toModelLimits, toWorkspaceLimits } from './quota-wire.ts'

const tags = ['config']
const path = '/api/v1/quotas'

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'Get the workspace quotas and their usage',
  responses: { 200: describeJsonResponse('The quotas.', quotasSchema) },
})

const replace = createRoute({
  'x-permission': 'administer',
  method: 'put',
  path,
  tags,
  summary: 'Replace the workspace quotas; omitted quotas are removed',
  description: 'The server limits also apply. Runs that have started are not stopped.',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/SetQuotas' } } },
    },
  },
  responses: {
    200: describeJsonResponse('The quotas.', quotasSchema),
    ...describeErrorResponses({ 400: 'Malformed JSON.', 415: 'Content type is not JSON.', 422: 'Invalid quotas.' }),
  },
})

/** Adds the route `/api/v1/quotas`. Monthly model limits are stored in the configuration (`/api/v1/config`). */
export function addQuotaRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, uploadLimits = unlimitedUploads }: RouteDependencies,
): void {
  app.openAPIRegistry.register('SetQuotas', setQuotasSchema)

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    return context.json(await readQuotas(store, await readConfiguration(store.state), uploadLimits), 200)
  })

  app.openapi(replace, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { body, rejection } = await readBody(context, setQuotasSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { llm_month_limits: _, ...configuration } = await readConfiguration(store.state)
    const modelLimits = toModelLimits(body)
    const newConfiguration =
      Object.keys(modelLimits).length === 0 ? configuration : { ...configuration, llm_month_limits: modelLimits }
    await store.quotas.writeLimits(toWorkspaceLimits(body))
    await writeConfiguration(store.state, newConfiguration)
    return context.json(await readQuotas(store, newConfiguration, uploadLimits), 200)
  })
}
