import { noAccess } from '@aw-flow/engine'
import { workflowStatusSchema, defined, type Problem, type WorkflowDescription } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { createMissingWorkflowProblem } from '../api/start-run.ts'
import { readExpectedRevision, isCachedByClient, createConflictProblem, toRevisionTag } from '../api/revision.ts'
import { readWorkflowBody, workflowBody } from '../api/read-workflow-body.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse, sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { readBody } from '../http/read-json-body.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import type { PageRequest } from '../store/database/page.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { createSingleFlight } from '../store/concurrency/single-flight.ts'
import type { WorkflowFilter, SerializedWorkflow } from '../store/workflows/workflows.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { deletedSchema, toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { toSortOptions, createSortSchema } from '../wire/sort.ts'
import { createUnstorableNameProblem } from '../validation/prepare-document.ts'
import {
  withIgnoredFields,
  workflowSummaryToWire,
  workflowSummaryWireSchema,
  workflowWireSchema,
} from '../wire/workflow.ts'

export const tags = ['workflows']
export const path = '/api/v1/workflows'
export const params = createIdParamsSchema('5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11')
export const workflowNotFoundResponses = describeErrorResponses({ 404: 'Workflow not found.' })
export const invalidWorkflowResponses = describeErrorResponses({
  400: 'Malformed JSON.',
  415: 'Content type is not JSON.',
  422: 'Invalid workflow, or a name that contains NUL or an unpaired surrogate; see details.',
})
const conflictResponses = describeErrorResponses({
  409: 'The workflow was changed by someone else; `details` contains `current` and `sent`.',
})
const ifMatchHeaderSchema = z.object({
  'if-match': z
    .string()
    .optional()
    .openapi({ description: 'ETag of the version that the change is based on.', example: '"3"' }),
})

/** Trust states that a caller can set. A caller cannot declare a document from someone else to be the user's own. */
export const restrictedTrustSchema = z
  .enum(['imported', 'shared'])
  .openapi({ description: 'Whether the document comes from a file or from a link.' })

