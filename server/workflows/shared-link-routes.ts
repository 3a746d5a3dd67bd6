import { listRequestedAccess, type Catalog } from '@aw-flow/engine'
import { defined, error, getProblemText, isFinalRunState, type Workflow } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { startRun } from '../api/start-run.ts'
import { anyJson } from '../api/start-body.ts'
import type { RouteGroup } from '../api/routes.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { recordStart } from '../audit/record-start.ts'
import { openWorkspace as openBackendWorkspace, type WorkspaceBackend } from '../backend.ts'
import { findNamedWorkflows } from '../find-named-workflows.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { linkPermissions, toLinkId, type LinkedWorkflow, type SharedLink } from '../store/workflows/shared-workflows.ts'
import type { SerializedWorkflow } from '../store/workflows/workflows.ts'
import { renderEnglish } from '../wire/render-response.ts'
import { findFinalResult, findProblem } from '../runs/routes/run-routes.ts'
import { params, path, tags } from './workflow-routes.ts'
import { noteChange } from '../audit/record-changes.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound } from '../http/rejection.ts'
import { requireWorkflow } from '../api/require-workflow.ts'
import { secretField } from '../http/secret-field.ts'
import type { Caller } from '../security/caller.ts'

const permissionSchema = z.enum(linkPermissions).openapi({
  description:
    'Permission for visitors: `view` the workflow, or also `execute` it, `comment` on it, or comment on and `edit` it. Default: `view`.',
})
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
    token: secretField('The token of the link.').nullable(),
    path: secretField('The path of the link, with its token.').nullable(),
    permission: permissionSchema.nullable(),
    expires_at: expirySchema,
  })
  .openapi('Sharing')

const linkSchema = z
  .object({
    permission: permissionSchema,
    expires_at: expirySchema,
    workflow_id: z.string().nullable().openapi({
      description:
        'The workflow, if visitors comment or edit. They send `Authorization: Bearer link_TOKEN` to read it, its comments and its live document.',
    }),
  })
  .openapi('SharedLink')

const tokenSchema = z.string().openapi({ example: 'Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0' })
const tokenParams = z.object({ token: tokenSchema })
const linkNotFoundDescription = 'Link not found or expired, or its workflow is not shared.'
const linkNotFoundProblem = error('share-link.not-found', {})

const sharedRunRequestSchema = z
  .strictObject({
    trigger_data: z
      .unknown()
      .optional()
      .openapi({ ...anyJson, description: 'Data for every trigger.' }),
  })
  .openapi({ example: { trigger_data: { amount: 3 } } })

/** The permissions that a member needs to create a link, by what visitors may do. */
const requiredPermissions = { execute: 'execute', comment: 'administer', edit: 'administer' } as const

/**
 * Marks a workflow that visitors can edit as shared: it keeps access to what it now uses, and other access must be
 * granted.
 */
async function restrictAccess(store: WorkspaceStore, id: string, catalog: Catalog): Promise<void> {
  const [stored, access] = await Promise.all([store.workflows.find(id), store.workflows.access.find(id)])
  if (!stored || access?.trust !== 'own') return
  const { workflows } = await findNamedWorkflows(store, stored.workflow, catalog)
  const granted = listRequestedAccess([stored.workflow, ...Object.values(workflows)], catalog)
  await store.workflows.access.replace(id, { trust: 'shared', granted })
}

/** A valid link, together with its workflow and workspace. */
interface OpenedLink {
  link: LinkedWorkflow
  workflow: SerializedWorkflow
  workspace: WorkspaceBackend
}

/** Adds the routes for sharing workflows through links. */
export function addSharedLinkRoutes(dependencies: RouteDependencies): void {
  addSharingRoutes(dependencies)
  addVisitorRoutes(dependencies)
}

