import { z } from '@hono/zod-openapi'
import type { RouteGroup, RouteGroups, WorkspaceRequestServices } from '../api/routes.ts'
import { requireFound, requireValue } from '../http/rejection.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import type { Resource, ResourceRequest, ResourceRow, ResourceTable } from './resource.ts'
import { openResourceStore, toColumns } from './resource-store.ts'

/**
 * Adds the routes that a resource declares. Returns its group, for the routes that do more.
 *
 * @example
 * const routes = addResourceRoutes(dependencies, watchResource)
 * routes.get('/{id}/files', { … })
 */
export function addResourceRoutes<Table extends ResourceTable, Shape extends z.ZodRawShape, Create, Change>(
  { createWorkspaceRoutes }: Pick<RouteGroups, 'createWorkspaceRoutes'>,
  resource: Resource<Table, Shape, Create, Change>,
): RouteGroup<WorkspaceRequestServices> {
  type Row = ResourceRow<Table>
  const { path, tags, answer, texts, problems, list, create, read, change, remove } = resource
  const routes = createWorkspaceRoutes({ path, tags })
  const params = createIdParamsSchema(resource.exampleId)
  const open = ({ store, caller }: ResourceRequest) => openResourceStore(resource, store, resource.getPerson?.(caller))
  const one: readonly [string, z.ZodType] = [texts.one, answer]

  if (list) {
    const { permission, summary, description } = list
    routes.get('', {
      permission,
      summary,
      responses: { 200: [description, z.object({ items: z.array(answer) })] },
      handle: async (request) => ({ items: (await open(request).list()).map((row) => toAnswer(resource, row)) }),
    })
  }
  if (create) {
    const { permission, summary, body, errors } = create
    routes.post('', {
      permission,
      summary,
      body,
      responses: { 201: one, ...errors },
      handle: async ({ body, ...request }) => {
        const columns = toColumns(body as object) as Partial<Row>
        await resource.check?.(columns, columns, request)
        return toAnswer(resource, requireValue(await open(request).add(columns), 409))
      },
    })
  }
  if (read) {
    const { permission, summary } = read
    routes.get('/{id}', {
      permission,
      summary,
      params,
      responses: { 200: one, 404: texts.notFound },
      handle: async ({ params: { id }, ...request }) => toAnswer(resource, await requireRow(resource, request, id)),
    })
  }
  if (change) {
    const { permission, summary, body, errors } = change
    routes.patch('/{id}', {
      permission,
      summary,
      params,
      body,
      responses: { 200: one, 404: texts.notFound, ...errors },
      handle: async ({ params: { id }, body, ...request }) => {
        const columns = toColumns(body as object) as Partial<Row>
        const currentRow = await requireRow(resource, request, id)
        await resource.check?.({ ...currentRow, ...columns }, columns, request)
        const result = requireFound(await open(request).change(id, columns, body), problems.notFound(id))
        return toAnswer(resource, requireValue(result, 409))
      },
    })
  }
  if (remove) {
    const { permission, summary } = remove
    routes.delete('/{id}', {
      permission,
      summary,
      params,
      responses: { 204: 'Deleted.', 404: texts.notFound },
      handle: async ({ params: { id }, ...request }) => {
        requireFound(await open(request).remove(id), problems.notFound(id))
      },
    })
  }
  return routes
}

/**
 * Finds the row that a request refers to.
 *
 * @throws {Rejection} 404 if it does not exist.
 */
export const requireRow = async <Table extends ResourceTable, Shape extends z.ZodRawShape, Create, Change>(
  resource: Resource<Table, Shape, Create, Change>,
  { store, caller }: ResourceRequest,
  id: string,
): Promise<ResourceRow<Table>> =>
  requireFound(
    await openResourceStore(resource, store, resource.getPerson?.(caller)).find(id),
    resource.problems.notFound(id),
  )

/** Converts a row to the answer of its resource, which contains no other columns. */
export function toAnswer<Table extends ResourceTable, Shape extends z.ZodRawShape, Create, Change>(
  { answer, computeFields }: Resource<Table, Shape, Create, Change>,
  row: ResourceRow<Table>,
): z.infer<z.ZodObject<Shape>> {
  const columns = row as Record<string, unknown>
  const fields = Object.keys(answer.shape).map((name) => {
    const value = columns[name]
    return [name, value instanceof Date ? value.toISOString() : value]
  })
  return { ...Object.fromEntries(fields), ...computeFields?.(row) } as z.infer<z.ZodObject<Shape>>
}
