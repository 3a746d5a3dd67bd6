import { message } from '@aw-flow/messages'
import { error, readWorkflow, type Port, type Problem, type Value, type Values, type Workflow } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import { labelOf, nestedIn } from './plan-node.ts'
import { sourceWithin } from './source-within.ts'

type File = Extract<Value, { kind: 'file' }>

/** @internal */
export interface AssignedFiles {
  /** For every node that reads a file that no edge provides. */
  every?: File
  /** For single nodes, by id; takes precedence over `every`. In sub-workflows by the path of ids: "sub/load". */
  byNode?: Readonly<Record<string, File>>
}

/** Workflows to which sub-workflow nodes refer by name. */
type Named = Readonly<Record<string, Workflow>>

/** A node that reads a file that no edge provides. */
interface Reader {
  workflow: Workflow
  id: string
  /** Its first port of type `file`. */
  port: string
  /** The nodes around it, outermost first. */
  around: readonly { id: string; label: string }[]
}

/**
 * Finds the nodes that read a file that no edge provides.
 *
 * @returns The first port of type `file` of each node, by the node's id; in sub-workflows by the path of ids:
 *   "sub/load".
 * @internal
 */
export function fileReaders(workflow: Workflow, catalogue: Catalogue, workflows: Named = {}): Map<string, string> {
  const readers = [...findReaders(workflow, catalogue, { workflows, around: [], within: [] })]
  return new Map(readers.map(([path, { port }]) => [path, port]))
}

interface Place {
  workflows: Named
  around: Reader['around']
  /** The names of the workflows around. */
  within: readonly string[]
}

function* findReaders(workflow: Workflow, catalogue: Catalogue, place: Place): Generator<[string, Reader]> {
  const { workflows, around, within } = place
  for (const node of workflow.nodes) {
    const { id, type } = node
    const inside = insideOf(workflow, node, catalogue, workflows)
    const ports: readonly PortLike[] = inside?.workflow.ports?.inputs ?? catalogue.get(type)?.inputs ?? []
    const port = freePort(workflow, id, ports)
    const path = [...around.map((one) => one.id), id].join('/')
    if (port !== undefined) yield [path, { workflow, id, port, around }]
    if (!inside || (inside.name !== undefined && within.includes(inside.name))) continue
    yield* findReaders(inside.workflow, catalogue, {
      workflows,
      around: [...around, { id, label: node.data.label || id }],
      within: inside.name === undefined ? within : [...within, inside.name],
    })
  }
}

type PortLike = Pick<Port, 'name' | 'type'>

/** The first port of type `file` to which neither an edge nor an input of the workflow leads. */
function freePort(workflow: Workflow, id: string, ports: readonly PortLike[]): string | undefined {
  const files = ports.filter(({ type }) => type === 'file')
  if (files.length === 0) return undefined
  const reached = workflow.edges.filter(({ target }) => target === id)
  const fed = (workflow.ports?.inputs ?? []).flatMap(({ to }) => to.filter(({ node }) => node === id))
  return files.find(
    ({ name }, index) =>
      !reached.some(({ targetHandle }) => targetHandle === name || (targetHandle === undefined && index === 0)) &&
      !fed.some(({ port }) => port === name),
  )?.name
}

/** Returns the workflow inside a node, and its name if it has one. */
function insideOf(
  workflow: Workflow,
  node: Workflow['nodes'][number],
  catalogue: Catalogue,
  workflows: Named,
): { workflow: Workflow; name?: string } | undefined {
  const from = sourceWithin(workflow, node, catalogue)
  if (!from) return undefined
  if ('document' in from) {
    const { workflow: document } = readWorkflow(from.document)
    return document && { workflow: document }
  }
  const named = Object.hasOwn(workflows, from.name) ? workflows[from.name] : undefined
  return named && { workflow: named, name: from.name }
}

/**
 * The inputs of a run from files: each file is passed to the first unconnected input of type `file`, also in
 * sub-workflows.
 *
 * @param workflows Workflows that sub-workflow nodes name.
 * @returns The inputs, a problem for each file that no node reads, and one for each node without a file (its settings
 *   of
 *   format `dataset` and `address` are empty).
 * @internal
 */
export function assignFiles(
  workflow: Workflow,
  catalogue: Catalogue,
  { every, byNode = {} }: AssignedFiles,
  workflows: Named = {},
): { inputs: Record<string, Values>; problems: Problem[] } {
  const inputs: Record<string, Values> = {}
  const problems: Problem[] = []
  const readers = new Map(findReaders(workflow, catalogue, { workflows, around: [], within: [] }))
  const known = [...readers.keys()]
  const read = { readers: known, count: known.length }
  for (const id of Object.keys(byNode)) {
    if (readers.has(id)) continue
    const isNode = workflow.nodes.some((node) => node.id === id)
    const reason = message(isNode ? 'run.reads-no-file' : 'run.no-such-reader', { node: id })
    problems.push(error('run.no-file-input', { reason, ...read }, { where: { node: id } }))
  }
  if (every && readers.size === 0) {
    problems.push(
      error('run.no-file-input', { reason: message('run.no-reader', { workflow: workflow.name }), ...read }),
    )
  }
  for (const [path, reader] of readers) {
    const file = Object.hasOwn(byNode, path) ? byNode[path] : every
    if (file) inputs[path] = { [reader.port]: file }
    else problems.push(...leftWithout(reader, catalogue))
  }
  return { inputs, problems }
}

function leftWithout({ workflow, id, around }: Reader, catalogue: Catalogue): Problem[] {
  const node = workflow.nodes.find((candidate) => candidate.id === id)!
  const { properties } = (catalogue.list().find(({ type }) => type === node.type)?.settings ?? {}) as {
    properties?: Record<string, { format?: string }>
  }
  const setting = Object.keys(properties ?? {}).find((name) => properties?.[name]?.format === 'dataset')
  if (setting === undefined || (node.data.config[setting] ?? '') !== '') return []
  const isFetched = Object.keys(properties ?? {}).some(
    (name) => properties?.[name]?.format === 'address' && (node.data.config[name] ?? '') !== '',
  )
  if (isFetched) return []
  const where = around[0] ? { node: around[0].id } : { node: id, setting }
  const problem = error('run.no-file', { node: labelOf({ node }), setting, host: '' }, { where })
  return [around.reduceRight((inner, { label }) => nestedIn(label, inner), problem)]
}
