import type { Catalog } from '@aw-flow/engine'
import { error, failed, readWorkflow, type Json, type Problem, type Workflow } from '@aw-flow/schema'
import { isPlanEdge } from '@aw-flow/schema/internal'
import { convertForeign, convertForeignFile, type ImportReport } from '@aw-flow/schema/foreign'
import { parseYaml } from '@aw-flow/schema/yaml'
import { z } from '@hono/zod-openapi'
import { resolveReferences, type UnresolvedReference, type WorkflowStore } from '../api/resolve-references.ts'
import { removeDatasetIds } from '../gallery/remove-datasets.ts'
import { formatIssueReason, parseJsonBody, type BodyRejection, type JsonBody } from '../http/read-json-body.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { serializeDocument, type SerializedDocument } from '../store/workflows/document-text.ts'
import { readMergePatch } from './merge-patch.ts'
import { extractVersionLabel, versionLabelSchema, removeServerFields } from '../wire/workflow.ts'

/** A document to be stored. Contains only values that can be passed between threads. */
export interface SubmittedDocument {
  text: string
  /**
   * `stored`: a document from the store, in the format version in which it was last saved. `file`: the bytes of a file of
   * another tool, as Base64.
   */
  format: 'json' | 'yaml' | 'stored' | 'file'
  /** Maximum nesting depth of JSON. 0 means unlimited. */
  maxDepth?: number
  /** Fields to overwrite after the document has been read. */
  overrides?: Partial<Pick<Workflow, 'name' | 'description' | 'status'>>
  /** Whether exports of other tools, such as n8n, are converted. */
  acceptsForeign?: boolean
  /** Whether the document is a merge patch (RFC 7396) of the previous one. */
  isMergePatch?: boolean
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
      /** Whether the submitted document asks to share the workflow by link, or to stop sharing it. */
      isPublic?: boolean | undefined
      /** Submitted fields that are not part of the prepared document. */
      ignoredFields: readonly string[]
      /** Sub-workflow names that match no workflow in the workspace, or more than one. */
      unresolved: readonly UnresolvedReference[]
      /** Report about an export of another tool. */
      importReport?: ImportReport | undefined
      rejection?: undefined
    }
  | {
      prepared?: undefined
      nodes?: undefined
      isPartial?: undefined
      versionLabel?: undefined
      isPublic?: undefined
      ignoredFields?: undefined
      unresolved?: undefined
      importReport?: undefined
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
  {
    text,
    format,
    maxDepth = 0,
    overrides,
    acceptsForeign = false,
    isMergePatch = false,
    shouldRemoveDatasets = false,
  }: SubmittedDocument,
  previous: Workflow | undefined,
  { store, catalog }: { store: WorkflowStore; catalog: Catalog },
): Promise<PreparedDocument> {
  const { json, importReport, rejection } = await readDocument(text, format, { maxDepth, acceptsForeign })
  if (rejection) return { rejection }
  const submission = format === 'stored' ? { document: json, ignoredFields: [] } : readSubmission(json)
  if (submission.rejection) return submission
  const { versionLabel, isPublic } = submission
  const list = isMergePatch && previous ? findMergedList(previous, submission.document) : undefined
  if (list !== undefined) {
    const reason = 'Invalid input: expected array, received object'
    const params = { place: list, reason, known: 0, example: '', fields: [] }
    return { rejection: { status: 422, problem: error('body.invalid', params, { where: { setting: list } }) } }
  }
  const completedDocument =
    format === 'stored'
      ? json
      : isMergePatch && previous && isObject(submission.document)
        ? completePatch(previous, submission.document)
        : completeDocument(submission.document, previous)
  const document = shouldRemoveDatasets ? removeDatasetIds(completedDocument) : completedDocument
  const { workflow: submittedWorkflow, problems, ignoredFields = [] } = readWorkflow(document)
  if (!submittedWorkflow) return { rejection: { status: 422, problem: problems[0]!, details: problems } }
  const hasSteps = isObject(document) && document.nodes === undefined
  const mergedWorkflow = hasSteps && previous ? keepNodeFields(submittedWorkflow, previous) : submittedWorkflow
  const updatedWorkflow = overrides ? { ...mergedWorkflow, ...overrides } : mergedWorkflow
  if (toStorableText(updatedWorkflow.name) !== updatedWorkflow.name) {
    return { rejection: { status: 422, problem: createUnstorableNameProblem(updatedWorkflow.name) } }
  }
  const { workflow, unresolved } =
    format === 'stored'
      ? { workflow: updatedWorkflow, unresolved: [] }
      : await resolveReferences(store, updatedWorkflow, catalog, previous)
  const { nodes, references } = workflow
  const hasUnusedReferences =
    isObject(json) &&
    'references' in json &&
    Object.entries(submittedWorkflow.references ?? {}).some(([name, id]) => references?.[name] !== id)
  return {
    prepared: serializeDocument(workflow),
    nodes: nodes.length,
    isPartial: completedDocument !== submission.document,
    versionLabel,
    isPublic,
    ignoredFields: [
      ...submission.ignoredFields,
      ...ignoredFields,
      ...listOverridden(json, submittedWorkflow, overrides),
      ...(isObject(json) && typeof json.version === 'number' && json.nodes === undefined ? ['version'] : []),
      ...(hasUnusedReferences ? ['references'] : []),
    ],
    unresolved,
    importReport,
  }
}

