import { noAccess } from '@aw-flow/engine'
import { error, type Problem, type Workflow } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { findBuiltInTemplate, listBuiltInTemplates } from '../api/built-in-templates.ts'
import { toRevisionTag } from '../api/revision.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { serializeDocument } from '../store/workflows/document-text.ts'
import type { Template } from '../store/workflows/templates.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { workflowWireSchema } from '../wire/workflow.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound } from '../http/rejection.ts'
import { requireWorkflow } from '../api/require-workflow.ts'

const path = '/api/v1/templates'
const params = createIdParamsSchema('messy-csv-to-points')

const templateWireSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    built_in: z.boolean(),
    nodes: z.number().int(),
    created_at: z.string().nullable(),
  })
  .openapi('Template', {
    example: {
      id: 'messy-csv-to-points',
      name: 'Messy CSV to Cosmograph points',
      description:
        'A spreadsheet export with a title, semicolons, decimal commas and a total line becomes clean points on a map.',
      built_in: true,
      nodes: 4,
      created_at: null,
    },
  })

const toWire = ({ id, name, description, workflow, createdAt }: Template): z.infer<typeof templateWireSchema> => ({
  id,
  name,
  description: description ?? null,
  built_in: createdAt === undefined,
  nodes: workflow.nodes.length,
  created_at: createdAt ?? null,
})

const useBodySchema = z
  .strictObject({ name: z.string().min(1).max(200).optional() })
  .openapi({ example: { name: 'My first workflow' } })

const publishBodySchema = z
  .strictObject({
    workflow_id: z.string(),
    name: z.string().min(1).max(200).optional(),
    description: z.string().max(10_000).optional(),
  })
  .openapi({ example: { workflow_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11' } })

const createTemplateNotFoundProblem = (id: string): Problem => error('template.not-found', { id, path })

/** Adds the routes under `/api/v1/templates`. */
export function addTemplateRoutes(
  { createWorkspaceRoutes, documents, newId }: RouteDependencies,
  describer: WorkflowDescriber,
): void {
  const routes = createWorkspaceRoutes({ path, tags: ['templates'] })
  const findTemplate = async ({ templates }: WorkspaceStore, id: string): Promise<Template | undefined> =>
    (await findBuiltInTemplate(id)) ?? (await templates.find(id))

  routes.get('', {
    permission: 'view',
    summary: 'List templates: built-in templates first, then published templates',
    query: listQuerySchema,
    responses: { 200: ['Templates.', createPageSchema(templateWireSchema)] },
    handle: async ({ store, query }) => {
      const { limit, offset } = toPageRequest(query)
      const builtInTemplates = await listBuiltInTemplates()
      const builtInPage = builtInTemplates.slice(offset, offset + limit)
      const publishedOffset = Math.max(0, offset - builtInTemplates.length)
      const publishedPage = await store.templates.list({ limit, offset: publishedOffset })
      const items = [...builtInPage, ...publishedPage.items].slice(0, limit).map(toWire)
      return { items, total: builtInTemplates.length + publishedPage.total, limit, offset }
    },
  })

  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get a template with its document',
    params,
    responses: {
      200: [
        'The template.',
        z.object({ ...templateWireSchema.shape, workflow: createDocumentSchema<Workflow>('Workflow') }),
      ],
      404: 'Template not found.',
    },
    handle: async ({ context, store, params: { id } }) => {
      const template = requireFound(await findTemplate(store, id), createTemplateNotFoundProblem(id))
      const document =
        template.document === undefined
          ? JSON.stringify(template.workflow)
          : (await documents.prepareStored(template.document, store)).document
      return sendJsonText(context, `${JSON.stringify(toWire(template)).slice(0, -1)},"workflow":${document}}`)
    },
  })

  routes.post('/{id}/use', {
    permission: 'edit',
    summary: 'Create a workflow from a template',
    params,
    body: jsonBody('UseTemplate', useBodySchema, { optional: true }),
    responses: { 201: ['The workflow.', workflowWireSchema], 404: 'Template not found.', 422: 'Invalid name.' },
    handle: async ({ context, caller, store, params: { id }, body }) => {
      const template = requireFound(await findTemplate(store, id), createTemplateNotFoundProblem(id))
      const overrides = {
        status: 'draft' as const,
        ...(body.name === undefined ? {} : { name: toStorableText(body.name) }),
      }
      const { workflow, document } = template
      const copy =
        document === undefined
          ? serializeDocument({ ...workflow, ...overrides })
          : await documents.prepareStored(document, store, overrides)
      const storedWorkflow = await store.workflows.add(newId(), copy, {
        access: { trust: template.trust, granted: noAccess },
        createdBy: caller.id,
      })
      context.header('ETag', toRevisionTag(storedWorkflow.revision))
      context.header('Location', `/api/v1/workflows/${storedWorkflow.id}`)
      return sendJsonText(context, await describer.renderResponse(store, storedWorkflow), 201)
    },
  })

  routes.post('', {
    permission: 'edit',
    summary: 'Publish the current state of a workflow as a template',
    body: jsonBody('PublishTemplate', publishBodySchema, { example: '{"workflow_id": "…"}' }),
    responses: { 201: ['The template.', templateWireSchema], 404: 'Workflow not found.' },
    handle: async ({ store, body }) => {
      const storedWorkflow = await requireWorkflow(store, body.workflow_id)
      const { name, description } = body
      const document = await documents.prepareStored(storedWorkflow.document, store, {
        status: 'draft',
        ...(name === undefined ? {} : { name: toStorableText(name) }),
        ...(description === undefined ? {} : { description: toStorableText(description) }),
      })
      const { trust = 'own' } = (await store.workflows.access.find(body.workflow_id)) ?? {}
      return toWire(await store.templates.add(newId(), document, trust))
    },
  })

  routes.delete('/{id}', {
    permission: 'edit',
    summary: 'Delete a published template',
    params,
    responses: { 204: 'Deleted.', 404: 'Template not found.', 409: 'The template is built in.' },
    handle: async ({ store, params: { id } }) => {
      if (await findBuiltInTemplate(id)) throw new Rejection(409, error('template.built-in', { id }))
      requireFound(await store.templates.remove(id), createTemplateNotFoundProblem(id))
    },
  })
}
