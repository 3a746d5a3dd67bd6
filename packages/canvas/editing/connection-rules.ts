import type { Edit, NodeType, PortType, Workflow, WorkflowDescription, WorkflowEdge } from '@aw-flow/schema'
import { canConnectPorts } from '@aw-flow/schema/internal'
import { findPortIndex } from '../scene/scene.ts'
import { resolveNodePorts } from '../scene/resolve-node-ports.ts'

/** One end of a connection. @public */
export interface PortEnd {
  /** The id of the node. */
  readonly node: string
  /** Whether the port is an input or an output. */
  readonly side: 'input' | 'output'
  /** The name of the port. */
  readonly port: string
}

export type Connection =
  | { ok: true; edge: Omit<WorkflowEdge, 'id'>; replaces: string[] }
  /** `types` contains the output and input types if their mismatch is the only reason. */
  | { ok: false; refusal: Refusal; types?: readonly [PortType, PortType] }

/** Why two ports cannot be connected. `renderRefusal` formats it. */
export type Refusal =
  | { kind: 'same-side'; side: 'input' | 'output' }
  | { kind: 'unknown-port' }
  | { kind: 'same-node' }
  /** `port` is the label of the input. */
  | { kind: 'types'; from: PortType; to: PortType; port: string }
  /** `from` and `to` are the labels of the two nodes. */
  | { kind: 'cycle'; from: string; to: string }

/**
 * Returns whether an output can be connected to an input, based on their types: equal types are compatible, `json` also
 * accepts `text`, and `any` accepts everything.
 *
 * @internal
 */
export const canConnectTypes = (output: PortType, input: PortType): boolean => canConnectPorts(output, input)

/**
 * Checks whether two ports can be connected. If so, returns the new edge and, because an input has at most one edge,
 * the ids of the edges that it replaces.
 *
 * @internal
 */
export function checkConnection(
  document: Workflow,
  types: ReadonlyMap<string, NodeType>,
  firstEnd: PortEnd,
  secondEnd: PortEnd,
  description?: WorkflowDescription,
): Connection {
  if (firstEnd.side === secondEnd.side) return { ok: false, refusal: { kind: 'same-side', side: firstEnd.side } }
  const [outputEnd, inputEnd] = firstEnd.side === 'output' ? [firstEnd, secondEnd] : [secondEnd, firstEnd]
  const source = document.nodes.find((node) => node.id === outputEnd.node)
  const target = document.nodes.find((node) => node.id === inputEnd.node)
  const sourceType = source && resolveNodePorts(types.get(source.type), description?.nodes[source.id], source)
  const targetType = target && resolveNodePorts(types.get(target.type), description?.nodes[target.id], target)
  const output = sourceType?.outputs.find((port) => port.name === outputEnd.port)
  const input = targetType?.inputs.find((port) => port.name === inputEnd.port)
  if (!source || !target || !output || !input) return { ok: false, refusal: { kind: 'unknown-port' } }
  const isLoopBack = targetType?.body?.inputs.includes(input.name) ?? false
  if (source === target && !isLoopBack) return { ok: false, refusal: { kind: 'same-node' } }
  if (!canConnectTypes(output.type, input.type)) {
    const port = input.label ?? target.data.label
    const refusal: Refusal = { kind: 'types', from: output.type, to: input.type, port }
    return { ok: false, refusal, types: [output.type, input.type] }
  }
  if (!isLoopBack && hasPath(document, types, target.id, source.id)) {
    return { ok: false, refusal: { kind: 'cycle', from: source.data.label, to: target.data.label } }
  }
  const replacedEdgeIds = document.edges
    .filter(
      (edge) =>
        edge.target === target.id &&
        findPortIndex(targetType?.inputs, edge.targetHandle) === targetType?.inputs.indexOf(input),
    )
    .map((edge) => edge.id)
  return {
    ok: true,
    edge: { source: source.id, sourceHandle: output.name, target: target.id, targetHandle: input.name },
    replaces: replacedEdgeIds,
  }
}

