import { error, type Json, type Problem, type ReadWorkflow, type Workflow } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { readJsonBody, type BodyRejection } from '../http/read-json-body.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'

const exampleWorkflow = {
  version: 1,
  name: 'View a file',
  nodes: [{ id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } }],
  edges: [],
}

const exampleSteps = `name: View a file
steps:
  - id: load
    agent: loading
`

/** The routes describe this body but do not validate it: `readWorkflow` accepts other formats and locates errors. */
export const workflowBody = {
  required: true,
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/Workflow' }, example: exampleWorkflow },
    'application/yaml': { schema: { type: 'string' as const }, example: exampleSteps },
  },
}

export type WorkflowBody =
  | { workflow: Workflow; isPartial: boolean; rejection?: undefined }
  | { workflow?: undefined; isPartial?: undefined; rejection: BodyRejection }

/**
 * Reads the body as a workflow in any supported format, as JSON or YAML. A JSON body may contain some fields only.
 *
 * @param previous The workflow whose other fields stay. Without it, other fields get their defaults.
 */
export async function readWorkflowBody(
  context: Context<AppEnvironment>,
  documents: DocumentChecks,
  previous?: Workflow,
): Promise<WorkflowBody> {
  if (/^(application|text)\/(x-)?yaml\s*(;|$)/i.test(context.req.header('content-type') ?? '')) {
    const document = await documents.readYaml(await context.req.text())
    if ('malformed' in document) return { rejection: { status: 400, problem: document.malformed } }
    return checkWorkflow(document)
  }
  const body = await readJsonBody(context)
  if (body.rejection) return { rejection: body.rejection }
  const document = completeDocument(body.json, previous)
  // The thread for large documents is chosen by the size, which the stored part may determine.
  const characters = document === body.json || !previous ? body.characters : JSON.stringify(document).length
  return checkWorkflow(await documents.read(document, characters), document !== body.json)
}

/**
 * Adds the fields that a body does not have, or that are null. A body with a name, nodes and edges replaces all of the
 * document, so that a client can remove optional fields. Edges of nodes that the body removes are removed, too.
 */
export function completeDocument(json: Json, previous: Workflow | undefined): Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  const sent = Object.entries(json).filter(([, value]) => value !== null)
  const body: Record<string, Json> = sent.length === Object.keys(json).length ? json : Object.fromEntries(sent)
  const has = (field: string): boolean => field in body
  const isOtherFormat = has('connections') || has('steps') || has('links')
  if (!previous) return has('name') && !isOtherFormat && !has('nodes') ? { edges: [], ...body, nodes: [] } : body
  if (sent.length === 0 || (has('name') && (isOtherFormat || (has('nodes') && has('edges'))))) return body
  const { nodes, edges, ...facts } = previous
  if (isOtherFormat) return { ...facts, ...body } as Json
  return { ...facts, nodes, edges: keepEdges(edges, body.nodes), ...body } as Json
}

/** Returns the edges between nodes of a list; all of them if it is not a list of nodes. */
function keepEdges(edges: Workflow['edges'], nodes: Json | undefined): Workflow['edges'] {
  if (!Array.isArray(nodes)) return edges
  const ids = new Set(nodes.map((node) => (node as { id?: unknown } | null)?.id))
  return edges.filter(({ source, target }) => ids.has(source) && ids.has(target))
}

/** Returns a parsed workflow if it can be stored, otherwise the rejection. */
function checkWorkflow({ workflow, problems }: ReadWorkflow, isPartial = false): WorkflowBody {
  if (workflow && toStorableText(workflow.name) === workflow.name) return { workflow, isPartial }
  if (workflow) return { rejection: { status: 422, problem: createUnstorableNameProblem(workflow.name) } }
  return { rejection: { status: 422, problem: problems[0]!, details: problems } }
}

export const createUnstorableNameProblem = (name: string): Problem =>
  error('workflow.unstorable-name', { name: JSON.stringify(name) }, { where: { setting: 'name' } })
