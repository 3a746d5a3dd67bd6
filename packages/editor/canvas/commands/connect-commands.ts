import { bendEdge, findEdgeMidpoint, getNextNodePoint, type SceneEdge, type SceneNode } from '@aw-flow/canvas'
import type { CanvasCommand, CommandHost } from './command.ts'

/** Returns the node to which a command applies: the focused node or the only selected one. */
function findTargetNode({ scene, selection, focusedNode }: CommandHost): SceneNode | undefined {
  const [singleId] = selection.size === 1 ? selection : []
  const id = focusedNode ?? singleId
  return id === undefined ? undefined : scene.byId.get(id)
}

/**
 * Returns the target node if it has outputs or if its outputs are unknown because the node types are not loaded yet.
 */
function findNodeToExtend(host: CommandHost): SceneNode | undefined {
  const node = findTargetNode(host)
  return node && (node.shape.outputs.length > 0 || host.types.size === 0) ? node : undefined
}

/** Returns the selected edge if exactly one is selected. */
export function findSelectedEdge({ scene, selectedEdges }: CommandHost): SceneEdge | undefined {
  const [singleId] = selectedEdges.size === 1 ? selectedEdges : []
  return singleId === undefined ? undefined : scene.edges.find(({ id }) => id === singleId)
}

/** Opens the list of node types. If exactly one edge is selected, the new node is inserted into it. */
export function openQuickAdd(host: CommandHost): void {
  const edge = findSelectedEdge(host)
  if (edge) host.openQuickAddFor(host.toSurface(findEdgeMidpoint(edge).point), { kind: 'into', edge })
  else host.openQuickAdd()
}

/** Commands for connecting nodes and bending edges with the keyboard. */
export const connectCommands: readonly CanvasCommand[] = [
  {
    id: 'connect',
    keys: ['l'],
    edits: true,
    enabled: (host) => findTargetNode(host) !== undefined,
    run(host) {
      const node = findTargetNode(host)
      if (node) host.openConnect(node.id)
    },
  },
  {
    id: 'add-next',
    keys: ['a'],
    edits: true,
    enabled: (host) => findNodeToExtend(host) !== undefined || host.selection.size > 1,
    run(host) {
      const node = findNodeToExtend(host)
      // A node that is added to several selected ones is connected to them.
      if (!node) return openQuickAdd(host)
      const point = host.toSurface(getNextNodePoint(node, 64))
      host.openQuickAddFor(point, { kind: 'after', node: node.id })
    },
  },
  {
    id: 'next-edge',
    keys: [','],
    enabled: (host) => findTargetNode(host) !== undefined || findSelectedEdge(host) !== undefined,
    run(host) {
      const currentEdge = findSelectedEdge(host)
      const node = findTargetNode(host) ?? currentEdge?.from
      const edges = host.scene.edges.filter(({ from, to }) => from === node || to === node)
      const nextEdge = edges[(currentEdge ? edges.indexOf(currentEdge) + 1 : 0) % Math.max(1, edges.length)]
      if (!nextEdge) {
        host.announce(host.strings.noEdges)
        return
      }
      host.select([], [nextEdge.id])
      host.announce(host.strings.edgeSelected(nextEdge.from.content.title, nextEdge.to.content.title))
    },
  },
  {
    id: 'bend',
    keys: ['Shift+b'],
    edits: true,
    enabled: (host) => findSelectedEdge(host) !== undefined,
    run(host) {
      const edge = findSelectedEdge(host)
      if (!edge) return
      host.perform({ edit: bendEdge(edge), select: [], edges: [edge.id], announcement: host.strings.bendAdded })
    },
  },
]
