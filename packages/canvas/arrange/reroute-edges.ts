import type { Edit } from '@aw-flow/schema'
import { edgeWay } from '../scene/edge-path.ts'
import { nodeRect, type Scene, type SceneEdge, type SceneNode } from '../scene/scene.ts'
import { overlaps, rectOf, type Point, type Rect } from '../camera/view.ts'
import { routeEdges } from './route-edges.ts'

/** More edges than these are led anew by the command only: a drag must not stand still at its end. */
const most = 60
/** How near a way passes a node to be looked at again. */
const near = 32

/**
 * Leads those edges anew that had been led around nodes, when nodes go to other places: those that end at one, or pass
 * by where one was or comes. A way counts as such while it is the one that would be found where everything stands now;
 * bends that somebody has set otherwise stay. `scene` is as before the move; the edits follow the move's own.
 */
export function reRoute(scene: Scene, places: ReadonlyMap<string, Point>): Edit[] {
  const led = scene.edges.filter(({ edge }) => edge.points)
  if (led.length === 0) return []
  const after = movedScene(scene, places)
  const rects = [...places.keys()].flatMap((id): Rect[] => {
    const [was, is] = [scene.byId.get(id), after.byId.get(id)]
    return was && is ? [around(was), around(is)] : []
  })
  const touched = led.filter((edge) => places.has(edge.from.id) || places.has(edge.to.id) || passes(edge, rects))
  if (touched.length > most) return []
  const found = touched.filter((edge) => isAsRouted(scene, edge))
  return routeEdges(after, new Set(found.map(({ id }) => id)))
}

/** Where nodes come that are moved by a distance. */
export const shifted = (scene: Scene, ids: ReadonlySet<string>, dx: number, dy: number): Map<string, Point> =>
  new Map(scene.nodes.filter(({ id }) => ids.has(id)).map(({ id, x, y }) => [id, { x: x + dx, y: y + dy }]))

/** The way is the one that the router finds: nobody has changed it since. */
function isAsRouted(scene: Scene, edge: SceneEdge): boolean {
  const [edit] = routeEdges(scene, new Set([edge.id]))
  const points = edit?.type === 'set-points' ? (edit.points ?? []) : []
  const own = edge.edge.points ?? []
  return own.length === points.length && own.every(({ x, y }, index) => x === points[index]?.x && y === points[index].y)
}

const around = (node: SceneNode): Rect => {
  const { x, y, width, height } = nodeRect(node)
  return { x: x - near, y: y - near, width: width + 2 * near, height: height + 2 * near }
}

function passes(edge: SceneEdge, rects: readonly Rect[]): boolean {
  const way = edgeWay(edge)
  return way.slice(1).some((end, index) => {
    const start = way[index] ?? end
    return rects.some((rect) => overlaps(rectOf(start, end), rect))
  })
}

/** The drawing as it will be when nodes have gone to their places. */
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
