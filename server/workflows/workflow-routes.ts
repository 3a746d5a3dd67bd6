import { noAccess } from '@aw-flow/engine'
import { defined, type Problem, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import { workflowStatusSchema } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { readExpectedRevision, isCachedByClient, createConflictProblem, toRevisionTag } from '../api/revision.ts'
import { readWorkflowBody, workflowBody, workflowPatchBody } from '../api/read-workflow-body.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import type { WorkspaceRoutes } from '../api/routes.ts'
import type { SerializedDocument } from '../store/workflows/document-text.ts'
import type { VersionReason } from '../store/workflows/workflow-versions.ts'
import type { PageRequest } from '../store/database/page.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { createSingleFlight } from '../store/concurrency/single-flight.ts'
import type { WorkflowFilter, SerializedWorkflow } from '../store/workflows/workflows.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { deletedSchema, toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { toSortOptions, createSortSchema } from '../wire/sort.ts'
import { createUnstorableNameProblem } from '../validation/prepare-document.ts'
import { warnOfIgnoredFields, withIgnoredFields } from '../http/ignored-fields.ts'
import {
  includableFields,
  workflowSummaryToWire,
  workflowSummaryWireSchema,
  workflowWireSchema,
} from '../wire/workflow.ts'
import { jsonBody } from '../http/json-body.ts'
import { noteChange } from '../audit/record-changes.ts'
import { Rejection, requireFound } from '../http/rejection.ts'
import { toRejection } from '../http/read-json-body.ts'
import { createMissingWorkflowProblem, requireWorkflow } from '../api/require-workflow.ts'

export const tags = ['workflows']
export const path = '/api/v1/workflows'
export const params = createIdParamsSchema('5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11')
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

const statusBodySchema = z.strictObject({ status: workflowStatusSchema }).openapi({ example: { status: 'published' } })

const duplicateBodySchema = z
  .strictObject({ name: z.string().min(1).max(200).optional() })
  .openapi({ example: { name: 'Copy of my workflow' } })

/** The routes under `/api/v1/workflows` and what their handlers need. */
interface WorkflowRoutes {
  routes: WorkspaceRoutes
  dependencies: RouteDependencies
  responses: WorkflowResponses
}

/** Adds the routes under `/api/v1/workflows`. They store and describe workflows, but never run them. */
export function addWorkflowRoutes(dependencies: RouteDependencies, describer: WorkflowDescriber): void {
  const routes = dependencies.createWorkspaceRoutes({ path, tags: ['workflows'] })
  const workflowRoutes = { routes, dependencies, responses: createWorkflowResponses(describer) }
  addCreationRoute(workflowRoutes)
  addListRoute(dependencies, describer)
  addReadingRoutes(workflowRoutes)
  addChangeRoutes(workflowRoutes)
  addRemovalRoutes(workflowRoutes)
  addDuplicationRoute(workflowRoutes)
}

type WorkflowResponses = ReturnType<typeof createWorkflowResponses>

/** Responses with a stored workflow and its revision. */
const createWorkflowResponses = (describer: WorkflowDescriber) => {
  const render = (context: Context<AppEnvironment>, store: WorkspaceStore, workflow: SerializedWorkflow) => {
    context.header('ETag', toRevisionTag(workflow.revision))
    return describer.renderResponse(store, workflow)
  }
  return {
    async send(
      context: Context<AppEnvironment>,
      store: WorkspaceStore,
      workflow: SerializedWorkflow,
      { status = 200, ignoredFields = [] }: { status?: 200 | 201; ignoredFields?: readonly string[] } = {},
    ) {
      if (status === 201) context.header('Location', `${path}/${workflow.id}`)
      warnOfIgnoredFields(context, ignoredFields)
      return sendJsonText(context, withIgnoredFields(await render(context, store, workflow), ignoredFields), status)
    },
    async createConflictRejection(
      context: Context<AppEnvironment>,
      store: WorkspaceStore,
      workflow: SerializedWorkflow,
      sent: object | null,
    ) {
      const current = JSON.parse(await render(context, store, workflow)) as object
      return new Rejection(409, createConflictProblem(workflow.revision), { current, sent })
    },
  }
}

/** Requires the permission `execute` to restore a workflow with a trigger that is turned on, because its runs then begin. */
async function requireStartRight(
  { requirePermission }: RouteDependencies,
  context: Context<AppEnvironment>,
  store: WorkspaceStore,
  id: string,
): Promise<void> {
  if (await store.hasArmedTrigger(id)) requirePermission(context, 'execute')
}

/** Starts or stops sharing a workflow by link, if a request contains `is_public`. */
async function applySharing(
  context: Context<AppEnvironment>,
  { sharedWorkflows }: WorkspaceStore,
  workflow: SerializedWorkflow,
  isPublic: boolean | undefined,
): Promise<SerializedWorkflow> {
  if (isPublic === undefined) return workflow
  if (isPublic) await sharedWorkflows.share(workflow.id, { createdBy: context.get('caller').id })
  else await sharedWorkflows.unshare(workflow.id)
  return { ...workflow, isPublic }
}

function addCreationRoute({ routes, dependencies, responses }: WorkflowRoutes): void {
  const { newId, documents } = dependencies
  routes.post('', {
    permission: 'edit',
    summary: 'Create a workflow without running it',
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
    responses: {
      201: ['The created workflow.', workflowWireSchema],
      400: 'Malformed JSON.',
      409: 'The workspace has a workflow with this ID; `details` contains `current` and `sent`.',
      415: 'Content type is not JSON.',
      422: 'Invalid workflow, or a name that contains NUL or an unpaired surrogate; see details.',
    },
    handle: async ({ context, caller, store, query: { id = newId(), trust } }) => {
      const body = await readWorkflowBody(context, documents, store)
      const { prepared, versionLabel, isPublic, ignoredFields, rejection } = body
      if (rejection) throw toRejection(rejection)
      const access = trust && { trust, granted: noAccess }
      const properties = { access, versionLabel, createdBy: caller.id }
      // A deleted workflow with this ID may still have triggers.
      await requireStartRight(dependencies, context, store, id)
      const { stored, conflict } = await store.workflows.addWithId(id, prepared, properties)
      if (!stored)
        throw await responses.createConflictRejection(context, store, conflict, JSON.parse(prepared.document) as object)
      // A document from a file or a link cannot make itself public.
      const isIgnored = trust !== undefined && isPublic !== undefined
      const workflow = await applySharing(context, store, stored, isIgnored ? undefined : isPublic)
      const allIgnoredFields = [...ignoredFields, ...(isIgnored ? ['is_public'] : [])]
      return responses.send(context, store, workflow, { status: 201, ignoredFields: allIgnoredFields })
    },
  })
}

/**
 * Renders pages of workflows. Many callers request the same first page of a list at the same time. The response depends
 * only on the workspace, page and filter, so callers for whom these are equal share it.
 */
const createListRenderer = ({ backend }: RouteDependencies, describer: WorkflowDescriber) =>
  createSingleFlight(async (key) => {
    const { workspace, page, filter, include } = JSON.parse(key) as {
      workspace: string
      page: PageRequest
      filter: WorkflowFilter
      include: readonly (typeof includableFields)[number][]
    }
    const store = (await backend()).store.forWorkspace(workspace)
    const result = await store.workflows.listSummaries(page, filter)
    const details = await describer.getListDetails(store, result.items)
    const ids = include.length === 0 ? [] : result.items.map(({ id }) => id)
    const documents = new Map(
      (await store.workflows.findManySerialized(ids)).map(({ id, document }) => {
        const { nodes, edges } = JSON.parse(document) as Workflow
        const fields = { nodes, edges, connections: edges }
        return [id, Object.fromEntries(include.map((field) => [field, fields[field]]))]
      }),
    )
    return JSON.stringify(
      toListResponse(result, (summary) =>
        workflowSummaryToWire(summary, details.get(summary.id), documents.get(summary.id)),
      ),
    )
  })

function addListRoute(dependencies: RouteDependencies, describer: WorkflowDescriber): void {
  const renderList = createListRenderer(dependencies, describer)
  dependencies.createRoutes({ path, tags: ['workflows'] }).get('', {
    permission: 'view',
    summary: 'List workflows, most recently changed first',
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
      include: z
        .string()
        .max(100)
        .optional()
        .transform((text) => (text ?? '').split(',').filter((field) => field !== ''))
        .pipe(z.array(z.enum(includableFields)))
        .openapi({
          type: 'string',
          description: 'Fields of the documents to add, such as `nodes,connections`.',
          example: 'nodes,connections',
        }),
    }),
    responses: { 200: ['Workflows.', createPageSchema(workflowSummaryWireSchema)] },
    handle: async ({
      context,
      caller: { workspace },
      query: { status, tag, name, version, q, deleted, owner, sort, include, ...page },
    }) => {
      if (owner !== undefined && owner !== 'local-owner' && owner !== 'me')
        return { items: [], total: 0, ...toPageRequest(page) }
      const order = toSortOptions<'updated_at' | 'created_at' | 'name'>(sort)
      const filter = { status, tag, name, versionLabel: version, text: q, deleted: deleted === 'true', ...order }
      return sendJsonText(
        context,
        await renderList(JSON.stringify({ workspace, page: toPageRequest(page), filter, include })),
      )
    },
  })
}