/** Adds the routes with which members of the workspace share a workflow. */
function addSharingRoutes({ createWorkspaceRoutes, requirePermission, catalog }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags })

  routes.get('/{id}/sharing', {
    permission: 'edit',
    summary: 'Get the public link of a workflow, if it is shared',
    description: 'The token of a link with which visitors start runs also requires the permission `execute`.',
    params,
    responses: { 200: ['The sharing state.', sharingSchema], 404: 'Workflow not found.' },
    handle: async ({ caller, store, params: { id } }) => {
      await requireWorkflow(store, id)
      return sharingToWire(id, await store.sharedWorkflows.findLink(id), caller)
    },
  })

  routes.patch('/{id}/sharing', {
    permission: 'edit',
    summary: 'Start, change or stop sharing a workflow by link',
    description:
      'A link keeps its token while the workflow is shared. Omitted fields keep their values. ' +
      'Revoked and expired links are rejected immediately. A link with which visitors start runs also requires the ' +
      'permission `execute`, and one with which they comment or edit the permission `administer`. What visitors edit is ' +
      'content of others: from then on, the workflow has access only to what is granted to it.',
    params,
    body: jsonBody('Share', shareBodySchema, { example: '{"public": true}' }),
    responses: {
      200: ['The sharing state.', sharingSchema],
      404: 'Workflow not found.',
      422: 'A field has the wrong type, or `expires_at` has passed.',
    },
    handle: async ({ context, caller, store, params: { id }, body }) => {
      const { isPublic } = await requireWorkflow(store, id)
      const { permission, expires_at: expiry } = body
      const effective = permission ?? (await store.sharedWorkflows.findLink(id))?.permission ?? 'view'
      // Also a new expiry of such a link lets visitors use it.
      if (body.public && effective !== 'view') requirePermission(context, requiredPermissions[effective])
      if (typeof expiry === 'string' && Date.parse(expiry) <= Date.now())
        throw new Rejection(422, error('share-link.expiry-passed', { time: expiry }))
      if (!body.public) await store.sharedWorkflows.unshare(id)
      const link = body.public
        ? await store.sharedWorkflows.share(id, {
            createdBy: caller.id,
            ...defined({ permission }),
            ...(expiry === undefined ? {} : { expiresAt: expiry === null ? null : new Date(expiry) }),
          })
        : undefined
      if (body.public && effective === 'edit') await restrictAccess(store, id, catalog)
      noteChange(context, { is_public: isPublic }, { is_public: body.public })
      return sharingToWire(id, link, caller)
    },
  })
}

/**
 * Opens a link. Disables caching of the response: requests are not authenticated, so a cache could still return the
 * response after the link has expired.
 */
async function openLink(
  { backend }: RouteDependencies,
  context: Context<AppEnvironment>,
  linkToken: string,
): Promise<OpenedLink> {
  context.header('Cache-Control', 'no-store')
  const openedBackend = await backend()
  const link = requireFound(await openedBackend.store.findSharedWorkflow(linkToken), linkNotFoundProblem)
  const workspace = openBackendWorkspace(openedBackend, link.workspace)
  const workflow = requireFound(await workspace.store.workflows.findSerialized(link.id), linkNotFoundProblem)
  return { link, workflow, workspace }
}

/** Adds the routes for visitors, who have a link and no account. */
function addVisitorRoutes(dependencies: RouteDependencies): void {
  const routes = dependencies.createRoutes({ path: '/api/v1', tags })
  routes.get('/shared/{token}', {
    summary: 'Get a shared workflow by its link, without authentication',
    params: tokenParams,
    responses: {
      200: ['The document.', createDocumentSchema<Workflow>('Workflow')],
      404: linkNotFoundDescription,
    },
    handle: async ({ context, params: { token } }) => {
      const { workflow, workspace } = await openLink(dependencies, context, token)
      return sendJsonText(
        context,
        (await dependencies.documents.prepareStored(workflow.document, workspace.store)).document,
      )
    },
  })

  routes.get('/shared/{token}/link', {
    summary: 'Get the permission and the expiry of a link, without authentication',
    params: tokenParams,
    responses: {
      200: ['The link.', linkSchema],
      404: linkNotFoundDescription,
    },
    handle: async ({ context, params: { token } }) => {
      const { link } = await openLink(dependencies, context, token)
      const isEditor = link.permission === 'comment' || link.permission === 'edit'
      return { ...linkToWire(link), workflow_id: isEditor ? link.id : null }
    },
  })

  addVisitorRunRoutes(routes, dependencies)
}

