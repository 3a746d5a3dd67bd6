import { html, type TemplateResult } from 'lit'

export interface Splitter {
  label: string
  /** The height of the part below and its limits, in CSS pixels. */
  height: number
  min: number
  max: number
  set: (height: number) => void
  /** Called on a double click: switches between the maximum and the previous height. */
  toggle: () => void
}

const keyStep = 24

/** Renders a separator that users drag, or move with the arrow keys, to change the height of the part below. */
export function renderSplitter(options: Splitter): TemplateResult {
  const { label, height, min, max, set, toggle } = options
  const move = (target: number): void => set(Math.round(Math.max(min, Math.min(target, max))))
  return html`<div
    class="splitter"
    role="separator"
    tabindex="0"
    aria-orientation="horizontal"
    aria-label=${label}
    aria-valuenow=${Math.round(height)}
    aria-valuemin=${min}
    aria-valuemax=${max}
    @dblclick=${toggle}
    @pointerdown=${(event: PointerEvent) => startDrag(event, height, move)}
    @keydown=${(event: KeyboardEvent) => {
      const newHeight = { ArrowUp: height + keyStep, ArrowDown: height - keyStep, Home: max, End: min }[event.key]
      if (newHeight === undefined) return
      move(newHeight)
      event.preventDefault()
    }}
  ></div>`
}

function startDrag(event: PointerEvent, height: number, move: (to: number) => void): void {
  const edge = event.currentTarget as HTMLElement
  const start = event.clientY
  const zoom = edge.getBoundingClientRect().width / edge.offsetWidth || 1
  edge.setPointerCapture(event.pointerId)
  edge.classList.add('active')
  const onMove = (moveEvent: PointerEvent): void => move(height - (moveEvent.clientY - start) / zoom)
  const onEnd = (): void => {
    edge.classList.remove('active')
    edge.removeEventListener('pointermove', onMove)
    edge.removeEventListener('lostpointercapture', onEnd)
  }
  edge.addEventListener('pointermove', onMove)
  edge.addEventListener('lostpointercapture', onEnd)
  event.preventDefault()
}
