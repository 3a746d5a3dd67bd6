import { message } from '@aw-flow/messages'
import { portAccepts } from '@aw-flow/engine'
import type { Port, Workflow, WorkflowEdge, WorkflowNode } from '@aw-flow/schema'
import { createUnusedId, findUpstreamNodes, replaceEdge } from './graph-edits.ts'
import { findNearestNames } from './nearest-names.ts'
import type { FixRequest, NodeProblem, ProposedFix } from './proposed-fix.ts'

/**
 * Connects an input to the only compatible output. If there are several, only nodes without outgoing edges are
 * considered.
 */
export function fixMissingInput(request: NodeProblem): ProposedFix[] {
  const { workflow, node, problem } = request
  const port = getPorts(request, node).inputs.find(({ name }) => name === problem.where?.port)
  if (!port) return []
  const downstreamIds = new Set(listDownstreamIds(workflow, node.id))
  const outputs = workflow.nodes
    .filter(({ id }) => id !== node.id && !downstreamIds.has(id))
    .flatMap((source) =>
      getPorts(request, source)
        .outputs.filter((output) => output.type !== 'any' && portAccepts(port, output))
        .map((output) => ({ source, output })),
    )
  const isUnconnected = ({ source }: { source: WorkflowNode }): boolean =>
    !workflow.edges.some((edge) => edge.source === source.id)
  const candidates = outputs.length === 1 ? outputs : outputs.filter(isUnconnected)
  const [candidate] = candidates
  if (!candidate || candidates.length > 1) return []
  const { source, output } = candidate
  const edge = {
    id: createUnusedId(workflow, `${source.id}-${node.id}`),
    source: source.id,
    sourceHandle: output.name,
    target: node.id,
    targetHandle: port.name,
  }
  const change = message('fix.connect', { from: getLabel(source), to: getLabel(node) })
  return [{ change, edit: { type: 'add-edge', edge } }]
}

/** Reconnects an edge to the only compatible pair of ports of its nodes, or removes an edge whose node is missing. */
export function fixEdge(request: FixRequest): ProposedFix[] {
  const { workflow, problem } = request
  const edge = workflow.edges.find(({ id }) => id === problem.where?.edge)
  if (!edge) return []
  const source = workflow.nodes.find(({ id }) => id === edge.source)
  const target = workflow.nodes.find(({ id }) => id === edge.target)
  if (!source || !target) {
    const change = message('fix.disconnect', { from: edge.source, to: edge.target })
    return [{ change, edit: { type: 'remove-edge', id: edge.id } }]
  }
  const usedInputs = new Set(
    workflow.edges.flatMap((other) => (other !== edge && other.target === target.id ? [other.targetHandle] : [])),
  )
  const outputs = selectPorts(getPorts(request, source).outputs, edge.sourceHandle)
  const inputs = selectPorts(
    getPorts(request, target).inputs.filter(({ name }) => !usedInputs.has(name)),
    edge.targetHandle,
  )
  const pairs = outputs.flatMap((output) =>
    inputs.flatMap((input) => (portAccepts(input, output) ? [{ output, input }] : [])),
  )
  const requiredPairs = pairs.filter(({ input }) => input.required)
  const [pair, ...otherPairs] = requiredPairs.length === 1 ? requiredPairs : pairs
  const change = message('fix.connect', { from: getLabel(source), to: getLabel(target) })
  if (!pair || otherPairs.length > 0) return []
  const replacement = { ...edge, sourceHandle: pair.output.name, targetHandle: pair.input.name }
  return [{ change, edit: replaceEdge(workflow, edge, replacement) }]
}

/** Removes the most recently added edge that is part of a cycle. */
export function fixCycle(request: FixRequest): ProposedFix[] {
  const { workflow, catalog } = request
  const types = new Map(workflow.nodes.map((node) => [node.id, node.type]))
  const isLoopReturn = ({ target, targetHandle = '' }: WorkflowEdge): boolean =>
    catalog.get(types.get(target) ?? '')?.body?.inputs.includes(targetHandle) ?? false
  const forwardWorkflow = { ...workflow, edges: workflow.edges.filter((edge) => !isLoopReturn(edge)) }
  const lastEdge = forwardWorkflow.edges.findLast(
    ({ source, target }) => source === target || listDownstreamIds(forwardWorkflow, target).includes(source),
  )
  if (!lastEdge) return []
  const findNode = (id: string): WorkflowNode | undefined => workflow.nodes.find((node) => node.id === id)
  const [source, target] = [findNode(lastEdge.source), findNode(lastEdge.target)]
  if (!source || !target) return []
  const change = message('fix.disconnect', { from: getLabel(source), to: getLabel(target) })
  return [{ change, edit: { type: 'remove-edge', id: lastEdge.id } }]
}

const getLabel = ({ id, data }: WorkflowNode): string => data.label || id

function getPorts(
  { catalog }: FixRequest,
  { type, data }: WorkflowNode,
): {
  inputs: readonly Port[]
  outputs: readonly Port[]
} {
  const definition = catalog.get(type)
  if (!definition) return { inputs: [], outputs: [] }
  const settings = definition.settings.safeParse(data.config)
  return (settings.success && definition.ports?.(settings.data)) || definition
}

/**
 * Returns the ports that a handle may refer to: the port with this name, or else the ports with similar names, or else
 * all ports.
 */
function selectPorts(ports: readonly Port[], handle: string | undefined): readonly Port[] {
  const namedPorts = ports.filter(({ name }) => name === handle)
  if (namedPorts.length > 0 || handle === undefined) return namedPorts.length > 0 ? namedPorts : ports
  const nearestNames = findNearestNames(
    handle,
    ports.map(({ name }) => name),
  )
  return nearestNames.length > 0 ? ports.filter(({ name }) => nearestNames.includes(name)) : ports
}

/** Lists the IDs of the nodes downstream of a node. */
function listDownstreamIds(workflow: Workflow, node: string): string[] {
  const reversedWorkflow = {
    ...workflow,
    edges: workflow.edges.map((edge) => ({ ...edge, source: edge.target, target: edge.source })),
  }
  return findUpstreamNodes(reversedWorkflow, node).map(({ id }) => id)
}
