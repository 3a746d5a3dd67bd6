import { error, type Json, type Problem } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import {
  agentVersionSchema,
  agentVersionToWire,
  behaviorToWire,
  modelAgentSchema,
  modelAgentToWire,
} from '../agents/model-agent-wire.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { createPageSchema, listQuerySchema, toListResponse, toPageRequest } from '../wire/list.ts'

const tags = ['agents']
const path = '/api/v1/agents'
const params = createIdParamsSchema('7d2a5b1c-93d0-4a44-9d1e-0c4f0e0e7f11')
const versionParams = params.extend({
  number: z.coerce.number().int().min(1).max(999_999_999).openapi({ example: 1 }),
})
const notFoundResponses = describeErrorResponses({
  404: 'Model agent or version not found.',
  422: 'Invalid version number.',
})

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/versions`,
  tags,
  summary: 'List the versions of a model agent, newest first',
  request: { params, query: listQuerySchema },
  responses: {
    200: describeJsonResponse('Versions.', createPageSchema(agentVersionSchema)),
    ...describeErrorResponses({ 404: 'Model agent not found.', 422: 'Invalid query.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/versions/{number}`,
  tags,
  summary: 'Get a version of a model agent',
  request: { params: versionParams },
  responses: { 200: describeJsonResponse('The version.', agentVersionSchema), ...notFoundResponses },
})

const jsonWireSchema = z.custom<Json>().openapi({ type: ['object', 'array', 'string', 'number', 'boolean', 'null'] })

const differenceSchema = z.object({
  from: z.number().int(),
  to: z.number().int(),
  changes: z.array(z.object({ field: z.string(), before: jsonWireSchema, after: jsonWireSchema })),
})

const compare = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/versions/{number}/diff`,
  tags,
  summary: 'Compare two versions of a model agent',
  request: {
    params: versionParams,
    query: z.object({
      to: z.coerce.number().int().min(1).max(999_999_999).optional().openapi({
        description: 'The other version. Default: the current version.',
        example: 2,
      }),
    }),
  },
  responses: { 200: describeJsonResponse('The fields that differ.', differenceSchema), ...notFoundResponses },
})

const restore = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path: `${path}/{id}/versions/{number}/restore`,
  tags,
  summary: 'Restore an earlier version of a model agent as a new version',
  request: { params: versionParams },
  responses: { 200: describeJsonResponse('The agent.', modelAgentSchema), ...notFoundResponses },
})

const createAgentNotFoundProblem = (id: string): Problem => error('agent.not-found', { id, path })
const createVersionNotFoundProblem = (id: string, version: number): Problem =>
  error('agent.no-version', { id, version, path: `${path}/${id}/versions` })

/** Adds the routes under `/api/v1/agents/{id}/versions`. */
export function addAgentVersionRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace }: Pick<RouteDependencies, 'openWorkspace'>,
): void {
  app.openapi(list, async (context) => {
    const { modelAgents } = (await openWorkspace(context, 'view')).store
    const { id } = context.req.valid('param')
    if (!(await modelAgents.find(id))) return sendProblem(context, 404, createAgentNotFoundProblem(id))
    const page = await modelAgents.listVersions(id, toPageRequest(context.req.valid('query')))
    return context.json(toListResponse(page, agentVersionToWire), 200)
  })

  app.openapi(read, async (context) => {
    const { modelAgents } = (await openWorkspace(context, 'view')).store
    const { id, number } = context.req.valid('param')
    const version = (await modelAgents.find(id)) && (await modelAgents.findVersion(id, number))
    return version
      ? context.json(agentVersionToWire(version), 200)
      : sendProblem(context, 404, createVersionNotFoundProblem(id, number))
  })

  app.openapi(compare, async (context) => {
    const { modelAgents } = (await openWorkspace(context, 'view')).store
    const { id, number } = context.req.valid('param')
    const agent = await modelAgents.find(id)
    const { to = agent?.version ?? number } = context.req.valid('query')
    const [before, after] = await Promise.all([modelAgents.findVersion(id, number), modelAgents.findVersion(id, to)])
    if (!agent || !before) return sendProblem(context, 404, createVersionNotFoundProblem(id, number))
    if (!after) return sendProblem(context, 404, createVersionNotFoundProblem(id, to))
    const values = behaviorToWire(before.behavior) as unknown as Record<string, Json>
    const changes = Object.entries(behaviorToWire(after.behavior) as unknown as Record<string, Json>)
      .filter(([field, value]) => JSON.stringify(values[field]) !== JSON.stringify(value))
      .map(([field, value]) => ({ field, before: values[field] ?? null, after: value }))
    return context.json({ from: number, to, changes }, 200)
  })

  app.openapi(restore, async (context) => {
    const { modelAgents } = (await openWorkspace(context, 'administer')).store
    const { id, number } = context.req.valid('param')
    const agent = await modelAgents.find(id)
    const version = agent && (await modelAgents.findVersion(id, number))
    if (!version) return sendProblem(context, 404, createVersionNotFoundProblem(id, number))
    const definition = { ...agent, behavior: version.behavior }
    const restoredAgent = await modelAgents.replace(id, definition, context.get('caller').id)
    return restoredAgent && restoredAgent !== 'taken'
      ? context.json(modelAgentToWire(restoredAgent), 200)
      : sendProblem(context, 404, createVersionNotFoundProblem(id, number))
  })
}
