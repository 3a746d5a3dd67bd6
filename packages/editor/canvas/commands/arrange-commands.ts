import { align, distribute, getNodeRect, routeEdges, type Alignment, type AlignItem } from '@aw-flow/canvas'
import type { CanvasCommand, CommandHost, CommandId } from './command.ts'

const getSelectedRects = (host: CommandHost): AlignItem[] =>
  host.scene.nodes.filter(({ id }) => host.selection.has(id)).map((node) => ({ id: node.id, ...getNodeRect(node) }))

const createAlignCommand = (id: CommandId, alignment: Alignment, key: string): CanvasCommand => ({
  id,
  keys: [key],
  edits: true,
  enabled: ({ selection }) => selection.size > 1,
  run: (host) => host.moveNodes(align(getSelectedRects(host), alignment), host.strings.aligned(host.selection.size)),
})

const createDistributeCommand = (id: CommandId, axis: 'x' | 'y', key: string): CanvasCommand => ({
  id,
  keys: [key],
  edits: true,
  enabled: ({ selection }) => selection.size > 2,
  run: (host) =>
    host.moveNodes(distribute(getSelectedRects(host), axis), host.strings.distributed(host.selection.size)),
})

/** Returns the ids of the selected edges, or else of the edges of the selected nodes, or else of all edges. */
function findEdgeIdsToRoute(host: CommandHost): string[] {
  if (host.selectedEdges.size > 0) return [...host.selectedEdges]
  const { selection } = host
  const edges = host.scene.edges.filter(
    ({ from, to }) => selection.size === 0 || selection.has(from.id) || selection.has(to.id),
  )
  return edges.map(({ id }) => id)
}

export const arrangeCommands: readonly CanvasCommand[] = [
  createAlignCommand('align-left', 'left', 'Alt+a'),
  createAlignCommand('align-centre', 'center', 'Alt+h'),
  createAlignCommand('align-right', 'right', 'Alt+d'),
  createAlignCommand('align-top', 'top', 'Alt+w'),
  createAlignCommand('align-middle', 'middle', 'Alt+v'),
  createAlignCommand('align-bottom', 'bottom', 'Alt+s'),
  createDistributeCommand('distribute-x', 'x', 'Alt+Shift+h'),
  createDistributeCommand('distribute-y', 'y', 'Alt+Shift+v'),
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
      const edits = routeEdges(host.scene, new Set(findEdgeIdsToRoute(host)))
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
      const edgeIds = new Set(findEdgeIdsToRoute(host))
      const edits = host.scene.edges
        .filter(({ id, edge }) => edgeIds.has(id) && edge.points)
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
