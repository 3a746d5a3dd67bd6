import type { Edit, LayoutGraph } from '@aw-flow/schema'
import { boundsOf, type Point } from '../camera/view.ts'
import { frameAround } from '../editing/group-actions.ts'
import { contentsOfMarks, isFrame } from '../scene/frame-contents.ts'
import type { Scene, SceneNote } from '../scene/scene.ts'
import { movedScene } from './reroute-edges.ts'
import { routeEdges } from './route-edges.ts'

/**
 * The input of a layout: sizes of nodes, edges between them, and groups to keep together. If `ids` is empty, all nodes.
 *
 * @internal
 */
export function layoutGraphOf(scene: Scene, ids: ReadonlySet<string>): LayoutGraph {
  const wanted = (id: string): boolean => ids.size === 0 || ids.has(id)
  return {
    nodes: scene.nodes
      .filter(({ id }) => wanted(id))
      .map(({ id, x, y, shape }) => ({ id, x, y, width: shape.width, height: shape.height })),
    edges: scene.edges
      .filter(({ from, to }) => from !== to && wanted(from.id) && wanted(to.id))
      .map(({ from, to }) => ({ source: from.id, target: to.id })),
    // Frames come before groups: nodes that are in both stay in the frame.
    groups: [
      ...framesOf(scene).map(({ nodes }) => nodes),
      ...scene.groups.map(({ nodes }) => nodes.map(({ id }) => id)),
    ]
      .map((nodes) => nodes.filter(wanted))
      .filter(({ length }) => length > 1),
  }
}

/** Maximum number of edges that a layout routes around nodes: more would block the page. */
const maxRouted = 120

/** Edits that route edges between the moved nodes around other nodes. @internal */
export function routedAround(scene: Scene, places: ReadonlyMap<string, Point>): Edit[] {
  const between = scene.edges.filter(({ from, to }) => from !== to && places.has(from.id) && places.has(to.id))
  if (between.length > maxRouted) return []
  const straight = between.map((edge) => ({ ...edge, edge: { ...edge.edge, points: undefined } }))
  const edges = new Map(straight.map((edge) => [edge.id, edge]))
  const moved = movedScene({ ...scene, edges: scene.edges.map((edge) => edges.get(edge.id) ?? edge) }, places)
  return routeEdges(moved, new Set(edges.keys()))
}

/** The outermost frames with their contents. */
function framesOf(scene: Scene): { frame: SceneNote; nodes: string[]; marks: ReadonlySet<string> }[] {
  const frames = scene.notes.filter(isFrame)
  const held = frames.map((frame) => ({ frame, ...contentsOfMarks(scene, new Set([frame.id])) }))
  return held
    .filter(({ frame }) => !held.some((other) => other.frame !== frame && other.marks.has(frame.id)))
    .map(({ frame, nodes, marks }) => ({ frame, nodes: [...nodes], marks }))
}

/** Edits that fit frames around their moved nodes; notes keep their position inside. @internal */
export function resizedFrames(scene: Scene, places: ReadonlyMap<string, Point>): Edit[] {
  return framesOf(scene).flatMap(({ frame, nodes, marks }): Edit[] => {
    const rects = nodes.flatMap((id) => {
      const [at, node] = [places.get(id), scene.byId.get(id)]
      return at && node ? [{ ...at, width: node.shape.width, height: node.shape.height }] : []
    })
    const around = rects.length === nodes.length ? boundsOf(rects) : undefined
    if (!around) return []
    const { note } = frame
    const rect = frameAround(around)
    const [dx, dy] = [rect.x - note.position.x, rect.y - note.position.y]
    const inside = scene.notes
      .filter((other) => other !== frame && marks.has(other.id))
      .map(({ note: { position, ...rest } }): Edit => {
        return { type: 'replace-note', note: { ...rest, position: { x: position.x + dx, y: position.y + dy } } }
      })
    const { width, height, ...position } = rect
    return [{ type: 'replace-note', note: { ...note, position, size: { width, height } } }, ...inside]
  })
}
