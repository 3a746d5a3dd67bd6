import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import { addResourceRoutes, requireRow } from '../resources/resource-routes.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { renderStoredProblem } from '../wire/render-response.ts'
import { watchResource } from './watch-resource.ts'
import { listWatchFiles } from './watches.ts'

const watchFileSchema = z
  .object({
    key: z.string(),
    found_at: z.string(),
    event_id: z.string().nullable(),
    problem: createNullableObjectSchema<Record<string, unknown>>(),
  })
  .openapi('WatchFile')

/** Adds the routes under `/api/v1/watches`. */
export function addWatchRoutes(dependencies: RouteDependencies): void {
  const { exampleId, texts } = watchResource
  addResourceRoutes(dependencies, watchResource).get('/{id}/files', {
    permission: 'view',
    summary: 'List the new files that a watch found, newest first',
    params: createIdParamsSchema(exampleId),
    responses: { 200: ['Files.', z.object({ items: z.array(watchFileSchema) })], 404: texts.notFound },
    handle: async ({ params: { id }, ...request }) => {
      await requireRow(watchResource, request, id)
      const files = await listWatchFiles(request.store, id)
      const items = files.map(({ key, found_at: foundAt, event_id: eventId, problem }) => ({
        key,
        found_at: foundAt.toISOString(),
        event_id: eventId,
        problem: renderStoredProblem(problem),
      }))
      return { items }
    },
  })
}
