import { align, distribute, nodeRect, routeEdges, type Alignment, type Placed } from '@aw-flow/canvas'
import type { CanvasCommand, CommandHost, CommandId } from './command.ts'

const chosen = (host: CommandHost): Placed[] =>
  host.scene.nodes.filter(({ id }) => host.selection.has(id)).map((node) => ({ id: node.id, ...nodeRect(node) }))

const aligns = (id: CommandId, to: Alignment, key: string): CanvasCommand => ({
  id,
  keys: [key],
  edits: true,
  enabled: ({ selection }) => selection.size > 1,
  run: (host) => host.moveNodes(align(chosen(host), to), host.strings.aligned(host.selection.size)),
})

const distributes = (id: CommandId, axis: 'x' | 'y', key: string): CanvasCommand => ({
  id,
  keys: [key],
  edits: true,
  enabled: ({ selection }) => selection.size > 2,
  run: (host) => host.moveNodes(distribute(chosen(host), axis), host.strings.distributed(host.selection.size)),
})

/** The selected edges or, if there are none, those of the selected nodes, otherwise all. */
function edgesToRoute(host: CommandHost): string[] {
  if (host.selectedEdges.size > 0) return [...host.selectedEdges]
  const { selection } = host
  const edges = host.scene.edges.filter(
    ({ from, to }) => selection.size === 0 || selection.has(from.id) || selection.has(to.id),
  )
  return edges.map(({ id }) => id)
}

export const arrangeCommands: readonly CanvasCommand[] = [
  aligns('align-left', 'left', 'Alt+a'),
  aligns('align-centre', 'centre', 'Alt+h'),
  aligns('align-right', 'right', 'Alt+d'),
  aligns('align-top', 'top', 'Alt+w'),
  aligns('align-middle', 'middle', 'Alt+v'),
  aligns('align-bottom', 'bottom', 'Alt+s'),
  distributes('distribute-x', 'x', 'Alt+Shift+h'),
  distributes('distribute-y', 'y', 'Alt+Shift+v'),
  {
    id: 'lay-out',
    keys: ['Shift+l'],
    edits: true,
    enabled: ({ scene }) => scene.nodes.length > 1,
    run: (host) => void host.layOut(host.selection.size > 1 ? host.selection : new Set()),
  },
  {
    id: 'route-edges',
    keys: ['Shift+r'],
    edits: true,
    enabled: ({ scene }) => scene.edges.length > 0,
    run(host) {
      const edits = routeEdges(host.scene, new Set(edgesToRoute(host)))
      host.perform({
        edit: { type: 'batch', edits },
        select: [...host.selection],
        edges: [...host.selectedEdges],
        announcement: host.strings.routed(edits.length),
      })
    },
  },
  {
    id: 'straighten-edges',
    keys: ['Shift+s'],
    edits: true,
    enabled: ({ scene }) => scene.edges.some(({ edge }) => edge.points),
    run(host) {
      const wanted = new Set(edgesToRoute(host))
      const edits = host.scene.edges
        .filter(({ id, edge }) => wanted.has(id) && edge.points)
        .map(({ id }) => ({ type: 'set-points' as const, id }))
      host.perform({
        edit: { type: 'batch', edits },
        select: [...host.selection],
        edges: [...host.selectedEdges],
        announcement: host.strings.straightened(edits.length),
      })
    },
  },
]
