import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { executeSchema, isForm, receiveStartBody } from '../../api/read-start-body.ts'
import { readStartData, startRun } from '../../api/start-run.ts'
import { unlimitedUploads } from '../../api/upload-allowance.ts'
import type { RouteDependencies } from '../../app-dependencies.ts'
import { createIdParamsSchema } from '../../wire/id.ts'
import { runToWire, runWireSchema } from '../../wire/run.ts'
import { Rejection, requireFound } from '../../http/rejection.ts'
import { createMissingWorkflowProblem, requireWorkflow } from '../../api/require-workflow.ts'

const params = createIdParamsSchema('5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11')

/**
 * Adds the route `POST /api/v1/workflows/{id}/execute`, and the route that returns a workflow's status and last run.
 */
export function addExecuteRoutes(dependencies: RouteDependencies): void {
  const { app, createWorkspaceRoutes, requirePermission, uploadLimits = unlimitedUploads } = dependencies
  const routes = createWorkspaceRoutes({ tags: ['workflows', 'runs'] })
  app.openAPIRegistry.register('Execute', executeSchema)

  routes.post('/api/v1/workflows/{id}/execute', {
    permission: 'execute',
    summary: 'Start a run of a workflow',
    description:
      'A JSON object with none of the listed fields is used as the trigger data. A file in any form field is ' +
      'uploaded and passed to every node that reads a file.',
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
    responses: {
      202: ['The run; see GET /api/v1/runs/{id}.', runWireSchema],
      400: 'Malformed JSON, or the form does not contain exactly one file.',
      404: 'Workflow not found.',
      409: 'The workflow is archived.',
      413: 'The file exceeds the size limit or the remaining quota.',
      415: 'Content type is neither JSON nor a form.',
      422: 'The workflow cannot run; see details.',
      429: 'A workspace quota is used up.',
    },
    handle: async ({ context, backend, params: { id } }) => {
      // Requests with a form also add a dataset, so they require an additional permission.
      const hasFile = isForm(context.req.header('content-type'))
      if (hasFile) requirePermission(context, 'edit')
      const data = await readStartData(backend.store, id)
      const storedWorkflow = requireFound(data.workflow, createMissingWorkflowProblem(id))
      if (storedWorkflow.status === 'archived')
        throw new Rejection(409, error('workflow.archived', { name: storedWorkflow.name }))
      const rawBody = await receiveStartBody(context, backend.store, uploadLimits)
      // If a file was uploaded, the data is read again, because the workflow may have changed in the meantime.
      const options = { workflowId: id, data: hasFile ? undefined : data }
      const run = await startRun(context, backend, rawBody, dependencies, options)
      context.set('startedRunId', run.id)
      context.set('loggedRun', run)
      return runToWire(run)
    },
  })

  routes.get('/api/v1/workflows/{id}/status', {
    permission: 'view',
    summary: 'Get the state of a workflow and its last run',
    params,
    responses: {
      200: [
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
      ],
      404: 'Workflow not found.',
    },
    handle: async ({ store, params: { id } }) => {
      const storedWorkflow = await requireWorkflow(store, id)
      const { items, total } = await store.runs.list({ limit: 1, offset: 0 }, { workflowId: id })
      return {
        workflow_id: id,
        status: storedWorkflow.status,
        version: storedWorkflow.version ?? null,
        published_version: storedWorkflow.publishedVersion ?? null,
        runs: total,
        last_run: items[0] ? runToWire(items[0]) : null,
      }
    },
  })
}
