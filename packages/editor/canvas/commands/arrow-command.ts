import { nodeBeside, nudgeBends, nudgeSelection } from '@aw-flow/canvas'
import { theEdge } from './connect-commands.ts'
import type { CanvasCommand, CommandHost } from './command.ts'

const panStep = 48
const directions: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Arrow keys move the selection on the surface, and the focus in the list of nodes (with Alt, the selection). */
export const arrowCommand: CanvasCommand = {
  id: 'arrow',
  keys: Object.keys(directions).flatMap((key) => [key, `Shift+${key}`, `Alt+${key}`, `Alt+Shift+${key}`]),
  run(host, { key, shift, alt, onSurface }) {
    const [dx, dy] = directions[key] ?? [0, 0]
    if (onSurface || alt) nudge(host, dx, dy, shift)
    else walk(host, dx, dy, shift)
  },
}

/** Moves the selection or the bends of the selected edge; pans if there is neither. */
function nudge(host: CommandHost, dx: number, dy: number, isFine: boolean): void {
  const { selection, selectedMarks, editable } = host
  const edge = theEdge(host)
  const isEmpty = selection.size + selectedMarks.size === 0
  const bends = edge && editable && selection.size === 0 ? nudgeBends(edge, dx, dy, isFine) : undefined
  if (isEmpty && !bends) return host.panBy(-dx * panStep, -dy * panStep)
  if (!editable) return
  const { edit, merge, ids } = bends ?? nudgeSelection(host, dx, dy, isFine)
  host.activeSession?.document.apply(edit, { merge })
  announceMove(host, ids)
}

/** Announces the new position of a single node, or the number of moved nodes. */
function announceMove(host: CommandHost, ids: ReadonlySet<string>): void {
  const { document, strings } = host
  const [only] = ids.size === 1 ? ids : []
  const node = only === undefined ? undefined : document.nodes.find(({ id }) => id === only)
  if (node) host.announce(strings.movedTo(node.data.label || node.type, node.position.x, node.position.y))
  else if (ids.size > 0) host.announce(strings.movedMany(ids.size))
}

/** Focuses and selects the next node in a direction; `adds` keeps the earlier selection. */
function walk(host: CommandHost, dx: number, dy: number, adds: boolean): void {
  const next = nodeBeside(host.scene, host.focusedNode, dx, dy)
  if (next === undefined || next === host.focusedNode) return
  if (adds) host.select([...host.selection, next])
  else host.select([next])
  host.focusNode(next)
}
