import type { NodeType } from '@aw-flow/schema'
import type { RouteDependencies } from '../app-dependencies.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'

/** Adds the route `GET /api/v1/nodes`, which lists the available node types. */
export function addNodeRoutes({ createRoutes, catalog }: RouteDependencies): void {
  const routes = createRoutes({ tags: ['nodes'] })
  routes.get('/api/v1/nodes', {
    permission: 'view',
    summary: 'List node types with the JSON Schemas of their settings',
    query: listQuerySchema,
    responses: { 200: ['Node types.', createPageSchema(createDocumentSchema<NodeType>('NodeType'))] },
    handle: async ({ query }) => {
      const { limit, offset } = toPageRequest(query)
      const types = catalog.list()
      return { items: types.slice(offset, offset + limit), total: types.length, limit, offset }
    },
  })
}