/** Adds the routes that read and validate a workflow. */
function addReadingRoutes({ routes, dependencies: { documents }, responses }: WorkflowRoutes): void {
  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get a workflow. A chain of load, prepare and validate nodes is also returned as `steps`',
    params,
    responses: {
      200: ['The workflow. Send its ETag in If-Match to change it.', workflowWireSchema],
      304: { description: 'Not modified (If-None-Match).' },
      404: 'Workflow not found.',
    },
    handle: async ({ context, store, params: { id } }) => {
      const storedWorkflow = await requireWorkflow(store, id)
      const tag = toRevisionTag(storedWorkflow.revision)
      context.header('ETag', tag)
      return isCachedByClient(context, tag) ? context.body(null, 304) : responses.send(context, store, storedWorkflow)
    },
  })

  routes.post('/{id}/validate', {
    permission: 'view',
    summary: 'Validate a workflow without running it',
    params,
    responses: {
      200: [
        'The problems, and a description of each node, before a run.',
        z.object({
          valid: z.boolean(),
          problems: z.array(createDocumentSchema<Problem>('Problem')),
          description: createDocumentSchema<WorkflowDescription>('WorkflowDescription'),
        }),
      ],
      404: 'Workflow not found.',
    },
    handle: async ({ context, store, params: { id } }) =>
      sendJsonText(context, await documents.validate(await requireWorkflow(store, id), store)),
  })
}

