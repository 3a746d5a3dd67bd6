import { z } from '@hono/zod-openapi'
import { runPriorityNames } from '../runs/queue/run-priority.ts'
import { triggerTypes } from '../store/runs/runs.ts'

type JsonType = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'
export const anyJson: { type: JsonType[] } = { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] }

/**
 * Fields of a start request, including those of the APIs that this API replaces. The workflow itself is stored on the
 * server, so it is not one of them.
 */
export const startShape = {
  input_data_id: z.string().optional().openapi({ description: 'Dataset for every node that reads a file.' }),
  inputs: z.record(z.string(), z.string()).optional().openapi({
    description: 'Dataset IDs by node ID. For a node in a sub-workflow: by the path of node IDs, separated by "/".',
  }),
  trigger_data: z
    .unknown()
    .optional()
    .openapi({
      ...anyJson,
      description:
        'Data for every trigger: any JSON value. If it is absent or `{}`, triggers use their sample data. In a workflow ' +
        'without a trigger, the first nodes receive it.',
    }),
  input_data: z
    .unknown()
    .optional()
    .openapi({ ...anyJson, description: 'Alias for `trigger_data`.' }),
  trigger_type: z.enum(triggerTypes).optional().openapi({ description: 'The trigger of the run. Default: `api`.' }),
  triggered_by: z.string().max(200).optional().openapi({ description: 'The person or program that starts the run.' }),
  parameters: z
    .strictObject({ require_approval: z.boolean().optional() })
    .optional()
    .openapi({
      description:
        '`require_approval: true` waits for approval of each intermediate result, if the workflow has no Approval node. ' +
        'Approval nodes always wait.',
    }),
  seed: z.number().int().min(0).max(0xffffffff).optional().openapi({ description: 'Seed for all random values.' }),
  priority: z
    .union([z.enum(runPriorityNames), z.number().int().min(-10).max(10)])
    .optional()
    .openapi({
      description:
        'Higher priorities start first: high is 5, default 0, low -5. Default: the priority of the workflow.',
    }),
}

const startSchema = z.strictObject(startShape)
export type StartBody = z.infer<typeof startSchema>
