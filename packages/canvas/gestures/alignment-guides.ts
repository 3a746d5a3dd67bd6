import type { Guide } from '../drawing/overlay.ts'
import { getNodeRect, getNoteRect, type Scene } from '../scene/scene.ts'
import { overlaps, type Point, type Rect } from '../camera/view.ts'

/** The maximum number of nodes to align with. With more, guides would appear too often. */
const maxCandidates = 300

/** Returns the rectangles of visible nodes and notes that are not being dragged. */
export function findAlignmentCandidates(scene: Scene, visibleArea: Rect, isDragged: (id: string) => boolean): Rect[] {
  const rects: Rect[] = []
  for (const node of scene.nodes) {
    if (rects.length >= maxCandidates) break
    if (!isDragged(node.id) && overlaps(getNodeRect(node), visibleArea)) rects.push(getNodeRect(node))
  }
  for (const note of scene.notes)
    if (!isDragged(note.id) && overlaps(getNoteRect(note), visibleArea)) rects.push(getNoteRect(note))
  return rects
}

interface SnapResult {
  /** The drag offset on this axis after snapping to the nearest guide, or `undefined` if no guide is close enough. */
  readonly dx: number | undefined
  readonly dy: number | undefined
  readonly guides: readonly Guide[]
}

/**
 * Finds the guides for a rectangle dragged by `offset`. Its left side, horizontal center or right side snaps to that of
 * another rectangle, and so does its top, vertical center or bottom. `maxDistance` is in graph units.
 */
export function findAlignment(rect: Rect, offset: Point, others: readonly Rect[], maxDistance: number): SnapResult {
  const movedRect = { ...rect, x: rect.x + offset.x, y: rect.y + offset.y }
  const x = findNearest(getAnchorCoordinates(movedRect, 'x'), others, 'x', maxDistance)
  const y = findNearest(getAnchorCoordinates(movedRect, 'y'), others, 'y', maxDistance)
  const alignedRect = { ...movedRect, x: movedRect.x + (x?.distance ?? 0), y: movedRect.y + (y?.distance ?? 0) }
  const guides: Guide[] = []
  if (x) guides.push(createGuide('x', x.coordinate, alignedRect, others))
  if (y) guides.push(createGuide('y', y.coordinate, alignedRect, others))
  return { dx: x && offset.x + x.distance, dy: y && offset.y + y.distance, guides }
}

type Axis = 'x' | 'y'

const getLength = (rect: Rect, axis: Axis): number => (axis === 'x' ? rect.width : rect.height)
const getAnchorCoordinates = (rect: Rect, axis: Axis): number[] =>
  [0, 0.5, 1].map((ratio) => rect[axis] + getLength(rect, axis) * ratio)

function findNearest(
  anchors: readonly number[],
  others: readonly Rect[],
  axis: Axis,
  maxDistance: number,
): { distance: number; coordinate: number } | undefined {
  let nearestMatch: { distance: number; coordinate: number } | undefined
  for (const other of others) {
    for (const [index, coordinate] of getAnchorCoordinates(other, axis).entries()) {
      const distance = coordinate - (anchors[index] ?? coordinate)
      if (Math.abs(distance) <= maxDistance && (!nearestMatch || Math.abs(distance) < Math.abs(nearestMatch.distance)))
        nearestMatch = { distance, coordinate }
    }
  }
  return nearestMatch
}

/** Creates a guide that spans all rectangles aligned with it. */
function createGuide(axis: Axis, coordinate: number, rect: Rect, others: readonly Rect[]): Guide {
  const otherAxis: Axis = axis === 'x' ? 'y' : 'x'
  const alignedRects = [
    rect,
    ...others.filter((other) => getAnchorCoordinates(other, axis).some((value) => Math.abs(value - coordinate) < 0.01)),
  ]
  return {
    axis,
    position: coordinate,
    start: Math.min(...alignedRects.map((other) => other[otherAxis])),
    end: Math.max(...alignedRects.map((other) => other[otherAxis] + getLength(other, otherAxis))),
  }
}
