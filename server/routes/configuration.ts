import { toKnownCost } from '@aw-flow/agents'
import { z } from '@hono/zod-openapi'
import {
  configurationSchema,
  modelSchema,
  readConfiguration,
  requireAllowedHosts,
  writeConfiguration,
} from '../api/configuration.ts'
import { createEndpointModels } from '../api/endpoint-models.ts'
import { noteChange } from '../audit/record-changes.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { describeJsonBody, jsonBodyErrors } from '../http/describe-json-body.ts'
import { readChange } from '../http/read-json-body.ts'

const usageAmountsSchema = z.object({
  requests: z.number(),
  toolCalls: z.number().openapi({ description: 'Tool calls by agents.' }),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.number(),
  ms: z.number().openapi({ description: 'Total duration of the model calls, in ms.' }),
})

/** Adds the routes under `/api/v1/config`. The configuration includes the names of secrets, but never their values. */
export function addConfigurationRoutes({ app, createWorkspaceRoutes, canAddHosts }: RouteDependencies): void {
  app.openAPIRegistry.register('SetConfiguration', configurationSchema)
  const routes = createWorkspaceRoutes({ tags: ['config'] })
  const listEndpointModels = createEndpointModels()

  routes.get('/api/v1/config', {
    permission: 'view',
    summary: 'Get the workspace configuration',
    responses: { 200: ['The configuration.', configurationSchema] },
    handle: async ({ store }) => readConfiguration(store.state),
  })

  routes.put('/api/v1/config', {
    permission: 'administer',
    summary: 'Change the workspace configuration',
    description: 'Absent fields keep their values; `null` resets a field to its default.',
    body: describeJsonBody('SetConfiguration'),
    responses: {
      ...jsonBodyErrors,
      200: ['The updated configuration.', configurationSchema],
      403: 'Only the settings of the server can allow a host.',
      422: 'Invalid configuration; see details.',
    },
    handle: async ({ context, store }) => {
      const current = await readConfiguration(store.state)
      const body = await readChange(context, configurationSchema, { current })
      requireAllowedHosts(body, canAddHosts)
      noteChange(context, current, body)
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
    summary: 'List the configured language models, those that their services offer, and the default model',
    description:
      'The services of the configured models are asked for their models (`GET …/models`), each for at most 5 s. Answers ' +
      'are reused for 5 minutes, and failures for 30 s. Only configured models can be used.',
    responses: {
      200: [
        'Models.',
        z.object({
          items: z.array(
            z.object({
              ...modelSchema.shape,
              configured: z.boolean().openapi({ description: 'Whether it is part of the configuration.' }),
            }),
          ),
          endpoints: z
            .array(
              z.object({
                address: z.string(),
                models: z.number().int().openapi({ description: 'Number of models that the service offers.' }),
                problem: z.string().nullable().openapi({ description: 'Why the service could not be asked.' }),
              }),
            )
            .openapi({ description: 'The services of the configured models.' }),
          total: z.number().int(),
          limit: z.number().int(),
          offset: z.number().int(),
          default: z.string().nullable(),
        }),
      ],
    },
    handle: async ({ store, backend }) => {
      const { llm_models: models, default_llm: defaultModel } = await readConfiguration(store.state)
      const answers = await listEndpointModels(models, backend)
      const isConfigured = (id: string, address: string): boolean =>
        models.some((model) => model.id === id && model.address === address)
      const offered = answers.flatMap(({ models: ids, problem: _problem, ...endpoint }) =>
        ids.flatMap((id) => (isConfigured(id, endpoint.address) ? [] : [{ id, ...endpoint, configured: false }])),
      )
      const items = [...models.map((model) => ({ ...model, configured: true })), ...offered]
      const endpoints = answers.map(({ address, models: ids, problem = null }) => {
        return { address, models: ids.length, problem }
      })
      const page = { total: items.length, limit: Math.max(1, items.length), offset: 0 }
      return { items, ...page, endpoints, default: defaultModel }
    },
  })
}
