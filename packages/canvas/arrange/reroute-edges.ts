import type { Edit } from '@aw-flow/schema'
import { getEdgePath } from '../scene/edge-path.ts'
import { getNodeRect, type Scene, type SceneEdge, type SceneNode } from '../scene/scene.ts'
import { overlaps, createRectBetween, type Point, type Rect } from '../camera/view.ts'
import { routeEdges } from './route-edges.ts'

/**
 * The maximum number of edges rerouted after a drag, so that the drop is not delayed. The reroute command has no limit.
 */
const maxReroutedEdges = 60
/** Edges that pass a moved node within this distance are rerouted. In graph units. */
const margin = 32

/**
 * Returns edits that reroute the edges that are connected to a moved node or pass near its old or new position. Bends
 * that the user has changed are preserved: an edge is rerouted only if the router would produce its current bends.
 * `scene` is the scene before the move. Apply the edits after the move edit.
 */
export function rerouteEdges(scene: Scene, positions: ReadonlyMap<string, Point>): Edit[] {
  const routedEdges = scene.edges.filter(({ edge }) => edge.points)
  if (routedEdges.length === 0) return []
  const newScene = moveSceneNodes(scene, positions)
  const rects = [...positions.keys()].flatMap((id): Rect[] => {
    const [oldNode, newNode] = [scene.byId.get(id), newScene.byId.get(id)]
    return oldNode && newNode ? [addMargin(oldNode), addMargin(newNode)] : []
  })
  const affectedEdges = routedEdges.filter(
    (edge) => positions.has(edge.from.id) || positions.has(edge.to.id) || crossesAny(edge, rects),
  )
  if (affectedEdges.length > maxReroutedEdges) return []
  const autoRoutedEdges = affectedEdges.filter((edge) => isAutoRouted(scene, edge))
  return routeEdges(newScene, new Set(autoRoutedEdges.map(({ id }) => id)))
}

/** Returns the positions of the given nodes after a translation. */
export const shiftPositions = (scene: Scene, ids: ReadonlySet<string>, dx: number, dy: number): Map<string, Point> =>
  new Map(scene.nodes.filter(({ id }) => ids.has(id)).map(({ id, x, y }) => [id, { x: x + dx, y: y + dy }]))

/** Returns whether the edge's bends are exactly those that the router would produce. */
function isAutoRouted(scene: Scene, edge: SceneEdge): boolean {
  const [edit] = routeEdges(scene, new Set([edge.id]))
  const points = edit?.type === 'set-points' ? (edit.points ?? []) : []
  const currentPoints = edge.edge.points ?? []
  return (
    currentPoints.length === points.length &&
    currentPoints.every(({ x, y }, index) => x === points[index]?.x && y === points[index].y)
  )
}

const addMargin = (node: SceneNode): Rect => {
  const { x, y, width, height } = getNodeRect(node)
  return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin }
}

function crossesAny(edge: SceneEdge, rects: readonly Rect[]): boolean {
  const points = getEdgePath(edge)
  return points.slice(1).some((end, index) => {
    const start = points[index] ?? end
    return rects.some((rect) => overlaps(createRectBetween(start, end), rect))
  })
}

/** Returns a copy of the scene with the given nodes moved. */
export function moveSceneNodes(scene: Scene, positions: ReadonlyMap<string, Point>): Scene {
  const nodes = scene.nodes.map((node): SceneNode => {
    const position = positions.get(node.id)
    return position ? { ...node, ...position } : node
  })
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const edges = scene.edges.map((edge): SceneEdge => {
    return { ...edge, from: byId.get(edge.from.id) ?? edge.from, to: byId.get(edge.to.id) ?? edge.to }
  })
  return { ...scene, nodes, edges, byId }
}
