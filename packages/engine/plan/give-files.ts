import { error, type Problem, type Value, type Values, type Workflow } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'

type File = Extract<Value, { kind: 'file' }>

export interface GivenFiles {
  /** For every node that reads a file which no edge brings. */
  every?: File
  /** For single nodes, by id; before `every`. */
  byNode?: Readonly<Record<string, File>>
}

/** The nodes that read a file which no edge brings, each with the port that takes it: the first of type `file`. */
export function fileReaders(workflow: Workflow, catalogue: Catalogue): Map<string, string> {
  const readers = new Map<string, string>()
  for (const { id, type } of workflow.nodes) {
    const ports = catalogue.get(type)?.inputs.filter((port) => port.type === 'file') ?? []
    const reached = workflow.edges.filter(({ target }) => target === id)
    const free = ports.find(
      ({ name }, index) =>
        !reached.some(({ targetHandle }) => targetHandle === name || (targetHandle === undefined && index === 0)),
    )
    if (free) readers.set(id, free.name)
  }
  return readers
}

/**
 * A run's inputs of files that a person chose: each goes to the first unconnected input of type `file`. What nobody
 * would read comes back as a problem, and so does a node that is left without: its setting of format `dataset` is empty
 * and it is given none.
 */
export function giveFiles(
  workflow: Workflow,
  catalogue: Catalogue,
  { every, byNode = {} }: GivenFiles,
): { inputs: Record<string, Values>; problems: Problem[] } {
  const inputs: Record<string, Values> = {}
  const problems: Problem[] = []
  const readers = fileReaders(workflow, catalogue)
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
  for (const [id, port] of readers) {
    const file = Object.hasOwn(byNode, id) ? byNode[id] : every
    if (file) inputs[id] = { [port]: file }
    else problems.push(...leftWithout(workflow, catalogue, id))
  }
  return { inputs, problems }
}

function leftWithout(workflow: Workflow, catalogue: Catalogue, id: string): Problem[] {
  const node = workflow.nodes.find((candidate) => candidate.id === id)!
  const { properties } = (catalogue.list().find(({ type }) => type === node.type)?.settings ?? {}) as {
    properties?: Record<string, { format?: string }>
  }
  const setting = Object.keys(properties ?? {}).find((name) => properties?.[name]?.format === 'dataset')
  if (setting === undefined || (node.data.config[setting] ?? '') !== '') return []
  const message = `"${node.data.label || id}" has no file: its setting "${setting}" is empty, and the run is given none.`
  const hint = 'Choose a dataset in the node, or give the run a file.'
  return [error('run.no-file', message, { where: { node: id, setting }, hint })]
}
