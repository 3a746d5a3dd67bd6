import { message, type Text } from '@aw-flow/messages'
import { error, type Port, type Problem, type Workflow } from '@aw-flow/schema'
import { portAccepts, getNodeLabel, describePortType } from './plan-node.ts'
import type { PlannedNode } from './workflow-plan.ts'

/** An edge between two existing nodes. `source` and `target` are indexes into the document's nodes. */
export interface PlannedEdge {
  id: string
  source: number
  sourcePort: string
  target: number
  port: string
  /** Whether the edge leads from a loop's body back to the loop. */
  isBackEdge: boolean
}

/**
 * Resolves a document's edges to ports and reroutes edges around bypassed nodes. Also fills in the nodes' `successors`
 * and adds to `problems`.
 */
export function planEdges(
  workflow: Workflow,
  nodes: readonly PlannedNode[],
  indices: ReadonlyMap<string, number>,
  problems: Problem[],
): PlannedEdge[] {
  const edges: PlannedEdge[] = []
  const connectedPorts = new Set<string>()
  const successors = nodes.map(() => new Set<number>())
  for (const edge of workflow.edges) {
    const reportInvalidEdge = (reason: Text): void => {
      problems.push(error('edge.invalid', { reason }, { where: { edge: edge.id } }))
    }
    const source = indices.get(edge.source)
    const target = indices.get(edge.target)
    if (source === undefined || target === undefined) {
      const missingNode = source === undefined ? edge.source : edge.target
      reportInvalidEdge(message('edge.no-node', { edge: edge.id, node: missingNode }))
      continue
    }
    const sourceNode = nodes[source]!
    const targetNode = nodes[target]!
    const isReturnEdge = targetNode.definition?.body?.inputs.includes(edge.targetHandle ?? '') ?? false
    if (!isReturnEdge) successors[source]!.add(target)
    if (!sourceNode.definition || !targetNode.definition) continue
    const output = selectPort(sourceNode.ports.outputs, edge.sourceHandle)
    const input = selectPort(targetNode.ports.inputs, edge.targetHandle, output)
    if (!output) {
      reportInvalidEdge(describeMissingPort(sourceNode, 'output', edge.sourceHandle))
    } else if (!input) {
      reportInvalidEdge(describeMissingPort(targetNode, 'input', edge.targetHandle))
    } else if (!portAccepts(input, output)) {
      reportInvalidEdge(
        message('edge.type-mismatch', {
          source: getNodeLabel(sourceNode),
          found: describePortType(output.type),
          node: getNodeLabel(targetNode),
          expected: describePortType(input.type),
          port: input.name,
        }),
      )
    } else if (input.type !== 'control' && connectedPorts.has(`${target} ${input.name}`)) {
      reportInvalidEdge(message('edge.port-taken', { port: input.name, node: getNodeLabel(targetNode) }))
    } else {
      connectedPorts.add(`${target} ${input.name}`)
      const isBackEdge = targetNode.definition.body?.inputs.includes(input.name) ?? false
      edges.push({ id: edge.id, source, sourcePort: output.name, target, port: input.name, isBackEdge })
    }
  }
  nodes.forEach((plannedNode, index) => plannedNode.successors.push(...successors[index]!))
  return nodes.some(({ mode }) => mode === 'bypassed') ? bypassNodes(edges, nodes) : edges
}

/**
 * Reroutes each edge that starts at a bypassed node: the new source is the one connected to that node's input of the
 * same type.
 */
function bypassNodes(edges: readonly PlannedEdge[], nodes: readonly PlannedNode[]): PlannedEdge[] {
  const findIncomingEdge = (node: number, output: string): PlannedEdge | undefined => {
    const { inputs, outputs } = nodes[node]!.ports
    const type = outputs.find(({ name }) => name === output)
    const compatibleInputs = inputs.filter((input) => type && portAccepts(type, input) && portAccepts(input, type))
    const ports = [...compatibleInputs.filter(({ name }) => name === output), ...compatibleInputs]
    for (const { name } of ports) {
      const edge = edges.find(({ target, port, isBackEdge }) => target === node && port === name && !isBackEdge)
      if (edge) return edge
    }
    return undefined
  }
  return edges.flatMap((edge): PlannedEdge[] => {
    if (nodes[edge.target]!.mode === 'bypassed') return []
    let { source, sourcePort } = edge
    const visited = new Set<number>()
    while (nodes[source]!.mode === 'bypassed' && !visited.has(source)) {
      visited.add(source)
      const incomingEdge = findIncomingEdge(source, sourcePort)
      if (!incomingEdge) return []
      source = incomingEdge.source
      sourcePort = incomingEdge.sourcePort
    }
    return [{ ...edge, source, sourcePort }]
  })
}

/**
 * Returns the port named by the handle. Without a handle, returns the first port, preferably one that accepts `output`.
 */
function selectPort(ports: readonly Port[], handle: string | undefined, output?: Port): Port | undefined {
  if (handle !== undefined) return ports.find(({ name }) => name === handle)
  return (output && ports.find((port) => portAccepts(port, output))) ?? ports[0]
}

function describeMissingPort(plannedNode: PlannedNode, side: 'input' | 'output', handle: string | undefined): Text {
  const ports = plannedNode.ports[`${side}s`].map(({ name }) => name)
  const node = getNodeLabel(plannedNode)
  return ports.length === 0
    ? message('edge.no-ports', { node, side })
    : message('edge.no-port', { node, side, port: handle ?? '', ports })
}
