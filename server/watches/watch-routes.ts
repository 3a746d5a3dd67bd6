import { error } from '@aw-flow/schema'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
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
import { createWorkspaceRoutes, jsonBody } from '../api/routes.ts'
import { Rejection, requireFound } from '../http/rejection.ts'

const path = '/api/v1/watches'
const params = createIdParamsSchema('c7d1f2a4-3b58-4f0a-9c1e-5d2b7a9e4410')

/** Adds the routes under `/api/v1/watches`. */
export function addWatchRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  const routes = createWorkspaceRoutes(app, openWorkspace, { path, tags: ['watches'] })
  const createNotFoundProblem = (id: string) => error('watch.not-found', { id })

  routes.get('', {
    permission: 'view',
    summary: 'List the watched folders and S3 prefixes',
    responses: { 200: ['Watches, sorted by name.', z.object({ items: z.array(watchWireSchema) })] },
    handle: async ({ store }) => ({ items: (await store.watches.list()).map(watchToWire) }),
  })

  routes.post('', {
    permission: 'administer',
    summary: 'Watch a folder or an S3 prefix: each new file becomes a dataset and publishes a file.created event',
    body: jsonBody('NewWatch', newWatchSchema),
    responses: {
      201: ['The watch.', watchWireSchema],
      409: 'The name is taken, or the workspace has too many watches.',
    },
    handle: async ({ store, body }) => {
      const { value, problem } = await store.watches.add(toWatchDefinition(body))
      if (!value) throw new Rejection(409, problem)
      return watchToWire(value)
    },
  })

  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get a watch and the problem from its last check',
    params,
    responses: { 200: ['The watch.', watchWireSchema], 404: 'Watch not found.' },
    handle: async ({ store, params: { id } }) => {
      const watch = requireFound(await store.watches.find(id), createNotFoundProblem(id))
      return watchToWire(watch)
    },
  })

  routes.patch('/{id}', {
    permission: 'administer',
    summary: 'Change a watch, or turn it on or off',
    params,
    body: jsonBody('ChangeWatch', watchChangeSchema),
    responses: { 200: ['The watch.', watchWireSchema], 404: 'Watch not found.', 409: 'The name is taken.' },
    handle: async ({ store, params: { id }, body }) => {
      requireFound(await store.watches.find(id), createNotFoundProblem(id))
      const changeResult = requireFound(await store.watches.change(id, toWatchChange(body)), createNotFoundProblem(id))
      if (!changeResult.value) throw new Rejection(409, changeResult.problem)
      return watchToWire(changeResult.value)
    },
  })

  routes.delete('/{id}', {
    permission: 'administer',
    summary: 'Delete a watch; its datasets are kept',
    params,
    responses: { 204: 'Deleted.', 404: 'Watch not found.' },
    handle: async ({ store, params: { id } }) => {
      requireFound(await store.watches.remove(id), createNotFoundProblem(id))
    },
  })

  routes.get('/{id}/files', {
    permission: 'view',
    summary: 'List the new files that a watch found, newest first',
    params,
    responses: { 200: ['Files.', z.object({ items: z.array(watchFileWireSchema) })], 404: 'Watch not found.' },
    handle: async ({ store, params: { id } }) => {
      requireFound(await store.watches.find(id), createNotFoundProblem(id))
      return { items: (await store.watches.listFiles(id)).map(watchFileToWire) }
    },
  })
}
