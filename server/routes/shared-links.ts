import { error, getProblemText, isFinalRunState, type Workflow } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { createMissingWorkflowProblem, startRun } from '../api/start-run.ts'
import { anyJson } from '../api/start-body.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { recordStart } from '../audit/record-start.ts'
import { openWorkspace as openBackendWorkspace, type WorkspaceBackend } from '../backend.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse, sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { readBody } from '../http/read-json-body.ts'
import { toLinkId, type LinkedWorkflow, type SharedLink } from '../store/workflows/shared-workflows.ts'
import type { SerializedWorkflow } from '../store/workflows/workflows.ts'
import { renderEnglish } from '../wire/render-response.ts'
import { findFinalResult, findProblem } from './runs.ts'
import { workflowNotFoundResponses, params, path, tags } from './workflows.ts'

const permissionSchema = z
  .enum(['view', 'execute'])
  .openapi({ description: 'Permission for visitors: `view` the workflow, or also `execute` it. Default: `view`.' })
const expirySchema = z.iso
  .datetime({ offset: true })
  .nullable()
  .openapi({ description: 'Time when the link expires; null if never.', example: '2026-12-31T12:00:00Z' })

const shareBodySchema = z
  .strictObject({
    public: z.boolean(),
    permission: permissionSchema.optional(),
    expires_at: expirySchema.optional(),
  })
  .openapi({ example: { public: true, permission: 'view', expires_at: null } })

const sharingSchema = z
  .object({
    workflow_id: z.string(),
    public: z.boolean(),
    token: z.string().nullable(),
    path: z.string().nullable(),
    permission: permissionSchema.nullable(),
    expires_at: expirySchema,
  })
  .openapi('Sharing')

const readSharing = createRoute({
  'x-permission': 'edit',
  method: 'get',
  path: `${path}/{id}/sharing`,
  tags,
  summary: 'Get the public link of a workflow, if it is shared',
  request: { params },
  responses: { 200: describeJsonResponse('The sharing state.', sharingSchema), ...workflowNotFoundResponses },
})

const shareRoute = createRoute({
  'x-permission': 'edit',
  method: 'patch',
  path: `${path}/{id}/sharing`,
  tags,
  summary: 'Start, change or stop sharing a workflow by link',
  description:
    'A link keeps its token while the workflow is shared. Omitted fields keep their values. ' +
    'Revoked and expired links are rejected immediately.',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Share' } } } },
  },
  responses: {
    200: describeJsonResponse('The sharing state.', sharingSchema),
    ...workflowNotFoundResponses,
    ...describeErrorResponses({
      400: 'Malformed JSON.',
      415: 'Content type is not JSON.',
      422: 'A field has the wrong type, or `expires_at` has passed.',
    }),
  },
})

const tokenSchema = z.string().openapi({ example: 'Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0' })
const linkNotFoundDescription = { 404: 'Link not found or expired, or its workflow is not shared.' } as const

const readSharedWorkflow = createRoute({
  method: 'get',
  path: '/api/v1/shared/{token}',
  tags,
  summary: 'Get a shared workflow by its link, without authentication',
  request: { params: z.object({ token: tokenSchema }) },
  responses: {
    200: describeJsonResponse('The document.', createDocumentSchema<Workflow>('Workflow')),
    ...describeErrorResponses(linkNotFoundDescription),
  },
})

const readLink = createRoute({
  method: 'get',
  path: '/api/v1/shared/{token}/link',
  tags,
  summary: 'Get the permission and the expiry of a link, without authentication',
  request: { params: z.object({ token: tokenSchema }) },
  responses: {
    200: describeJsonResponse(
      'The link.',
      z.object({ permission: permissionSchema, expires_at: expirySchema }).openapi('SharedLink'),
    ),
    ...describeErrorResponses(linkNotFoundDescription),
  },
})

