import { svg, type SVGTemplateResult } from 'lit'
import type { IconShape } from '@aw-flow/canvas'
import { iconShapes } from './icon-shapes.ts'

/**
 * An icon as a template, in the text's color. It is decorative and hidden from screen readers, so it needs visible text
 * beside it, or a button with an accessible name.
 *
 * @internal
 */
export const icon = (name: string, size: 16 | 20 = 16): SVGTemplateResult => svg`<svg
  class="icon"
  viewBox="0 0 24 24"
  width=${size}
  height=${size}
  fill="none"
  stroke="currentColor"
  stroke-width=${(1.5 * 24) / size}
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
  data-icon=${name}
>${iconShapes(name).map(shape)}</svg>`

function shape([tag, a]: IconShape): SVGTemplateResult {
  switch (tag) {
    case 'circle':
      return svg`<circle cx=${a.cx} cy=${a.cy} r=${a.r} />`
    case 'line':
      return svg`<line x1=${a.x1} y1=${a.y1} x2=${a.x2} y2=${a.y2} />`
    case 'rect':
      return svg`<rect x=${a.x} y=${a.y} width=${a.width} height=${a.height} rx=${a.rx ?? 0} />`
    case 'ellipse':
      return svg`<ellipse cx=${a.cx} cy=${a.cy} rx=${a.rx} ry=${a.ry} />`
    case 'polyline':
      return svg`<polyline points=${a.points} />`
    case 'polygon':
      return svg`<polygon points=${a.points} />`
    default:
      return svg`<path d=${a.d} />`
  }
}
