import type { Layout, LayoutGraph } from '@aw-flow/schema'
import { computeBounds, type Point } from '../camera/view.ts'
import { snap } from '../scene/node-shape.ts'

/**
 * Translates a computed layout to the current location of its nodes. A partial layout (`isPartial`) keeps the left side
 * and vertical center of the nodes' bounds. A full layout keeps their top-left corner, so that notes above the nodes
 * stay above them. Returns an empty map for an empty layout.
 *
 * @internal
 */
export function anchorLayout({ nodes }: LayoutGraph, { positions }: Layout, isPartial: boolean): Map<string, Point> {
  const anchoredPositions = new Map<string, Point>()
  const oldBounds = computeBounds(nodes)
  const newBounds = computeBounds(
    nodes.flatMap(({ id, width, height }) => {
      const position = positions[id]
      return position ? [{ ...position, width, height }] : []
    }),
  )
  if (!oldBounds || !newBounds) return anchoredPositions
  const dx = oldBounds.x - newBounds.x
  const dy = isPartial
    ? oldBounds.y + oldBounds.height / 2 - (newBounds.y + newBounds.height / 2)
    : oldBounds.y - newBounds.y
  for (const [id, { x, y }] of Object.entries(positions))
    anchoredPositions.set(id, { x: snap(x + dx), y: snap(y + dy) })
  return anchoredPositions
}
