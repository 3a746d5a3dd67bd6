import { moveEdit } from '../document-edits.ts'
import { nodeBeside } from '../node-list.ts'
import { gridSize } from '../node-shape.ts'
import type { CanvasCommand, CommandHost } from './command.ts'

const panStep = 48
const ways: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Arrows move what is selected on the surface, and go from node to node in the list; with Alt they move there too. */
export const arrowCommand: CanvasCommand = {
  id: 'arrow',
  keys: Object.keys(ways).flatMap((key) => [key, `Shift+${key}`, `Alt+${key}`, `Alt+Shift+${key}`]),
  run(host, { key, shift, alt, onSurface }) {
    const [dx, dy] = ways[key] ?? [0, 0]
    if (onSurface || alt) nudge(host, dx, dy, shift)
    else walk(host, dx, dy)
  },
}

/** By one step of the grid, or one unit with Shift. */
function nudge(host: CommandHost, dx: number, dy: number, fine: boolean): void {
  const { selection, selectedMarks, activeSession: session } = host
  if (selection.size + selectedMarks.size === 0) host.panBy(-dx * panStep, -dy * panStep)
  else if (host.editable) {
    const step = fine ? 1 : gridSize
    const groups = new Set(selectedMarks)
    const ids = new Set(selection)
    for (const { id, nodes } of host.scene.groups) if (groups.has(id)) for (const node of nodes) ids.add(node.id)
    const edit = moveEdit(host.document, ids, dx * step, dy * step, selectedMarks)
    session?.apply(edit, { merge: `nudge ${[...ids, ...selectedMarks].join(' ')}` })
  }
}

function walk(host: CommandHost, dx: number, dy: number): void {
  const next = nodeBeside(host.scene, host.focusedNode, dx, dy)
  if (next !== undefined && next !== host.focusedNode) host.focusNode(next)
}
