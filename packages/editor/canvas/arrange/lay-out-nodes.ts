import { anchorLayout, toLayoutGraph, resizeFrames, routeAroundNodes } from '@aw-flow/canvas'
import { getProblemText } from '@aw-flow/schema'
import type { CommandHost } from '../commands/command.ts'

/**
 * Arranges the nodes with these ids, or all nodes, from left to right, and removes bends of the edges between them.
 * Changes nothing if the document changed while the layout was computed.
 */
export async function layOutNodes(host: CommandHost, ids: ReadonlySet<string>): Promise<void> {
  const { activeSession: session, scene } = host
  if (!session || !host.editable) return
  const graph = toLayoutGraph(scene, ids)
  const document = session.document.current
  const layout = await session.document.layOut(graph)
  if (!layout.ok) {
    host.announce(host.strings.renderText(getProblemText(layout.problem)))
    return
  }
  if (session.document.current !== document) return
  const positions = anchorLayout(graph, layout.value, ids.size > 0)
  if (positions.size === 0) return
  const routes = routeAroundNodes(host.scene, positions)
  host.moveNodes(positions, host.strings.arranged(positions.size), true, [...resizeFrames(scene, positions), ...routes])
}