/** A change of a stored workflow. */
interface WorkflowChange {
  document: SerializedDocument
  /** Body of the request, for the response to a conflict. Default: the document. */
  sent?: object | undefined
  /** Whether the document has fields of the previous one, whose revision must then still be the current one. */
  isPartial: boolean
  reason?: VersionReason | undefined
  isPublic?: boolean | undefined
  ignoredFields?: readonly string[] | undefined
}

/**
 * Changes the current workflow. Without an `If-Match` header, a conflict leads to another attempt. Publishing a workflow
 * with a trigger that is turned on requires the permission `execute`.
 */
async function changeWorkflow(
  { responses, dependencies: { requirePermission } }: WorkflowRoutes,
  { context, store }: { context: Context<AppEnvironment>; store: WorkspaceStore },
  id: string,
  prepare: (previous: SerializedWorkflow) => Promise<WorkflowChange>,
) {
  const expectedRevision = readExpectedRevision(context)
  for (;;) {
    const previousWorkflow = await requireWorkflow(store, id)
    const { document, sent, isPartial, reason, isPublic, ignoredFields } = await prepare(previousWorkflow)
    const revision = expectedRevision ?? (isPartial ? previousWorkflow.revision : undefined)
    const result = requireFound(
      await store.workflows.change(id, document, {
        revision,
        reason,
        author: context.get('caller').id,
        requireStart: () => requirePermission(context, 'execute'),
      }),
      createMissingWorkflowProblem(id),
    )
    if (result.stored) {
      const changedWorkflow = await applySharing(context, store, result.stored, isPublic)
      noteChange(context, toComparedFields(previousWorkflow), toComparedFields(changedWorkflow))
      return responses.send(context, store, changedWorkflow, defined({ ignoredFields }))
    }
    if (expectedRevision !== undefined)
      throw await responses.createConflictRejection(
        context,
        store,
        result.conflict,
        sent ?? (JSON.parse(document.document) as object),
      )
  }
}