/** Returns the names of submitted fields whose values the server overwrites. */
const listOverridden = (json: Json, workflow: Workflow, overrides: SubmittedDocument['overrides'] = {}): string[] =>
  (Object.keys(overrides) as (keyof typeof overrides)[]).filter(
    (name) => isObject(json) && name in json && workflow[name] !== overrides[name],
  )

interface Submission {
  /** The body without the fields that are not part of a document. */
  document: Json
  versionLabel?: string | undefined
  isPublic?: boolean | undefined
  /** The fields that the server sets, and exported versions, which only the studio can import. */
  ignoredFields: string[]
  rejection?: undefined
}

/** Separates a submitted document from the other fields of the request body. */
function readSubmission(json: Json): Submission | { rejection: BodyRejection } {
  const { body, versionLabel } = extractVersionLabel(json)
  const { document, removedFields } = removeServerFields(body)
  const { is_public: isPublic } = isObject(body) ? body : {}
  const fields = { version: versionLabelSchema.optional(), is_public: z.boolean().nullish() }
  for (const [place, schema] of Object.entries(fields)) {
    const issue = schema.safeParse(place === 'version' ? versionLabel : isPublic).error?.issues[0]
    if (issue) {
      const problem = error(
        'request.invalid',
        { place, reason: formatIssueReason(issue) },
        { where: { setting: place } },
      )
      return { rejection: { status: 422, problem } }
    }
  }
  const ignoredFields = removedFields.filter((name) => name !== 'is_public')
  if (isObject(document) && document.exported !== undefined) ignoredFields.push('exported')
  return { document, versionLabel, isPublic: (isPublic ?? undefined) as boolean | undefined, ignoredFields }
}

const isObject = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type ReadDocument =
  | { json: Json; importReport?: ImportReport; rejection?: undefined }
  | { json?: undefined; importReport?: undefined; rejection: BodyRejection }

/** Parses a document, and converts it if another tool exported it. */
async function readDocument(
  text: string,
  format: SubmittedDocument['format'],
  { maxDepth, acceptsForeign }: { maxDepth: number; acceptsForeign: boolean },
): Promise<ReadDocument> {
  if (format === 'file') {
    const converted = await convertForeignFile(new Uint8Array(Buffer.from(text, 'base64')))
    const result = converted ?? failed(error('foreign.unknown-file', {}))
    if (!result.ok) return { rejection: { status: 422, problem: result.problem } }
    return { json: result.value.document, importReport: result.value.report }
  }
  const parsed = parseDocument(text, format, maxDepth)
  if (parsed.rejection || !acceptsForeign) return parsed
  const converted = convertForeign(parsed.json)
  if (!converted) return parsed
  if (!converted.ok) return { rejection: { status: 422, problem: converted.problem } }
  return { json: converted.value.document, importReport: converted.value.report }
}

function parseDocument(text: string, format: SubmittedDocument['format'], maxDepth: number): JsonBody {
  if (format !== 'yaml') return parseJsonBody(text, maxDepth)
  const parsed = parseYaml(text)
  return parsed.ok
    ? { json: parsed.value }
    : { rejection: { status: 400, problem: { ...parsed.problem, code: 'body.malformed' } } }
}

/**
 * Takes fields that are missing or null in the body from the previous document. A body with the version of the document
 * format is an entire document and replaces the previous one, so that clients can remove optional fields. If the body
 * removes nodes, their edges are removed as well.
 *
 * @param options.isEmpty Whether the client sent an empty object, which is rejected like an empty document.
 */
