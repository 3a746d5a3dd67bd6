import type { Config, Problem, Workflow, WorkflowDescription, WorkflowEdge, WorkflowNode } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { documentSchema } from '../http/openapi-components.ts'
import type { WorkflowFacts } from '../api/describe-workflows.ts'
import { renderAnswer } from './render-answer.ts'
import type { WorkflowSummary, WorkflowText } from '../store/workflows/workflows.ts'

const storedFields = {
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  status: z.enum(['draft', 'published', 'archived']),
  tags: z.array(z.string()),
  ready: z.boolean().openapi({ description: 'Whether the workflow can run.' }),
  created_at: z.string(),
  updated_at: z.string(),
}

/** A workflow in a list. */
export const workflowSummaryWireSchema = z
  .object({ ...storedFields, nodes: z.number().int().openapi({ description: 'Number of nodes.' }) })
  .openapi('WorkflowSummary')

/** The document with its data in the store. PUT accepts the same object. */
export const workflowWireSchema = z
  .object({
    ...storedFields,
    version: z.number().int(),
    settings: z.custom<Workflow['settings']>().openapi({ type: 'object' }),
    nodes: z.custom<WorkflowNode[]>().openapi({ type: 'array', items: { type: 'object' } }),
    edges: z.custom<WorkflowEdge[]>().openapi({ type: 'array', items: { type: 'object' } }),
    steps: z
      .array(z.object({ type: z.string(), config: z.custom<Config>().openapi({ type: 'object' }) }))
      .optional()
      .openapi({ description: 'The nodes as a list, if they are a chain of loading, preparing and validation.' }),
    problems: z.array(documentSchema<Problem>('Problem')),
  })
  .openapi('StoredWorkflow', { description: 'A Workflow with `id`, `ready`, `problems`, `created_at`, `updated_at`.' })

/** Fields of the response that are not part of the document. */
const serverFields = ['id', 'ready', 'steps', 'problems', 'created_at', 'updated_at']

/**
 * Removes from a request the fields that the server adds to its responses: clients do not set ids, owners or times.
 * `steps` remains if there are no nodes, because then it is a different workflow format.
 */
export const withoutServerFields = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? Object.fromEntries(
        Object.entries(body).filter(
          ([name]) => !serverFields.includes(name) || (name === 'steps' && !('nodes' in body)),
        ),
      )
    : body

const chainTypes = new Set(['loading', 'preparing', 'validation'])

/** Returns the nodes of a workflow in order, if it is a chain of data agents. */
function findSteps({ nodes, edges }: Workflow): { steps?: { type: string; config: Config }[] } {
  if (nodes.length === 0 || edges.length !== nodes.length - 1) return {}
  if (!nodes.every(({ type }) => chainTypes.has(type))) return {}
  const targetBySource = new Map(edges.map(({ source, target }) => [source, target]))
  const targets = new Set(edges.map(({ target }) => target))
  const steps: { type: string; config: Config }[] = []
  let current = nodes.find(({ id }) => !targets.has(id))
  while (current && steps.length < nodes.length) {
    steps.push({ type: current.type, config: current.data.config })
    const nextId = targetBySource.get(current.id)
    current = nodes.find(({ id }) => id === nextId)
  }
  return steps.length === nodes.length ? { steps } : {}
}

/** Response fields that are derived from a document, as JSON, so that they are serialized only once. */
export interface DerivedFields {
  ready: boolean
  problems: string
  steps?: string
}

export function deriveFields(workflow: Workflow, { ready, problems }: WorkflowDescription): DerivedFields {
  const { steps } = findSteps(workflow)
  return { ready, problems: JSON.stringify(renderAnswer(problems)), ...(steps ? { steps: JSON.stringify(steps) } : {}) }
}

/** Creates the JSON of a response (`workflowWireSchema`) from the JSON of the document. */
export const workflowToJson = (
  { id, createdAt, updatedAt }: Pick<WorkflowText, 'id' | 'createdAt' | 'updatedAt'>,
  document: string,
  { ready, problems, steps }: DerivedFields,
): string =>
  `{"id":${JSON.stringify(id)},${document.slice(1, -1)}${steps === undefined ? '' : `,"steps":${steps}`},` +
  `"ready":${ready},"problems":${problems},"created_at":"${createdAt}","updated_at":"${updatedAt}"}`

export const workflowSummaryToWire = (
  summary: WorkflowSummary,
  facts: WorkflowFacts | undefined,
): z.infer<typeof workflowSummaryWireSchema> => ({
  id: summary.id,
  name: summary.name,
  // Omitted from the JSON if undefined.
  description: summary.description,
  status: summary.status,
  tags: summary.tags,
  nodes: facts?.nodes ?? 0,
  ready: facts?.ready ?? false,
  created_at: summary.createdAt,
  updated_at: summary.updatedAt,
})
