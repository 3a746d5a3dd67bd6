import { error, type Port, type Problem, type Workflow, type WorkflowNode } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import type { NodeDefinition } from '../define-node.ts'
import { findCycle, topologicalOrder } from './topological-order.ts'

/** An input port and where its value comes from. Indices are those of `WorkflowPlan.nodes`. */
export interface PlannedInput {
  port: string
  source: number
  sourcePort: string
}

export interface PlannedNode {
  node: WorkflowNode
  /** Absent where the catalogue does not know the type. */
  definition: NodeDefinition | undefined
  /** Valid settings, defaults filled in; `undefined` while they are not valid. */
  settings: unknown
  inputs: PlannedInput[]
  /** Indices of the nodes behind, each once. */
  successors: number[]
}

/** A workflow's graph, resolved against a catalogue, in the document's order; and everything wrong with it. */
export interface WorkflowPlan {
  nodes: PlannedNode[]
  /** Sources before targets; nodes on or behind a cycle are missing. */
  order: number[]
  problems: Problem[]
}

/** Resolves a workflow against a catalogue. Pure and inert: nothing is run, problems are values. */
export function planWorkflow(workflow: Workflow, catalogue: Catalogue): WorkflowPlan {
  const problems: Problem[] = []
  const indices = new Map<string, number>()
  const nodes = workflow.nodes.map((node, index): PlannedNode => {
    if (indices.has(node.id)) {
      const hint = 'Give one of them another id.'
      problems.push(
        error('workflow.duplicate-id', `Two nodes have the id "${node.id}".`, { where: { node: node.id }, hint }),
      )
    }
    indices.set(node.id, index)
    const definition = catalogue.get(node.type)
    return { node, definition, settings: settingsOf(node, definition, catalogue, problems), inputs: [], successors: [] }
  })
  const edges = connect(workflow, nodes, indices, problems)
  for (const planned of nodes) problems.push(...missingInputs(planned))
  const cycle = findCycle(nodes.length, edges)
  if (cycle.length > 0) {
    const names = [...cycle, cycle[0]!].map((index) => `"${nodes[index]!.node.data.label || nodes[index]!.node.id}"`)
    problems.push(
      error('workflow.cycle', `These nodes wait for one another: ${names.join(' → ')}.`, {
        where: { node: nodes[cycle[0]!]!.node.id },
        hint: 'Remove one of the edges between them.',
      }),
    )
  }
  return { nodes, order: topologicalOrder(nodes.length, edges).order, problems }
}

function settingsOf(
  node: WorkflowNode,
  definition: NodeDefinition | undefined,
  catalogue: Catalogue,
  problems: Problem[],
): unknown {
  if (!definition) {
    const known = catalogue.list().map(({ type }) => `"${type}"`)
    const hint = `Replace the node, or install its type. Known types: ${known.join(', ')}.`
    problems.push(
      error('node.unknown-type', `There is no node type "${node.type}".`, { where: { node: node.id }, hint }),
    )
    return undefined
  }
  if (node.typeVersion !== undefined && node.typeVersion > definition.version) {
    const message = `This node was made with version ${node.typeVersion} of "${node.type}", here is version ${definition.version}.`
    problems.push(error('node.newer-version', message, { where: { node: node.id }, hint: 'Update the program.' }))
    return undefined
  }
  const parsed = definition.settings.safeParse(node.data.config)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const setting = issue.path.map(String).join('.')
    problems.push(
      error(
        'node.invalid-setting',
        `Setting ${setting ? `"${setting}" ` : ''}of "${label(node)}": ${issue.message}.`.replace('..', '.'),
        {
          where: { node: node.id, ...(setting ? { setting } : {}) },
          hint: 'Select the node and correct the setting.',
        },
      ),
    )
  }
  return undefined
}

const label = (node: WorkflowNode): string => node.data.label || node.id

function connect(
  workflow: Workflow,
  nodes: PlannedNode[],
  indices: ReadonlyMap<string, number>,
  problems: Problem[],
): { source: number; target: number }[] {
  const edges: { source: number; target: number }[] = []
  for (const edge of workflow.edges) {
    const fail = (message: string, hint: string): void => {
      problems.push(error('edge.invalid', message, { where: { edge: edge.id }, hint }))
    }
    const source = indices.get(edge.source)
    const target = indices.get(edge.target)
    if (source === undefined || target === undefined) {
      const missing = source === undefined ? edge.source : edge.target
      fail(
        `Edge "${edge.id}" ends at node "${missing}", which is not there.`,
        'Remove the edge, or bring the node back.',
      )
      continue
    }
    const from = nodes[source]!
    const to = nodes[target]!
    if (!from.successors.includes(target)) from.successors.push(target)
    edges.push({ source, target })
    if (!from.definition || !to.definition) continue
    const output = choosePort(from.definition.outputs, edge.sourceHandle)
    const input = choosePort(to.definition.inputs, edge.targetHandle, output)
    if (!output) {
      fail(noPort(from, 'output', edge.sourceHandle), 'Connect another port.')
    } else if (!input) {
      fail(noPort(to, 'input', edge.targetHandle), 'Connect another port.')
    } else if (!accepts(input, output)) {
      const message = `"${label(from.node)}" gives ${output.type}, "${label(to.node)}" takes ${input.type} at "${input.name}".`
      fail(message, 'Put a node between them that converts, or connect another port.')
    } else if (to.inputs.some(({ port }) => port === input.name)) {
      fail(`Input "${input.name}" of "${label(to.node)}" has more than one edge.`, 'Remove all edges but one.')
    } else {
      to.inputs.push({ port: input.name, source, sourcePort: output.name })
    }
  }
  return edges
}

/** True when an edge from `output` to `input` makes sense: equal types, and text where JSON is taken. */
export const accepts = (input: Port, output: Port): boolean =>
  input.type === output.type || (input.type === 'json' && output.type === 'text')

/** The named port; without a name the first one, preferably one that takes `output`. */
function choosePort(ports: readonly Port[], handle: string | undefined, output?: Port): Port | undefined {
  if (handle !== undefined) return ports.find(({ name }) => name === handle)
  return (output && ports.find((port) => accepts(port, output))) ?? ports[0]
}

function noPort({ node, definition }: PlannedNode, side: 'input' | 'output', handle: string | undefined): string {
  const ports = (side === 'input' ? definition?.inputs : definition?.outputs) ?? []
  const has = ports.length > 0 ? `has ${ports.map(({ name }) => `"${name}"`).join(', ')}` : 'has none'
  return `"${label(node)}" has no ${side} ${handle === undefined ? '' : `"${handle}" `}(${has}).`
}

function missingInputs({ node, definition, inputs }: PlannedNode): Problem[] {
  const missing =
    definition?.inputs.filter((port) => port.required && !inputs.some((input) => input.port === port.name)) ?? []
  return missing.map((port) =>
    error('node.missing-input', `"${label(node)}" needs a ${port.type} at its input "${port.name}".`, {
      where: { node: node.id, port: port.name },
      hint: `Connect a node that gives a ${port.type}.`,
    }),
  )
}
