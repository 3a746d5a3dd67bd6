import type { LayoutGraph } from '@aw-flow/schema'
import type { CommandHost } from '../commands/command.ts'
import { snap } from '../node-shape.ts'
import type { Scene } from '../scene.ts'
import { boundsOf, type Point } from '../view.ts'

/** What is to be set in order, as a layout takes it: sizes, edges between them, groups that stay together. */
export function layoutGraphOf(scene: Scene, ids: ReadonlySet<string>): LayoutGraph {
  const wanted = (id: string): boolean => ids.size === 0 || ids.has(id)
  return {
    nodes: scene.nodes
      .filter(({ id }) => wanted(id))
      .map(({ id, x, y, shape }) => ({ id, x, y, width: shape.width, height: shape.height })),
    edges: scene.edges
      .filter(({ from, to }) => from !== to && wanted(from.id) && wanted(to.id))
      .map(({ from, to }) => ({ source: from.id, target: to.id })),
    groups: scene.groups
      .map(({ nodes }) => nodes.map(({ id }) => id).filter(wanted))
      .filter(({ length }) => length > 1),
  }
}

/**
 * Sets nodes in order, those named or all, around where they stand: what comes first stands left. Bends of their edges
 * go. Nothing happens where the document has changed meanwhile.
 */
export async function layOutNodes(host: CommandHost, ids: ReadonlySet<string>): Promise<void> {
  const { activeSession: session, scene } = host
  if (!session || !host.editable) return
  const graph = layoutGraphOf(scene, ids)
  const { document } = session
  const answer = await session.arrange(graph)
  if (!answer.ok) {
    host.announce(answer.problem.message)
    return
  }
  if (session.document !== document) return
  const { positions } = answer.value
  const sizes = graph.nodes.flatMap((node) => {
    const at = positions[node.id]
    return at ? [{ ...at, width: node.width, height: node.height }] : []
  })
  const before = boundsOf(graph.nodes)
  const after = boundsOf(sizes)
  if (!before || !after) return
  const dx = before.x - after.x
  const dy = before.y + before.height / 2 - (after.y + after.height / 2)
  const places = new Map<string, Point>()
  for (const [id, { x, y }] of Object.entries(positions)) places.set(id, { x: snap(x + dx), y: snap(y + dy) })
  host.place(places, host.strings.laidOut(places.size), true)
}
