import { sameJson, type Workflow } from '@aw-flow/schema'
import { nodeWidth } from '../scene/node-shape.ts'
import { groupRect, nodeRect, noteRect, type Scene } from '../scene/scene.ts'
import type { Rect } from './view.ts'

/** What a node takes up that is not drawn any more, near enough. */
const goneHeight = 100

interface Item {
  readonly id: string
}

/**
 * Where a document that is drawn differs from another: what is new, what is changed, both ends of edges, and where things
 * stood that are gone.
 */
export function changedPlaces(before: Workflow, now: Workflow, scene: Scene): Rect[] {
  const nodes = compared(before.nodes, now.nodes)
  const edges = compared(before.edges, now.edges)
  const notes = compared(before.notes, now.notes)
  const groups = compared(before.groups, now.groups)
  const ends = new Set([...edges.gone, ...edges.other].flatMap(({ source, target }) => [source, target]))
  const isOther = (list: readonly Item[]): ((item: Item) => boolean) => {
    const ids = new Set(list.map(({ id }) => id))
    return ({ id }) => ids.has(id)
  }
  const isNode = isOther(nodes.other)
  return [
    ...scene.nodes.filter((node) => isNode(node) || ends.has(node.id)).map(nodeRect),
    ...nodes.gone.map(({ position }) => ({ ...position, width: nodeWidth, height: goneHeight })),
    ...scene.notes.filter(isOther(notes.other)).map(noteRect),
    ...notes.gone.map(({ position, size }) => ({ ...position, ...size })),
    ...scene.groups.filter(isOther(groups.other)).map(groupRect),
  ]
}

function compared<T extends Item>(before: readonly T[] = [], now: readonly T[] = []): { other: T[]; gone: T[] } {
  const was = new Map(before.map((item) => [item.id, item]))
  const other = now.filter((item) => {
    const old = was.get(item.id)
    was.delete(item.id)
    return old !== item && !(old && sameJson(old, item))
  })
  return { other, gone: [...was.values()] }
}
