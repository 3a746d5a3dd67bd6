import {
  defined,
  type Config,
  type Json,
  type Problem,
  type Workflow,
  type WorkflowDescription,
  type WorkflowEdge,
  type WorkflowNode,
} from '@aw-flow/schema'
import { getApprovalId, isPlanEdge } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { renderResponse } from './render-response.ts'
import type { WorkflowSummary, SerializedWorkflow } from '../store/workflows/workflows.ts'

/** Properties derived from a workflow's document that are shown in lists. */
export interface WorkflowListDetails {
  ready: boolean
  nodes: number
}

const storedFields = {
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  status: z.enum(['draft', 'published', 'archived']),
  tags: z.array(z.string()),
  version_label: z
    .string()
    .nullable()
    .openapi({ description: 'The label of the latest version, if the client sent a `version` such as "1.0.0".' }),
  version: z.number().int().openapi({ description: 'Number of the latest saved version; the first one is 1.' }),
  created_by: z.string().nullable().openapi({
    description: 'The ID of the user who created it, or `local-owner` or `token`; null if it is unknown.',
  }),
  ready: z.boolean().openapi({ description: 'Whether the workflow can run.' }),
  created_at: z.string(),
  updated_at: z.string(),
}

/** A workflow in a list, without its document. */
export const workflowSummaryWireSchema = z
  .object({
    ...storedFields,
    nodes: z.union([z.number().int(), z.array(z.unknown())]).openapi({
      type: ['integer', 'array'],
      description: 'Number of nodes; with `include=nodes`, the nodes.',
    }),
    edges: z
      .custom<WorkflowEdge[]>()
      .optional()
      .openapi({ type: 'array', items: { type: 'object' }, description: 'With `include=edges`.' }),
    connections: z
      .custom<WorkflowEdge[]>()
      .optional()
      .openapi({
        type: 'array',
        items: { type: 'object' },
        description: 'With `include=connections`: alias of `edges`.',
      }),
  })
  .openapi('WorkflowSummary')

/** A step of a chain, in the format that `readWorkflow` also accepts. */
const stepWireSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  config: z.custom<Config>().openapi({ type: 'object' }),
  timeout_ms: z.number().optional(),
  retry_config: z.object({ max_retries: z.number().optional(), delays_ms: z.array(z.number()).optional() }).optional(),
  require_approval: z.literal(true).optional().openapi({ description: 'An Approval node follows.' }),
})
type StepWire = z.infer<typeof stepWireSchema>

/** A workflow document and its stored metadata. PUT accepts the same object. */
export const workflowWireSchema = z
  .object({
    ...storedFields,
    format_version: z.number().int().openapi({ description: 'Version of the document format.' }),
    number: z.number().int().nullable().openapi({
      description: 'Number of the version with this content; null if this content has not been saved as a version.',
    }),
    parent_workflow_id: z
      .string()
      .nullable()
      .openapi({ description: 'ID of the workflow that this workflow was duplicated from.' }),
    is_public: z.boolean().openapi({ description: 'Whether anyone with the link can read the workflow.' }),
    settings: z.custom<Workflow['settings']>().openapi({ type: 'object' }),
    nodes: z.custom<WorkflowNode[]>().openapi({ type: 'array', items: { type: 'object' } }),
    edges: z.custom<WorkflowEdge[]>().openapi({ type: 'array', items: { type: 'object' } }),
    connections: z
      .custom<WorkflowEdge[]>()
      .openapi({ type: 'array', items: { type: 'object' }, description: 'Alias of `edges`.' }),
    steps: z.array(stepWireSchema).optional().openapi({
      description: 'The nodes as a list, if they form a single chain of Load, Prepare and Validate nodes.',
    }),
    ignored_fields: z
      .array(z.string())
      .optional()
      .openapi({
        description: 'Fields of the request that were not stored, if any, such as `created_by` or `steps[].owner`.',
        example: ['created_by'],
      }),
    problems: z.array(createDocumentSchema<Problem>('Problem')),
  })
  .openapi('StoredWorkflow', { description: 'A Workflow with `id`, `ready`, `problems`, `created_at`, `updated_at`.' })

/** Response fields that are not part of the document. */
const serverFields = [
  'id',
  'number',
  'version_label',
  'parent_workflow_id',
  'created_by',
  'is_public',
  'ready',
  'steps',
  'connections',
  'problems',
  'ignored_fields',
  'unresolved_references',
  'import_report',
  'created_at',
  'updated_at',
]

/**
 * Removes from a request body the fields that the server adds to its responses, because clients must not set IDs,
 * owners or times. `steps` is kept if `nodes` is absent, and `connections` if `edges` is absent, because the body then
 * uses a different workflow format. With `format_version`, which replaces it, `version` is the server's count.
 *
 * @returns The document, and the names of the removed fields.
 */
export function removeServerFields(body: Json): { document: Json; removedFields: string[] } {
  if (!isObject(body)) return { document: body, removedFields: [] }
  const hasField = (name: string): boolean => (body[name] ?? undefined) !== undefined
  const { format_version: formatVersion, ...fields } = body
  const hasCount = formatVersion !== undefined && typeof body.version === 'number'
  const isServerField = (name: string): boolean =>
    (serverFields.includes(name) &&
      (name !== 'steps' || hasField('nodes')) &&
      (name !== 'connections' || hasField('edges'))) ||
    (name === 'version' && hasCount)
  const document = Object.fromEntries(Object.entries(fields).filter(([name]) => !isServerField(name)))
  return {
    document: formatVersion === undefined ? document : { ...document, version: formatVersion },
    removedFields: Object.keys(fields).filter(isServerField),
  }
}

