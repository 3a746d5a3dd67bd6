import type { Edit, NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { CanvasTexts } from '../canvas-texts.ts'
import { checkConnection, createConnectEdit, type PortEnd } from './connection-rules.ts'
import { copyFragment, insertFragment, createNode, type Fragment } from './document-edits.ts'
import { makeRoom } from './make-room.ts'
import type { NewId } from './new-id.ts'
import { findFreePosition, gridSize, headerHeight, computeNodeShape, nodeWidth, snap } from '../scene/node-shape.ts'
import { getNodeRect, type SceneEdge, type SceneNode } from '../scene/scene.ts'
import { createSpliceEdits } from './splice-edge.ts'
import type { Point, Rect } from '../camera/view.ts'

/** The result of a command: an edit, the new selection, and an announcement. @public */
export interface Action {
  /** The edit to apply. */
  readonly edit: Edit
  /** The ids of the nodes to select after the edit. */
  readonly select: readonly string[]
  /** The ids of the edges to select after the edit. Default: none. */
  readonly edges?: readonly string[]
  /** The ids of the notes and groups to select after the edit. Default: none. */
  readonly marks?: readonly string[]
  /** The text announced to screen readers. */
  readonly announcement: string
  /** For a paste, the clipboard text. */
  readonly pasted?: string
}

/**
 * Creates an action that adds a node with its top-left corner at a position. Without a position, the node is placed in
 * free space to the right of the selected node, or of all nodes if none is selected. The first node of a document is
 * centered in the visible area.
 */
export function createAddNodeAction(
  type: NodeType,
  placement: { corner: Point } | { center: Point; nodes: readonly SceneNode[]; neighbor: SceneNode | undefined },
  newId: NewId,
  strings: CanvasTexts,
): Action {
  const position =
    'corner' in placement
      ? { x: snap(placement.corner.x), y: snap(placement.corner.y) }
      : findFreePosition(
          createCenteredRect(type, placement.center),
          placement.nodes.map((node) => getNodeRect(node)),
          placement.neighbor && getNodeRect(placement.neighbor),
        )
  const id = newId(type.type)
  return {
    edit: { type: 'add-node', node: createNode(type, position, id) },
    select: [id],
    announcement: strings.added(type.title),
  }
}

function createCenteredRect(type: NodeType, { x, y }: Point): Rect {
  const { width, height } = computeNodeShape(type.inputs, type.outputs, type.description)
  return { x: x - width / 2, y: y - height / 2, width, height }
}

export interface ConnectedNodeOptions {
  type: NodeType
  /** The existing port from which a connection was dragged. */
  existingEnd: PortEnd
  /** The name of the new node's port. */
  port: string
  /** The point at which the connection was dropped. */
  point: Point
  document: Workflow
  types: ReadonlyMap<string, NodeType>
  description?: WorkflowDescription | undefined
}

/** Creates an action that adds a node where a connection was dropped on empty space, and connects it. */
export function createAddConnectedNodeAction(
  { type, existingEnd, port, point, document, types, description }: ConnectedNodeOptions,
  newId: NewId,
  strings: CanvasTexts,
): Action {
  const id = newId(type.type)
  const left = existingEnd.side === 'output' ? point.x : point.x - nodeWidth
  const node = createNode(type, { x: snap(left), y: snap(point.y - headerHeight / 2) }, id)
  const newDocument: Workflow = { ...document, nodes: [...document.nodes, node] }
  const end: PortEnd = { node: id, side: existingEnd.side === 'output' ? 'input' : 'output', port }
  const connection = checkConnection(newDocument, types, existingEnd, end, description)
  const edits: Edit[] = [{ type: 'add-node', node }]
  if (connection.ok) edits.push(createConnectEdit(connection, newId('edge')))
  return { edit: { type: 'batch', edits }, select: [id], announcement: strings.added(type.title) }
}

/** A new node that converts between two ports. */
export interface ConverterNodeOptions extends Omit<ConnectedNodeOptions, 'existingEnd' | 'port'> {
  ports: { input: string; output: string }
  /** The two existing ports, in any order. */
  ends: readonly [PortEnd, PortEnd]
}

/** Creates an action that adds a node that converts between two incompatible ports, and connects it to both. */
export function createAddConverterAction(converter: ConverterNodeOptions, newId: NewId, strings: CanvasTexts): Action {
  const { type, ports, ends, point, document, types, description } = converter
  const [output, input] = ends[0].side === 'output' ? ends : [ends[1], ends[0]]
  const id = newId(type.type)
  const endNodes = document.nodes.filter((node) => node.id === output.node || node.id === input.node)
  const corner = {
    x: endNodes.reduce((sum, { position }) => sum + position.x, 0) / Math.max(1, endNodes.length),
    y: point.y - headerHeight / 2,
  }
  const node = createNode(type, { x: snap(corner.x), y: snap(corner.y) }, id)
  const edits: Edit[] = [{ type: 'add-node', node }]
  let newDocument: Workflow = { ...document, nodes: [...document.nodes, node] }
  for (const [from, to] of [
    [output, { node: id, side: 'input', port: ports.input }],
    [{ node: id, side: 'output', port: ports.output }, input],
  ] as const) {
    const connection = checkConnection(newDocument, types, from, to, description)
    if (!connection.ok) continue
    const edgeId = newId('edge')
    edits.push(createConnectEdit(connection, edgeId))
    newDocument = { ...newDocument, edges: [...newDocument.edges, { id: edgeId, ...connection.edge }] }
  }
  return { edit: { type: 'batch', edits }, select: [id], announcement: strings.added(type.title) }
}

/** Creates an action that inserts a new node into an edge and, if necessary, moves downstream nodes to make room. */
export function createInsertIntoEdgeAction(
  target: Omit<ConnectedNodeOptions, 'existingEnd' | 'port'> & { edge: SceneEdge },
  newId: NewId,
  strings: CanvasTexts,
): Action {
  const { type, edge, point, document, types, description } = target
  const id = newId(type.type)
  const { x, edits: moves } = makeRoom(document, edge, point.x - nodeWidth / 2)
  const node = createNode(type, { x, y: snap(point.y - headerHeight / 2) }, id)
  const newDocument: Workflow = { ...document, nodes: [...document.nodes, node] }
  const splice = createSpliceEdits(newDocument, edge, { id, type }, { types, description, newId })
  const edits: Edit[] = [{ type: 'add-node', node }, ...(splice.length > 0 ? [...moves, ...splice] : [])]
  return { edit: { type: 'batch', edits }, select: [id], announcement: strings.added(type.title) }
}

/** Creates an action that duplicates nodes and notes at a small offset. @internal */
export function createDuplicateAction(
  document: Workflow,
  nodeIds: ReadonlySet<string>,
  newId: NewId,
  strings: CanvasTexts,
  markIds: ReadonlySet<string> = new Set(),
): Action {
  return createInsertAction(copyFragment(document, nodeIds, markIds), 2 * gridSize, 2 * gridSize, newId, strings)
}

/**
 * Creates an action that pastes a fragment with its first node under the pointer or, without a pointer position, at an
 * offset from existing nodes. With `withConnections`, the pasted nodes are connected to those sources of the copied
 * nodes that still exist.
 */
export function createPasteAction(
  fragment: Fragment,
  pointer: Point | undefined,
  nodes: readonly SceneNode[],
  newId: NewId,
  strings: CanvasTexts,
  withConnections = false,
): Action {
  const sourceIds = new Set(withConnections ? nodes.map(({ id }) => id) : [])
  const first = fragment.nodes[0] ?? fragment.notes?.[0]
  if (pointer && first) {
    const dx = snap(pointer.x - nodeWidth / 2) - first.position.x
    return createInsertAction(
      fragment,
      dx,
      snap(pointer.y - headerHeight / 2) - first.position.y,
      newId,
      strings,
      sourceIds,
    )
  }
  const usedPositions = new Set(nodes.map(({ node }) => `${node.position.x} ${node.position.y}`))
  let shift = 2 * gridSize
  while (fragment.nodes.some(({ position }) => usedPositions.has(`${position.x + shift} ${position.y + shift}`))) {
    shift += 2 * gridSize
  }
  return createInsertAction(fragment, shift, shift, newId, strings, sourceIds)
}

function createInsertAction(
  fragment: Fragment,
  dx: number,
  dy: number,
  newId: NewId,
  strings: CanvasTexts,
  sourceIds?: ReadonlySet<string>,
): Action {
  const { edit, ids, marks } = insertFragment(fragment, dx, dy, newId, sourceIds)
  return { edit, select: ids, marks, announcement: strings.pasted(ids.length + marks.length) }
}

/** Creates an action that moves nodes. With `removeBends`, it also removes the bends of edges between them. */
export const createMoveNodesAction = (
  document: Workflow,
  newPositions: ReadonlyMap<string, Point>,
  removeBends: boolean,
  announcement: string,
  extraEdits: readonly Edit[] = [],
): Action => {
  const positions = Object.fromEntries([...newPositions].map(([id, { x, y }]) => [id, { x, y }]))
  const bentEdges = document.edges.filter(
    ({ points, source, target }) => removeBends && points && newPositions.has(source) && newPositions.has(target),
  )
  const edits: Edit[] = [
    { type: 'move-nodes', positions },
    ...bentEdges.map(({ id }): Edit => ({ type: 'set-points', id })),
    ...extraEdits,
  ]
  return { edit: { type: 'batch', edits }, select: [], announcement }
}
