import type { Edit } from '@aw-flow/schema'
import { edgePath } from '../scene/edge-path.ts'
import { nodeRect, type Scene, type SceneEdge, type SceneNode } from '../scene/scene.ts'
import { overlaps, rectOf, type Point, type Rect } from '../camera/view.ts'
import { routeEdges } from './route-edges.ts'

/** Maximum number of edges that are rerouted with a drag: more would delay its end. The command has no limit. */
const maxRerouted = 60
/** Distance to a moved node within which an edge is routed again, in graph units. */
const margin = 32

/**
 * After a move of nodes, reroutes edges that end at a moved node or pass its old or new position. Only edges that were
 * routed around nodes are rerouted: those whose bends the router would find again. Bends that the user has changed are
 * kept. `scene` is the scene before the move; apply the edits after the edit of the move.
 */
export function reRoute(scene: Scene, places: ReadonlyMap<string, Point>): Edit[] {
  const routed = scene.edges.filter(({ edge }) => edge.points)
  if (routed.length === 0) return []
  const after = movedScene(scene, places)
  const rects = [...places.keys()].flatMap((id): Rect[] => {
    const [was, is] = [scene.byId.get(id), after.byId.get(id)]
    return was && is ? [around(was), around(is)] : []
  })
  const touched = routed.filter((edge) => places.has(edge.from.id) || places.has(edge.to.id) || passes(edge, rects))
  if (touched.length > maxRerouted) return []
  const found = touched.filter((edge) => isAsRouted(scene, edge))
  return routeEdges(after, new Set(found.map(({ id }) => id)))
}

/** The positions of nodes after a move by a distance. */
export const shifted = (scene: Scene, ids: ReadonlySet<string>, dx: number, dy: number): Map<string, Point> =>
  new Map(scene.nodes.filter(({ id }) => ids.has(id)).map(({ id, x, y }) => [id, { x: x + dx, y: y + dy }]))

/** Whether the bends come from the router and were not changed by the user. */
function isAsRouted(scene: Scene, edge: SceneEdge): boolean {
  const [edit] = routeEdges(scene, new Set([edge.id]))
  const points = edit?.type === 'set-points' ? (edit.points ?? []) : []
  const own = edge.edge.points ?? []
  return own.length === points.length && own.every(({ x, y }, index) => x === points[index]?.x && y === points[index].y)
}

const around = (node: SceneNode): Rect => {
  const { x, y, width, height } = nodeRect(node)
  return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin }
}

function passes(edge: SceneEdge, rects: readonly Rect[]): boolean {
  const points = edgePath(edge)
  return points.slice(1).some((end, index) => {
    const start = points[index] ?? end
    return rects.some((rect) => overlaps(rectOf(start, end), rect))
  })
}

/** The scene after nodes have moved to new positions. */
export function movedScene(scene: Scene, places: ReadonlyMap<string, Point>): Scene {
  const nodes = scene.nodes.map((node): SceneNode => {
    const at = places.get(node.id)
    return at ? { ...node, ...at } : node
  })
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const edges = scene.edges.map((edge): SceneEdge => {
    return { ...edge, from: byId.get(edge.from.id) ?? edge.from, to: byId.get(edge.to.id) ?? edge.to }
  })
  return { ...scene, nodes, edges, byId }
}
