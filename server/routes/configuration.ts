import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { configurationSchema, readConfiguration, writeConfiguration } from '../api/configuration.ts'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { errorAnswers, refuse } from '../error-answer.ts'
import { jsonAnswer } from '../json-answer.ts'
import { readBody } from '../read-json-body.ts'

const tags = ['config']

const read = createRoute({
  method: 'get',
  path: '/api/v1/config',
  tags,
  summary: 'What is set for the whole server',
  responses: { 200: jsonAnswer('The configuration.', configurationSchema) },
})

const replace = createRoute({
  method: 'put',
  path: '/api/v1/config',
  tags,
  summary: 'Set it; what is left out is as it was at first',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/SetConfiguration' } } },
    },
  },
  responses: {
    200: jsonAnswer('The configuration as it is now.', configurationSchema),
    ...errorAnswers({ 400: 'Not JSON.', 415: 'Not said to be JSON.', 422: 'No configuration; see details.' }),
  },
})

const models = createRoute({
  method: 'get',
  path: '/api/v1/config/llm-models',
  tags,
  summary: 'The language models that are configured, and which is taken where none is named',
  responses: {
    200: jsonAnswer(
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

/** `/api/v1/config`: no secret stands in it, only names of secrets. */
export function addConfigurationRoutes(app: OpenAPIHono<AppEnvironment>, { backend }: AppDependencies): void {
  app.openAPIRegistry.register('SetConfiguration', configurationSchema)

  app.openapi(read, async (context) => context.json(await readConfiguration((await backend()).store.facts), 200))

  app.openapi(replace, async (context) => {
    const { body, refused } = await readBody(context, configurationSchema)
    if (refused) return refuse(context, refused.status, refused.problem, refused.details)
    await writeConfiguration((await backend()).store.facts, body)
    return context.json(body, 200)
  })

  app.openapi(models, async (context) => {
    const { llm_models: items, default_llm: chosen } = await readConfiguration((await backend()).store.facts)
    return context.json(
      { items, total: items.length, limit: Math.max(1, items.length), offset: 0, default: chosen },
      200,
    )
  })
}
