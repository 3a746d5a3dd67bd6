import { error, type Problem, type Workflow } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { toRevisionTag } from '../api/revision.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse, sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { readBody } from '../http/read-json-body.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import type { WorkflowVersion } from '../store/workflows/workflow-versions.ts'
import { toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { workflowWireSchema } from '../wire/workflow.ts'
import { createMissingWorkflowProblem } from '../api/start-run.ts'
import { workflowNotFoundResponses, params, path, tags } from './workflows.ts'

const versionWireSchema = z
  .object({
    number: z.number().int(),
    made_by: z.string().openapi({ description: 'saved, named, published, run or restored.' }),
    label: z.string().nullable(),
    created_at: z.string(),
  })
  .openapi('WorkflowVersion', {
    example: { number: 3, made_by: 'published', label: null, created_at: '2026-11-20T10:00:00.000Z' },
  })

const toWire = ({ number, cause, label, createdAt }: WorkflowVersion): z.infer<typeof versionWireSchema> => ({
  number,
  made_by: cause,
  label: label ?? null,
  created_at: createdAt,
})

const versionParams = params.extend({ number: z.coerce.number().int().openapi({ example: 1 }) })
const versionNotFoundResponses = describeErrorResponses({
  404: 'Workflow or version not found.',
  422: 'Invalid version number.',
})

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/versions`,
  tags,
  summary: 'List the versions of a workflow, newest first',
  request: { params, query: listQuerySchema },
  responses: {
    200: describeJsonResponse('Versions.', createPageSchema(versionWireSchema)),
    ...workflowNotFoundResponses,
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const nameBodySchema = z
  .strictObject({ label: z.string().min(1).max(200) })
  .openapi({ example: { label: 'First release' } })

const nameVersion = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/versions`,
  tags,
  summary: 'Name the current version; creates a version if the document has changed since the last one',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/NameVersion' } } } },
  },
  responses: {
    201: describeJsonResponse('The named version.', versionWireSchema),
    ...workflowNotFoundResponses,
    ...describeErrorResponses({ 400: 'Malformed JSON.', 415: 'Content type is not JSON.', 422: 'Invalid label.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/versions/{number}`,
  tags,
  summary: 'Get a version with its document',
  request: { params: versionParams },
  responses: {
    200: describeJsonResponse(
      'The version.',
      z.object({ ...versionWireSchema.shape, workflow: createDocumentSchema<Workflow>('Workflow') }),
    ),
    ...versionNotFoundResponses,
  },
})

const restore = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/versions/{number}/restore`,
  tags,
  summary: 'Restore a version as the current document',
  request: { params: versionParams },
  responses: { 200: describeJsonResponse('The updated workflow.', workflowWireSchema), ...versionNotFoundResponses },
})

const createVersionNotFoundProblem = (id: string, number: number): Problem =>
  error('version.not-found', { id, version: number, path: `${path}/${id}/versions` })

/** Adds the routes under `/api/v1/workflows/{id}/versions`. */
export function addWorkflowVersionRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, documents }: RouteDependencies,
  describer: WorkflowDescriber,
): void {
  app.openAPIRegistry.register('NameVersion', nameBodySchema)

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    if (!(await store.workflows.findSerialized(id))) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    const page = await store.workflows.versions.list(id, toPageRequest(context.req.valid('query')))
    return context.json(toListResponse(page, toWire), 200)
  })

  app.openapi(nameVersion, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const { versions } = store.workflows
    if (!(await store.workflows.findSerialized(id))) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    const { body, rejection } = await readBody(context, nameBodySchema, { example: '{"label": "…"}' })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const number = await versions.create(id, { cause: 'named', label: toStorableText(body.label) })
    const version = number === undefined ? undefined : await versions.find(id, number)
    return version ? context.json(toWire(version), 201) : sendProblem(context, 404, createMissingWorkflowProblem(id))
  })

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id, number } = context.req.valid('param')
    const version = await store.workflows.versions.find(id, number)
    if (!version) return sendProblem(context, 404, createVersionNotFoundProblem(id, number))
    const { document } = await documents.prepareStored(version.document, store)
    return sendJsonText(context, `${JSON.stringify(toWire(version)).slice(0, -1)},"workflow":${document}}`)
  })

  app.openapi(restore, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id, number } = context.req.valid('param')
    const version = await store.workflows.versions.find(id, number)
    if (!version) return sendProblem(context, 404, createVersionNotFoundProblem(id, number))
    const preparedDocument = await documents.prepareStored(version.document, store)
    const reason = { cause: 'restored' as const }
    const storedWorkflow = (await store.workflows.changeSerialized(id, preparedDocument, { reason }))?.stored
    if (!storedWorkflow) return sendProblem(context, 404, createVersionNotFoundProblem(id, number))
    context.header('ETag', toRevisionTag(storedWorkflow.revision))
    return sendJsonText(context, await describer.renderResponse(store, storedWorkflow))
  })
}
