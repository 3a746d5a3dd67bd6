import { noAccess } from '@aw-flow/engine'
import { defined, type Problem, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import { workflowStatusSchema } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { readExpectedRevision, isCachedByClient, createConflictProblem, toRevisionTag } from '../api/revision.ts'
import { readWorkflowBody, workflowBody } from '../api/read-workflow-body.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
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
  includableFields,
  warnOfIgnoredFields,
  withIgnoredFields,
  workflowSummaryToWire,
  workflowSummaryWireSchema,
  workflowWireSchema,
} from '../wire/workflow.ts'
import { jsonBody } from '../http/json-body.ts'
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

/** Adds the routes under `/api/v1/workflows`. They store and describe workflows, but never run them. */
export function addWorkflowRoutes(
  { createRoutes, createWorkspaceRoutes, requirePermission, backend, newId, documents }: RouteDependencies,
  describer: WorkflowDescriber,
): void {
  const routes = createWorkspaceRoutes({ path, tags: ['workflows'] })
  const serverRoutes = createRoutes({ path, tags: ['workflows'] })
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
    warnOfIgnoredFields(context, ignoredFields)
    const response = await describer.renderResponse(store, storedWorkflow)
    return sendJsonText(context, withIgnoredFields(response, ignoredFields), status)
  }
  /**
   * Requires the permission `execute` for a change that publishes or restores a workflow with a trigger that is still
   * turned on, because its runs then begin.
   */
  const requireStartRight = async (context: Context<AppEnvironment>, store: WorkspaceStore, id: string) => {
    if (await store.hasArmedTrigger(id)) requirePermission(context, 'execute')
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
  const createConflictRejection = async (
    context: Context<AppEnvironment>,
    store: WorkspaceStore,
    currentWorkflow: SerializedWorkflow,
    sent: object | null,
  ): Promise<Rejection> => {
    setEtag(context, currentWorkflow)
    return new Rejection(409, createConflictProblem(currentWorkflow.revision), {
      current: JSON.parse(await describer.renderResponse(store, currentWorkflow)) as object,
      sent,
    })
  }

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
      await requireStartRight(context, store, id)
      const { stored, conflict } = await store.workflows.addWithId(id, prepared, properties)
      if (!stored)
        throw await createConflictRejection(context, store, conflict, JSON.parse(prepared.document) as object)
      // A document from a file or a link cannot make itself public.
      const isIgnored = trust !== undefined && isPublic !== undefined
      const workflow = await applySharing(context, store, {
        workflow: stored,
        isPublic: isIgnored ? undefined : isPublic,
      })
      const allIgnoredFields = [...ignoredFields, ...(isIgnored ? ['is_public'] : [])]
      return sendStoredWorkflow(context, store, workflow, { status: 201, ignoredFields: allIgnoredFields })
    },
  })

  // Many callers request the same first page of a list at the same time. The response depends only on the workspace,
  // page and filter, so callers for whom these are equal share it.
  const renderList = createSingleFlight(async (key) => {
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

  serverRoutes.get('', {
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
      setEtag(context, storedWorkflow)
      if (isCachedByClient(context, toRevisionTag(storedWorkflow.revision))) return context.body(null, 304)
      return sendJsonText(context, await describer.renderResponse(store, storedWorkflow))
    },
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
    handle: async ({ context, store, params: { id } }) => {
      const expectedRevision = readExpectedRevision(context)
      for (;;) {
        const previousWorkflow = await store.workflows.findSerialized(id)
        if (!previousWorkflow) throw new Rejection(404, createMissingWorkflowProblem(id))
        const body = await readWorkflowBody(context, documents, store, { previous: previousWorkflow })
        const { prepared, isPartial, versionLabel: label, isPublic, ignoredFields, rejection } = body
        if (rejection) throw toRejection(rejection)
        // A partial body takes its omitted fields from this revision, so the revision must still be the current one.
        const revision = expectedRevision ?? (isPartial ? previousWorkflow.revision : undefined)
        const isNewlyPublished = prepared.status === 'published' && previousWorkflow.status !== 'published'
        if (isNewlyPublished) await requireStartRight(context, store, id)
        const cause = isNewlyPublished ? ('published' as const) : ('saved' as const)
        const reason = defined({ cause, label })
        const result = await store.workflows.changeSerialized(id, prepared, { revision, reason })
        if (!result) throw new Rejection(404, createMissingWorkflowProblem(id))
        if (result.stored) {
          const changedWorkflow = await applySharing(context, store, { workflow: result.stored, isPublic })
          return sendStoredWorkflow(context, store, changedWorkflow, { ignoredFields })
        }
        // Without an `If-Match` header, retry with the current revision.
        if (expectedRevision !== undefined) {
          throw await createConflictRejection(context, store, result.conflict, JSON.parse(prepared.document) as object)
        }
      }
    },
  })

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
      if (typeof removal === 'object') throw await createConflictRejection(context, store, removal.conflict, null)
      requireFound(removal, createMissingWorkflowProblem(id))
    },
  })

  routes.post('/{id}/restore', {
    permission: 'edit',
    summary: 'Restore a deleted workflow with its versions',
    params,
    responses: { 200: ['The workflow.', workflowWireSchema], 404: 'Workflow not found, or purged.' },
    handle: async ({ context, store, params: { id } }) => {
      await requireStartRight(context, store, id)
      await store.workflows.restore(id)
      const storedWorkflow = await requireWorkflow(store, id)
      return sendStoredWorkflow(context, store, storedWorkflow)
    },
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
      await requireWorkflow(store, id)
      if (body.status === 'published') await requireStartRight(context, store, id)
      const expectedRevision = readExpectedRevision(context)
      for (;;) {
        const previousWorkflow = await store.workflows.findSerialized(id)
        if (!previousWorkflow) throw new Rejection(404, createMissingWorkflowProblem(id))
        if (expectedRevision !== undefined && previousWorkflow.revision !== expectedRevision) {
          throw await createConflictRejection(context, store, previousWorkflow, body)
        }
        const preparedDocument = await documents.prepareStored(previousWorkflow.document, store, body)
        const result = await store.workflows.changeSerialized(id, preparedDocument, {
          revision: previousWorkflow.revision,
          ...(body.status === 'published' ? { reason: { cause: 'published' } } : {}),
        })
        if (!result) throw new Rejection(404, createMissingWorkflowProblem(id))
        if (result.stored) return sendStoredWorkflow(context, store, result.stored)
        if (expectedRevision !== undefined) throw await createConflictRejection(context, store, result.conflict, body)
      }
    },
  })

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
      return sendStoredWorkflow(context, store, await store.workflows.addSerialized(newId(), copy, metadata), {
        status: 201,
      })
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

/** Creates the name for a copy, limited to 200 characters without splitting a surrogate pair. */
const createCopyName = (name: string): string => `${name.slice(0, 190).replace(/[\ud800-\udbff]$/, '')} (copy)`
