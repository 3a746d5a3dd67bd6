import type { Edit, LayoutGraph } from '@aw-flow/schema'
import { computeBounds, type Point } from '../camera/view.ts'
import { fitFrame } from '../editing/group-actions.ts'
import { findMarkContents, isFrame } from '../scene/frame-contents.ts'
import type { Scene, SceneNote } from '../scene/scene.ts'
import { moveSceneNodes } from './reroute-edges.ts'
import { routeEdges } from './route-edges.ts'

/**
 * Builds the input for the layout algorithm: node sizes, edges between the nodes, and groups of nodes to keep together.
 * If `ids` is empty, all nodes are included.
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
    // Frames come before groups, so a node in both stays with its frame.
    groups: [
      ...findOuterFrames(scene).map(({ nodes }) => nodes),
      ...scene.groups.map(({ nodes }) => nodes.map(({ id }) => id)),
    ]
      .map((nodes) => nodes.filter(isIncluded))
      .filter(({ length }) => length > 1),
  }
}

/** The maximum number of edges to route around nodes. Routing more edges would block the main thread. */
const maxRoutedEdges = 120

/** Returns edits that route the edges between moved nodes around all other nodes. @internal */
export function routeAroundNodes(scene: Scene, positions: ReadonlyMap<string, Point>): Edit[] {
  const innerEdges = scene.edges.filter(({ from, to }) => from !== to && positions.has(from.id) && positions.has(to.id))
  if (innerEdges.length > maxRoutedEdges) return []
  const straightEdges = innerEdges.map((edge) => ({ ...edge, edge: { ...edge.edge, points: undefined } }))
  const edges = new Map(straightEdges.map((edge) => [edge.id, edge]))
  const newScene = moveSceneNodes({ ...scene, edges: scene.edges.map((edge) => edges.get(edge.id) ?? edge) }, positions)
  return routeEdges(newScene, new Set(edges.keys()))
}

/** Returns each frame that is not inside another frame, with its contents. */
function findOuterFrames(scene: Scene): { frame: SceneNote; nodes: string[]; marks: ReadonlySet<string> }[] {
  const frames = scene.notes.filter(isFrame)
  const framesWithContents = frames.map((frame) => ({ frame, ...findMarkContents(scene, new Set([frame.id])) }))
  return framesWithContents
    .filter(({ frame }) => !framesWithContents.some((other) => other.frame !== frame && other.marks.has(frame.id)))
    .map(({ frame, nodes, marks }) => ({ frame, nodes: [...nodes], marks }))
}

/**
 * Returns edits that resize frames to fit their moved nodes. Notes keep their position relative to their frame.
 *
 * @internal
 */
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
