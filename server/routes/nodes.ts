import type { NodeType } from '@aw-flow/schema'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { describeErrorResponses } from '../http/error-response.ts'
import { listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/nodes',
  tags: ['nodes'],
  summary: 'List node types with the JSON Schemas of their settings',
  request: { query: listQuerySchema },
  responses: {
    200: {
      description: 'Node types.',
      content: { 'application/json': { schema: createPageSchema(createDocumentSchema<NodeType>('NodeType')) } },
    },
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

/** Adds the route `GET /api/v1/nodes`, which lists the available node types. */
export function addNodeRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { catalog, requirePermission }: RouteDependencies,
): void {
  app.openapi(list, (context) => {
    requirePermission(context, 'view')
    const { limit, offset } = toPageRequest(context.req.valid('query'))
    const types = catalog.list()
    return context.json({ items: types.slice(offset, offset + limit), total: types.length, limit, offset }, 200)
  })
}
