import { formatPercent } from '@aw-flow/messages'
import { html, type TemplateResult } from 'lit'
import type { RovingFocus } from './roving-focus.ts'
import type { EditorContext } from './editor-context.ts'
import { renderIconButton } from '../../icons/icon-button.ts'

/** Renders the zoom buttons: zoom out, reset to 100%, zoom in and zoom to fit. */
export const renderZoomControls = (
  { canvas, strings }: EditorContext,
  scale: number,
  rovingFocus: RovingFocus,
): TemplateResult =>
  html`<div
    class="zoom"
    role="toolbar"
    aria-label=${strings.zoom}
    @keydown=${rovingFocus.onKey}
    @focusin=${rovingFocus.onFocus}
  >
    ${renderIconButton('minus', strings.zoomOut, () => canvas?.zoom(0.8))}
    <button
      type="button"
      class="quiet scale"
      title=${strings.zoomReset}
      @click=${() => canvas?.zoom(1 / canvas.view.scale)}
    >
      ${formatPercent(Math.round(100 * scale) / 100, strings.language)}
    </button>
    ${renderIconButton('plus', strings.zoomIn, () => canvas?.zoom(1.25))}
    ${renderIconButton('maximize', strings.fit, () => canvas?.fit())}
  </div>`
