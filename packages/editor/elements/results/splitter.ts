import { html, type TemplateResult } from 'lit'
import { getKey } from '../../get-key.ts'

export interface SplitterOptions {
  label: string
  /** True if the pane is beside the canvas, so that the splitter changes its width instead of its height. */
  isBeside: boolean
  /** Current size of the pane, in CSS pixels. */
  size: number
  /** Minimum size, in CSS pixels. */
  min: number
  /** Maximum size, in CSS pixels. */
  max: number
  setSize: (size: number) => void
  /** Switches between the maximum and the previous size. Called on a double-click. */
  toggleMaximized: () => void
}

const keyStep = 24

/** Renders a separator that resizes the pane after it. Users drag it or press the arrow keys. */
export function renderSplitter(options: SplitterOptions): TemplateResult {
  const { label, isBeside, size, min, max, setSize, toggleMaximized } = options
  const move = (target: number): void => setSize(Math.round(Math.max(min, Math.min(target, max))))
  return html`<div
    class="splitter"
    role="separator"
    tabindex="0"
    aria-orientation=${isBeside ? 'vertical' : 'horizontal'}
    aria-label=${label}
    aria-valuenow=${Math.round(size)}
    aria-valuemin=${min}
    aria-valuemax=${max}
    @dblclick=${toggleMaximized}
    @pointerdown=${(event: PointerEvent) => startDrag(event, isBeside, size, move)}
    @keydown=${(event: KeyboardEvent) => {
      const step = isBeside ? -keyStep * getInlineSign(event) : keyStep
      const newSize = {
        [isBeside ? 'ArrowRight' : 'ArrowUp']: size + step,
        [isBeside ? 'ArrowLeft' : 'ArrowDown']: size - step,
        Home: max,
        End: min,
      }[getKey(event)]
      if (newSize === undefined) return
      move(newSize)
      event.preventDefault()
    }}
  ></div>`
}

/** Returns -1 for right-to-left text, otherwise 1. */
const getInlineSign = ({ currentTarget }: Event): number =>
  getComputedStyle(currentTarget as HTMLElement).direction === 'rtl' ? -1 : 1

function startDrag(event: PointerEvent, isBeside: boolean, size: number, move: (newSize: number) => void): void {
  const edge = event.currentTarget as HTMLElement
  const sign = isBeside ? getInlineSign(event) : 1
  const getPosition = ({ clientX, clientY }: PointerEvent): number => (isBeside ? clientX : clientY)
  const start = getPosition(event)
  const zoom = edge.getBoundingClientRect().width / edge.offsetWidth || 1
  edge.setPointerCapture(event.pointerId)
  edge.classList.add('active')
  const onMove = (moveEvent: PointerEvent): void => move(size - (sign * (getPosition(moveEvent) - start)) / zoom)
  const onEnd = (): void => {
    edge.classList.remove('active')
    edge.removeEventListener('pointermove', onMove)
    edge.removeEventListener('lostpointercapture', onEnd)
  }
  edge.addEventListener('pointermove', onMove)
  edge.addEventListener('lostpointercapture', onEnd)
  event.preventDefault()
}