const sharedRunRequestSchema = z
  .strictObject({
    trigger_data: z
      .unknown()
      .optional()
      .openapi({ ...anyJson, description: 'Data for every trigger.' }),
  })
  .openapi({ example: { trigger_data: { amount: 3 } } })

const executeSharedWorkflow = createRoute({
  method: 'post',
  path: '/api/v1/shared/{token}/execute',
  tags,
  summary: 'Run a shared workflow by its link, without authentication',
  description:
    'Runs the workflow in its workspace, within the workspace quotas. Rate limits apply to the IP address of the ' +
    'visitor.',
  request: {
    params: z.object({ token: tokenSchema }),
    body: {
      required: false,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/SharedStart' } } },
    },
  },
  responses: {
    202: describeJsonResponse('The run.', z.object({ id: z.string(), status: z.string() }).openapi('SharedRunStart')),
    ...describeErrorResponses({
      404: linkNotFoundDescription[404],
      400: 'Malformed JSON.',
      403: 'The link allows only viewing.',
      409: 'The workflow is archived.',
      415: 'Content type is not JSON.',
      422: 'The workflow cannot run.',
      429: 'A workspace quota or the visitor rate limit is exceeded.',
    }),
  },
})

const readSharedRun = createRoute({
  method: 'get',
  path: '/api/v1/shared/{token}/runs/{run}',
  tags,
  summary: 'Get a run that was started with a link, without authentication',
  request: { params: z.object({ token: tokenSchema, run: z.string().openapi({ example: '3f0e…' }) }) },
  responses: {
    200: describeJsonResponse(
      'The run; if it has completed, with the outputs of its last nodes.',
      z
        .object({
          id: z.string(),
          status: z.string(),
          is_ended: z.boolean(),
          final_result: z.record(z.string(), z.record(z.string(), z.unknown())).nullable(),
          error: z.string().nullable(),
        })
        .openapi('SharedRun'),
    ),
    ...describeErrorResponses({ 404: 'The link does not exist, or the run was not started with it.' }),
  },
})

/** A valid link, together with its workflow and workspace. */
interface OpenedLink {
  link: LinkedWorkflow
  workflow: SerializedWorkflow
  workspace: WorkspaceBackend
}

