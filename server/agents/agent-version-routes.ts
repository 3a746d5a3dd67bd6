import { error, type Json, type Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import {
  agentVersionSchema,
  agentVersionToWire,
  behaviorToWire,
  modelAgentSchema,
  modelAgentToWire,
} from './model-agent-wire.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { readAuthorNames } from '../wire/author-names.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { createPageSchema, listQuerySchema, toListResponse, toPageRequest } from '../wire/list.ts'
import { Rejection, requireFound } from '../http/rejection.ts'

const path = '/api/v1/agents'
const params = createIdParamsSchema('7d2a5b1c-93d0-4a44-9d1e-0c4f0e0e7f11')
const versionParams = params.extend({
  number: z.coerce.number().int().min(1).max(999_999_999).openapi({ example: 1 }),
})

const jsonWireSchema = z.custom<Json>().openapi({ type: ['object', 'array', 'string', 'number', 'boolean', 'null'] })

const differenceSchema = z.object({
  from: z.number().int(),
  to: z.number().int(),
  changes: z.array(z.object({ field: z.string(), before: jsonWireSchema, after: jsonWireSchema })),
})

const createAgentNotFoundProblem = (id: string): Problem => error('agent.not-found', { id, path })
const createVersionNotFoundProblem = (id: string, version: number): Problem =>
  error('agent.no-version', { id, version, path: `${path}/${id}/versions` })

/** Adds the routes under `/api/v1/agents/{id}/versions`. */
export function addAgentVersionRoutes({ createWorkspaceRoutes }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['agents'] })
  routes.get('/{id}/versions', {
    permission: 'view',
    summary: 'List the versions of a model agent, newest first',
    params,
    query: listQuerySchema,
    responses: { 200: ['Versions.', createPageSchema(agentVersionSchema)], 404: 'Model agent not found.' },
    handle: async ({ backend: { accounts }, store: { modelAgents }, params: { id }, query }) => {
      requireFound(await modelAgents.find(id), createAgentNotFoundProblem(id))
      const page = await modelAgents.listVersions(id, toPageRequest(query))
      const getName = await readAuthorNames(
        accounts,
        page.items.map(({ createdBy }) => createdBy),
      )
      return toListResponse(page, (version) => agentVersionToWire(version, getName))
    },
  })

  routes.get('/{id}/versions/{number}', {
    permission: 'view',
    summary: 'Get a version of a model agent',
    params: versionParams,
    responses: {
      200: ['The version.', agentVersionSchema],
      404: 'Model agent or version not found.',
      422: 'Invalid version number.',
    },
    handle: async ({ backend: { accounts }, store: { modelAgents }, params: { id, number } }) => {
      const version = requireFound(
        (await modelAgents.find(id)) && (await modelAgents.findVersion(id, number)),
        createVersionNotFoundProblem(id, number),
      )
      return agentVersionToWire(version, await readAuthorNames(accounts, [version.createdBy]))
    },
  })

  routes.get('/{id}/versions/{number}/diff', {
    permission: 'view',
    summary: 'Compare two versions of a model agent',
    params: versionParams,
    query: z.object({
      to: z.coerce.number().int().min(1).max(999_999_999).optional().openapi({
        description: 'The other version. Default: the current version.',
        example: 2,
      }),
    }),
    responses: {
      200: ['The fields that differ.', differenceSchema],
      404: 'Model agent or version not found.',
      422: 'Invalid version number.',
    },
    handle: async ({ store: { modelAgents }, params: { id, number }, query }) => {
      const agent = await modelAgents.find(id)
      const { to = agent?.version ?? number } = query
      const [before, after] = await Promise.all([modelAgents.findVersion(id, number), modelAgents.findVersion(id, to)])
      if (!agent || !before) throw new Rejection(404, createVersionNotFoundProblem(id, number))
      if (!after) throw new Rejection(404, createVersionNotFoundProblem(id, to))
      const values = behaviorToWire(before.behavior) as unknown as Record<string, Json>
      const changes = Object.entries(behaviorToWire(after.behavior) as unknown as Record<string, Json>)
        .filter(([field, value]) => JSON.stringify(values[field]) !== JSON.stringify(value))
        .map(([field, value]) => ({ field, before: values[field] ?? null, after: value }))
      return { from: number, to, changes }
    },
  })

  routes.post('/{id}/versions/{number}/restore', {
    permission: 'administer',
    summary: 'Restore an earlier version of a model agent as a new version',
    params: versionParams,
    responses: {
      200: ['The agent.', modelAgentSchema],
      404: 'Model agent or version not found.',
      422: 'Invalid version number.',
    },
    handle: async ({ caller, store: { modelAgents }, params: { id, number } }) => {
      const notFoundProblem = createVersionNotFoundProblem(id, number)
      const agent = requireFound(await modelAgents.find(id), notFoundProblem)
      const { behavior } = requireFound(await modelAgents.findVersion(id, number), notFoundProblem)
      const restoredAgent = await modelAgents.replace(id, { ...agent, behavior }, caller.id)
      return modelAgentToWire(requireFound(restoredAgent !== 'taken' && restoredAgent, notFoundProblem))
    },
  })
}
