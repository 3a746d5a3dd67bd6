import { bendEdge, pointBeside, type SceneEdge, type SceneNode } from '@aw-flow/canvas'
import type { CanvasCommand, CommandHost } from './command.ts'

/** The node that a command applies to: the focused one, or the only selected one. */
function theNode({ scene, selection, focusedNode }: CommandHost): SceneNode | undefined {
  const [only] = selection.size === 1 ? selection : []
  const id = focusedNode ?? only
  return id === undefined ? undefined : scene.byId.get(id)
}

/** The only selected edge. */
export function theEdge({ scene, selectedEdges }: CommandHost): SceneEdge | undefined {
  const [only] = selectedEdges.size === 1 ? selectedEdges : []
  return only === undefined ? undefined : scene.edges.find(({ id }) => id === only)
}

/** Commands that connect nodes and bend edges by keyboard. */
export const connectCommands: readonly CanvasCommand[] = [
  {
    id: 'connect',
    keys: ['l'],
    edits: true,
    enabled: (host) => theNode(host) !== undefined,
    run(host) {
      const node = theNode(host)
      if (node) host.openConnect(node.id)
    },
  },
  {
    id: 'add-next',
    keys: ['a'],
    edits: true,
    enabled: (host) => (theNode(host)?.shape.outputs.length ?? 0) > 0,
    run(host) {
      const node = theNode(host)
      const [place] = node?.shape.outputs ?? []
      if (!node || !place) return
      const at = host.screenPoint(pointBeside(node, 64, place.y))
      host.openQuickAddFor(at, { kind: 'from', from: { node: node.id, side: 'output', port: place.port.name } })
    },
  },
  {
    id: 'next-edge',
    keys: [','],
    enabled: (host) => theNode(host) !== undefined || theEdge(host) !== undefined,
    run(host) {
      const now = theEdge(host)
      const node = theNode(host) ?? now?.from
      const edges = host.scene.edges.filter(({ from, to }) => from === node || to === node)
      const next = edges[(now ? edges.indexOf(now) + 1 : 0) % Math.max(1, edges.length)]
      if (!next) {
        host.announce(host.strings.noEdges)
        return
      }
      host.select([], [next.id])
      host.announce(host.strings.edgeOf(next.from.face.title, next.to.face.title))
    },
  },
  {
    id: 'bend',
    keys: ['Shift+b'],
    edits: true,
    enabled: (host) => theEdge(host) !== undefined,
    run(host) {
      const edge = theEdge(host)
      if (!edge) return
      host.perform({ edit: bendEdge(edge), select: [], edges: [edge.id], announcement: host.strings.bent })
    },
  },
]
