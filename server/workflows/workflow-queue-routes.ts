import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { findInvalidPlaceholder } from '../runs/queue/concurrency-key.ts'
import { runPriorities, runPriorityNames, toPriorityName } from '../runs/queue/run-priority.ts'
import type { QueueSettings } from '../store/workflows/queue-settings.ts'
import { params, path } from './workflow-routes.ts'
import { jsonBody } from '../http/json-body.ts'
import { requireFound } from '../http/rejection.ts'
import { createMissingWorkflowProblem } from '../api/require-workflow.ts'

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

/** Adds the routes at `/api/v1/workflows/{id}/queue`, for the priority and concurrency of a workflow's runs. */
export function addWorkflowQueueRoutes({ createWorkspaceRoutes }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['workflows', 'runs'] })

  routes.get('/{id}/queue', {
    permission: 'view',
    summary: 'Get the run priority and concurrency settings of a workflow',
    params,
    responses: { 200: ['The settings.', queueSchema], 404: 'Workflow not found.' },
    handle: async ({ store, params: { id } }) =>
      queueToWire(requireFound(await store.queueSettings.find(id), createMissingWorkflowProblem(id))),
  })

  routes.put('/{id}/queue', {
    permission: 'edit',
    summary: 'Set the priority and concurrency for future runs of a workflow',
    description:
      'A run holds its key from its first step to its end, even while it waits for approval. Other runs with the key ' +
      'stay queued and start in queue order.',
    params,
    body: jsonBody('SetWorkflowQueue', newQueueSchema),
    responses: { 200: ['The settings.', queueSchema], 404: 'Workflow not found.', 422: 'Invalid settings.' },
    handle: async ({ store, params: { id }, body }) => {
      const settings = {
        priority: runPriorities[body.priority],
        ...(body.concurrency ? { concurrency: body.concurrency } : {}),
      }
      requireFound(await store.queueSettings.replace(id, settings), createMissingWorkflowProblem(id))
      return queueToWire(settings)
    },
  })
}

const queueToWire = ({ priority, concurrency }: QueueSettings): z.infer<typeof queueSchema> => ({
  priority: toPriorityName(priority),
  concurrency: concurrency ?? null,
})