/** Fields of a workflow that the audit log compares. */
const toComparedFields = ({ name, status, version, isPublic }: SerializedWorkflow): Record<string, unknown> => ({
  name,
  status,
  version,
  ...defined({ is_public: isPublic }),
})

/** Adds the routes that replace a document, some of its fields, or its status. */
function addChangeRoutes(workflowRoutes: WorkflowRoutes): void {
  const { routes, dependencies } = workflowRoutes
  const { documents } = dependencies
  const changeDocument = (
    context: Context<AppEnvironment>,
    store: WorkspaceStore,
    id: string,
    isMergePatch: boolean,
  ): Promise<Response> =>
    changeWorkflow(workflowRoutes, { context, store }, id, async (previous) => {
      const body = await readWorkflowBody(context, documents, store, { previous, isMergePatch })
      const { prepared: document, isPartial, versionLabel: label, isPublic, ignoredFields, rejection } = body
      if (rejection) throw toRejection(rejection)
      const reason = { cause: 'saved' as const, ...defined({ label }) }
      return { document, isPartial, reason, isPublic, ignoredFields }
    })
  routes.put('/{id}', {
    permission: 'edit',
    summary: 'Replace the document of a workflow, or some of its fields; creates a version if the document changes',
    description:
      'A body with `version`, the version of the document format, is an entire document and replaces the previous one. ' +
      'Other bodies, also with `steps`, `global_config` or `connections`, change only the fields that they contain. ' +
      'Changing `status` to `published` publishes the workflow, and `is_public` starts or stops sharing it by link.',
    params,
    headers: ifMatchHeaderSchema,
    body: workflowBody,
    responses: {
      200: ['The updated workflow.', workflowWireSchema],
      400: 'Malformed JSON.',
      404: 'Workflow not found.',
      409: 'The workflow was changed by someone else; `details` contains `current` and `sent`.',
      415: 'Content type is not JSON.',
      422: 'Invalid workflow, or a name that contains NUL or an unpaired surrogate; see details.',
    },
    handle: ({ context, store, params: { id } }) => changeDocument(context, store, id, false),
  })

  routes.patch('/{id}', {
    permission: 'edit',
    summary: 'Change some fields of a workflow by a merge patch (RFC 7396)',
    description:
      '`null` removes a field, such as `description` or `settings.retry`; objects are merged; lists and other values replace the previous ones. Otherwise as PUT.',
    params,
    headers: ifMatchHeaderSchema,
    body: workflowPatchBody,
    responses: {
      200: ['The updated workflow.', workflowWireSchema],
      400: 'Malformed JSON.',
      404: 'Workflow not found.',
      409: 'The workflow was changed by someone else; `details` contains `current` and `sent`.',
      415: 'Content type is not JSON.',
      422: 'Invalid workflow, or a name that contains NUL or an unpaired surrogate; see details.',
    },
    handle: ({ context, store, params: { id } }) => changeDocument(context, store, id, true),
  })

  routes.patch('/{id}/status', {
    permission: 'edit',
    summary: 'Set the status: draft, published (creates a version) or archived',
    params,
    headers: ifMatchHeaderSchema,
    body: jsonBody('SetStatus', statusBodySchema, {
      example: '{"status": "published"}',
    }),
    responses: {
      200: ['The updated workflow.', workflowWireSchema],
      404: 'Workflow not found.',
      409: 'The workflow was changed by someone else; `details` contains `current` and `sent`.',
      422: 'Invalid workflow, or a name that contains NUL or an unpaired surrogate; see details.',
    },
    handle: async ({ context, store, params: { id }, body }) => {
      const isPublished = body.status === 'published'
      return changeWorkflow(workflowRoutes, { context, store }, id, async (previous) => ({
        document: await documents.prepareStored(previous.document, store, body),
        sent: body,
        isPartial: true,
        reason: isPublished ? { cause: 'published' } : undefined,
      }))
    },
  })
}

