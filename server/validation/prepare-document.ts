import type { Catalog } from '@aw-flow/engine'
import { error, readWorkflow, type Json, type Problem, type Workflow } from '@aw-flow/schema'
import { parseYaml } from '@aw-flow/schema/yaml'
import { resolveReferences, type UnresolvedReference, type WorkflowStore } from '../api/resolve-references.ts'
import { removeDatasetIds } from '../gallery/remove-datasets.ts'
import { formatIssueReason, parseJsonBody, type BodyRejection, type JsonBody } from '../http/read-json-body.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { serializeDocument, type SerializedDocument } from '../store/workflows/document-text.ts'
import { extractVersionLabel, versionLabelSchema, removeServerFields } from '../wire/workflow.ts'

/** A document to be stored. Contains only values that can be passed between threads. */
export interface SubmittedDocument {
  text: string
  /** `stored`: a document from the store, in the format version in which it was last saved. */
  format: 'json' | 'yaml' | 'stored'
  /** Maximum nesting depth of JSON. 0 means unlimited. */
  maxDepth?: number
  /** Fields to overwrite after the document has been read. */
  overrides?: Partial<Pick<Workflow, 'name' | 'description' | 'status'>>
  /** Whether to remove dataset IDs, so that the document can be used in other workspaces. */
  shouldRemoveDatasets?: boolean
}

export type PreparedDocument =
  | {
      prepared: SerializedDocument
      /** Number of nodes. */
      nodes: number
      /** Whether fields were missing from the submitted document and have been added. */
      isPartial: boolean
      /** Version label contained in the document, such as `1.0.0`. */
      versionLabel?: string | undefined
      /** Sub-workflow names that match no workflow in the workspace, or more than one. */
      unresolved: readonly UnresolvedReference[]
      rejection?: undefined
    }
  | {
      prepared?: undefined
      nodes?: undefined
      isPartial?: undefined
      versionLabel?: undefined
      unresolved?: undefined
      rejection: BodyRejection
    }

/**
 * Reads a document in any supported format, adds missing fields from the previous document, resolves sub-workflow
 * names, and serializes the result for storage.
 *
 * @param previous The workflow that provides missing fields and references. If absent, missing fields get their
 *   defaults.
 */
export async function prepareDocument(
  { text, format, maxDepth = 0, overrides, shouldRemoveDatasets = false }: SubmittedDocument,
  previous: Workflow | undefined,
  { store, catalog }: { store: WorkflowStore; catalog: Catalog },
): Promise<PreparedDocument> {
  const { json, rejection } = parseDocument(text, format, maxDepth)
  if (rejection) return { rejection }
  const { body, versionLabel } = format === 'stored' ? { body: json } : extractVersionLabel(json)
  const labelIssue = versionLabelSchema.optional().safeParse(versionLabel).error?.issues[0]
  if (labelIssue) {
    const params = { place: 'version', reason: formatIssueReason(labelIssue) }
    return { rejection: { status: 422, problem: error('request.invalid', params, { where: { setting: 'version' } }) } }
  }
  const isLabelOnly = versionLabel !== undefined && Object.keys(body as object).length === 0
  const completedDocument =
    format !== 'json' ? body : isLabelOnly && previous ? (previous as Json) : completeDocument(body, previous)
  const document = shouldRemoveDatasets ? removeDatasetIds(completedDocument) : completedDocument
  const { workflow: submittedWorkflow, problems } = readWorkflow(
    format === 'stored' ? document : removeServerFields(document),
  )
  if (!submittedWorkflow) return { rejection: { status: 422, problem: problems[0]!, details: problems } }
  const updatedWorkflow = overrides ? { ...submittedWorkflow, ...overrides } : submittedWorkflow
  if (toStorableText(updatedWorkflow.name) !== updatedWorkflow.name) {
    return { rejection: { status: 422, problem: createUnstorableNameProblem(updatedWorkflow.name) } }
  }
  const { workflow, unresolved } =
    format === 'stored'
      ? { workflow: updatedWorkflow, unresolved: [] }
      : await resolveReferences(store, updatedWorkflow, catalog, previous)
  const { nodes } = workflow
  return {
    prepared: serializeDocument(workflow),
    nodes: nodes.length,
    isPartial: completedDocument !== body,
    versionLabel,
    unresolved,
  }
}

function parseDocument(text: string, format: SubmittedDocument['format'], maxDepth: number): JsonBody {
  if (format !== 'yaml') return parseJsonBody(text, maxDepth)
  const { json, problem } = parseYaml(text)
  return problem ? { rejection: { status: 400, problem: { ...problem, code: 'body.malformed' } } } : { json }
}

/**
 * Takes fields that are missing or null in the body from the previous document. A body that contains a name, nodes and
 * edges replaces the entire document, so that clients can remove optional fields. If the body removes nodes, their
 * edges are removed as well.
 */
function completeDocument(json: Json, previous: Workflow | undefined): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  const nonNullEntries = Object.entries(json).filter(([, value]) => value !== null)
  const body: Record<string, Json> =
    nonNullEntries.length === Object.keys(json).length ? json : Object.fromEntries(nonNullEntries)
  const hasField = (field: string): boolean => field in body
  const isOtherFormat = hasField('connections') || hasField('steps') || hasField('links')
  if (!previous)
    return hasField('name') && !isOtherFormat && !hasField('nodes') ? { edges: [], ...body, nodes: [] } : body
  if (nonNullEntries.length === 0 || (hasField('name') && (isOtherFormat || (hasField('nodes') && hasField('edges')))))
    return body
  const { nodes, edges, ...otherFields } = previous
  if (isOtherFormat) return { ...otherFields, ...body } as Json
  return { ...otherFields, nodes, edges: filterEdges(edges, body.nodes), ...body } as Json
}

/** Returns the edges whose source and target are both in `nodes`, or all edges if `nodes` is not a list. */
function filterEdges(edges: Workflow['edges'], nodes: Json | undefined): Workflow['edges'] {
  if (!Array.isArray(nodes)) return edges
  const ids = new Set(nodes.map((node) => (node as { id?: unknown } | null)?.id))
  return edges.filter(({ source, target }) => ids.has(source) && ids.has(target))
}

export const createUnstorableNameProblem = (name: string): Problem =>
  error('workflow.unstorable-name', { name: JSON.stringify(name) }, { where: { setting: 'name' } })
