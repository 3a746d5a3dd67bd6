import type { Edit, LayoutGraph } from '@aw-flow/schema'
import type { CommandHost } from '../commands/command.ts'
import { heldBy, isFrame } from '../frame-contents.ts'
import { frameAround } from '../group-actions.ts'
import { snap } from '../node-shape.ts'
import { movedScene } from './re-route.ts'
import { routeEdges } from './route-edges.ts'
import type { Scene, SceneNote } from '../scene.ts'
import { boundsOf, type Point } from '../view.ts'

/** What is to be set in order, as a layout takes it: sizes, edges between them, groups that stay together. */
export function layoutGraphOf(scene: Scene, ids: ReadonlySet<string>): LayoutGraph {
  const wanted = (id: string): boolean => ids.size === 0 || ids.has(id)
  return {
    nodes: scene.nodes
      .filter(({ id }) => wanted(id))
      .map(({ id, x, y, shape }) => ({ id, x, y, width: shape.width, height: shape.height })),
    edges: scene.edges
      .filter(({ from, to }) => from !== to && wanted(from.id) && wanted(to.id))
      .map(({ from, to }) => ({ source: from.id, target: to.id })),
    // A frame goes before a group: what is in both stays in the frame.
    groups: [
      ...framesOf(scene).map(({ nodes }) => nodes),
      ...scene.groups.map(({ nodes }) => nodes.map(({ id }) => id)),
    ]
      .map((nodes) => nodes.filter(wanted))
      .filter(({ length }) => length > 1),
  }
}

/**
 * Sets nodes in order, those named or all, around where they stand: what comes first stands left. Bends of their edges
 * go. Nothing happens where the document has changed meanwhile.
 */
export async function layOutNodes(host: CommandHost, ids: ReadonlySet<string>): Promise<void> {
  const { activeSession: session, scene } = host
  if (!session || !host.editable) return
  const graph = layoutGraphOf(scene, ids)
  const { document } = session
  const answer = await session.arrange(graph)
  if (!answer.ok) {
    host.announce(answer.problem.message)
    return
  }
  if (session.document !== document) return
  const { positions } = answer.value
  const sizes = graph.nodes.flatMap((node) => {
    const at = positions[node.id]
    return at ? [{ ...at, width: node.width, height: node.height }] : []
  })
  const before = boundsOf(graph.nodes)
  const after = boundsOf(sizes)
  if (!before || !after) return
  // A part stays where it was; the whole begins where it began, so that notes above it stay above it.
  const dx = before.x - after.x
  const dy = ids.size > 0 ? before.y + before.height / 2 - (after.y + after.height / 2) : before.y - after.y
  const places = new Map<string, Point>()
  for (const [id, { x, y }] of Object.entries(positions)) places.set(id, { x: snap(x + dx), y: snap(y + dy) })
  const ways = ledAround(host.scene, places)
  host.place(places, host.strings.laidOut(places.size), true, [...framesAround(scene, places), ...ways])
}

/** More edges than these are not led around nodes by a layout: it must not keep the page waiting. */
const mostLed = 120

/** Edges between the nodes that would run under others are led around them. */
function ledAround(scene: Scene, places: ReadonlyMap<string, Point>): Edit[] {
  const between = scene.edges.filter(({ from, to }) => from !== to && places.has(from.id) && places.has(to.id))
  if (between.length > mostLed) return []
  const straight = between.map((edge) => ({ ...edge, edge: { ...edge.edge, points: undefined } }))
  const edges = new Map(straight.map((edge) => [edge.id, edge]))
  const moved = movedScene({ ...scene, edges: scene.edges.map((edge) => edges.get(edge.id) ?? edge) }, places)
  return routeEdges(moved, new Set(edges.keys()))
}

/** The frames that lie in no other, with what they hold. */
function framesOf(scene: Scene): { frame: SceneNote; nodes: string[]; marks: ReadonlySet<string> }[] {
  const frames = scene.notes.filter(isFrame)
  const held = frames.map((frame) => ({ frame, ...heldBy(scene, new Set([frame.id])) }))
  return held
    .filter(({ frame }) => !held.some((other) => other.frame !== frame && other.marks.has(frame.id)))
    .map(({ frame, nodes, marks }) => ({ frame, nodes: [...nodes], marks }))
}

/** Frames go with their nodes, as large as these need; their notes keep their place in them. */
function framesAround(scene: Scene, places: ReadonlyMap<string, Point>): Edit[] {
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
