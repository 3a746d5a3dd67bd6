import { boundsOf, layoutGraphOf, resizedFrames, routedAround, snap, type Point } from '@aw-flow/canvas'
import { textOf } from '@aw-flow/schema'
import type { CommandHost } from '../commands/command.ts'

/**
 * Sets nodes in order, those named or all, around where they stand: what comes first stands left. Bends of their edges
 * go. Nothing happens where the document has changed meanwhile.
 */
export async function layOutNodes(host: CommandHost, ids: ReadonlySet<string>): Promise<void> {
  const { activeSession: session, scene } = host
  if (!session || !host.editable) return
  const graph = layoutGraphOf(scene, ids)
  const document = session.document.current
  const answer = await session.document.layOut(graph)
  if (!answer.ok) {
    host.announce(host.strings.renderText(textOf(answer.problem)))
    return
  }
  if (session.document.current !== document) return
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
  const ways = routedAround(host.scene, places)
  host.moveNodes(places, host.strings.laidOut(places.size), true, [...resizedFrames(scene, places), ...ways])
}
