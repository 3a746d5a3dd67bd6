import { anchorLayout, layoutGraphOf, resizedFrames, routedAround } from '@aw-flow/canvas'
import { textOf } from '@aw-flow/schema'
import type { CommandHost } from '../commands/command.ts'

/**
 * Arranges the given nodes, or all nodes, from left to right, and removes bends of the edges between them. Changes
 * nothing if the document changed while the layout was computed.
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
  const places = anchorLayout(graph, answer.value, ids.size > 0)
  if (places.size === 0) return
  const routes = routedAround(host.scene, places)
  host.moveNodes(places, host.strings.laidOut(places.size), true, [...resizedFrames(scene, places), ...routes])
}
