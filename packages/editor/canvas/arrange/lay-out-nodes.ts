import { anchorLayout, toLayoutGraph, resizeFrames, routeAroundNodes } from '@aw-flow/canvas'
import { getProblemText } from '@aw-flow/schema'
import type { CommandHost } from '../commands/command.ts'

/**
 * Arranges all nodes, or the nodes with the given ids, from left to right and removes the bends from edges between
 * them. Does nothing if the document changes while the layout is being computed.
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
