import type { Guide } from '../drawing/overlay.ts'
import { nodeRect, noteRect, type Scene } from '../scene/scene.ts'
import { overlaps, type Point, type Rect } from '../camera/view.ts'

/** Maximum number of guides: more would be in the way. */
const maxGuides = 300

/** The visible nodes and notes that are not dragged. */
export function lineCandidates(scene: Scene, seen: Rect, dragged: (id: string) => boolean): Rect[] {
  const found: Rect[] = []
  for (const node of scene.nodes) {
    if (found.length >= maxGuides) break
    if (!dragged(node.id) && overlaps(nodeRect(node), seen)) found.push(nodeRect(node))
  }
  for (const note of scene.notes) if (!dragged(note.id) && overlaps(noteRect(note), seen)) found.push(noteRect(note))
  return found
}

interface Snap {
  /** The distance to the next guide on each axis; `undefined` if none is near enough. */
  readonly dx: number | undefined
  readonly dy: number | undefined
  readonly guides: readonly Guide[]
}

/**
 * Finds guides for a rectangle that was moved by `by`: where its left side, center or right side, or its top, middle or
 * bottom, is aligned with other rectangles. `reach`: maximum distance in graph units.
 */
export function alignment(rect: Rect, by: Point, others: readonly Rect[], reach: number): Snap {
  const moved = { ...rect, x: rect.x + by.x, y: rect.y + by.y }
  const x = nearest(starts(moved, 'x'), others, 'x', reach)
  const y = nearest(starts(moved, 'y'), others, 'y', reach)
  const at = { ...moved, x: moved.x + (x?.distance ?? 0), y: moved.y + (y?.distance ?? 0) }
  const guides: Guide[] = []
  if (x) guides.push(line('x', x.at, at, others))
  if (y) guides.push(line('y', y.at, at, others))
  return { dx: x && by.x + x.distance, dy: y && by.y + y.distance, guides }
}

type Axis = 'x' | 'y'

const length = (rect: Rect, axis: Axis): number => (axis === 'x' ? rect.width : rect.height)
const starts = (rect: Rect, axis: Axis): number[] => [0, 0.5, 1].map((part) => rect[axis] + length(rect, axis) * part)

function nearest(
  own: readonly number[],
  others: readonly Rect[],
  axis: Axis,
  reach: number,
): { distance: number; at: number } | undefined {
  let best: { distance: number; at: number } | undefined
  for (const other of others) {
    for (const [index, at] of starts(other, axis).entries()) {
      const distance = at - (own[index] ?? at)
      if (Math.abs(distance) <= reach && (!best || Math.abs(distance) < Math.abs(best.distance)))
        best = { distance, at }
    }
  }
  return best
}

/** A guide that spans all rectangles on its line. */
function line(axis: Axis, at: number, rect: Rect, others: readonly Rect[]): Guide {
  const along: Axis = axis === 'x' ? 'y' : 'x'
  const inLine = [rect, ...others.filter((other) => starts(other, axis).some((value) => Math.abs(value - at) < 0.01))]
  return {
    axis,
    at,
    from: Math.min(...inLine.map((other) => other[along])),
    to: Math.max(...inLine.map((other) => other[along] + length(other, along))),
  }
}
