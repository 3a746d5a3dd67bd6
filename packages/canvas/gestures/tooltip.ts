import type { CanvasTexts } from '../canvas-texts.ts'
import type { Hit } from '../hit-testing/hit-test.ts'
import type { Point } from '../camera/view.ts'

/** Returns the tooltip text for an edge or port under the pointer, or `undefined` for other elements. */
export function getHoverText(hit: Hit, strings: CanvasTexts): string | undefined {
  if (hit.kind === 'edge') {
    const { rows, columns, type } = hit.edge
    const parts = [rows === undefined ? '' : strings.rows(rows), columns === undefined ? '' : strings.columns(columns)]
    return parts.filter(Boolean).join(', ') || strings.portTypes[type]
  }
  if (hit.kind !== 'port') return undefined
  const ports = hit.end.side === 'input' ? hit.node.shape.inputs : hit.node.shape.outputs
  const port = ports.find((portPosition) => portPosition.port.name === hit.end.port)?.port
  return port && `${port.label ?? port.name}: ${strings.portTypes[port.type]}`
}

/** The cached text and size of each tooltip element. Measuring on each pointer move would force a layout. */
const sizes = new WeakMap<HTMLElement, { text: string; width: number; height: number }>()

function measureTooltip(tooltip: HTMLElement, text: string): { width: number; height: number } {
  const cachedSize = sizes.get(tooltip)
  if (cachedSize?.text === text) return cachedSize
  tooltip.textContent = text
  const size = { text, width: tooltip.offsetWidth, height: tooltip.offsetHeight }
  sizes.set(tooltip, size)
  return size
}

/** Shows text next to a point, within the bounds of the surface. Hides the tooltip if the text is empty or missing. */
export function showTooltip(
  tooltip: HTMLElement,
  text: string | undefined,
  point: Point | undefined,
  bounds: { width: number; height: number },
  isRejection = false,
): void {
  const isShown = text !== undefined && text !== '' && point !== undefined
  if (tooltip.hidden === isShown) tooltip.hidden = !isShown
  if (!isShown) return
  tooltip.classList.toggle('refused', isRejection)
  const { width, height } = measureTooltip(tooltip, text)
  const x = Math.max(4, Math.min(point.x + 14, bounds.width - width - 4))
  const yBelow = point.y + 18
  const y = yBelow + height > bounds.height - 4 ? point.y - height - 10 : yBelow
  tooltip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
}
