import { toKnownCost } from '@aw-flow/agents'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { configurationSchema, readConfiguration, writeConfiguration } from '../api/configuration.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'

const tags = ['config']

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/config',
  tags,
  summary: 'Get the workspace configuration',
  responses: { 200: describeJsonResponse('The configuration.', configurationSchema) },
})

const replace = createRoute({
  'x-permission': 'administer',
  method: 'put',
  path: '/api/v1/config',
  tags,
  summary: 'Replace the workspace configuration; omitted fields get their defaults',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/SetConfiguration' } } },
    },
  },
  responses: {
    200: describeJsonResponse('The updated configuration.', configurationSchema),
    ...describeErrorResponses({
      400: 'Malformed JSON.',
      415: 'Content type is not JSON.',
      422: 'Invalid configuration; see details.',
    }),
  },
})

const listModels = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/config/llm-models',
  tags,
  summary: 'List the configured language models and the default model',
  responses: {
    200: describeJsonResponse(
      'Models.',
      z.object({
        items: configurationSchema.shape.llm_models.unwrap(),
        total: z.number().int(),
        limit: z.number().int(),
        offset: z.number().int(),
        default: z.string().nullable(),
      }),
    ),
  },
})

const usageAmountsSchema = z.object({
  requests: z.number(),
  toolCalls: z.number().openapi({ description: 'Tool calls by agents.' }),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.number(),
  ms: z.number().openapi({ description: 'Total duration of the model calls, in ms.' }),
})

const readUsage = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/config/llm-usage',
  tags,
  summary: 'Get the workspace model usage for a month, and the monthly limits',
  request: {
    query: z.object({
      month: z
        .string()
        .regex(/^[0-9]{4}-(?:0[1-9]|1[0-2])$/, 'Use a year and a month, such as 2026-11')
        .optional()
        .openapi({ description: 'Year and month in UTC. Default: the current month.', example: '2026-11' }),
    }),
  },
  responses: {
    200: describeJsonResponse(
      'Usage and limits.',
      z.object({
        month: z.string(),
        used: usageAmountsSchema
          .extend({
            cost: z.number().nullable().openapi({
              description: 'Cost of calls whose price is known, in US dollars; null if all prices are unknown.',
            }),
            unpriced: z
              .number()
              .openapi({ description: 'Calls whose price is unknown. The cost does not include them.' }),
          })
          .openapi({ description: 'Includes estimates for calls in progress.' }),
        limits: usageAmountsSchema.partial(),
      }),
    ),
    ...describeErrorResponses({ 422: 'Invalid month.' }),
  },
})

/** Adds the routes under `/api/v1/config`. The configuration includes the names of secrets, but never their values. */
export function addConfigurationRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  app.openAPIRegistry.register('SetConfiguration', configurationSchema)

  app.openapi(read, async (context) =>
    context.json(await readConfiguration((await openWorkspace(context, 'view')).store.state), 200),
  )

  app.openapi(replace, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { body, rejection } = await readBody(context, configurationSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    await writeConfiguration(store.state, body)
    return context.json(body, 200)
  })

  app.openapi(readUsage, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { month, ...used } = await store.modelUsage.read(context.req.valid('query').month)
    const { llm_month_limits: limits = {} } = await readConfiguration(store.state)
    return context.json({ month, used: { ...used, cost: toKnownCost(used.cost, used.unpriced) }, limits }, 200)
  })

  app.openapi(listModels, async (context) => {
    const { llm_models: items, default_llm: defaultModel } = await readConfiguration(
      (await openWorkspace(context, 'view')).store.state,
    )
    return context.json(
      { items, total: items.length, limit: Math.max(1, items.length), offset: 0, default: defaultModel },
      200,
    )
  })
}