function completeDocument(json: Json, previous: Workflow | undefined): Json {
  if (!isObject(json)) return json
  const nonNullEntries = Object.entries(json).filter(([, value]) => value !== null)
  const body: Record<string, Json> =
    nonNullEntries.length === Object.keys(json).length ? json : Object.fromEntries(nonNullEntries)
  const hasField = (field: string): boolean => field in body
  const isOtherFormat = hasField('connections') || hasField('steps') || hasField('links')
  if (!previous)
    return hasField('name') && !isOtherFormat && !hasField('nodes') ? { edges: [], ...body, nodes: [] } : body
  if (typeof body.version === 'number' && (hasField('nodes') || isOtherFormat)) return body
  const { version, nodes, edges, ...otherFields } = previous
  if (hasField('steps')) return { ...otherFields, ...body } as Json
  if ((hasField('connections') || (hasField('links') && hasField('nodes'))) && !hasField('edges'))
    return { ...otherFields, nodes, ...body } as Json
  // Without a version, nodes may omit fields, which `readWorkflow` adds.
  const versionField = hasField('nodes') ? {} : { version }
  return { ...otherFields, ...versionField, nodes, edges: filterEdges(edges, body.nodes), ...omitVersion(body) } as Json
}

/** Removes the number of versions, which a client sends back, from a part of a document. */
const omitVersion = ({ version, ...fields }: Record<string, Json>): Record<string, Json> =>
  typeof version === 'number' || version === undefined ? fields : { version, ...fields }

/** Returns the name of a list that a patch would merge with an object, which would remove all items. */
const findMergedList = (previous: Workflow, patch: Json): string | undefined =>
  Object.entries(isObject(patch) ? patch : {}).find(
    ([name, change]) => isObject(change) && Array.isArray(Object.entries(previous).find(([key]) => key === name)?.[1]),
  )?.[0]

/** Applies a merge patch to the previous document. */
function completePatch(previousWorkflow: Workflow, patch: Record<string, Json>): Json {
  const { document, previous } = readMergePatch(previousWorkflow, patch)
  return completeDocument(document, previous)
}

/**
 * Adds what steps cannot express to nodes that were read from steps: position, label, type version and so on. A node
 * corresponds to the previous node with the same id and type.
 */
function keepNodeFields(workflow: Workflow, previous: Workflow): Workflow {
  const previousNodes = new Map(previous.nodes.map((node) => [node.id, node]))
  return {
    ...workflow,
    nodes: workflow.nodes.map((node) => {
      const previousNode = previousNodes.get(node.id)
      if (previousNode?.type !== node.type) return node
      const { data, retry, ...otherFields } = previousNode
      const isApproval = node.type === 'approval'
      const label = node.data.label === node.type ? data.label : node.data.label
      const totalMs = retry?.totalMs === undefined ? {} : { retry: { ...node.retry, totalMs: retry.totalMs } }
      return {
        ...otherFields,
        ...node,
        ...totalMs,
        position: previousNode.position,
        data: isApproval ? data : { ...node.data, label },
      }
    }),
    edges: keepEdges(workflow.edges, previous.edges),
  }
}

/** Uses the previous edges between the same nodes, with their ports and waypoints. */
function keepEdges(edges: Workflow['edges'], previousEdges: Workflow['edges']): Workflow['edges'] {
  const keptEdges = edges.map((edge) =>
    previousEdges.find(
      (candidate) =>
        candidate.source === edge.source &&
        candidate.target === edge.target &&
        isPlanEdge(candidate) === isPlanEdge(edge),
    ),
  )
  const usedIds = new Set(keptEdges.map((edge) => edge?.id))
  return edges.map((edge, index) => {
    const keptEdge = keptEdges[index]
    if (keptEdge) return keptEdge
    let { id } = edge
    while (usedIds.has(id)) id = `${id}-new`
    usedIds.add(id)
    return { ...edge, id }
  })
}

/** Returns the edges whose source and target are both in `nodes`, or all edges if `nodes` is not a list. */
function filterEdges(edges: Workflow['edges'], nodes: Json | undefined): Workflow['edges'] {
  if (!Array.isArray(nodes)) return edges
  const ids = new Set(nodes.map((node) => (node as { id?: unknown } | null)?.id))
  return edges.filter(({ source, target }) => ids.has(source) && ids.has(target))
}

export const createUnstorableNameProblem = (name: string): Problem =>
  error('workflow.unstorable-name', { name: JSON.stringify(name) }, { where: { setting: 'name' } })
