import type { Guide } from '../drawing/overlay.ts'
import { nodeRect, noteRect, type Scene } from '../scene/scene.ts'
import { overlaps, type Point, type Rect } from '../camera/view.ts'

/** Lines to stand in: more of them only get in the way. */
const most = 300

/** What a dragged thing may stand in line with: the nodes and notes that are in view and not dragged themselves. */
export function lineCandidates(scene: Scene, seen: Rect, dragged: (id: string) => boolean): Rect[] {
  const found: Rect[] = []
  for (const node of scene.nodes) {
    if (found.length >= most) break
    if (!dragged(node.id) && overlaps(nodeRect(node), seen)) found.push(nodeRect(node))
  }
  for (const note of scene.notes) if (!dragged(note.id) && overlaps(noteRect(note), seen)) found.push(noteRect(note))
  return found
}

interface Snap {
  /** How far to go to stand in line; `undefined`: nothing is near enough. */
  readonly dx: number | undefined
  readonly dy: number | undefined
  readonly guides: readonly Guide[]
}

/**
 * Where a rectangle that has been moved `by` so far stands in line with others: its left, middle or right with theirs,
 * and its top, middle or bottom. `reach` in the graph's units.
 */
export function alignment(rect: Rect, by: Point, others: readonly Rect[], reach: number): Snap {
  const moved = { ...rect, x: rect.x + by.x, y: rect.y + by.y }
  const x = nearest(starts(moved, 'x'), others, 'x', reach)
  const y = nearest(starts(moved, 'y'), others, 'y', reach)
  const at = { ...moved, x: moved.x + (x?.way ?? 0), y: moved.y + (y?.way ?? 0) }
  const guides: Guide[] = []
  if (x) guides.push(line('x', x.at, at, others))
  if (y) guides.push(line('y', y.at, at, others))
  return { dx: x && by.x + x.way, dy: y && by.y + y.way, guides }
}

type Axis = 'x' | 'y'

const length = (rect: Rect, axis: Axis): number => (axis === 'x' ? rect.width : rect.height)
const starts = (rect: Rect, axis: Axis): number[] => [0, 0.5, 1].map((part) => rect[axis] + length(rect, axis) * part)

function nearest(
  own: readonly number[],
  others: readonly Rect[],
  axis: Axis,
  reach: number,
): { way: number; at: number } | undefined {
  let best: { way: number; at: number } | undefined
  for (const other of others) {
    for (const [index, at] of starts(other, axis).entries()) {
      const way = at - (own[index] ?? at)
      if (Math.abs(way) <= reach && (!best || Math.abs(way) < Math.abs(best.way))) best = { way, at }
    }
  }
  return best
}

/** From end to end of all that stands in this line. */
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
