import { noAccess } from '@aw-flow/engine'
import { error, type Problem, type Workflow } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { findBuiltInTemplate, listBuiltInTemplates } from '../api/built-in-templates.ts'
import { toRevisionTag } from '../api/revision.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse, sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { readBody } from '../http/read-json-body.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { serializeDocument } from '../store/workflows/document-text.ts'
import type { Template } from '../store/workflows/templates.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { workflowWireSchema } from '../wire/workflow.ts'
import { createMissingWorkflowProblem } from '../api/start-run.ts'

const tags = ['templates']
const path = '/api/v1/templates'
const params = createIdParamsSchema('messy-csv-to-points')
const templateNotFoundResponses = describeErrorResponses({ 404: 'Template not found.' })

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

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List templates: built-in templates first, then published templates',
  request: { query: listQuerySchema },
  responses: {
    200: describeJsonResponse('Templates.', createPageSchema(templateWireSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get a template with its document',
  request: { params },
  responses: {
    200: describeJsonResponse(
      'The template.',
      z.object({ ...templateWireSchema.shape, workflow: createDocumentSchema<Workflow>('Workflow') }),
    ),
    ...templateNotFoundResponses,
  },
})

const useBodySchema = z
  .strictObject({ name: z.string().min(1).max(200).optional() })
  .openapi({ example: { name: 'My first workflow' } })

const use = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/use`,
  tags,
  summary: 'Create a workflow from a template',
  request: {
    params,
    body: {
      required: false,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/UseTemplate' } } },
    },
  },
  responses: {
    201: describeJsonResponse('The workflow.', workflowWireSchema),
    ...templateNotFoundResponses,
    ...describeErrorResponses({ 400: 'Malformed JSON.', 415: 'Content type is not JSON.', 422: 'Invalid name.' }),
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
  summary: 'Publish the current state of a workflow as a template',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/PublishTemplate' } } },
    },
  },
  responses: {
    201: describeJsonResponse('The template.', templateWireSchema),
    ...describeErrorResponses({
      400: 'Malformed JSON.',
      404: 'Workflow not found.',
      415: 'Content type is not JSON.',
      422: 'Invalid body; see details.',
    }),
  },
})

const remove = createRoute({
  'x-permission': 'edit',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Delete a published template',
  request: { params },
  responses: {
    204: { description: 'Deleted.' },
    ...templateNotFoundResponses,
    ...describeErrorResponses({ 409: 'The template is built in.' }),
  },
})

const createTemplateNotFoundProblem = (id: string): Problem => error('template.not-found', { id, path })

/** Adds the routes under `/api/v1/templates`. */
export function addTemplateRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, documents, newId }: RouteDependencies,
  describer: WorkflowDescriber,
): void {
  app.openAPIRegistry.register('UseTemplate', useBodySchema)
  app.openAPIRegistry.register('PublishTemplate', publishBodySchema)
  const findTemplate = async ({ templates }: WorkspaceStore, id: string): Promise<Template | undefined> =>
    (await findBuiltInTemplate(id)) ?? (await templates.find(id))

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { limit, offset } = toPageRequest(context.req.valid('query'))
    const builtInTemplates = await listBuiltInTemplates()
    const builtInPage = builtInTemplates.slice(offset, offset + limit)
    const publishedOffset = Math.max(0, offset - builtInTemplates.length)
    const publishedPage = await store.templates.list({ limit, offset: publishedOffset })
    const items = [...builtInPage, ...publishedPage.items].slice(0, limit).map(toWire)
    return context.json({ items, total: builtInTemplates.length + publishedPage.total, limit, offset }, 200)
  })

  app.openapi(read, async (context) => {
    const { id } = context.req.valid('param')
    const { store } = await openWorkspace(context, 'view')
    const template = await findTemplate(store, id)
    if (!template) return sendProblem(context, 404, createTemplateNotFoundProblem(id))
    const document =
      template.document === undefined
        ? JSON.stringify(template.workflow)
        : (await documents.prepareStored(template.document, store)).document
    return sendJsonText(context, `${JSON.stringify(toWire(template)).slice(0, -1)},"workflow":${document}}`)
  })

  app.openapi(use, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const template = await findTemplate(store, id)
    if (!template) return sendProblem(context, 404, createTemplateNotFoundProblem(id))
    const { body, rejection } = await readBody(context, useBodySchema, { optional: true })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const overrides = {
      status: 'draft' as const,
      ...(body.name === undefined ? {} : { name: toStorableText(body.name) }),
    }
    const { workflow, document } = template
    const copy =
      document === undefined
        ? serializeDocument({ ...workflow, ...overrides })
        : await documents.prepareStored(document, store, overrides)
    const storedWorkflow = await store.workflows.addSerialized(newId(), copy, {
      access: { trust: template.trust, granted: noAccess },
      createdBy: context.get('caller').id,
    })
    context.header('ETag', toRevisionTag(storedWorkflow.revision))
    context.header('Location', `/api/v1/workflows/${storedWorkflow.id}`)
    return sendJsonText(context, await describer.renderResponse(store, storedWorkflow), 201)
  })

  app.openapi(publish, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { body, rejection } = await readBody(context, publishBodySchema, { example: '{"workflow_id": "…"}' })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const storedWorkflow = await store.workflows.findSerialized(body.workflow_id)
    if (!storedWorkflow) return sendProblem(context, 404, createMissingWorkflowProblem(body.workflow_id))
    const { name, description } = body
    const document = await documents.prepareStored(storedWorkflow.document, store, {
      status: 'draft',
      ...(name === undefined ? {} : { name: toStorableText(name) }),
      ...(description === undefined ? {} : { description: toStorableText(description) }),
    })
    const { trust = 'own' } = (await store.workflows.access.find(body.workflow_id)) ?? {}
    return context.json(toWire(await store.templates.add(newId(), document, trust)), 201)
  })

  app.openapi(remove, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    if (await findBuiltInTemplate(id)) {
      return sendProblem(context, 409, error('template.built-in', { id }))
    }
    return (await store.templates.remove(id))
      ? context.body(null, 204)
      : sendProblem(context, 404, createTemplateNotFoundProblem(id))
  })
}
