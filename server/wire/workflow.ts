import type { Problem, Workflow, WorkflowDescription, WorkflowEdge, WorkflowNode } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { documentSchema } from '../openapi-components.ts'
import type { StoredWorkflow } from '../store/workflows.ts'

const stored = {
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  status: z.enum(['draft', 'published', 'archived']),
  tags: z.array(z.string()),
  ready: z.boolean().openapi({ description: 'True when it can run as it is.' }),
  created_at: z.string(),
  updated_at: z.string(),
}

/** A workflow as lists show it. */
export const workflowSummaryWireSchema = z
  .object({ ...stored, nodes: z.number().int().openapi({ description: 'How many.' }) })
  .openapi('WorkflowSummary')

/** The document and its place in the store, side by side; sent back by PUT as it came, it is understood. */
export const workflowWireSchema = z
  .object({
    ...stored,
    version: z.number().int(),
    settings: z.custom<Workflow['settings']>().openapi({ type: 'object' }),
    nodes: z.custom<WorkflowNode[]>().openapi({ type: 'array', items: { type: 'object' } }),
    edges: z.custom<WorkflowEdge[]>().openapi({ type: 'array', items: { type: 'object' } }),
    problems: z.array(documentSchema<Problem>('Problem')),
  })
  .openapi('StoredWorkflow', { description: 'A Workflow with `id`, `ready`, `problems`, `created_at`, `updated_at`.' })

/** Names that stand beside the document in an answer and are not of the document. */
const beside = ['id', 'ready', 'problems', 'created_at', 'updated_at']

/** What a caller sent, without what the server adds to its answers. */
export const withoutServerFields = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? Object.fromEntries(Object.entries(body).filter(([name]) => !beside.includes(name)))
    : body

export const workflowToWire = (
  { id, workflow, createdAt, updatedAt }: StoredWorkflow,
  { ready, problems }: WorkflowDescription,
): z.infer<typeof workflowWireSchema> => ({
  id,
  ...workflow,
  ready,
  problems,
  created_at: createdAt,
  updated_at: updatedAt,
})

export const workflowSummaryToWire = (
  { id, workflow, createdAt, updatedAt }: StoredWorkflow,
  { ready }: WorkflowDescription,
): z.infer<typeof workflowSummaryWireSchema> => ({
  id,
  name: workflow.name,
  ...(workflow.description === undefined ? {} : { description: workflow.description }),
  status: workflow.status,
  tags: workflow.tags,
  nodes: workflow.nodes.length,
  ready,
  created_at: createdAt,
  updated_at: updatedAt,
})