/** Adds the routes for sharing workflows through links. */
export function addSharedLinkRoutes(app: OpenAPIHono<AppEnvironment>, dependencies: RouteDependencies): void {
  const { openWorkspace, requirePermission, backend, documents, onError } = dependencies
  app.openAPIRegistry.register('Share', shareBodySchema)
  app.openAPIRegistry.register('SharedStart', sharedRunRequestSchema)

  app.openapi(readSharing, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    if (!(await store.workflows.findSerialized(id))) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    return context.json(sharingToWire(id, await store.sharedWorkflows.findLink(id)), 200)
  })

  app.openapi(shareRoute, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    if (!(await store.workflows.findSerialized(id))) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    const { body, rejection } = await readBody(context, shareBodySchema, { example: '{"public": true}' })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { permission, expires_at: expiry } = body
    if (typeof expiry === 'string' && Date.parse(expiry) <= Date.now())
      return sendProblem(context, 422, error('share-link.expiry-passed', { time: expiry }))
    if (!body.public) await store.sharedWorkflows.unshare(id)
    const link = body.public
      ? await store.sharedWorkflows.share(id, {
          createdBy: requirePermission(context, 'edit').id,
          ...(permission === undefined ? {} : { canRun: permission === 'execute' }),
          ...(expiry === undefined ? {} : { expiresAt: expiry === null ? null : new Date(expiry) }),
        })
      : undefined
    return context.json(sharingToWire(id, link), 200)
  })

  /**
   * Opens a link. Disables caching of the response: requests are not authenticated, so a cache could still return the
   * response after the link has expired.
   */
  const openLink = async (context: Context<AppEnvironment>, linkToken: string): Promise<OpenedLink | undefined> => {
    context.header('Cache-Control', 'no-store')
    const openedBackend = await backend()
    const link = await openedBackend.store.findSharedWorkflow(linkToken)
    if (!link) return undefined
    const workspace = openBackendWorkspace(openedBackend, link.workspace)
    const workflow = await workspace.store.workflows.findSerialized(link.id)
    return workflow && { link, workflow, workspace }
  }

  app.openapi(readSharedWorkflow, async (context) => {
    const openedLink = await openLink(context, context.req.valid('param').token)
    if (!openedLink) return sendProblem(context, 404, error('share-link.not-found', {}))
    const { workflow, workspace } = openedLink
    return sendJsonText(context, (await documents.prepareStored(workflow.document, workspace.store)).document)
  })

  app.openapi(readLink, async (context) => {
    const openedLink = await openLink(context, context.req.valid('param').token)
    if (!openedLink) return sendProblem(context, 404, error('share-link.not-found', {}))
    return context.json(linkToWire(openedLink.link), 200)
  })

  app.openapi(executeSharedWorkflow, async (context) => {
    const { token: linkToken } = context.req.valid('param')
    const openedLink = await openLink(context, linkToken)
    if (!openedLink) return sendProblem(context, 404, error('share-link.not-found', {}))
    const { link, workspace } = openedLink
    if (!link.canRun) return sendProblem(context, 403, error('share-link.view-only', {}))
    const { body, rejection } = await readBody(context, sharedRunRequestSchema, { optional: true })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const linkId = toLinkId(linkToken)
    const { run, response } = await startRun(context, workspace, { kind: 'parsed', body }, dependencies, {
      workflowId: link.id,
      startedBy: linkId,
    })
    if (response) return response as never
    const { id: workflowId, createdBy, workspace: workspaceName } = link
    const start = {
      workspace: workspaceName,
      workflow: workflowId,
      run: run.id,
      triggerType: 'link' as const,
      trigger: linkId,
      name: 'link',
      ...(createdBy === null ? {} : { sharedBy: createdBy }),
    }
    // The run has started, so the request must not fail.
    await recordStart(workspace.accounts, start).catch((cause: unknown) =>
      onError(cause, { correlationId: context.get('correlationId'), path: '/api/v1/shared' }),
    )
    return context.json({ id: run.id, status: run.status }, 202)
  })

  app.openapi(readSharedRun, async (context) => {
    const { token: linkToken, run: id } = context.req.valid('param')
    const openedLink = await openLink(context, linkToken)
    const { runs } = openedLink?.workspace.store ?? {}
    const initiator = await runs?.findStarter(id)
    const run =
      initiator?.startedBy === toLinkId(linkToken) && initiator.workflowId === openedLink?.link.id
        ? await runs?.find(id)
        : undefined
    if (!runs || !run) return sendProblem(context, 404, error('share-link.not-found', {}))
    // The events of a run in progress are not read, because they can be large and visitors poll this route.
    const record = isFinalRunState(run.status) ? await runs.readEvents(id) : []
    const problem = findProblem(record) ?? run.problem
    return context.json(
      {
        id,
        status: run.status,
        is_ended: isFinalRunState(run.status),
        final_result: run.status === 'completed' ? findFinalResult(record) : null,
        error: problem ? renderEnglish(getProblemText(problem)) : null,
      },
      200,
    )
  })
}

const sharingToWire = (workflowId: string, link: SharedLink | undefined) => ({
  workflow_id: workflowId,
  public: link !== undefined,
  token: link?.token ?? null,
  path: link ? `/api/v1/shared/${link.token}` : null,
  ...(link ? linkToWire(link) : { permission: null, expires_at: null }),
})

const linkToWire = ({ canRun, expiresAt }: Pick<SharedLink, 'canRun' | 'expiresAt'>) => ({
  permission: canRun ? ('execute' as const) : ('view' as const),
  expires_at: expiresAt?.toISOString() ?? null,
})
