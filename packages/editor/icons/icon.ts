import { svg, type SVGTemplateResult } from 'lit'
import type { IconShape } from '@aw-flow/canvas'
import { getIconShapes } from './icon-shapes.ts'

/**
 * Renders an icon in the text color. The icon is decorative and hidden from screen readers. Use it next to visible text
 * or in a button with an accessible name.
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
>${getIconShapes(name).map(renderShape)}</svg>`

function renderShape([tag, attributes]: IconShape): SVGTemplateResult {
  switch (tag) {
    case 'circle':
      return svg`<circle cx=${attributes.cx} cy=${attributes.cy} r=${attributes.r} />`
    case 'line':
      return svg`<line x1=${attributes.x1} y1=${attributes.y1} x2=${attributes.x2} y2=${attributes.y2} />`
    case 'rect':
      return svg`<rect x=${attributes.x} y=${attributes.y} width=${attributes.width} height=${attributes.height} rx=${attributes.rx ?? 0} />`
    case 'ellipse':
      return svg`<ellipse cx=${attributes.cx} cy=${attributes.cy} rx=${attributes.rx} ry=${attributes.ry} />`
    case 'polyline':
      return svg`<polyline points=${attributes.points} />`
    case 'polygon':
      return svg`<polygon points=${attributes.points} />`
    default:
      return svg`<path d=${attributes.d} />`
  }
}
