import {
  externalTools,
  isHostEntry,
  listRequestedAccess,
  secretNamePattern,
  trustStates,
  type GrantedAccess,
  type WorkflowAccess,
} from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { findNamedWorkflows } from '../find-named-workflows.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { StoredWorkflow } from '../store/workflows/workflows.ts'
import { params, path, restrictedTrustSchema, tags } from './workflow-routes.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound } from '../http/rejection.ts'
import { createMissingWorkflowProblem } from '../api/require-workflow.ts'

const grantSchema = z
  .strictObject({
    secrets: z.array(z.string().regex(secretNamePattern)).max(100).openapi({ description: 'Names of secrets.' }),
    hosts: z
      .array(z.string().max(300).refine(isHostEntry, 'is not a host'))
      .max(100)
      .openapi({ description: '`*`: all public hosts. `*.example.com`, ports and paths are allowed.' }),
    tools: z
      .array(z.enum(externalTools))
      .openapi({ description: '`folder`: the files in AW_FILES; `models`: language models.' }),
  })
  .openapi('WorkflowGrant', { example: { secrets: ['github'], hosts: ['api.github.com'], tools: [] } })

const grantBodySchema = z
  .strictObject({ ...grantSchema.shape, trust: restrictedTrustSchema.optional() })
  .openapi('GrantAccess', {
    example: { trust: 'imported', secrets: ['github'], hosts: ['api.github.com'], tools: [] },
  })

const accessSchema = z
  .object({
    trust: z.enum(trustStates).openapi({ description: 'Your own workflows (`own`) do not need a grant.' }),
    requested: grantSchema.openapi({ description: 'The access that the node settings request.' }),
    granted: grantSchema,
  })
  .openapi('WorkflowAccess')

/** Adds the routes for the access granted to imported and shared workflows. */
export function addWorkflowAccessRoutes({ createWorkspaceRoutes, catalog }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags })
  const toWire = async (store: WorkspaceStore, { workflow }: StoredWorkflow, { trust, granted }: WorkflowAccess) => {
    const { workflows } = await findNamedWorkflows(store, workflow, catalog)
    const requestedAccess = listRequestedAccess([workflow, ...Object.values(workflows)], catalog)
    return { trust, requested: copyAccess(requestedAccess), granted: copyAccess(granted) }
  }

  routes.get('/{id}/access', {
    permission: 'view',
    summary: 'Get the requested and granted access for a workflow',
    params,
    responses: { 200: ['The access.', accessSchema], 404: 'Workflow not found.' },
    handle: async ({ store, params: { id } }) => {
      const [storedWorkflow, access] = await Promise.all([store.workflows.find(id), store.workflows.access.find(id)])
      if (!storedWorkflow || !access) throw new Rejection(404, createMissingWorkflowProblem(id))
      return await toWire(store, storedWorkflow, access)
    },
  })

  routes.put('/{id}/access', {
    permission: 'administer',
    summary: 'Grant secrets, hosts and tools to an imported or shared workflow',
    description:
      'Replaces the granted access. It applies to runs that start, or are resumed, afterwards. `trust` marks your own ' +
      'workflow as imported or shared, for example after you have added content from others.',
    params,
    body: jsonBody('GrantAccess', grantBodySchema),
    responses: {
      200: ['The access.', accessSchema],
      404: 'Workflow not found.',
      409: 'The workflow was neither imported nor shared. To mark it as imported or shared, set `trust`.',
      422: 'A name or host is not valid.',
    },
    handle: async ({ store, params: { id }, body }) => {
      const [storedWorkflow, access] = await Promise.all([store.workflows.find(id), store.workflows.access.find(id)])
      if (!storedWorkflow || !access) throw new Rejection(404, createMissingWorkflowProblem(id))
      const { trust = access.trust, ...grantedAccess } = body
      if (trust === 'own') throw new Rejection(409, error('access.not-needed', { name: storedWorkflow.workflow.name }))
      const updatedAccess = { trust, granted: grantedAccess }
      requireFound(await store.workflows.access.replace(id, updatedAccess), createMissingWorkflowProblem(id))
      return await toWire(store, storedWorkflow, updatedAccess)
    },
  })
}

const copyAccess = ({ secrets, hosts, tools }: GrantedAccess): z.infer<typeof grantSchema> => ({
  secrets: [...secrets],
  hosts: [...hosts],
  tools: [...tools],
})
