import { message } from '@aw-flow/messages'
import { error, readWorkflow, type Port, type Problem, type Value, type Values, type Workflow } from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'
import { getNodeLabel, wrapInnerProblem } from './plan-node.ts'
import { findInnerSource, inheritReferences } from './find-inner-source.ts'

type File = Extract<Value, { kind: 'file' }>

/** @internal */
export interface AssignedFiles {
  /** The file for all nodes that read a file and are not listed in `byNode`. */
  defaultFile?: File
  /**
   * Files for individual nodes, keyed by node id. They take precedence over `defaultFile`. A node in a sub-workflow is
   * identified by its path of ids, such as `sub/load`.
   */
  byNode?: Readonly<Record<string, File>>
}

/** The workflows that sub-workflow nodes refer to, keyed by name. */
type WorkflowsByName = Readonly<Record<string, Workflow>>

/** A node that reads a file not provided by an edge. */
interface FileReaderNode {
  workflow: Workflow
  id: string
  /** The node's first unconnected port of type `file`. */
  port: string
  /** The enclosing nodes, outermost first. */
  enclosingNodes: readonly { id: string; label: string }[]
}

/**
 * Finds the nodes that read a file not provided by an edge.
 *
 * @returns Each node's first unconnected port of type `file`, keyed by node id or, in a sub-workflow, by the path of
 *   ids, such as `sub/load`.
 * @internal
 */
export function findFileReaders(
  workflow: Workflow,
  catalog: Catalog,
  workflows: WorkflowsByName = {},
): Map<string, string> {
  const readers = [...findReaders(workflow, catalog, { workflows, enclosingNodes: [], enclosingKeys: [] })]
  return new Map(readers.map(([path, { port }]) => [path, port]))
}

interface SearchContext {
  workflows: WorkflowsByName
  enclosingNodes: FileReaderNode['enclosingNodes']
  /** The keys of the enclosing named workflows, used to detect recursion. */
  enclosingKeys: readonly string[]
}

function* findReaders(
  workflow: Workflow,
  catalog: Catalog,
  context: SearchContext,
): Generator<[string, FileReaderNode]> {
  const { workflows, enclosingNodes, enclosingKeys } = context
  for (const node of workflow.nodes) {
    const { id, type } = node
    const innerWorkflow = findInnerWorkflow(workflow, node, catalog, workflows)
    const ports: readonly PortLike[] = innerWorkflow?.workflow.ports?.inputs ?? catalog.get(type)?.inputs ?? []
    const port = findUnconnectedPort(workflow, id, ports)
    const path = [...enclosingNodes.map((ancestor) => ancestor.id), id].join('/')
    if (port !== undefined) yield [path, { workflow, id, port, enclosingNodes }]
    if (!innerWorkflow || (innerWorkflow.key !== undefined && enclosingKeys.includes(innerWorkflow.key))) continue
    yield* findReaders(innerWorkflow.workflow, catalog, {
      workflows,
      enclosingNodes: [...enclosingNodes, { id, label: node.data.label || id }],
      enclosingKeys: innerWorkflow.key === undefined ? enclosingKeys : [...enclosingKeys, innerWorkflow.key],
    })
  }
}

type PortLike = Pick<Port, 'name' | 'type'>

/** Returns the first port of type `file` that neither an edge nor a workflow input feeds. */
function findUnconnectedPort(workflow: Workflow, id: string, ports: readonly PortLike[]): string | undefined {
  const filePorts = ports.filter(({ type }) => type === 'file')
  if (filePorts.length === 0) return undefined
  const incomingEdges = workflow.edges.filter(({ target }) => target === id)
  const connectedInputs = (workflow.ports?.inputs ?? []).flatMap(({ to }) => to.filter(({ node }) => node === id))
  return filePorts.find(
    ({ name }, index) =>
      !incomingEdges.some(({ targetHandle }) => targetHandle === name || (targetHandle === undefined && index === 0)) &&
      !connectedInputs.some(({ port }) => port === name),
  )?.name
}

/** Returns the workflow inside a node, along with its key if the node refers to it by name. */
function findInnerWorkflow(
  workflow: Workflow,
  node: Workflow['nodes'][number],
  catalog: Catalog,
  workflows: WorkflowsByName,
): { workflow: Workflow; key?: string } | undefined {
  const innerSource = findInnerSource(workflow, node, catalog)
  if (!innerSource) return undefined
  if ('document' in innerSource) {
    const { workflow: document } = readWorkflow(innerSource.document)
    return document && { workflow: inheritReferences(document, workflow) }
  }
  const { key } = innerSource
  const namedWorkflow = Object.hasOwn(workflows, key) ? workflows[key] : undefined
  return namedWorkflow && { workflow: namedWorkflow, key }
}

/**
 * Creates the inputs of a run that is started with files. Each file is passed to its node's first unconnected input of
 * type `file`, including in sub-workflows.
 *
 * @param workflows The workflows that sub-workflow nodes refer to by name.
 * @returns The inputs, a problem for each file that no node reads, and a problem for each node with neither an assigned
 *   file nor one in a setting of format `dataset` or `address`.
 * @internal
 */
export function assignFiles(
  workflow: Workflow,
  catalog: Catalog,
  { defaultFile, byNode = {} }: AssignedFiles,
  workflows: WorkflowsByName = {},
): { inputs: Record<string, Values>; problems: Problem[] } {
  const inputs: Record<string, Values> = {}
  const problems: Problem[] = []
  const readers = new Map(findReaders(workflow, catalog, { workflows, enclosingNodes: [], enclosingKeys: [] }))
  const readerPaths = [...readers.keys()]
  const readerParams = { readers: readerPaths, count: readerPaths.length }
  for (const id of Object.keys(byNode)) {
    if (readers.has(id)) continue
    const isNode = workflow.nodes.some((node) => node.id === id)
    const reason = message(isNode ? 'run.reads-no-file' : 'run.no-such-reader', { node: id })
    problems.push(error('run.no-file-input', { reason, ...readerParams }, { where: { node: id } }))
  }
  if (defaultFile && readers.size === 0) {
    problems.push(
      error('run.no-file-input', { reason: message('run.no-reader', { workflow: workflow.name }), ...readerParams }),
    )
  }
  for (const [path, reader] of readers) {
    const file = Object.hasOwn(byNode, path) ? byNode[path] : defaultFile
    if (file) inputs[path] = { [reader.port]: file }
    else problems.push(...reportMissingFile(reader, catalog))
  }
  return { inputs, problems }
}

function reportMissingFile({ workflow, id, enclosingNodes }: FileReaderNode, catalog: Catalog): Problem[] {
  const node = workflow.nodes.find((candidate) => candidate.id === id)!
  const { properties } = (catalog.list().find(({ type }) => type === node.type)?.settings ?? {}) as {
    properties?: Record<string, { format?: string }>
  }
  const setting = Object.keys(properties ?? {}).find((name) => properties?.[name]?.format === 'dataset')
  if (setting === undefined || (node.data.config[setting] ?? '') !== '') return []
  const hasUrl = Object.keys(properties ?? {}).some(
    (name) => properties?.[name]?.format === 'address' && (node.data.config[name] ?? '') !== '',
  )
  if (hasUrl) return []
  const where = enclosingNodes[0] ? { node: enclosingNodes[0].id } : { node: id, setting }
  const problem = error('run.no-file', { node: getNodeLabel({ node }), host: '' }, { where })
  return [enclosingNodes.reduceRight((inner, { label }) => wrapInnerProblem(label, inner), problem)]
}
