import { defined, type Result } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { noteChange } from '../audit/record-changes.ts'
import type { RouteGroups, RouteRequest, WorkspaceRequestServices, WorkspaceRoutes } from '../api/routes.ts'
import { describeJsonBody, jsonBodyErrors } from '../http/describe-json-body.ts'
import { readChange } from '../http/read-json-body.ts'
import { requireFound, requireValue } from '../http/rejection.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { createPageSchema, listQuerySchema, toListResponse, toPageRequest } from '../wire/list.ts'
import type {
  Resource,
  ResourceDeclaration,
  ResourceItems,
  ResourceRequest,
  ResourceRow,
  ResourceTable,
} from './resource.ts'
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
): WorkspaceRoutes {
  type Row = ResourceRow<Table>
  const { path, tags, getPerson, limit, check } = resource
  const routes = createWorkspaceRoutes({ path, tags })
  addVerbRoutes(routes, resource, (request) => {
    const rows = openResourceStore(resource, request.store, getPerson?.(request.caller))
    return {
      toAnswer: (row: Row) => toAnswer(resource, row),
      async list() {
        const items = await rows.list()
        return { items, total: items.length, limit, offset: 0 }
      },
      find: rows.find,
      async add(body) {
        const columns = toColumns(body as object) as Partial<Row>
        await check?.(columns, columns, request)
        return rows.add(columns)
      },
      async change(id, body) {
        const columns = toColumns(body as object) as Partial<Row>
        const currentRow = await rows.find(id)
        if (!currentRow) return undefined
        await check?.({ ...currentRow, ...columns }, columns, request)
        return rows.change(id, columns, body)
      },
      remove: rows.remove,
    }
  })
  return routes
}

/** Adds the routes of the verbs that a resource declares. `open` opens its items for a request. */
export function addVerbRoutes<Item, Shape extends z.ZodRawShape, Create, Change, Filter>(
  routes: WorkspaceRoutes,
  resource: ResourceDeclaration<Shape, Create, Change, Filter>,
  open: (request: VerbRequest) => ResourceItems<Item, z.infer<z.ZodObject<Shape>>, Create, Change, Filter>,
): void {
  const { answer, problems, texts, list, create, read, change, remove } = resource
  const params = createIdParamsSchema(resource.exampleId)
  const one: readonly [string, z.ZodType] = [texts.one, answer]

  if (list) {
    const { permission, summary, description, listDescription, filter } = list
    const about = { permission, summary, ...defined({ description }) }
    if (filter)
      routes.get('', {
        ...about,
        query: listQuerySchema.extend(filter.shape) as unknown as typeof listQuerySchema,
        responses: { 200: [listDescription, createPageSchema(answer)] },
        handle: async ({ query: { limit, offset, skip, ...query }, ...request }) => {
          const items = open(request)
          return toListResponse(
            await items.list!(toPageRequest({ limit, offset, skip }), query as Filter),
            items.toAnswer,
          )
        },
      })
    else
      routes.get('', {
        ...about,
        responses: { 200: [listDescription, z.object({ items: z.array(answer) })] },
        handle: async (request) => {
          const items = open(request)
          return { items: (await items.list!(wholeList, {} as Filter)).items.map(items.toAnswer) }
        },
      })
  }
  if (create) {
    const { permission, startsRuns, summary, description, body, errors } = create
    routes.post('', {
      permission,
      startsRuns,
      summary,
      ...defined({ description }),
      body,
      responses: { 201: one, ...errors },
      handle: async ({ body, ...request }) => {
        const items = open(request)
        const item = items.toAnswer(requireStored(await items.add!(body)))
        request.context.header('Location', `${resource.path}/${(item as { id: string }).id}`)
        return item
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
      handle: async ({ params: { id }, ...request }) => {
        const items = open(request)
        return items.toAnswer(requireFound(await items.find!(id), problems.notFound(id)) as Item)
      },
    })
  }
  if (change) addChangeRoute(routes, { ...resource, change }, open)
  if (remove) {
    const { permission, summary, errors } = remove
    routes.delete('/{id}', {
      permission,
      summary,
      params,
      responses: { 204: 'Deleted.', 404: texts.notFound, ...errors },
      handle: async ({ params: { id }, ...request }) => {
        const result = requireFound(await open(request).remove!(id), problems.notFound(id))
        if (result !== true) requireStored(result)
      },
    })
  }
}

/** Adds the route that changes an item: by PATCH, or by PUT if the fields that it can have depend on its kind. */
function addChangeRoute<Item, Shape extends z.ZodRawShape, Create, Change, Filter>(
  routes: WorkspaceRoutes,
  {
    answer,
    problems,
    texts,
    change,
    exampleId,
  }: ResourceDeclaration<Shape, Create, Change, Filter> & {
    change: NonNullable<ResourceDeclaration<Shape, Create, Change, Filter>['change']>
  },
  open: (request: VerbRequest) => ResourceItems<Item, z.infer<z.ZodObject<Shape>>, Create, Change, Filter>,
): void {
  const params = createIdParamsSchema(exampleId)
  const one: readonly [string, z.ZodType] = [texts.one, answer]
  const { permission, startsRuns, summary, body, errors, kind } = change
  const about = { permission, startsRuns, summary, params }
  const applyChange = async (request: VerbRequest, id: string, before: Item | undefined, body: Change) => {
    const items = open(request)
    const after = items.toAnswer(requireStored(requireFound(await items.change!(id, body), problems.notFound(id))))
    if (before) noteChange(request.context, items.toAnswer(before), after)
    return after
  }
  if (kind === undefined)
    routes.patch('/{id}', {
      ...about,
      body,
      responses: { 200: one, 404: texts.notFound, ...errors },
      handle: async ({ params: { id }, body, ...request }) =>
        applyChange(request, id, await open(request).find?.(id), body),
    })
  else
    routes.put('/{id}', {
      ...about,
      description: `Absent fields keep their values, unless \`${kind}\` changes; \`null\` resets a field to its default.`,
      body: describeJsonBody(body.component),
      responses: { ...jsonBodyErrors, 200: one, 404: texts.notFound, ...errors },
      handle: async ({ params: { id }, ...request }) => {
        const items = open(request)
        const before = requireFound(await items.find!(id), problems.notFound(id))
        const current = items.toAnswer(before)
        return applyChange(request, id, before, await readChange(request.context, body.schema, { current, kind }))
      },
    })
}

type VerbRequest = Pick<RouteRequest, 'context' | 'caller'> & WorkspaceRequestServices

const wholeList = { limit: Number.MAX_SAFE_INTEGER, offset: 0 }

/**
 * Returns what a store has stored.
 *
 * @throws {Rejection} 404 if something that the row refers to does not exist; 409 for other problems.
 */
export function requireStored<T>(result: Result<T>): T {
  return requireValue(result, !result.ok && result.problem.code.endsWith('.not-found') ? 404 : 409)
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
