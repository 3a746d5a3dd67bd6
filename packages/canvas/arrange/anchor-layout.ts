import type { Layout, LayoutGraph } from '@aw-flow/schema'
import { boundsOf, type Point } from '../camera/view.ts'
import { snap } from '../scene/node-shape.ts'

/**
 * The positions of a layout, shifted to where its nodes currently are. A layout of some nodes (`isPart`) keeps their
 * left side and vertical middle; a layout of all nodes keeps their top left corner, so that notes above them stay
 * above. Returns an empty map for an empty layout.
 *
 * @internal
 */
export function anchorLayout({ nodes }: LayoutGraph, { positions }: Layout, isPart: boolean): Map<string, Point> {
  const places = new Map<string, Point>()
  const before = boundsOf(nodes)
  const after = boundsOf(
    nodes.flatMap(({ id, width, height }) => {
      const at = positions[id]
      return at ? [{ ...at, width, height }] : []
    }),
  )
  if (!before || !after) return places
  const dx = before.x - after.x
  const dy = isPart ? before.y + before.height / 2 - (after.y + after.height / 2) : before.y - after.y
  for (const [id, { x, y }] of Object.entries(positions)) places.set(id, { x: snap(x + dx), y: snap(y + dy) })
  return places
}
