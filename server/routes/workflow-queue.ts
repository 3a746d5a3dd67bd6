import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { createMissingWorkflowProblem } from '../api/start-run.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { findInvalidPlaceholder } from '../runs/queue/concurrency-key.ts'
import { runPriorities, runPriorityNames, toPriorityName } from '../runs/queue/run-priority.ts'
import type { QueueSettings } from '../store/workflows/queue-settings.ts'
import { workflowNotFoundResponses, params, path } from './workflows.ts'

const tags = ['workflows', 'runs']

const prioritySchema = z.enum(runPriorityNames).openapi({
  description:
    'Runs with a higher priority start before other runs in the workspace. A start request can override the priority.',
})

const concurrencySchema = z.strictObject({
  key: z
    .string()
    .min(1)
    .max(500)
    .superRefine((template, context) => {
      const placeholder = findInvalidPlaceholder(template)
      if (placeholder === undefined) return
      context.addIssue({ code: 'custom', message: `"${placeholder}" is not a field. Use {{customer.id}}, for example` })
    })
    .openapi({
      description:
        'Runs of this workflow with the same key wait for each other. `{{customer.id}}` is a field of the trigger data; a missing field counts as an empty string.',
    }),
  limit: z.number().int().min(1).max(1_000).default(1).openapi({ description: 'Maximum concurrent runs per key.' }),
})

const newQueueSchema = z
  .strictObject({
    priority: prioritySchema.default('default'),
    concurrency: concurrencySchema.nullable().default(null),
  })
  .openapi('SetWorkflowQueue', { example: { priority: 'high', concurrency: { key: '{{customer.id}}', limit: 1 } } })

const queueSchema = z
  .object({
    priority: prioritySchema,
    concurrency: concurrencySchema.nullable(),
  })
  .openapi('WorkflowQueue')

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/queue`,
  tags,
  summary: 'Get the run priority and concurrency settings of a workflow',
  request: { params },
  responses: { 200: describeJsonResponse('The settings.', queueSchema), ...workflowNotFoundResponses },
})

const replace = createRoute({
  'x-permission': 'edit',
  method: 'put',
  path: `${path}/{id}/queue`,
  tags,
  summary: 'Set the priority and concurrency for future runs of a workflow',
  description:
    'A run holds its key from its first step to its end, even while it waits for approval. Other runs with the key ' +
    'stay queued and start in queue order.',
  request: {
    params,
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/SetWorkflowQueue' } } },
    },
  },
  responses: {
    200: describeJsonResponse('The settings.', queueSchema),
    ...workflowNotFoundResponses,
    ...describeErrorResponses({ 400: 'Malformed JSON.', 415: 'Content type is not JSON.', 422: 'Invalid settings.' }),
  },
})

/** Adds the routes at `/api/v1/workflows/{id}/queue`, for the priority and concurrency of a workflow's runs. */
export function addWorkflowQueueRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  app.openAPIRegistry.register('SetWorkflowQueue', newQueueSchema)

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const settings = await store.queueSettings.find(id)
    if (!settings) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    return context.json(queueToWire(settings), 200)
  })

  app.openapi(replace, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const { body, rejection } = await readBody(context, newQueueSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const settings = {
      priority: runPriorities[body.priority],
      ...(body.concurrency ? { concurrency: body.concurrency } : {}),
    }
    if (!(await store.queueSettings.replace(id, settings)))
      return sendProblem(context, 404, createMissingWorkflowProblem(id))
    return context.json(queueToWire(settings), 200)
  })
}

const queueToWire = ({ priority, concurrency }: QueueSettings): z.infer<typeof queueSchema> => ({
  priority: toPriorityName(priority),
  concurrency: concurrency ?? null,
})
