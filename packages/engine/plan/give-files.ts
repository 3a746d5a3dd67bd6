import { error, readWorkflow, type Port, type Problem, type Value, type Values, type Workflow } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import { labelOf } from './plan-node.ts'
import { sourceWithin } from './source-within.ts'

type File = Extract<Value, { kind: 'file' }>

export interface GivenFiles {
  /** For every node that reads a file which no edge brings. */
  every?: File
  /** For single nodes, by id; before `every`. Within sub-workflows by the ids on the way to them: "sub/load". */
  byNode?: Readonly<Record<string, File>>
}

/** Workflows that sub-workflow nodes name. */
type Named = Readonly<Record<string, Workflow>>

/** A node that reads a file which no edge brings. */
interface Reader {
  workflow: Workflow
  id: string
  /** The port that takes it: the first of type `file`. */
  port: string
  /** What stands around it, the outermost first. */
  around: readonly { id: string; label: string }[]
}

/**
 * The nodes that read a file which no edge brings, each with the port that takes it: the first of type `file`. Those
 * within sub-workflows are named by the ids on the way to them: "sub/load".
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

/** The workflow that runs within a node, and its name where it has one. */
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
 * A run's inputs of files that a person chose: each goes to the first unconnected input of type `file`, within
 * sub-workflows too (`workflows`: those that are named). What nobody would read comes back as a problem, and so does a
 * node that is left without: its settings of format `dataset` and `address` are empty and it is given none.
 */
export function giveFiles(
  workflow: Workflow,
  catalogue: Catalogue,
  { every, byNode = {} }: GivenFiles,
  workflows: Named = {},
): { inputs: Record<string, Values>; problems: Problem[] } {
  const inputs: Record<string, Values> = {}
  const problems: Problem[] = []
  const readers = new Map(findReaders(workflow, catalogue, { workflows, around: [], within: [] }))
  const hint = readers.size > 0 ? `These nodes do: ${[...readers.keys()].join(', ')}.` : 'Add a Load node.'
  for (const id of Object.keys(byNode)) {
    if (readers.has(id)) continue
    const known = workflow.nodes.some((node) => node.id === id)
    const message = known ? `Node "${id}" reads no file from outside.` : `There is no node "${id}" to give a file to.`
    problems.push(error('run.no-file-input', message, { where: { node: id }, hint }))
  }
  if (every && readers.size === 0) {
    problems.push(error('run.no-file-input', `No node of "${workflow.name}" reads a file from outside.`, { hint }))
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
  const within = around.map(({ label }) => `In "${label}": `).join('')
  const message = `${within}"${labelOf({ node })}" has no file: its setting "${setting}" is empty, and the run is given none.`
  const hint = 'Choose a dataset in the node, or give the run a file.'
  const where = around[0] ? { node: around[0].id } : { node: id, setting }
  return [error('run.no-file', message, { where, hint })]
}