/** Returns an edit that adds a connection's edge and removes the edges that it replaces. @internal */
export const createConnectEdit = (connection: Extract<Connection, { ok: true }>, id: string): Edit => {
  const addEdit: Edit = { type: 'add-edge', edge: { id, ...connection.edge } }
  if (connection.replaces.length === 0) return addEdit
  return {
    type: 'batch',
    edits: [...connection.replaces.map((edge): Edit => ({ type: 'remove-edge', id: edge })), addEdit],
  }
}

/** Returns the node types that can convert between two incompatible port types, with the ports to use. */
export function findConverters(
  types: Iterable<NodeType>,
  [outputType, inputType]: readonly [PortType, PortType],
): { type: NodeType; input: string; output: string }[] {
  return [...types].flatMap((type) => {
    const ports = findConverterPorts(type, outputType, inputType)
    return ports ? [{ type, ...ports }] : []
  })
}

/** Returns the first input and output with which a node type can convert between two port types. */
export function findConverterPorts(
  type: Pick<NodeType, 'inputs' | 'outputs'>,
  outputType: PortType,
  inputType: PortType,
): { input: string; output: string } | undefined {
  const input = type.inputs.find((port) => port.type !== 'control' && canConnectPorts(outputType, port.type))
  const output = type.outputs.find((port) => port.type !== 'control' && canConnectPorts(port.type, inputType))
  return input && output && { input: input.name, output: output.name }
}

/** Returns edges that connect the remaining unused, compatible ports of two connected nodes, in port order. */
export function findParallelEdges(
  document: Workflow,
  types: ReadonlyMap<string, NodeType>,
  connection: Omit<WorkflowEdge, 'id'>,
  description?: WorkflowDescription,
): Omit<WorkflowEdge, 'id'>[] {
  const findType = (id: string): NodeType | undefined => {
    const node = document.nodes.find((other) => other.id === id)
    return node && resolveNodePorts(types.get(node.type), description?.nodes[id], node)
  }
  const connectedPorts = new Set(
    document.edges.filter(({ target }) => target === connection.target).map((edge) => edge.targetHandle),
  )
  const inputs = (findType(connection.target)?.inputs ?? []).filter(
    ({ name }) => name !== connection.targetHandle && !connectedPorts.has(name),
  )
  const usedPorts = new Set<string>()
  return (findType(connection.source)?.outputs ?? []).flatMap((output) => {
    if (output.name === connection.sourceHandle) return []
    const createMatcher = (isExact: boolean) => (port: NodeType['inputs'][number]) =>
      !usedPorts.has(port.name) &&
      (isExact ? port.name === output.name : true) &&
      canConnectTypes(output.type, port.type)
    const input = inputs.find(createMatcher(true)) ?? inputs.find(createMatcher(false))
    if (!input) return []
    usedPorts.add(input.name)
    return [
      { source: connection.source, sourceHandle: output.name, target: connection.target, targetHandle: input.name },
    ]
  })
}

/** Returns the name of a node type's first port that is compatible with an existing port. @internal */
export function findCompatiblePort(type: NodeType, end: PortEnd, endType: PortType): PortEnd['port'] | undefined {
  const match =
    end.side === 'output'
      ? type.inputs.find((port) => canConnectTypes(endType, port.type))
      : type.outputs.find((port) => canConnectTypes(port.type, endType))
  return match?.name
}

/** Returns whether a path exists between two nodes. Edges that lead back to a loop node are ignored. */
function hasPath(document: Workflow, types: ReadonlyMap<string, NodeType>, startId: string, endId: string): boolean {
  const loopInputs = new Map(document.nodes.map(({ id, type }) => [id, types.get(type)?.body?.inputs]))
  const targetsBySource = new Map<string, string[]>()
  for (const { source, target, targetHandle } of document.edges) {
    if (loopInputs.get(target)?.includes(targetHandle ?? '')) continue
    const targets = targetsBySource.get(source)
    if (targets) targets.push(target)
    else targetsBySource.set(source, [target])
  }
  const visited = new Set<string>()
  const stack = [startId]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node === endId) return true
    if (visited.has(node)) continue
    visited.add(node)
    stack.push(...(targetsBySource.get(node) ?? []))
  }
  return false
}
