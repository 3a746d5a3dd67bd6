import type { NodeType, PortType } from '@aw-flow/schema'
import type { Point } from '../camera/view.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import { headerHeight, nodeWidth } from '../scene/node-shape.ts'
import type { SceneEdge } from '../scene/scene.ts'
import {
  createAddConverterAction,
  createAddConnectedNodeAction,
  createInsertIntoEdgeAction,
  createAddNodeAction,
  type Action,
} from './actions.ts'
import { findConverters, findCompatiblePort, findConverterPorts, type PortEnd } from './connection-rules.ts'

/**
 * How to connect a new node: not at all, after a node, to a port, between two ports, or by inserting it into an edge.
 *
 * @public
 */
export type QuickAddPurpose =
  /** With `anywhere`, the node is placed in free space rather than at the point. */
  | { kind: 'free'; anywhere?: boolean }
  /** Connects to the node's first output. The output may still be unknown when the list of node types opens. */
  | { kind: 'after'; node: string }
  | { kind: 'from'; from: PortEnd }
  | { kind: 'between'; from: PortEnd; to: PortEnd }
  | { kind: 'into'; edge: SceneEdge }

/** Returns the node types that can be added for a purpose. @internal */
export function listAddableTypes(
  canvas: WorkflowCanvasState,
  purpose: QuickAddPurpose,
  types: readonly NodeType[],
): readonly NodeType[] {
  switch (purpose.kind) {
    case 'free':
      return types
    case 'after': {
      const from = findFirstOutput(canvas, purpose.node)
      return from ? listAddableTypes(canvas, { kind: 'from', from }, types) : types
    }
    case 'from': {
      const type = findPortType(canvas, purpose.from)
      return type ? types.filter((candidate) => findCompatiblePort(candidate, purpose.from, type) !== undefined) : types
    }
    case 'between': {
      const portTypes = findPortTypes(canvas, purpose)
      return portTypes ? findConverters(types, portTypes).map(({ type }) => type) : []
    }
    case 'into': {
      const { edge } = purpose
      const inputType = edge.to.shape.inputs[edge.input]?.port.type ?? edge.type
      return types.filter((candidate) => findConverterPorts(candidate, edge.type, inputType))
    }
  }
}

/**
 * Creates an action that adds a node for a purpose at a graph point. Returns `undefined` if the node should be placed
 * in free space instead.
 *
 * @internal
 */
export function createQuickAddAction(
  canvas: WorkflowCanvasState,
  purpose: QuickAddPurpose,
  type: NodeType,
  point: Point,
): Action | undefined {
  const { document, types, description, newId, texts } = canvas
  const context = { document, types, description }
  const corner = { x: point.x - nodeWidth / 2, y: point.y - headerHeight / 2 }
  const createFreeAction = (): Action => createAddNodeAction(type, { corner }, newId, texts)
  switch (purpose.kind) {
    case 'free':
      return purpose.anywhere ? undefined : createFreeAction()
    case 'after': {
      const from = findFirstOutput(canvas, purpose.node)
      return from ? createQuickAddAction(canvas, { kind: 'from', from }, type, point) : createFreeAction()
    }
    case 'from': {
      const { from } = purpose
      const portType = findPortType(canvas, from)
      const port = portType && findCompatiblePort(type, from, portType)
      return port === undefined
        ? createFreeAction()
        : createAddConnectedNodeAction({ type, existingEnd: from, port, point, ...context }, newId, texts)
    }
    case 'between': {
      const portTypes = findPortTypes(canvas, purpose)
      const ports = portTypes && findConverterPorts(type, ...portTypes)
      const { from, to } = purpose
      return ports
        ? createAddConverterAction({ type, ports, ends: [from, to], point, ...context }, newId, texts)
        : createFreeAction()
    }
    case 'into':
      return createInsertIntoEdgeAction({ type, edge: purpose.edge, point, ...context }, newId, texts)
  }
}

function findFirstOutput({ scene }: WorkflowCanvasState, nodeId: string): PortEnd | undefined {
  const [output] = scene.byId.get(nodeId)?.shape.outputs ?? []
  return output && { node: nodeId, side: 'output', port: output.port.name }
}

function findPortTypes(
  canvas: WorkflowCanvasState,
  { from, to }: { from: PortEnd; to: PortEnd },
): [output: PortType, input: PortType] | undefined {
  const [output, input] = from.side === 'output' ? [from, to] : [to, from]
  const types = [findPortType(canvas, output), findPortType(canvas, input)] as const
  return types[0] && types[1] ? [types[0], types[1]] : undefined
}

function findPortType({ scene }: WorkflowCanvasState, end: PortEnd): PortType | undefined {
  const { shape } = scene.byId.get(end.node) ?? {}
  const ports = end.side === 'output' ? shape?.outputs : shape?.inputs
  return ports?.find(({ port }) => port.name === end.port)?.port.type
}
