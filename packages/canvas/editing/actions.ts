import type { Edit, NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { CanvasTexts } from '../canvas-texts.ts'
import { connect, connectEdit, type PortEnd } from './connection-rules.ts'
import { fragmentOf, insertFragment, newNode, type Fragment } from './document-edits.ts'
import type { NewId } from './new-id.ts'
import { freePlace, gridSize, headerHeight, nodeShape, nodeWidth, snap } from '../scene/node-shape.ts'
import { nodeRect, type SceneEdge, type SceneNode } from '../scene/scene.ts'
import { spliceEdits } from './splice-edge.ts'
import type { Point, Rect } from '../camera/view.ts'

/** The result of a command: an edit, the selection after it, and an announcement. @public */
export interface Action {
  readonly edit: Edit
  readonly select: readonly string[]
  readonly edges?: readonly string[]
  /** Notes and groups. */
  readonly marks?: readonly string[]
  readonly announcement: string
}

/**
 * Adds a node with its top left corner at a position, or without a position in free space: right of the selected node,
 * or of all nodes if none is selected. The first node is added in the middle of the visible area.
 */
export function addNodeAction(
  type: NodeType,
  where: { at: Point } | { near: Point; taken: readonly SceneNode[]; beside: SceneNode | undefined },
  newId: NewId,
  texts: CanvasTexts,
): Action {
  const place =
    'at' in where
      ? { x: snap(where.at.x), y: snap(where.at.y) }
      : freePlace(
          roomOf(type, where.near),
          where.taken.map((node) => nodeRect(node)),
          where.beside && nodeRect(where.beside),
        )
  const id = newId(type.type)
  return {
    edit: { type: 'add-node', node: newNode(type, place, id) },
    select: [id],
    announcement: texts.added(type.title),
  }
}

function roomOf(type: NodeType, { x, y }: Point): Rect {
  const { width, height } = nodeShape(type.inputs, type.outputs, type.description)
  return { x: x - width / 2, y: y - height / 2, width, height }
}

export interface ConnectedNode {
  type: NodeType
  /** The port that a connection was dragged from into empty space, and the port of the new node. */
  from: PortEnd
  port: string
  at: Point
  document: Workflow
  types: ReadonlyMap<string, NodeType>
  description?: WorkflowDescription | undefined
}

/** Adds a node where a connection was dropped in empty space, and connects it. */
export function addConnectedAction(
  { type, from, port, at, document, types, description }: ConnectedNode,
  newId: NewId,
  texts: CanvasTexts,
): Action {
  const id = newId(type.type)
  const left = from.side === 'output' ? at.x : at.x - nodeWidth
  const node = newNode(type, { x: snap(left), y: snap(at.y - headerHeight / 2) }, id)
  const after: Workflow = { ...document, nodes: [...document.nodes, node] }
  const end: PortEnd = { node: id, side: from.side === 'output' ? 'input' : 'output', port }
  const connection = connect(after, types, from, end, description)
  const edits: Edit[] = [{ type: 'add-node', node }]
  if (connection.ok) edits.push(connectEdit(connection, newId('edge')))
  return { edit: { type: 'batch', edits }, select: [id], announcement: texts.added(type.title) }
}

/** Two ports that a new node connects, and its position. */
export interface NodeBetween extends Omit<ConnectedNode, 'from' | 'port'> {
  ports: { input: string; output: string }
  /** The two ports, in any order. */
  ends: readonly [PortEnd, PortEnd]
}

/** Adds a node that converts between two ports whose types do not fit, and connects it to both. */
export function addBetweenAction(between: NodeBetween, newId: NewId, texts: CanvasTexts): Action {
  const { type, ports, ends, at, document, types, description } = between
  const [output, input] = ends[0].side === 'output' ? ends : [ends[1], ends[0]]
  const id = newId(type.type)
  const places = document.nodes.filter((node) => node.id === output.node || node.id === input.node)
  const middle = {
    x: places.reduce((sum, { position }) => sum + position.x, 0) / Math.max(1, places.length),
    y: at.y - headerHeight / 2,
  }
  const node = newNode(type, { x: snap(middle.x), y: snap(middle.y) }, id)
  const edits: Edit[] = [{ type: 'add-node', node }]
  let after: Workflow = { ...document, nodes: [...document.nodes, node] }
  for (const [from, to] of [
    [output, { node: id, side: 'input', port: ports.input }],
    [{ node: id, side: 'output', port: ports.output }, input],
  ] as const) {
    const connection = connect(after, types, from, to, description)
    if (!connection.ok) continue
    const edge = newId('edge')
    edits.push(connectEdit(connection, edge))
    after = { ...after, edges: [...after.edges, { id: edge, ...connection.edge }] }
  }
  return { edit: { type: 'batch', edits }, select: [id], announcement: texts.added(type.title) }
}

/** Inserts a new node into an edge. */
export function addIntoEdgeAction(
  into: Omit<ConnectedNode, 'from' | 'port'> & { edge: SceneEdge },
  newId: NewId,
  texts: CanvasTexts,
): Action {
  const { type, edge, at, document, types, description } = into
  const id = newId(type.type)
  const node = newNode(type, { x: snap(at.x - nodeWidth / 2), y: snap(at.y - headerHeight / 2) }, id)
  const after: Workflow = { ...document, nodes: [...document.nodes, node] }
  const edits: Edit[] = [
    { type: 'add-node', node },
    ...spliceEdits(after, edge, { id, type }, { types, description, newId }),
  ]
  return { edit: { type: 'batch', edits }, select: [id], announcement: texts.added(type.title) }
}

/** Duplicates nodes and notes beside the originals. @internal */
export function duplicateAction(
  document: Workflow,
  nodes: ReadonlySet<string>,
  newId: NewId,
  texts: CanvasTexts,
  marks: ReadonlySet<string> = new Set(),
): Action {
  return paste(fragmentOf(document, nodes, marks), 2 * gridSize, 2 * gridSize, newId, texts)
}

/**
 * Pastes a fragment with its first node under the pointer, or beside the existing nodes. If `joined`, connects the
 * copies to the sources of the copied nodes, if these still exist.
 */
export function pasteAction(
  fragment: Fragment,
  pointer: Point | undefined,
  nodes: readonly SceneNode[],
  newId: NewId,
  texts: CanvasTexts,
  joined = false,
): Action {
  const sources = new Set(joined ? nodes.map(({ id }) => id) : [])
  const first = fragment.nodes[0] ?? fragment.notes?.[0]
  if (pointer && first) {
    const dx = snap(pointer.x - nodeWidth / 2) - first.position.x
    return paste(fragment, dx, snap(pointer.y - headerHeight / 2) - first.position.y, newId, texts, sources)
  }
  const taken = new Set(nodes.map(({ node }) => `${node.position.x} ${node.position.y}`))
  let shift = 2 * gridSize
  while (fragment.nodes.some(({ position }) => taken.has(`${position.x + shift} ${position.y + shift}`))) {
    shift += 2 * gridSize
  }
  return paste(fragment, shift, shift, newId, texts, sources)
}

function paste(
  fragment: Fragment,
  dx: number,
  dy: number,
  newId: NewId,
  texts: CanvasTexts,
  sources?: ReadonlySet<string>,
): Action {
  const { edit, ids, marks } = insertFragment(fragment, dx, dy, newId, sources)
  return { edit, select: ids, marks, announcement: texts.pasted(ids.length + marks.length) }
}

/** Moves nodes to new positions; with `straight`, removes bends of the edges between them. */
export const placeAction = (
  document: Workflow,
  places: ReadonlyMap<string, Point>,
  straight: boolean,
  announcement: string,
  also: readonly Edit[] = [],
): Action => {
  const positions = Object.fromEntries([...places].map(([id, { x, y }]) => [id, { x, y }]))
  const bends = document.edges.filter(
    ({ points, source, target }) => straight && points && places.has(source) && places.has(target),
  )
  const edits: Edit[] = [
    { type: 'move-nodes', positions },
    ...bends.map(({ id }): Edit => ({ type: 'set-points', id })),
    ...also,
  ]
  return { edit: { type: 'batch', edits }, select: [], announcement }
}
