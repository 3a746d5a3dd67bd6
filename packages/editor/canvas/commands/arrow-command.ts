import type { Edit } from '@aw-flow/schema'
import { gridSize, heldBy, moveEdit, nodeBeside, reRoute, shifted } from '@aw-flow/canvas'
import { theEdge } from './connect-commands.ts'
import type { CanvasCommand, CommandHost } from './command.ts'

const panStep = 48
const ways: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Arrows move what is selected on the surface, and go from node to node in the list, where Alt moves and Shift adds. */
export const arrowCommand: CanvasCommand = {
  id: 'arrow',
  keys: Object.keys(ways).flatMap((key) => [key, `Shift+${key}`, `Alt+${key}`, `Alt+Shift+${key}`]),
  run(host, { key, shift, alt, onSurface }) {
    const [dx, dy] = ways[key] ?? [0, 0]
    if (onSurface || alt) nudge(host, dx, dy, shift)
    else walk(host, dx, dy, shift)
  },
}

/** By one step of the grid, or one unit with Shift. */
function nudge(host: CommandHost, dx: number, dy: number, fine: boolean): void {
  const { selection, selectedMarks, activeSession: session } = host
  const edge = theEdge(host)
  if (edge?.edge.points && selection.size === 0 && host.editable) {
    const by = fine ? 1 : gridSize / 2
    const points = edge.edge.points.map(({ x, y }) => ({ x: x + dx * by, y: y + dy * by }))
    session?.document.apply({ type: 'set-points', id: edge.id, points }, { merge: `nudge ${edge.id}` })
  } else if (selection.size + selectedMarks.size === 0) host.panBy(-dx * panStep, -dy * panStep)
  else if (host.editable) {
    const step = fine ? 1 : gridSize
    const { nodes, marks } = heldBy(host.scene, selectedMarks)
    const ids = new Set([...selection, ...nodes])
    const move = moveEdit(host.document, ids, dx * step, dy * step, marks)
    const rerouted = reRoute(host.scene, shifted(host.scene, ids, dx * step, dy * step))
    const edit: Edit = rerouted.length === 0 ? move : { type: 'batch', edits: [move, ...rerouted] }
    session?.document.apply(edit, { merge: `nudge ${[...ids, ...marks].join(' ')}` })
    sayMoved(host, ids)
  }
}

/** Where the only node that was moved is now, else how many were. */
function sayMoved(host: CommandHost, ids: ReadonlySet<string>): void {
  const { document, strings } = host
  const [only] = ids.size === 1 ? ids : []
  const node = only === undefined ? undefined : document.nodes.find(({ id }) => id === only)
  if (node) host.announce(strings.movedTo(node.data.label || node.type, node.position.x, node.position.y))
  else if (ids.size > 0) host.announce(strings.movedMany(ids.size))
}

/** With Shift, what is walked to is selected too. */
function walk(host: CommandHost, dx: number, dy: number, adds: boolean): void {
  const next = nodeBeside(host.scene, host.focusedNode, dx, dy)
  if (next === undefined || next === host.focusedNode) return
  if (adds) host.select([...host.selection, next])
  else host.select([next])
  host.focusNode(next)
}
