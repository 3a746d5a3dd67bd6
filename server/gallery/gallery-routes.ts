import { noAccess } from '@aw-flow/engine'
import { error, type Workflow } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { toRevisionTag } from '../api/revision.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import { createMissingWorkflowProblem } from '../api/start-run.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse, sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { readBody } from '../http/read-json-body.ts'
import type { Caller } from '../security/caller.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { createPageSchema, listQuerySchema, toListResponse, toPageRequest } from '../wire/list.ts'
import { workflowWireSchema } from '../wire/workflow.ts'
import type { GalleryTemplate } from './gallery.ts'
import { maskDatasetIds } from './remove-datasets.ts'

const tags = ['templates']
const path = '/api/v1/gallery'
const params = createIdParamsSchema('0d4d1c1e-5f8f-4f6e-9c55-8d4f2f0d7a11')
const notFoundResponses = describeErrorResponses({ 404: 'Template not found, or the operator turned the gallery off.' })

const templateSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    author: z
      .string()
      .nullable()
      .openapi({ description: 'Full name; null if the account has no name or was deleted.' }),
    tags: z.array(z.string()),
    nodes: z.number().int(),
    uses: z.number().int().openapi({ description: 'Number of workflows that were created from the template.' }),
    published_at: z.string(),
    workflow_id: z.string().nullable().openapi({ description: 'The published workflow, if it is in your workspace.' }),
    can_withdraw: z.boolean(),
  })
  .openapi('GalleryTemplate', {
    example: {
      id: '0d4d1c1e-5f8f-4f6e-9c55-8d4f2f0d7a11',
      name: 'Clean addresses',
      description: 'Reads a list of addresses and repairs their postal codes.',
      author: 'Ada Lovelace',
      tags: ['addresses'],
      nodes: 4,
      uses: 12,
      published_at: '2026-11-26T10:00:00.000Z',
      workflow_id: null,
      can_withdraw: false,
    },
  })

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List the public templates of all workspaces, most used first',
  request: { query: listQuerySchema.extend({ q: z.string().max(200).optional().openapi({ example: 'addresses' }) }) },
  responses: {
    200: describeJsonResponse('Templates.', createPageSchema(templateSchema)),
    ...describeErrorResponses({ 404: 'The operator turned the gallery off.', 422: 'Invalid query.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get a public template with its document',
  request: { params },
  responses: {
    200: describeJsonResponse(
      'The template.',
      z.object({ ...templateSchema.shape, workflow: createDocumentSchema<Workflow>('Workflow') }),
    ),
    ...notFoundResponses,
  },
})

const publishBodySchema = z
  .strictObject({
    workflow_id: z.string(),
    name: z.string().min(1).max(200).optional(),
    description: z.string().max(10_000).optional(),
  })
  .openapi({ example: { workflow_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11' } })

const publish = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path,
  tags,
  summary: 'Publish the current state of a workflow for all workspaces, or replace its public template',
  description: 'All members of all workspaces can read and copy it. Dataset IDs are removed.',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/PublishGalleryTemplate' } } },
    },
  },
  responses: {
    201: describeJsonResponse('The template.', templateSchema),
    ...describeErrorResponses({
      400: 'Malformed JSON.',
      404: 'Workflow not found, or the operator turned the gallery off.',
      415: 'Content type is not JSON.',
      422: 'Invalid body; see details.',
    }),
  },
})

const useBodySchema = z
  .strictObject({ name: z.string().min(1).max(200).optional() })
  .openapi({ example: { name: 'My addresses' } })