const create = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path,
  tags,
  summary: 'Create a workflow without running it',
  request: {
    query: z.object({
      id: z
        .uuid()
        .lowercase()
        .optional()
        .openapi({
          description:
            'The ID of the workflow, a random UUID. Default: the server creates one. If a deleted workflow of the ' +
            'workspace has this ID, it is restored with the new document.',
        }),
      trust: restrictedTrustSchema.optional(),
    }),
    body: workflowBody,
  },
  responses: {
    201: describeJsonResponse('The created workflow.', workflowWireSchema),
    ...invalidWorkflowResponses,
    ...describeErrorResponses({
      409: 'The workspace has a workflow with this ID; `details` contains `current` and `sent`.',
    }),
  },
})

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List workflows, most recently changed first',
  request: {
    query: listQuerySchema.extend({
      status: workflowStatusSchema.optional(),
      tag: z.string().max(100).optional(),
      name: z.string().max(200).optional().openapi({ description: 'The exact full name.' }),
      version: z
        .string()
        .max(100)
        .optional()
        .openapi({ description: 'The label of the last version.', example: '1.0.0' }),
      q: z
        .string()
        .max(1000)
        .optional()
        .openapi({ description: 'Words, or the beginnings of words, in the name or description.' }),
      deleted: deletedSchema,
      owner: z.string().max(200).optional().openapi({ description: '`me` and `local-owner` own all workflows.' }),
      sort: createSortSchema(['updated_at', 'created_at', 'name']),
    }),
  },
  responses: {
    200: describeJsonResponse('Workflows.', createPageSchema(workflowSummaryWireSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get a workflow. A chain of load, prepare and validate nodes is also returned as `steps`',
  request: { params },
  responses: {
    200: describeJsonResponse('The workflow. Send its ETag in If-Match to change it.', workflowWireSchema),
    304: { description: 'Not modified (If-None-Match).' },
    ...workflowNotFoundResponses,
  },
})

const replace = createRoute({
  'x-permission': 'edit',
  method: 'put',
  path: `${path}/{id}`,
  tags,
  summary: 'Replace the document of a workflow, or some of its fields; creates a version if the document changes',
  description:
    'A body with `version`, the version of the document format, is an entire document and replaces the previous one. ' +
    'Other bodies, also with `steps`, `global_config` or `connections`, change only the fields that they contain. ' +
    'Changing `status` to `published` publishes the workflow, and `is_public` starts or stops sharing it by link.',
  request: { params, headers: ifMatchHeaderSchema, body: workflowBody },
  responses: {
    200: describeJsonResponse('The updated workflow.', workflowWireSchema),
    ...invalidWorkflowResponses,
    ...workflowNotFoundResponses,
    ...conflictResponses,
  },
})

const remove = createRoute({
  'x-permission': 'edit',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Delete a workflow; its runs are kept, and it can be restored until it is purged',
  request: { params, headers: ifMatchHeaderSchema },
  responses: {
    204: { description: 'Deleted.' },
    ...workflowNotFoundResponses,
    ...conflictResponses,
    ...describeErrorResponses({ 400: 'Invalid If-Match.' }),
  },
})

const restore = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/restore`,
  tags,
  summary: 'Restore a deleted workflow with its versions',
  request: { params },
  responses: {
    200: describeJsonResponse('The workflow.', workflowWireSchema),
    ...describeErrorResponses({ 404: 'Workflow not found, or purged.' }),
  },
})

const statusBodySchema = z.strictObject({ status: workflowStatusSchema }).openapi({ example: { status: 'published' } })

const setStatus = createRoute({
  'x-permission': 'edit',
  method: 'patch',
  path: `${path}/{id}/status`,
  tags,
  summary: 'Set the status: draft, published (creates a version) or archived',
  request: {
    params,
    headers: ifMatchHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/SetStatus' } } } },
  },
  responses: {
    200: describeJsonResponse('The updated workflow.', workflowWireSchema),
    ...workflowNotFoundResponses,
    ...invalidWorkflowResponses,
    ...conflictResponses,
  },
})

const duplicateBodySchema = z
  .strictObject({ name: z.string().min(1).max(200).optional() })
  .openapi({ example: { name: 'Copy of my workflow' } })

const duplicate = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/duplicate`,
  tags,
  summary: 'Duplicate a workflow as a draft',
  request: {
    params,
    body: { required: false, content: { 'application/json': { schema: { $ref: '#/components/schemas/Duplicate' } } } },
  },
  responses: {
    201: describeJsonResponse('The copy.', workflowWireSchema),
    ...workflowNotFoundResponses,
    ...invalidWorkflowResponses,
  },
})

const validate = createRoute({
  'x-permission': 'view',
  method: 'post',
  path: `${path}/{id}/validate`,
  tags,
  summary: 'Validate a workflow without running it',
  request: { params },
  responses: {
    200: describeJsonResponse(
      'The problems, and a description of each node, before a run.',
      z.object({
        valid: z.boolean(),
        problems: z.array(createDocumentSchema<Problem>('Problem')),
        description: createDocumentSchema<WorkflowDescription>('WorkflowDescription'),
      }),
    ),
    ...workflowNotFoundResponses,
  },
})

