import { noAccess } from '@aw-flow/engine'
import { error, type Workflow } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { toRevisionTag } from '../api/revision.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import type { Caller } from '../security/caller.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { createPageSchema, listQuerySchema, toListResponse, toPageRequest } from '../wire/list.ts'
import { workflowWireSchema } from '../wire/workflow.ts'
import type { Gallery, GalleryTemplate } from './gallery.ts'
import { maskDatasetIds } from './remove-datasets.ts'
import { jsonBody } from '../http/json-body.ts'
import { createRouteNotFound, requireFound } from '../http/rejection.ts'
import { toRejection } from '../http/read-json-body.ts'
import { requireWorkflow } from '../api/require-workflow.ts'
import { recordToWire } from '../wire/record-to-wire.ts'

const path = '/api/v1/gallery'
const tags = ['templates']
const params = createIdParamsSchema('0d4d1c1e-5f8f-4f6e-9c55-8d4f2f0d7a11')

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

const publishBodySchema = z
  .strictObject({
    workflow_id: z.string(),
    name: z.string().min(1).max(200).optional(),
    description: z.string().max(10_000).optional(),
  })
  .openapi({ example: { workflow_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11' } })

const useBodySchema = z
  .strictObject({ name: z.string().min(1).max(200).optional() })
  .openapi({ example: { name: 'My addresses' } })

/** Adds the routes under `/api/v1/gallery`. They respond with 404 if the operator has disabled the gallery. */
export function addGalleryRoutes(dependencies: RouteDependencies, describer: WorkflowDescriber): void {
  addTemplateRoutes(dependencies)
  addPublicationRoutes(dependencies)
  addUseRoute(dependencies, describer)
}

async function openGallery(
  { backend, hasGallery = true }: RouteDependencies,
  { req }: Context<AppEnvironment>,
): Promise<Gallery> {
  if (!hasGallery) throw createRouteNotFound(req)
  return (await backend()).store.gallery
}

const requireTemplate = async (gallery: Gallery, id: string) =>
  requireFound(await gallery.find(id), error('template.not-found', { id, path }))

/** Adds the routes that read templates. */
function addTemplateRoutes(dependencies: RouteDependencies): void {
  const routes = dependencies.createWorkspaceRoutes({ path, tags })
  const serverRoutes = dependencies.createRoutes({ path, tags })

  serverRoutes.get('', {
    permission: 'view',
    summary: 'List the public templates of all workspaces, most used first',
    query: listQuerySchema.extend({ q: z.string().max(200).optional().openapi({ example: 'addresses' }) }),
    responses: { 200: ['Templates.', createPageSchema(templateSchema)], 404: 'The operator turned the gallery off.' },
    handle: async ({ context, caller, query }) => {
      const page = await (await openGallery(dependencies, context)).list(toPageRequest(query), query.q)
      return toListResponse(page, (template) => toWire(template, caller))
    },
  })

  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get a public template with its document',
    params,
    responses: {
      200: [
        'The template.',
        z.object({ ...templateSchema.shape, workflow: createDocumentSchema<Workflow>('Workflow') }),
      ],
      404: 'Template not found, or the operator turned the gallery off.',
    },
    handle: async ({ context, caller, store, params: { id } }) => {
      const gallery = await openGallery(dependencies, context)
      const template = await requireTemplate(gallery, id)
      const { document } = await dependencies.documents.prepareStored(template.document, store)
      const summary = JSON.stringify(toWire(template, caller))
      return sendJsonText(context, `${summary.slice(0, -1)},"workflow":${document}}`)
    },
  })
}

/** Adds the routes that publish and withdraw templates. */
function addPublicationRoutes(dependencies: RouteDependencies): void {
  const { documents, newId, requirePermission } = dependencies

  dependencies.createWorkspaceRoutes({ path, tags }).post('', {
    permission: 'edit',
    summary: 'Publish the current state of a workflow for all workspaces, or replace its public template',
    description: 'All members of all workspaces can read and copy it. Dataset IDs are removed.',
    body: jsonBody('PublishGalleryTemplate', publishBodySchema, { example: '{"workflow_id": "…"}' }),
    responses: {
      201: ['The template.', templateSchema],
      404: 'Workflow not found, or the operator turned the gallery off.',
    },
    handle: async ({ context, caller, backend: { workspace }, store, body }) => {
      const gallery = await openGallery(dependencies, context)
      const storedWorkflow = await requireWorkflow(store, body.workflow_id)
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
      if (documentRejection) throw toRejection(documentRejection)
      const template = await gallery.publish({
        id: newId(),
        workspace,
        workflowId: body.workflow_id,
        authorId: caller.id,
        document,
        nodes,
      })
      return toWire(template, caller)
    },
  })

  dependencies.createRoutes({ path, tags }).delete('/{id}', {
    permission: 'edit',
    summary: 'Withdraw a public template',
    description:
      'Only its author, administrators of its workspace and the server operator can do this. Copies are kept.',
    params,
    responses: { 204: 'Withdrawn.', 404: 'Template not found, or the operator turned the gallery off.' },
    handle: async ({ context, caller, params: { id } }) => {
      const gallery = await openGallery(dependencies, context)
      const template = await requireTemplate(gallery, id)
      if (!canWithdraw(template, caller))
        requirePermission(context, template.workspace === caller.workspace ? 'administer' : 'operate')
      await gallery.withdraw(id)
    },
  })
}

function addUseRoute(dependencies: RouteDependencies, describer: WorkflowDescriber): void {
  dependencies.createWorkspaceRoutes({ path, tags }).post('/{id}/use', {
    permission: 'edit',
    summary: 'Create a workflow from a public template',
    description:
      'The workflow counts as imported: it can use hosts, secrets and models only after a user grants access.',
    params,
    body: jsonBody('UseGalleryTemplate', useBodySchema, { optional: true }),
    responses: {
      201: ['The workflow.', workflowWireSchema],
      404: 'Template not found, or the operator turned the gallery off.',
      422: 'Invalid name.',
    },
    handle: async ({ context, caller, backend: { workspace }, store, params: { id }, body }) => {
      const gallery = await openGallery(dependencies, context)
      const template = await requireTemplate(gallery, id)
      const overrides = body.name === undefined ? undefined : { name: toStorableText(body.name) }
      const document = await dependencies.documents.prepareStored(template.document, store, overrides)
      const storedWorkflow = await store.workflows.add(dependencies.newId(), document, {
        access: { trust: 'imported', granted: noAccess },
        createdBy: caller.id,
      })
      await gallery.countUse(id, workspace)
      context.header('ETag', toRevisionTag(storedWorkflow.revision))
      context.header('Location', `/api/v1/workflows/${storedWorkflow.id}`)
      return sendJsonText(context, await describer.renderResponse(store, storedWorkflow), 201)
    },
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

const toWire = (template: GalleryTemplate, caller: Caller): z.infer<typeof templateSchema> =>
  recordToWire(templateSchema, template, {
    workflow_id: template.workspace === caller.workspace ? template.workflowId : null,
    can_withdraw: canWithdraw(template, caller),
  })