/** Adds the routes with which visitors start and follow runs. */
function addVisitorRunRoutes(routes: RouteGroup, dependencies: RouteDependencies): void {
  routes.post('/shared/{token}/execute', {
    summary: 'Run a shared workflow by its link, without authentication',
    description:
      'Runs the workflow in its workspace, within the workspace quotas. Rate limits apply to the IP address of the ' +
      'visitor.',
    params: tokenParams,
    body: jsonBody('SharedStart', sharedRunRequestSchema, { optional: true }),
    responses: {
      202: ['The run.', z.object({ id: z.string(), status: z.string() }).openapi('SharedRunStart')],
      403: 'The link allows only viewing.',
      404: linkNotFoundDescription,
      409: 'The workflow is archived.',
      422: 'The workflow cannot run.',
      429: 'A workspace quota or the visitor rate limit is exceeded.',
    },
    handle: async ({ context, params: { token: linkToken }, body }) => {
      const { link, workspace } = await openLink(dependencies, context, linkToken)
      if (link.permission !== 'execute') throw new Rejection(403, error('share-link.view-only', {}))
      const linkId = toLinkId(linkToken)
      const run = await startRun(context, workspace, { kind: 'parsed', body }, dependencies, {
        workflowId: link.id,
        startedBy: linkId,
      })
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
      await recordStart(workspace.audit, start).catch((cause: unknown) =>
        dependencies.onError(cause, { correlationId: context.get('correlationId'), path: '/api/v1/shared' }),
      )
      return { id: run.id, status: run.status }
    },
  })

  routes.get('/shared/{token}/runs/{run}', {
    summary: 'Get a run that was started with a link, without authentication',
    params: tokenParams.extend({ run: z.string().openapi({ example: '3f0e…' }) }),
    responses: {
      200: [
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
      ],
      404: 'The link does not exist, or the run was not started with it.',
    },
    handle: async ({ context, params: { token: linkToken, run: id } }) => {
      const { link, workspace } = await openLink(dependencies, context, linkToken)
      const { runs } = workspace.store
      const initiator = await runs.findStarter(id)
      const isStartedByLink = initiator?.startedBy === toLinkId(linkToken) && initiator.workflowId === link.id
      const run = requireFound(isStartedByLink && (await runs.find(id)), linkNotFoundProblem)
      // The events of a run in progress are not read, because they can be large and visitors poll this route.
      const record = isFinalRunState(run.status) ? await runs.readEvents(id) : []
      const problem = findProblem(record) ?? run.problem
      return {
        id,
        status: run.status,
        is_ended: isFinalRunState(run.status),
        final_result: run.status === 'completed' ? findFinalResult(record) : null,
        error: problem ? renderEnglish(getProblemText(problem)) : null,
      }
    },
  })
}

const sharingToWire = (workflowId: string, link: SharedLink | undefined, { permissions }: Caller) => {
  // Anyone with the token of such a link can start runs, comment or edit.
  const isVisible = link && (link.permission === 'view' || permissions.has(requiredPermissions[link.permission]))
  const token = isVisible ? link.token : null
  return {
    workflow_id: workflowId,
    public: link !== undefined,
    token,
    path: token === null ? null : `/api/v1/shared/${token}`,
    ...(link ? linkToWire(link) : { permission: null, expires_at: null }),
  }
}

const linkToWire = ({ permission, expiresAt }: Pick<SharedLink, 'permission' | 'expiresAt'>) => ({
  permission,
  expires_at: expiresAt?.toISOString() ?? null,
})