/** Adds the routes under `/api/v1/workflows`. They store and describe workflows, but never run them. */
export function addWorkflowRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, requirePermission, backend, newId, documents }: RouteDependencies,
  describer: WorkflowDescriber,
): void {
  app.openAPIRegistry.register('SetStatus', statusBodySchema)
  app.openAPIRegistry.register('Duplicate', duplicateBodySchema)
  const setEtag = (context: Context<AppEnvironment>, { revision }: { revision: number }): void =>
    context.header('ETag', toRevisionTag(revision))
  const sendStoredWorkflow = async (
    context: Context<AppEnvironment>,
    store: WorkspaceStore,
    storedWorkflow: SerializedWorkflow,
    { status = 200, ignoredFields = [] }: { status?: 200 | 201; ignoredFields?: readonly string[] } = {},
  ) => {
    setEtag(context, storedWorkflow)
    if (status === 201) context.header('Location', `${path}/${storedWorkflow.id}`)
    const response = await describer.renderResponse(store, storedWorkflow)
    return sendJsonText(context, withIgnoredFields(response, ignoredFields), status)
  }
  /** Starts or stops sharing a workflow by link, if a request contains `is_public`. */
  const applySharing = async (
    context: Context<AppEnvironment>,
    { sharedWorkflows }: WorkspaceStore,
    { workflow, isPublic }: { workflow: SerializedWorkflow; isPublic: boolean | undefined },
  ): Promise<SerializedWorkflow> => {
    if (isPublic === undefined) return workflow
    if (isPublic) await sharedWorkflows.share(workflow.id, { createdBy: context.get('caller').id })
    else await sharedWorkflows.unshare(workflow.id)
    return { ...workflow, isPublic }
  }
  const sendConflict = async (
    context: Context<AppEnvironment>,
    store: WorkspaceStore,
    currentWorkflow: SerializedWorkflow,
    sent: object | null,
  ) => {
    setEtag(context, currentWorkflow)
    return sendProblem(context, 409, createConflictProblem(currentWorkflow.revision), {
      current: JSON.parse(await describer.renderResponse(store, currentWorkflow)) as object,
      sent,
    })
  }

  app.openapi(create, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const body = await readWorkflowBody(context, documents, store)
    const { prepared, versionLabel, isPublic, ignoredFields, rejection } = body
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { id = newId(), trust } = context.req.valid('query')
    const access = trust && { trust, granted: noAccess }
    const properties = { access, versionLabel, createdBy: context.get('caller').id }
    const { stored, conflict } = await store.workflows.addWithId(id, prepared, properties)
    if (!stored) return sendConflict(context, store, conflict, JSON.parse(prepared.document) as object)
    // A document from a file or a link cannot make itself public.
    const isIgnored = trust !== undefined && isPublic !== undefined
    const workflow = await applySharing(context, store, {
      workflow: stored,
      isPublic: isIgnored ? undefined : isPublic,
    })
    const allIgnoredFields = [...ignoredFields, ...(isIgnored ? ['is_public'] : [])]
    return sendStoredWorkflow(context, store, workflow, { status: 201, ignoredFields: allIgnoredFields })
  })

  // Many callers request the same first page of a list at the same time. The response depends only on the workspace,
  // page and filter, so callers for whom these are equal share it.
  const renderList = createSingleFlight(async (key) => {
    const { workspace, page, filter } = JSON.parse(key) as {
      workspace: string
      page: PageRequest
      filter: WorkflowFilter
    }
    const store = (await backend()).store.forWorkspace(workspace)
    const result = await store.workflows.listSummaries(page, filter)
    const details = await describer.getListDetails(store, result.items)
    return JSON.stringify(toListResponse(result, (summary) => workflowSummaryToWire(summary, details.get(summary.id))))
  })

  app.openapi(list, async (context) => {
    const { workspace } = requirePermission(context, 'view')
    const { status, tag, name, version, q, deleted, owner, sort, ...page } = context.req.valid('query')
    if (owner !== undefined && owner !== 'local-owner' && owner !== 'me') {
      return context.json({ items: [], total: 0, ...toPageRequest(page) }, 200)
    }
    const order = toSortOptions<'updated_at' | 'created_at' | 'name'>(sort)
    const filter = { status, tag, name, versionLabel: version, text: q, deleted: deleted === 'true', ...order }
    return sendJsonText(context, await renderList(JSON.stringify({ workspace, page: toPageRequest(page), filter })))
  })

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const storedWorkflow = await store.workflows.findSerialized(id)
    if (!storedWorkflow) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    setEtag(context, storedWorkflow)
    if (isCachedByClient(context, toRevisionTag(storedWorkflow.revision))) return context.body(null, 304)
    return sendJsonText(context, await describer.renderResponse(store, storedWorkflow))
  })

  app.openapi(replace, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const expectedRevision = readExpectedRevision(context)
    if (expectedRevision.problem) return sendProblem(context, 400, expectedRevision.problem)
    for (;;) {
      const previousWorkflow = await store.workflows.findSerialized(id)
      if (!previousWorkflow) return sendProblem(context, 404, createMissingWorkflowProblem(id))
      const body = await readWorkflowBody(context, documents, store, { previous: previousWorkflow })
      const { prepared, isPartial, versionLabel: label, isPublic, ignoredFields, rejection } = body
      if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
      // A partial body takes its omitted fields from this revision, so the revision must still be the current one.
      const revision = expectedRevision.revision ?? (isPartial ? previousWorkflow.revision : undefined)
      const isNewlyPublished = prepared.status === 'published' && previousWorkflow.status !== 'published'
      const cause = isNewlyPublished ? ('published' as const) : ('saved' as const)
      const reason = defined({ cause, label })
      const result = await store.workflows.changeSerialized(id, prepared, { revision, reason })
      if (!result) return sendProblem(context, 404, createMissingWorkflowProblem(id))
      if (result.stored) {
        const changedWorkflow = await applySharing(context, store, { workflow: result.stored, isPublic })
        return sendStoredWorkflow(context, store, changedWorkflow, { ignoredFields })
      }
      // Without an `If-Match` header, retry with the current revision.
      if (expectedRevision.revision !== undefined) {
        return sendConflict(context, store, result.conflict, JSON.parse(prepared.document) as object)
      }
    }
  })

  app.openapi(remove, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const expectedRevision = readExpectedRevision(context)
    if (expectedRevision.problem) return sendProblem(context, 400, expectedRevision.problem)
    const removal = await store.workflows.remove(id, expectedRevision.revision)
    if (typeof removal === 'object') return sendConflict(context, store, removal.conflict, null)
    return removal ? context.body(null, 204) : sendProblem(context, 404, createMissingWorkflowProblem(id))
  })

  app.openapi(restore, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    await store.workflows.restore(id)
    const storedWorkflow = await store.workflows.findSerialized(id)
    return storedWorkflow
      ? sendStoredWorkflow(context, store, storedWorkflow)
      : sendProblem(context, 404, createMissingWorkflowProblem(id))
  })

  app.openapi(setStatus, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    if (!(await store.workflows.findSerialized(id))) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    const { body, rejection } = await readBody(context, statusBodySchema, {
      example: '{"status": "published"}',
    })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const expectedRevision = readExpectedRevision(context)
    if (expectedRevision.problem) return sendProblem(context, 400, expectedRevision.problem)
    for (;;) {
      const previousWorkflow = await store.workflows.findSerialized(id)
      if (!previousWorkflow) return sendProblem(context, 404, createMissingWorkflowProblem(id))
      if (expectedRevision.revision !== undefined && previousWorkflow.revision !== expectedRevision.revision) {
        return sendConflict(context, store, previousWorkflow, body)
      }
      const preparedDocument = await documents.prepareStored(previousWorkflow.document, store, body)
      const result = await store.workflows.changeSerialized(id, preparedDocument, {
        revision: previousWorkflow.revision,
        ...(body.status === 'published' ? { reason: { cause: 'published' } } : {}),
      })
      if (!result) return sendProblem(context, 404, createMissingWorkflowProblem(id))
      if (result.stored) return sendStoredWorkflow(context, store, result.stored)
      if (expectedRevision.revision !== undefined) return sendConflict(context, store, result.conflict, body)
    }
  })

  app.openapi(duplicate, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const storedWorkflow = await store.workflows.findSerialized(id)
    if (!storedWorkflow) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    const { body, rejection } = await readBody(context, duplicateBodySchema, { optional: true })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const name = body.name ?? createCopyName(storedWorkflow.name)
    if (toStorableText(name) !== name) return sendProblem(context, 422, createUnstorableNameProblem(name))
    const copy = await documents.prepareStored(storedWorkflow.document, store, { name, status: 'draft' })
    const access = await store.workflows.access.find(id)
    const copiedAccess = access && { ...access, granted: noAccess }
    const metadata = { access: copiedAccess, parentId: id, createdBy: context.get('caller').id }
    return sendStoredWorkflow(context, store, await store.workflows.addSerialized(newId(), copy, metadata), {
      status: 201,
    })
  })

  app.openapi(validate, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const storedWorkflow = await store.workflows.findSerialized(id)
    return storedWorkflow
      ? sendJsonText(context, await documents.validate(storedWorkflow, store))
      : sendProblem(context, 404, createMissingWorkflowProblem(id))
  })
}

/** Creates the name for a copy, limited to 200 characters without splitting a surrogate pair. */
const createCopyName = (name: string): string => `${name.slice(0, 190).replace(/[\ud800-\udbff]$/, '')} (copy)`
