import { isSameJson, type Workflow } from '@aw-flow/schema'
import { nodeWidth } from '../scene/node-shape.ts'
import { getGroupRect, getNodeRect, getNoteRect, type Scene } from '../scene/scene.ts'
import type { Rect } from './view.ts'

/** Removed nodes can no longer be measured, so this approximates their height. */
const removedNodeHeight = 100

interface Item {
  readonly id: string
}

/**
 * Returns the bounds of everything that differs between two documents: added and changed elements, both ends of changed
 * edges, and removed elements at their previous positions.
 */
export function findChangedBounds(previous: Workflow, current: Workflow, scene: Scene): Rect[] {
  const nodes = compare(previous.nodes, current.nodes)
  const edges = compare(previous.edges, current.edges)
  const notes = compare(previous.notes, current.notes)
  const groups = compare(previous.groups, current.groups)
  const ends = new Set([...edges.removed, ...edges.changed].flatMap(({ source, target }) => [source, target]))
  const hasId = (list: readonly Item[]): ((item: Item) => boolean) => {
    const ids = new Set(list.map(({ id }) => id))
    return ({ id }) => ids.has(id)
  }
  const isNode = hasId(nodes.changed)
  return [
    ...scene.nodes.filter((node) => isNode(node) || ends.has(node.id)).map(getNodeRect),
    ...nodes.removed.map(({ position }) => ({ ...position, width: nodeWidth, height: removedNodeHeight })),
    ...scene.notes.filter(hasId(notes.changed)).map(getNoteRect),
    ...notes.removed.map(({ position, size }) => ({ ...position, ...size })),
    ...scene.groups.filter(hasId(groups.changed)).map(getGroupRect),
  ]
}

function compare<T extends Item>(
  previous: readonly T[] = [],
  current: readonly T[] = [],
): { changed: T[]; removed: T[] } {
  const previousById = new Map(previous.map((item) => [item.id, item]))
  const changed = current.filter((item) => {
    const old = previousById.get(item.id)
    previousById.delete(item.id)
    return old !== item && !(old && isSameJson(old, item))
  })
  return { changed, removed: [...previousById.values()] }
}
