import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import {
  newWatchSchema,
  toWatchChange,
  toWatchDefinition,
  watchChangeSchema,
  watchFileToWire,
  watchFileWireSchema,
  watchToWire,
  watchWireSchema,
} from './watch-wire.ts'

const tags = ['watches']
const path = '/api/v1/watches'
const params = createIdParamsSchema('c7d1f2a4-3b58-4f0a-9c1e-5d2b7a9e4410')
const notFoundResponses = describeErrorResponses({ 404: 'Watch not found.' })
const bodyResponses = { 400: 'Malformed JSON.', 415: 'Content type is not JSON.', 422: 'Invalid body; see details.' }
const describeBody = (name: string) => ({
  body: { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
})

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List the watched folders and S3 prefixes',
  responses: { 200: describeJsonResponse('Watches, sorted by name.', z.object({ items: z.array(watchWireSchema) })) },
})

const add = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path,
  tags,
  summary: 'Watch a folder or an S3 prefix: each new file becomes a dataset and publishes a file.created event',
  request: describeBody('NewWatch'),
  responses: {
    201: describeJsonResponse('The watch.', watchWireSchema),
    ...describeErrorResponses({ ...bodyResponses, 409: 'The name is taken, or the workspace has too many watches.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get a watch and the problem from its last check',
  request: { params },
  responses: { 200: describeJsonResponse('The watch.', watchWireSchema), ...notFoundResponses },
})

const change = createRoute({
  'x-permission': 'administer',
  method: 'patch',
  path: `${path}/{id}`,
  tags,
  summary: 'Change a watch, or turn it on or off',
  request: { params, ...describeBody('ChangeWatch') },
  responses: {
    200: describeJsonResponse('The watch.', watchWireSchema),
    ...notFoundResponses,
    ...describeErrorResponses({ ...bodyResponses, 409: 'The name is taken.' }),
  },
})

const remove = createRoute({
  'x-permission': 'administer',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Delete a watch; its datasets are kept',
  request: { params },
  responses: { 204: { description: 'Deleted.' }, ...notFoundResponses },
})

const listFiles = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/files`,
  tags,
  summary: 'List the new files that a watch found, newest first',
  request: { params },
  responses: {
    200: describeJsonResponse('Files.', z.object({ items: z.array(watchFileWireSchema) })),
    ...notFoundResponses,
  },
})

/** Adds the routes under `/api/v1/watches`. */
export function addWatchRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  app.openAPIRegistry.register('NewWatch', newWatchSchema)
  app.openAPIRegistry.register('ChangeWatch', watchChangeSchema)
  const createNotFoundProblem = (id: string) => error('watch.not-found', { id })

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    return context.json({ items: (await store.watches.list()).map(watchToWire) }, 200)
  })

  app.openapi(add, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { body, rejection } = await readBody(context, newWatchSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { value, problem } = await store.watches.add(toWatchDefinition(body))
    return value ? context.json(watchToWire(value), 201) : sendProblem(context, 409, problem)
  })

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const watch = await store.watches.find(id)
    return watch ? context.json(watchToWire(watch), 200) : sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(change, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    if (!(await store.watches.find(id))) return sendProblem(context, 404, createNotFoundProblem(id))
    const { body, rejection } = await readBody(context, watchChangeSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const changeResult = await store.watches.change(id, toWatchChange(body))
    if (!changeResult) return sendProblem(context, 404, createNotFoundProblem(id))
    return changeResult.value
      ? context.json(watchToWire(changeResult.value), 200)
      : sendProblem(context, 409, changeResult.problem)
  })

  app.openapi(remove, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    if (await store.watches.remove(id)) return context.body(null, 204)
    return sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(listFiles, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    if (!(await store.watches.find(id))) return sendProblem(context, 404, createNotFoundProblem(id))
    return context.json({ items: (await store.watches.listFiles(id)).map(watchFileToWire) }, 200)
  })
}
