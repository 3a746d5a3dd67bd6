import { toKnownCost } from '@aw-flow/agents'
import { z } from '@hono/zod-openapi'
import {
  configurationSchema,
  readConfiguration,
  requireAllowedHosts,
  writeConfiguration,
} from '../api/configuration.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { jsonBody } from '../http/json-body.ts'

const usageAmountsSchema = z.object({
  requests: z.number(),
  toolCalls: z.number().openapi({ description: 'Tool calls by agents.' }),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.number(),
  ms: z.number().openapi({ description: 'Total duration of the model calls, in ms.' }),
})

/** Adds the routes under `/api/v1/config`. The configuration includes the names of secrets, but never their values. */
export function addConfigurationRoutes({ createWorkspaceRoutes, canAddHosts }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ tags: ['config'] })

  routes.get('/api/v1/config', {
    permission: 'view',
    summary: 'Get the workspace configuration',
    responses: { 200: ['The configuration.', configurationSchema] },
    handle: async ({ store }) => readConfiguration(store.state),
  })

  routes.put('/api/v1/config', {
    permission: 'administer',
    summary: 'Replace the workspace configuration; omitted fields get their defaults',
    body: jsonBody('SetConfiguration', configurationSchema),
    responses: {
      200: ['The updated configuration.', configurationSchema],
      403: 'Only the settings of the server can allow a host.',
      422: 'Invalid configuration; see details.',
    },
    handle: async ({ store, body }) => {
      requireAllowedHosts(body, canAddHosts)
      await writeConfiguration(store.state, body)
      return body
    },
  })

  routes.get('/api/v1/config/llm-usage', {
    permission: 'view',
    summary: 'Get the workspace model usage for a month, and the monthly limits',
    query: z.object({
      month: z
        .string()
        .regex(/^[0-9]{4}-(?:0[1-9]|1[0-2])$/, 'Use a year and a month, such as 2026-11')
        .optional()
        .openapi({ description: 'Year and month in UTC. Default: the current month.', example: '2026-11' }),
    }),
    responses: {
      200: [
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
      ],
      422: 'Invalid month.',
    },
    handle: async ({ store, query }) => {
      const { month, ...used } = await store.modelUsage.read(query.month)
      const { llm_month_limits: limits = {} } = await readConfiguration(store.state)
      return { month, used: { ...used, cost: toKnownCost(used.cost, used.unpriced) }, limits }
    },
  })

  routes.get('/api/v1/config/llm-models', {
    permission: 'view',
    summary: 'List the configured language models and the default model',
    responses: {
      200: [
        'Models.',
        z.object({
          items: configurationSchema.shape.llm_models.unwrap(),
          total: z.number().int(),
          limit: z.number().int(),
          offset: z.number().int(),
          default: z.string().nullable(),
        }),
      ],
    },
    handle: async ({ store }) => {
      const { llm_models: items, default_llm: defaultModel } = await readConfiguration(store.state)
      return { items, total: items.length, limit: Math.max(1, items.length), offset: 0, default: defaultModel }
    },
  })
}
