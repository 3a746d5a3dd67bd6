import type { Edit, NodeType, Workflow } from '@aw-flow/schema'
import type { CanvasStrings } from './canvas-strings.ts'
import { connect, connectEdit, type PortEnd } from './connection-rules.ts'
import { fragmentOf, insertFragment, newNode, removeEdit, type Fragment } from './document-edits.ts'
import type { NewId } from './new-id.ts'
import { freePlace, gridSize, headerHeight, nodeShape, nodeWidth, snap } from './node-shape.ts'
import { nodeRect, type SceneNode } from './scene.ts'
import type { Point, Rect } from './view.ts'

/** What a command of the canvas comes to: an edit, what is selected after it, and what is said. */
export interface Action {
  readonly edit: Edit
  readonly select: readonly string[]
  readonly says: string
}

/**
 * Adds a node with its top left corner at a place, or where there is room for it: right of the selected node or, with
 * none, of all others; the first in the middle of what is seen.
 */
export function addNodeAction(
  type: NodeType,
  where: { at: Point } | { near: Point; taken: readonly SceneNode[]; beside: SceneNode | undefined },
  newId: NewId,
  strings: CanvasStrings,
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
  return { edit: { type: 'add-node', node: newNode(type, place, id) }, select: [id], says: strings.added(type.title) }
}

function roomOf(type: NodeType, { x, y }: Point): Rect {
  const { width, height } = nodeShape(type.inputs, type.outputs, type.description)
  return { x: x - width / 2, y: y - height / 2, width, height }
}

export interface ConnectedNode {
  type: NodeType
  /** The port from which a connection was drawn to empty space, and the port of the new node that it joins. */
  from: PortEnd
  port: string
  at: Point
  document: Workflow
  types: ReadonlyMap<string, NodeType>
}

/** Adds a node where a connection was dropped on empty space, and connects it. */
export function addConnectedAction(
  { type, from, port, at, document, types }: ConnectedNode,
  newId: NewId,
  strings: CanvasStrings,
): Action {
  const id = newId(type.type)
  const left = from.side === 'output' ? at.x : at.x - nodeWidth
  const node = newNode(type, { x: snap(left), y: snap(at.y - headerHeight / 2) }, id)
  const after: Workflow = { ...document, nodes: [...document.nodes, node] }
  const end: PortEnd = { node: id, side: from.side === 'output' ? 'input' : 'output', port }
  const connection = connect(after, types, from, end, strings)
  const edits: Edit[] = [{ type: 'add-node', node }]
  if (connection.ok) edits.push(connectEdit(connection, newId('edge')))
  return { edit: { type: 'batch', edits }, select: [id], says: strings.added(type.title) }
}

export const removeAction = (
  document: Workflow,
  nodes: ReadonlySet<string>,
  edges: ReadonlySet<string>,
  strings: CanvasStrings,
): Action => ({
  edit: removeEdit(document, nodes, edges),
  select: [],
  says: strings.removed(nodes.size, edges.size),
})

/** Copies nodes beside themselves. */
export function duplicateAction(
  document: Workflow,
  nodes: ReadonlySet<string>,
  newId: NewId,
  strings: CanvasStrings,
): Action {
  return paste(fragmentOf(document, nodes), 2 * gridSize, 2 * gridSize, newId, strings)
}

/** Pastes a fragment with its first node under the pointer, or beside what is there already. */
export function pasteAction(
  fragment: Fragment,
  pointer: Point | undefined,
  nodes: readonly SceneNode[],
  newId: NewId,
  strings: CanvasStrings,
): Action {
  const [first] = fragment.nodes
  if (pointer && first) {
    const dx = snap(pointer.x - nodeWidth / 2) - first.position.x
    return paste(fragment, dx, snap(pointer.y - headerHeight / 2) - first.position.y, newId, strings)
  }
  const taken = new Set(nodes.map(({ node }) => `${node.position.x} ${node.position.y}`))
  let shift = 2 * gridSize
  while (fragment.nodes.some(({ position }) => taken.has(`${position.x + shift} ${position.y + shift}`))) {
    shift += 2 * gridSize
  }
  return paste(fragment, shift, shift, newId, strings)
}

function paste(fragment: Fragment, dx: number, dy: number, newId: NewId, strings: CanvasStrings): Action {
  const { edit, ids } = insertFragment(fragment, dx, dy, newId)
  return { edit, select: ids, says: strings.pasted(ids.length) }
}
