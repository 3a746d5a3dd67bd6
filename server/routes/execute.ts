import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { executeSchema, isForm, receiveStartBody } from '../api/read-start-body.ts'
import { createMissingWorkflowProblem, readStartData, startRun } from '../api/start-run.ts'
import { unlimitedUploads } from '../api/upload-allowance.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { runToWire, runWireSchema } from '../wire/run.ts'

const params = createIdParamsSchema('5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11')

const execute = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: '/api/v1/workflows/{id}/execute',
  tags: ['workflows', 'runs'],
  summary: 'Start a run of a workflow',
  description:
    'A JSON object with none of the listed fields is used as the trigger data. A file in any form field is ' +
    'uploaded and passed to every node that reads a file.',
  request: {
    params,
    body: {
      required: false,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/Execute' } },
        'multipart/form-data': {
          schema: { type: 'object', properties: { input_file: { type: 'string', format: 'binary' } } },
        },
      },
    },
  },
  responses: {
    202: describeJsonResponse('The run; see GET /api/v1/runs/{id}.', runWireSchema),
    ...describeErrorResponses({
      400: 'Malformed JSON, or the form does not contain exactly one file.',
      404: 'Workflow not found.',
      409: 'The workflow is archived.',
      429: 'A workspace quota is used up.',
      413: 'The file exceeds the size limit or the remaining quota.',
      415: 'Content type is neither JSON nor a form.',
      422: 'The workflow cannot run; see details.',
    }),
  },
})

const readStatus = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/workflows/{id}/status',
  tags: ['workflows', 'runs'],
  summary: 'Get the state of a workflow and its last run',
  request: { params },
  responses: {
    200: describeJsonResponse(
      'The state of the workflow and its last run.',
      z
        .object({
          workflow_id: z.string(),
          status: z.enum(['draft', 'published', 'archived']),
          version: z.number().int().nullable(),
          published_version: z.number().int().nullable(),
          runs: z.number().int(),
          last_run: runWireSchema.nullable().openapi({ type: ['object', 'null'] }),
        })
        .openapi('WorkflowStatus'),
    ),
    ...describeErrorResponses({ 404: 'Workflow not found.' }),
  },
})

/**
 * Adds the route `POST /api/v1/workflows/{id}/execute`, and the route that returns a workflow's status and last run.
 */
export function addExecuteRoutes(app: OpenAPIHono<AppEnvironment>, dependencies: RouteDependencies): void {
  const { openWorkspace, uploadLimits = unlimitedUploads } = dependencies
  app.openAPIRegistry.register('Execute', executeSchema)

  app.openapi(execute, async (context) => {
    const backend = await openWorkspace(context, 'execute')
    // Requests with a form also add a dataset, so they require an additional permission.
    const hasFile = isForm(context.req.header('content-type'))
    if (hasFile) await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const data = await readStartData(backend.store, id)
    const storedWorkflow = data.workflow
    if (!storedWorkflow) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    if (storedWorkflow.status === 'archived') {
      return sendProblem(context, 409, error('workflow.archived', { name: storedWorkflow.name }))
    }
    const { rawBody, rejection } = await receiveStartBody(context, backend.store, uploadLimits)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem)
    // If a file was uploaded, the data is read again, because the workflow may have changed in the meantime.
    const options = { workflowId: id, data: hasFile ? undefined : data }
    const { run, response } = await startRun(context, backend, rawBody, dependencies, options)
    if (response) return response as never
    context.set('startedRunId', run.id)
    context.set('loggedRun', run)
    return context.json(runToWire(run), 202)
  })

  app.openapi(readStatus, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const storedWorkflow = await store.workflows.findSerialized(id)
    if (!storedWorkflow) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    const { items, total } = await store.runs.list({ limit: 1, offset: 0 }, { workflowId: id })
    return context.json(
      {
        workflow_id: id,
        status: storedWorkflow.status,
        version: storedWorkflow.version ?? null,
        published_version: storedWorkflow.publishedVersion ?? null,
        runs: total,
        last_run: items[0] ? runToWire(items[0]) : null,
      },
      200,
    )
  })
}
