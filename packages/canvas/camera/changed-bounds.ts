import type { Workflow } from '@aw-flow/schema'
import { isSameJson } from '@aw-flow/schema/internal'
import { nodeWidth } from '../scene/node-shape.ts'
import { getGroupRect, getNodeRect, getNoteRect, type Scene } from '../scene/scene.ts'
import type { Rect } from './view.ts'

/** The approximate height of a removed node, which can no longer be measured. */
const removedNodeHeight = 100

interface Item {
  readonly id: string
}

/**
 * Returns the bounds of everything that differs between two documents: added and changed elements, both ends of changed
 * edges, and removed elements at their previous positions.
 */
export function findChangedBounds(previousDocument: Workflow, currentDocument: Workflow, scene: Scene): Rect[] {
  const nodes = compareItems(previousDocument.nodes, currentDocument.nodes)
  const edges = compareItems(previousDocument.edges, currentDocument.edges)
  const notes = compareItems(previousDocument.notes, currentDocument.notes)
  const groups = compareItems(previousDocument.groups, currentDocument.groups)
  const endpointIds = new Set(
    [...edges.removedItems, ...edges.changedItems].flatMap(({ source, target }) => [source, target]),
  )
  const createIdFilter = (list: readonly Item[]): ((item: Item) => boolean) => {
    const ids = new Set(list.map(({ id }) => id))
    return ({ id }) => ids.has(id)
  }
  const isChangedNode = createIdFilter(nodes.changedItems)
  return [
    ...scene.nodes.filter((node) => isChangedNode(node) || endpointIds.has(node.id)).map(getNodeRect),
    ...nodes.removedItems.map(({ position }) => ({ ...position, width: nodeWidth, height: removedNodeHeight })),
    ...scene.notes.filter(createIdFilter(notes.changedItems)).map(getNoteRect),
    ...notes.removedItems.map(({ position, size }) => ({ ...position, ...size })),
    ...scene.groups.filter(createIdFilter(groups.changedItems)).map(getGroupRect),
  ]
}

function compareItems<T extends Item>(
  previousItems: readonly T[] = [],
  currentItems: readonly T[] = [],
): { changedItems: T[]; removedItems: T[] } {
  const previousById = new Map(previousItems.map((item) => [item.id, item]))
  const changedItems = currentItems.filter((item) => {
    const oldItem = previousById.get(item.id)
    previousById.delete(item.id)
    return oldItem !== item && !(oldItem && isSameJson(oldItem, item))
  })
  return { changedItems, removedItems: [...previousById.values()] }
}
