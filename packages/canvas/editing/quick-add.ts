import type { NodeType, PortType } from '@aw-flow/schema'
import type { Point } from '../camera/view.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import { headerHeight, nodeWidth } from '../scene/node-shape.ts'
import type { SceneEdge } from '../scene/scene.ts'
import { addBetweenAction, addConnectedAction, addIntoEdgeAction, addNodeAction, type Action } from './actions.ts'
import { converters, fittingPort, portsBetween, type PortEnd } from './connection-rules.ts'

/** Where a new node is added: unconnected, connected to a port, between two ports, or into an edge. @public */
export type QuickAddPurpose =
  /** `anywhere`: in free space instead of at the point. */
  | { kind: 'free'; anywhere?: boolean }
  | { kind: 'from'; from: PortEnd }
  | { kind: 'between'; from: PortEnd; to: PortEnd }
  | { kind: 'into'; edge: SceneEdge }

/** The node types that serve a purpose. @internal */
export function typesFor(
  canvas: WorkflowCanvasState,
  purpose: QuickAddPurpose,
  types: readonly NodeType[],
): readonly NodeType[] {
  switch (purpose.kind) {
    case 'free':
      return types
    case 'from': {
      const type = portTypeOf(canvas, purpose.from)
      return type ? types.filter((one) => fittingPort(one, purpose.from, type) !== undefined) : types
    }
    case 'between': {
      const ends = portTypesOf(canvas, purpose)
      return ends ? converters(types, ends).map(({ type }) => type) : []
    }
    case 'into': {
      const { edge } = purpose
      const to = edge.to.shape.inputs[edge.input]?.port.type ?? edge.type
      return types.filter((one) => portsBetween(one, edge.type, to))
    }
  }
}

/** Adds a node of a type for a purpose at a point of the graph; without a point, in free space. @internal */
export function quickAddAction(
  canvas: WorkflowCanvasState,
  purpose: QuickAddPurpose,
  type: NodeType,
  at: Point,
): Action | undefined {
  const { document, types, description, newId, texts } = canvas
  const around = { document, types, description }
  const corner = { x: at.x - nodeWidth / 2, y: at.y - headerHeight / 2 }
  const free = (): Action => addNodeAction(type, { at: corner }, newId, texts)
  switch (purpose.kind) {
    case 'free':
      return purpose.anywhere ? undefined : free()
    case 'from': {
      const { from } = purpose
      const end = portTypeOf(canvas, from)
      const port = end && fittingPort(type, from, end)
      return port === undefined ? free() : addConnectedAction({ type, from, port, at, ...around }, newId, texts)
    }
    case 'between': {
      const ends = portTypesOf(canvas, purpose)
      const ports = ends && portsBetween(type, ...ends)
      const { from, to } = purpose
      return ports ? addBetweenAction({ type, ports, ends: [from, to], at, ...around }, newId, texts) : free()
    }
    case 'into':
      return addIntoEdgeAction({ type, edge: purpose.edge, at, ...around }, newId, texts)
  }
}

function portTypesOf(
  canvas: WorkflowCanvasState,
  { from, to }: { from: PortEnd; to: PortEnd },
): [output: PortType, input: PortType] | undefined {
  const [output, input] = from.side === 'output' ? [from, to] : [to, from]
  const types = [portTypeOf(canvas, output), portTypeOf(canvas, input)] as const
  return types[0] && types[1] ? [types[0], types[1]] : undefined
}

function portTypeOf({ scene }: WorkflowCanvasState, end: PortEnd): PortType | undefined {
  const { shape } = scene.byId.get(end.node) ?? {}
  const places = end.side === 'output' ? shape?.outputs : shape?.inputs
  return places?.find(({ port }) => port.name === end.port)?.port.type
}