const isObject = (value: Json | undefined): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A version label, such as `1.0.0`. */
export const versionLabelSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{C}]*$/u)

/**
 * Extracts the version label, such as `1.0.0`, from a document. If `version` is a number, it is the version of the
 * document format and is kept.
 */
export function extractVersionLabel(document: Json): { body: Json; versionLabel?: string } {
  if (!isObject(document)) return { body: document }
  const { version, ...body } = document
  return typeof version === 'string' ? { body, versionLabel: version } : { body: document }
}

const chainTypes = new Set(['loading', 'preparing', 'validation'])

/**
 * Returns a workflow's nodes in order, if they form a single chain of Load, Prepare and Validate nodes. The Approval
 * nodes of a chain that was read from steps are part of their steps.
 */
function findSteps({ nodes, edges: allEdges }: Workflow): { steps?: StepWire[] } {
  const edges = allEdges.filter((edge) => !isPlanEdge(edge))
  if (nodes.length === 0 || edges.length !== nodes.length - 1) return {}
  const edgeBySource = new Map(edges.map((edge) => [edge.source, edge]))
  const targets = new Set(edges.map(({ target }) => target))
  const steps: StepWire[] = []
  const visitedIds = new Set<string>()
  let currentNode = nodes.find(({ id }) => !targets.has(id))
  while (currentNode && !visitedIds.has(currentNode.id)) {
    const { id, type } = currentNode
    const edge = edgeBySource.get(id)
    const lastStep = steps.at(-1)
    if (chainTypes.has(type)) steps.push(toStep(currentNode))
    else if (!lastStep || type !== 'approval' || id !== getApprovalId(lastStep.id)) return {}
    else if (edge && edge.sourceHandle !== 'approved') return {}
    else lastStep.require_approval = true
    visitedIds.add(id)
    currentNode = nodes.find((node) => node.id === edge?.target)
  }
  return visitedIds.size === nodes.length ? { steps } : {}
}

function toStep({ id, type, data, retry }: WorkflowNode): StepWire {
  const { count, delaysMs, timeoutMs } = retry ?? {}
  const hasRetryConfig = count !== undefined || delaysMs !== undefined
  return {
    id,
    name: data.label,
    type,
    config: data.config,
    ...defined({ timeout_ms: timeoutMs }),
    ...(hasRetryConfig
      ? {
          retry_config: defined({ max_retries: count, delays_ms: delaysMs }),
        }
      : {}),
  }
}

/** Response fields derived from a document, as JSON, so that they are serialized only once. */
export interface DerivedFields {
  ready: boolean
  problems: string
  connections: string
  steps?: string
}

export function deriveFields(workflow: Workflow, { ready, problems }: WorkflowDescription): DerivedFields {
  const { steps } = findSteps(workflow)
  return {
    ready,
    problems: JSON.stringify(renderResponse(problems)),
    connections: JSON.stringify(workflow.edges),
    ...(steps ? { steps: JSON.stringify(steps) } : {}),
  }
}

/** Response metadata that is stored separately from the document. */
export type WorkflowMetadata = Pick<
  SerializedWorkflow,
  'id' | 'version' | 'versionLabel' | 'parentId' | 'createdBy' | 'createdAt' | 'updatedAt'
> & { isPublic: boolean; latestVersion: number }

/**
 * Renames `version` to `format_version` in a document's JSON, which begins with it unless an earlier release stored it.
 */
function toFormatVersion(document: string): string {
  const start = '{"version":'
  if (document.startsWith(start)) return `{"format_version":${document.slice(start.length)}`
  const { version, ...fields } = JSON.parse(document) as Workflow
  return JSON.stringify({ format_version: version, ...fields })
}

/** Creates the response JSON (`workflowWireSchema`) from the document's JSON. */
export const workflowToJson = (
  { id, version, latestVersion, versionLabel, parentId, createdBy, isPublic, createdAt, updatedAt }: WorkflowMetadata,
  document: string,
  { ready, problems, connections, steps }: DerivedFields,
): string =>
  `{"id":${JSON.stringify(id)},"version":${latestVersion},${toFormatVersion(document).slice(1, -1)},"connections":${connections}${steps === undefined ? '' : `,"steps":${steps}`},` +
  `"number":${version ?? null},"version_label":${JSON.stringify(versionLabel ?? null)},` +
  `"parent_workflow_id":${JSON.stringify(parentId ?? null)},"created_by":${JSON.stringify(createdBy ?? null)},` +
  `"is_public":${isPublic},"ready":${ready},"problems":${problems},` +
  `"created_at":"${createdAt}","updated_at":"${updatedAt}"}`

/** Fields of documents that a list can contain. */
export const includableFields = ['nodes', 'edges', 'connections'] as const

export const workflowSummaryToWire = (
  summary: WorkflowSummary,
  details: WorkflowListDetails | undefined,
  included: Partial<Pick<Workflow, 'nodes' | 'edges'>> & { connections?: WorkflowEdge[] } = {},
): z.infer<typeof workflowSummaryWireSchema> => ({
  id: summary.id,
  name: summary.name,
  // Omitted from the JSON if undefined.
  description: summary.description,
  status: summary.status,
  tags: summary.tags,
  version: summary.latestVersion,
  version_label: summary.versionLabel ?? null,
  created_by: summary.createdBy ?? null,
  nodes: details?.nodes ?? 0,
  ready: details?.ready ?? false,
  created_at: summary.createdAt,
  updated_at: summary.updatedAt,
  ...included,
})
