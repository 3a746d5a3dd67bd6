import type { CanvasTexts } from '../canvas-texts.ts'
import type { Hit } from '../hit-testing/hit-test.ts'
import type { Point } from '../camera/view.ts'

/** The tooltip for an edge or a port under the pointer; `undefined` elsewhere. */
export function hoverText(hit: Hit, texts: CanvasTexts): string | undefined {
  if (hit.kind === 'edge') {
    const { rows, columns, type } = hit.edge
    const words = [rows === undefined ? '' : texts.rows(rows), columns === undefined ? '' : texts.columns(columns)]
    return words.filter(Boolean).join(', ') || texts.portTypes[type]
  }
  if (hit.kind !== 'port') return undefined
  const places = hit.end.side === 'input' ? hit.node.shape.inputs : hit.node.shape.outputs
  const port = places.find((place) => place.port.name === hit.end.port)?.port
  return port && `${port.label ?? port.name}: ${texts.portTypes[port.type]}`
}

/** Cached sizes of tooltips by text: measuring them on each move would force a layout. */
const sizes = new WeakMap<HTMLElement, { text: string; width: number; height: number }>()

function sized(tip: HTMLElement, text: string): { width: number; height: number } {
  const known = sizes.get(tip)
  if (known?.text === text) return known
  tip.textContent = text
  const size = { text, width: tip.offsetWidth, height: tip.offsetHeight }
  sizes.set(tip, size)
  return size
}

/** Shows a short text beside a point of a surface, within its bounds; hides it without a text. */
export function showTooltip(
  tip: HTMLElement,
  text: string | undefined,
  at: Point | undefined,
  bounds: { width: number; height: number },
  refused = false,
): void {
  const shown = text !== undefined && text !== '' && at !== undefined
  if (tip.hidden === shown) tip.hidden = !shown
  if (!shown) return
  tip.classList.toggle('refused', refused)
  const { width, height } = sized(tip, text)
  const x = Math.max(4, Math.min(at.x + 14, bounds.width - width - 4))
  const below = at.y + 18
  const y = below + height > bounds.height - 4 ? at.y - height - 10 : below
  tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
}