const use = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/use`,
  tags,
  summary: 'Create a workflow from a public template',
  description: 'The workflow counts as imported: it can use hosts, secrets and models only after a user grants access.',
  request: {
    params,
    body: {
      required: false,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/UseGalleryTemplate' } } },
    },
  },
  responses: {
    201: describeJsonResponse('The workflow.', workflowWireSchema),
    ...notFoundResponses,
    ...describeErrorResponses({ 400: 'Malformed JSON.', 415: 'Content type is not JSON.', 422: 'Invalid name.' }),
  },
})

const withdraw = createRoute({
  'x-permission': 'edit',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Withdraw a public template',
  description: 'Only its author, administrators of its workspace and the server operator can do this. Copies are kept.',
  request: { params },
  responses: { 204: { description: 'Withdrawn.' }, ...notFoundResponses },
})

/** Adds the routes under `/api/v1/gallery`. They respond with 404 if the operator has disabled the gallery. */
export function addGalleryRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend, openWorkspace, requirePermission, documents, newId, hasGallery = true }: RouteDependencies,
  describer: WorkflowDescriber,
): void {
  app.openAPIRegistry.register('PublishGalleryTemplate', publishBodySchema)
  app.openAPIRegistry.register('UseGalleryTemplate', useBodySchema)

  const openGallery = async () => (await backend()).store.gallery
  const sendDisabled = (context: Context<AppEnvironment>) =>
    sendProblem(context, 404, error('route.not-found', { method: context.req.method, path: context.req.path }))
  const sendTemplateNotFound = (context: Context<AppEnvironment>, id: string) =>
    sendProblem(context, 404, error('template.not-found', { id, path }))

  app.openapi(list, async (context) => {
    const caller = requirePermission(context, 'view')
    if (!hasGallery) return sendDisabled(context)
    const query = context.req.valid('query')
    const page = await (await openGallery()).list(toPageRequest(query), query.q)
    return context.json(
      toListResponse(page, (template) => toWire(template, caller)),
      200,
    )
  })

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    if (!hasGallery) return sendDisabled(context)
    const { id } = context.req.valid('param')
    const template = await (await openGallery()).find(id)
    if (!template) return sendTemplateNotFound(context, id)
    const { document } = await documents.prepareStored(template.document, store)
    const summary = JSON.stringify(toWire(template, context.get('caller')))
    return sendJsonText(context, `${summary.slice(0, -1)},"workflow":${document}}`)
  })

  app.openapi(publish, async (context) => {
    const { store, workspace } = await openWorkspace(context, 'edit')
    if (!hasGallery) return sendDisabled(context)
    const { body, rejection } = await readBody(context, publishBodySchema, { example: '{"workflow_id": "…"}' })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const storedWorkflow = await store.workflows.findSerialized(body.workflow_id)
    if (!storedWorkflow) return sendProblem(context, 404, createMissingWorkflowProblem(body.workflow_id))
    const { name, description } = body
    const overrides = {
      status: 'draft' as const,
      ...(name === undefined ? {} : { name: toStorableText(maskDatasetIds(name)) }),
      ...(description === undefined ? {} : { description: toStorableText(maskDatasetIds(description)) }),
    }
    const submission = {
      text: storedWorkflow.document,
      format: 'stored' as const,
      overrides,
      shouldRemoveDatasets: true,
    }
    const { prepared: document, nodes, rejection: documentRejection } = await documents.prepare(submission, store)
    if (documentRejection)
      return sendProblem(context, documentRejection.status, documentRejection.problem, documentRejection.details)
    const caller = context.get('caller')
    const template = await (
      await openGallery()
    ).publish({ id: newId(), workspace, workflowId: body.workflow_id, authorId: caller.id, document, nodes })
    return context.json(toWire(template, caller), 201)
  })

  app.openapi(use, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    if (!hasGallery) return sendDisabled(context)
    const { id } = context.req.valid('param')
    const gallery = await openGallery()
    const template = await gallery.find(id)
    if (!template) return sendTemplateNotFound(context, id)
    const { body, rejection } = await readBody(context, useBodySchema, { optional: true })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const overrides = body.name === undefined ? undefined : { name: toStorableText(body.name) }
    const document = await documents.prepareStored(template.document, store, overrides)
    const storedWorkflow = await store.workflows.addSerialized(newId(), document, {
      access: { trust: 'imported', granted: noAccess },
      createdBy: context.get('caller').id,
    })
    await gallery.countUse(id)
    context.header('ETag', toRevisionTag(storedWorkflow.revision))
    context.header('Location', `/api/v1/workflows/${storedWorkflow.id}`)
    return sendJsonText(context, await describer.renderResponse(store, storedWorkflow), 201)
  })

  app.openapi(withdraw, async (context) => {
    const caller = requirePermission(context, 'edit')
    if (!hasGallery) return sendDisabled(context)
    const { id } = context.req.valid('param')
    const gallery = await openGallery()
    const template = await gallery.find(id)
    if (!template) return sendTemplateNotFound(context, id)
    if (!canWithdraw(template, caller))
      requirePermission(context, template.workspace === caller.workspace ? 'administer' : 'operate')
    await gallery.withdraw(id)
    return context.body(null, 204)
  })
}

/**
 * Returns whether the caller is the server's operator or, within the template's workspace, an administrator or the
 * author. The author also needs edit permission.
 */
const canWithdraw = ({ workspace, authorId }: GalleryTemplate, { id, ...caller }: Caller): boolean =>
  caller.permissions.has('operate') ||
  (caller.workspace === workspace &&
    caller.permissions.has('edit') &&
    (id === authorId || caller.permissions.has('administer')))

const toWire = (template: GalleryTemplate, caller: Caller): z.infer<typeof templateSchema> => ({
  id: template.id,
  name: template.name,
  description: template.description ?? null,
  author: template.author ?? null,
  tags: template.tags,
  nodes: template.nodes,
  uses: template.uses,
  published_at: template.publishedAt,
  workflow_id: template.workspace === caller.workspace ? template.workflowId : null,
  can_withdraw: canWithdraw(template, caller),
})
