import { sameJson, type Workflow } from '@aw-flow/schema'
import { nodeWidth } from '../scene/node-shape.ts'
import { groupRect, nodeRect, noteRect, type Scene } from '../scene/scene.ts'
import type { Rect } from './view.ts'

/** Approximate height of a removed node. */
const removedHeight = 100

interface Item {
  readonly id: string
}

/**
 * The rectangles in which two documents differ: added and changed elements, both ends of changed edges, and the former
 * positions of removed elements.
 */
export function changedPlaces(before: Workflow, now: Workflow, scene: Scene): Rect[] {
  const nodes = compare(before.nodes, now.nodes)
  const edges = compare(before.edges, now.edges)
  const notes = compare(before.notes, now.notes)
  const groups = compare(before.groups, now.groups)
  const ends = new Set([...edges.removed, ...edges.changed].flatMap(({ source, target }) => [source, target]))
  const hasId = (list: readonly Item[]): ((item: Item) => boolean) => {
    const ids = new Set(list.map(({ id }) => id))
    return ({ id }) => ids.has(id)
  }
  const isNode = hasId(nodes.changed)
  return [
    ...scene.nodes.filter((node) => isNode(node) || ends.has(node.id)).map(nodeRect),
    ...nodes.removed.map(({ position }) => ({ ...position, width: nodeWidth, height: removedHeight })),
    ...scene.notes.filter(hasId(notes.changed)).map(noteRect),
    ...notes.removed.map(({ position, size }) => ({ ...position, ...size })),
    ...scene.groups.filter(hasId(groups.changed)).map(groupRect),
  ]
}

function compare<T extends Item>(before: readonly T[] = [], now: readonly T[] = []): { changed: T[]; removed: T[] } {
  const was = new Map(before.map((item) => [item.id, item]))
  const changed = now.filter((item) => {
    const old = was.get(item.id)
    was.delete(item.id)
    return old !== item && !(old && sameJson(old, item))
  })
  return { changed, removed: [...was.values()] }
}
