import { noAccess } from '@aw-flow/engine'
import type { Workflow } from '@aw-flow/schema'
import { createMissingWorkflowProblem } from '../api/start-run.ts'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { toRevisionTag } from '../api/revision.ts'
import { readWorkflowBody, workflowBody } from '../api/read-workflow-body.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import type { Context } from 'hono'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { sendProblem } from '../http/error-response.ts'
import { describeJsonResponse, sendJsonText } from '../http/json-response.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { SerializedWorkflow } from '../store/workflows/workflows.ts'
import { versionLabelSchema, withIgnoredFields, workflowWireSchema } from '../wire/workflow.ts'
import {
  workflowNotFoundResponses,
  invalidWorkflowResponses,
  params,
  path,
  restrictedTrustSchema,
  tags,
} from './workflows.ts'

const exportRoute = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/export`,
  tags,
  summary: 'Export a workflow document as a file',
  request: { params },
  responses: {
    200: describeJsonResponse('The document.', createDocumentSchema<Workflow>('Workflow')),
    ...workflowNotFoundResponses,
  },
})

const unresolvedReferenceSchema = z
  .object({
    name: z.string(),
    candidates: z.array(z.string()).openapi({
      description: 'IDs of the workflows with this name. Can be empty.',
    }),
  })
  .openapi('UnresolvedReference')

const importRoute = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/import`,
  tags,
  summary: 'Import a workflow from a file as a draft, without running it',
  description:
    'Its runs cannot use secrets, hosts or tools until a user grants access: see `/api/v1/workflows/{id}/access`. ' +
    '`references` in the document maps sub-workflow names to workflow IDs. A name without an ID is resolved if exactly ' +
    'one workflow in the workspace has this name. The response lists the unresolved names; to resolve them, send ' +
    '`references` to `PUT /api/v1/workflows/{id}`.',
  request: {
    query: z.object({
      trust: restrictedTrustSchema.default('imported'),
      version: versionLabelSchema
        .optional()
        .openapi({ description: 'Label of the version, if the document does not contain one.', example: '1.0.0' }),
    }),
    body: workflowBody,
  },
  responses: {
    201: describeJsonResponse(
      'The workflow under its new ID, and the names of sub-workflows that were not found.',
      workflowWireSchema
        .extend({ unresolved_references: z.array(unresolvedReferenceSchema) })
        .openapi('ImportedWorkflow'),
    ),
    ...invalidWorkflowResponses,
  },
})

/** Adds the routes for importing and exporting workflows. */
export function addWorkflowExchangeRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, newId, documents }: RouteDependencies,
  describer: WorkflowDescriber,
): void {
  /** Responds with a workflow document, converted to the current format. */
  const sendDocument = async (
    context: Context<AppEnvironment>,
    store: WorkspaceStore,
    { document }: SerializedWorkflow,
  ) => sendJsonText(context, (await documents.prepareStored(document, store)).document)

  app.openapi(importRoute, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const overrides = { status: 'draft' as const }
    const body = await readWorkflowBody(context, documents, store, { overrides })
    const { prepared, versionLabel, isPublic, ignoredFields, unresolved, rejection } = body
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { trust, version } = context.req.valid('query')
    const access = { trust, granted: noAccess }
    const metadata = { access, versionLabel: versionLabel ?? version, createdBy: context.get('caller').id }
    const storedWorkflow = await store.workflows.addSerialized(newId(), prepared, metadata)
    context.header('ETag', toRevisionTag(storedWorkflow.revision))
    context.header('Location', `${path}/${storedWorkflow.id}`)
    // An imported document cannot make itself public.
    const allIgnoredFields = [...ignoredFields, ...(isPublic === undefined ? [] : ['is_public'])]
    const response = withIgnoredFields(await describer.renderResponse(store, storedWorkflow), allIgnoredFields)
    const referencesField = `,"unresolved_references":${JSON.stringify(unresolved)}}`
    return sendJsonText(context, `${response.slice(0, -1)}${referencesField}`, 201)
  })

  app.openapi(exportRoute, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const storedWorkflow = await store.workflows.findSerialized(id)
    if (!storedWorkflow) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    context.header(
      'Content-Disposition',
      formatContentDisposition(`${storedWorkflow.name.replace(/[/\\:]/g, '-')}.json`),
    )
    return sendDocument(context, store, storedWorkflow)
  })
}
