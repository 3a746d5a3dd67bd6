import type { CanvasStrings } from './canvas-strings.ts'
import type { Hit } from './hit-test.ts'
import type { Point } from './view.ts'

/** What the tip says of an edge or a port under the pointer; `undefined` elsewhere. */
export function hoverWords(hit: Hit, strings: CanvasStrings): string | undefined {
  if (hit.kind === 'edge') {
    const { rows, columns, type } = hit.edge
    const words = [rows === undefined ? '' : strings.rows(rows), columns === undefined ? '' : strings.columns(columns)]
    return words.filter(Boolean).join(', ') || strings.portTypes[type]
  }
  if (hit.kind !== 'port') return undefined
  const places = hit.end.side === 'input' ? hit.node.shape.inputs : hit.node.shape.outputs
  const port = places.find((place) => place.port.name === hit.end.port)?.port
  return port && `${port.label ?? port.name}: ${strings.portTypes[port.type]}`
}

/** Shows a short text beside a point of a surface, within its bounds; hides it without a text. */
export function showTip(
  tip: HTMLElement,
  text: string | undefined,
  at: Point | undefined,
  bounds: { width: number; height: number },
  refused = false,
): void {
  tip.hidden = !text || !at
  if (!text || !at) return
  tip.textContent = text
  tip.classList.toggle('refused', refused)
  const x = Math.max(4, Math.min(at.x + 14, bounds.width - tip.offsetWidth - 4))
  const below = at.y + 18
  const y = below + tip.offsetHeight > bounds.height - 4 ? at.y - tip.offsetHeight - 10 : below
  tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
}