/** Adds the routes that delete and restore a workflow. */
function addRemovalRoutes({ routes, dependencies, responses }: WorkflowRoutes): void {
  routes.delete('/{id}', {
    permission: 'edit',
    summary: 'Delete a workflow; its runs are kept, and it can be restored until it is purged',
    params,
    headers: ifMatchHeaderSchema,
    responses: {
      204: 'Deleted.',
      400: 'Invalid If-Match.',
      404: 'Workflow not found.',
      409: 'The workflow was changed by someone else; `details` contains `current` and `sent`.',
    },
    handle: async ({ context, store, params: { id } }) => {
      const expectedRevision = readExpectedRevision(context)
      const removal = await store.workflows.remove(id, expectedRevision)
      if (typeof removal === 'object')
        throw await responses.createConflictRejection(context, store, removal.conflict, null)
      requireFound(removal, createMissingWorkflowProblem(id))
    },
  })

  routes.post('/{id}/restore', {
    permission: 'edit',
    summary: 'Restore a deleted workflow with its versions',
    params,
    responses: { 200: ['The workflow.', workflowWireSchema], 404: 'Workflow not found, or purged.' },
    handle: async ({ context, store, params: { id } }) => {
      await requireStartRight(dependencies, context, store, id)
      await store.workflows.restore(id)
      return responses.send(context, store, await requireWorkflow(store, id))
    },
  })
}

function addDuplicationRoute({ routes, dependencies: { documents, newId }, responses }: WorkflowRoutes): void {
  routes.post('/{id}/duplicate', {
    permission: 'edit',
    summary: 'Duplicate a workflow as a draft',
    params,
    body: jsonBody('Duplicate', duplicateBodySchema, { optional: true }),
    responses: {
      201: ['The copy.', workflowWireSchema],
      404: 'Workflow not found.',
      422: 'Invalid workflow, or a name that contains NUL or an unpaired surrogate; see details.',
    },
    handle: async ({ context, caller, store, params: { id }, body }) => {
      const storedWorkflow = await requireWorkflow(store, id)
      const name = body.name ?? createCopyName(storedWorkflow.name)
      if (toStorableText(name) !== name) throw new Rejection(422, createUnstorableNameProblem(name))
      const copy = await documents.prepareStored(storedWorkflow.document, store, { name, status: 'draft' })
      const access = await store.workflows.access.find(id)
      const copiedAccess = access && { ...access, granted: noAccess }
      const metadata = { access: copiedAccess, parentId: id, createdBy: caller.id }
      const addedWorkflow = await store.workflows.add(newId(), copy, metadata)
      return responses.send(context, store, addedWorkflow, { status: 201 })
    },
  })
}

/** Creates the name for a copy, limited to 200 characters without splitting a surrogate pair. */
const createCopyName = (name: string): string => `${name.slice(0, 190).replace(/[\ud800-\udbff]$/, '')} (copy)`
