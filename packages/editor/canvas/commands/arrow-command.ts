import { findNeighbor, nudgeBends, nudgeSelection } from '@aw-flow/canvas'
import { findSelectedEdge } from './connect-commands.ts'
import type { CanvasCommand, CommandHost } from './command.ts'

/** The distance by which an arrow key pans the canvas, in CSS pixels. */
const panStep = 48
const directions: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Moves the selection if the surface has focus or Alt is pressed. Otherwise, moves focus within the list of nodes. */
export const arrowCommand: CanvasCommand = {
  id: 'arrow',
  keys: Object.keys(directions).flatMap((key) => [key, `Shift+${key}`, `Alt+${key}`, `Alt+Shift+${key}`]),
  run(host, { key, shift, alt, isOnSurface }) {
    const [dx, dy] = directions[key] ?? [0, 0]
    if (isOnSurface || alt) nudge(host, dx, dy, shift)
    else focusNext(host, dx, dy, shift)
  },
}

/** Moves the selection, or the bends of the selected edge. Pans the view if nothing can be moved. */
function nudge(host: CommandHost, dx: number, dy: number, isFineStep: boolean): void {
  const { selection, selectedMarks, editable } = host
  const edge = findSelectedEdge(host)
  const isEmpty = selection.size + selectedMarks.size === 0
  const bends = edge && editable && selection.size === 0 ? nudgeBends(edge, dx, dy, isFineStep) : undefined
  if (isEmpty && !bends) return host.panBy(-dx * panStep, -dy * panStep)
  if (!editable) return
  const { edit, merge, ids } = bends ?? nudgeSelection(host, dx, dy, isFineStep)
  host.activeSession?.document.apply(edit, { merge })
  announceMove(host, ids)
}

/** Announces the new position of a single node, or the number of moved nodes. */
function announceMove(host: CommandHost, ids: ReadonlySet<string>): void {
  const { document, strings } = host
  const [singleId] = ids.size === 1 ? ids : []
  const node = singleId === undefined ? undefined : document.nodes.find(({ id }) => id === singleId)
  if (node)
    host.announce(strings.movedTo(strings.nodeTypes.getLabel(node) || node.type, node.position.x, node.position.y))
  else if (ids.size > 0) host.announce(strings.movedMany(ids.size))
}

/** Focuses and selects the next node in a direction. With `shouldExtend`, it is added to the selection. */
function focusNext(host: CommandHost, dx: number, dy: number, shouldExtend: boolean): void {
  const nextNodeId = findNeighbor(host.scene, host.focusedNode, dx, dy)
  if (nextNodeId === undefined || nextNodeId === host.focusedNode) return
  if (shouldExtend) host.select([...host.selection, nextNodeId])
  else host.select([nextNodeId])
  host.focusNode(nextNodeId)
}
