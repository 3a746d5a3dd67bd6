import type { Edit, LayoutGraph } from '@aw-flow/schema'
import { computeBounds, type Point } from '../camera/view.ts'
import { fitFrame } from '../editing/group-actions.ts'
import { findMarkContents, isFrame } from '../scene/frame-contents.ts'
import type { Scene, SceneNote } from '../scene/scene.ts'
import { moveSceneNodes } from './reroute-edges.ts'
import { routeEdges } from './route-edges.ts'

/**
 * Returns the input of a layout: node sizes, edges between the nodes, and groups to keep together. An empty `ids`
 * selects all nodes.
 *
 * @internal
 */
export function toLayoutGraph(scene: Scene, ids: ReadonlySet<string>): LayoutGraph {
  const isIncluded = (id: string): boolean => ids.size === 0 || ids.has(id)
  return {
    nodes: scene.nodes
      .filter(({ id }) => isIncluded(id))
      .map(({ id, x, y, shape }) => ({ id, x, y, width: shape.width, height: shape.height })),
    edges: scene.edges
      .filter(({ from, to }) => from !== to && isIncluded(from.id) && isIncluded(to.id))
      .map(({ from, to }) => ({ source: from.id, target: to.id })),
    // Frames come before groups: nodes that are in both stay in the frame.
    groups: [
      ...findOuterFrames(scene).map(({ nodes }) => nodes),
      ...scene.groups.map(({ nodes }) => nodes.map(({ id }) => id)),
    ]
      .map((nodes) => nodes.filter(isIncluded))
      .filter(({ length }) => length > 1),
  }
}

/** The maximum number of edges that a layout routes around nodes: more would block the page. */
const maxRoutedEdges = 120

/** Returns edits that route the edges between the moved nodes around other nodes. @internal */
export function routeAroundNodes(scene: Scene, positions: ReadonlyMap<string, Point>): Edit[] {
  const innerEdges = scene.edges.filter(({ from, to }) => from !== to && positions.has(from.id) && positions.has(to.id))
  if (innerEdges.length > maxRoutedEdges) return []
  const straight = innerEdges.map((edge) => ({ ...edge, edge: { ...edge.edge, points: undefined } }))
  const edges = new Map(straight.map((edge) => [edge.id, edge]))
  const newScene = moveSceneNodes({ ...scene, edges: scene.edges.map((edge) => edges.get(edge.id) ?? edge) }, positions)
  return routeEdges(newScene, new Set(edges.keys()))
}

/** Returns the outermost frames with their contents. */
function findOuterFrames(scene: Scene): { frame: SceneNote; nodes: string[]; marks: ReadonlySet<string> }[] {
  const frames = scene.notes.filter(isFrame)
  const framesWithContents = frames.map((frame) => ({ frame, ...findMarkContents(scene, new Set([frame.id])) }))
  return framesWithContents
    .filter(({ frame }) => !framesWithContents.some((other) => other.frame !== frame && other.marks.has(frame.id)))
    .map(({ frame, nodes, marks }) => ({ frame, nodes: [...nodes], marks }))
}

/** Returns edits that fit frames to their moved nodes; notes keep their position within the frame. @internal */
export function resizeFrames(scene: Scene, positions: ReadonlyMap<string, Point>): Edit[] {
  return findOuterFrames(scene).flatMap(({ frame, nodes, marks }): Edit[] => {
    const rects = nodes.flatMap((id) => {
      const [point, node] = [positions.get(id), scene.byId.get(id)]
      return point && node ? [{ ...point, width: node.shape.width, height: node.shape.height }] : []
    })
    const bounds = rects.length === nodes.length ? computeBounds(rects) : undefined
    if (!bounds) return []
    const { note } = frame
    const rect = fitFrame(bounds)
    const [dx, dy] = [rect.x - note.position.x, rect.y - note.position.y]
    const noteEdits = scene.notes
      .filter((other) => other !== frame && marks.has(other.id))
      .map(({ note: { position, ...rest } }): Edit => {
        return { type: 'replace-note', note: { ...rest, position: { x: position.x + dx, y: position.y + dy } } }
      })
    const { width, height, ...position } = rect
    return [{ type: 'replace-note', note: { ...note, position, size: { width, height } } }, ...noteEdits]
  })
}
