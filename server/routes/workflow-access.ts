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
import { createMissingWorkflowProblem } from '../api/start-run.ts'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { findNamedWorkflows } from '../find-named-workflows.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { StoredWorkflow } from '../store/workflows/workflows.ts'
import { workflowNotFoundResponses, params, path, restrictedTrustSchema, tags } from './workflows.ts'

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

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/access`,
  tags,
  summary: 'Get the requested and granted access for a workflow',
  request: { params },
  responses: { 200: describeJsonResponse('The access.', accessSchema), ...workflowNotFoundResponses },
})

const grant = createRoute({
  'x-permission': 'administer',
  method: 'put',
  path: `${path}/{id}/access`,
  tags,
  summary: 'Grant secrets, hosts and tools to an imported or shared workflow',
  description:
    'Replaces the granted access. It applies to runs that start, or are resumed, afterwards. `trust` marks your own ' +
    'workflow as imported or shared, for example after you have added content from others.',
  request: {
    params,
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/GrantAccess' } } },
    },
  },
  responses: {
    200: describeJsonResponse('The access.', accessSchema),
    ...workflowNotFoundResponses,
    ...describeErrorResponses({
      400: 'Malformed JSON.',
      409: 'The workflow was neither imported nor shared. To mark it as imported or shared, set `trust`.',
      415: 'Content type is not JSON.',
      422: 'A name or host is not valid.',
    }),
  },
})

/** Adds the routes for the access granted to imported and shared workflows. */
export function addWorkflowAccessRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, catalog }: RouteDependencies,
): void {
  app.openAPIRegistry.register('GrantAccess', grantBodySchema)
  const toWire = async (store: WorkspaceStore, { workflow }: StoredWorkflow, { trust, granted }: WorkflowAccess) => {
    const { workflows } = await findNamedWorkflows(store, workflow, catalog)
    const requestedAccess = listRequestedAccess([workflow, ...Object.values(workflows)], catalog)
    return { trust, requested: copyAccess(requestedAccess), granted: copyAccess(granted) }
  }

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const [storedWorkflow, access] = await Promise.all([store.workflows.find(id), store.workflows.access.find(id)])
    if (!storedWorkflow || !access) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    return context.json(await toWire(store, storedWorkflow, access), 200)
  })

  app.openapi(grant, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    const [storedWorkflow, access] = await Promise.all([store.workflows.find(id), store.workflows.access.find(id)])
    if (!storedWorkflow || !access) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    const { body, rejection } = await readBody(context, grantBodySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { trust = access.trust, ...grantedAccess } = body
    if (trust === 'own')
      return sendProblem(context, 409, error('access.not-needed', { name: storedWorkflow.workflow.name }))
    const updatedAccess = { trust, granted: grantedAccess }
    if (!(await store.workflows.access.replace(id, updatedAccess)))
      return sendProblem(context, 404, createMissingWorkflowProblem(id))
    return context.json(await toWire(store, storedWorkflow, updatedAccess), 200)
  })
}

const copyAccess = ({ secrets, hosts, tools }: GrantedAccess): z.infer<typeof grantSchema> => ({
  secrets: [...secrets],
  hosts: [...hosts],
  tools: [...tools],
})
