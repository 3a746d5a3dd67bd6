import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { renderCode } from '../../render-code.ts'
import { formatNumber } from '../chart/describe-chart.ts'

/** A color of a drawing and what it represents. */
export interface LegendEntry {
  readonly label: string
  readonly color: string
}

/** Renders the colors of categories. */
export const renderLegend = (entries: readonly LegendEntry[]): TemplateResult =>
  html`<ul class="legend unmarked small muted">
    ${entries.map(
      ({ label, color }) =>
        html`<li>
          <span class="swatch" .style=${`background: ${color}`}></span
          ><span class="ellipsis" title=${label}>${label}</span>
        </li>`,
    )}
  </ul>`

/** Renders the color ramp for numbers between `minimum` and `maximum`, followed by other entries. */
export const renderRamp = (
  [minimum, maximum]: readonly [minimum: number, maximum: number],
  language: string,
  otherEntries: unknown = nothing,
): TemplateResult =>
  html`<ul class="legend unmarked small muted">
    <li>
      <span>${formatNumber(minimum, language)}</span><span class="ramp"></span
      ><span>${formatNumber(maximum, language)}</span>
    </li>
    ${otherEntries}
  </ul>`

/** Renders notes about the drawing, for example about rows that it omits. */
export const renderNotes = (notes: readonly string[]): unknown =>
  notes.length === 0
    ? nothing
    : html`<ul class="notes unmarked small muted">
        ${notes.map((note) => html`<li>${icon('info')}<span title=${note}>${renderCode(note)}</span></li>`)}
      </ul>`

const zoomStep = 1.5

/** A drawing that can be zoomed. */
interface ZoomableDrawing {
  zoomBy(factor: number): void
  fit(): void
}

/** Renders the buttons that zoom a drawing. */
export const renderZoomTools = (
  strings: Readonly<Record<'zoomIn' | 'zoomOut' | 'fit', string>>,
  getDrawing: () => ZoomableDrawing | undefined,
  otherTools: unknown = nothing,
): TemplateResult =>
  html`<div class="tools">
    ${renderIconButton('plus', strings.zoomIn, () => getDrawing()?.zoomBy(zoomStep))}
    ${renderIconButton('minus', strings.zoomOut, () => getDrawing()?.zoomBy(1 / zoomStep))}
    ${renderIconButton('maximize', strings.fit, () => getDrawing()?.fit())} ${otherTools}
  </div>`

/** Returns what the keys `+`, `-` and `0` do. */
export const getZoomKeys = (drawing: ZoomableDrawing): Record<string, () => void> => ({
  '+': () => drawing.zoomBy(zoomStep),
  '=': () => drawing.zoomBy(zoomStep),
  '-': () => drawing.zoomBy(1 / zoomStep),
  '0': () => drawing.fit(),
})

/** Renders a labeled list of options for a settings form. */
export const renderSelect = (
  label: string,
  selectedValue: string,
  options: readonly (readonly [value: string, label: string])[],
  onSelect: (value: string) => void,
): TemplateResult =>
  html`<label
    ><span>${label}</span
    ><select @change=${(event: Event) => onSelect((event.target as HTMLSelectElement).value)}>
      ${options.map(
        ([value, optionLabel]) =>
          html`<option value=${value} ?selected=${value === selectedValue}>${optionLabel}</option>`,
      )}
    </select></label
  >`
