import { defineEvent } from '../../define-event.ts'
import { renderProblem } from '../../language/render-problem.ts'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import {
  resolveChart,
  suggestChart,
  type ChartSettings,
  type ChartSpec,
  type ColumnFacts,
  type Problem,
  getProblemText,
} from '@aw-flow/schema'
import { toFileName } from '../../elements/files/file-name.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { renderCode } from '../../render-code.ts'
import { categoryColors, createCategoryColors } from '../category-colors.styles.ts'
import { drawingFrame } from '../drawing-frame.styles.ts'
import { toProblem, type TableSource } from '../table-source.ts'
import { styles } from './aw-chart.styles.ts'
import { localizeCategories, readChartData, type ChartData } from './chart-data.ts'
import { renderChartForm } from './chart-form.ts'
import { chartStrings, type ChartStrings } from './chart-strings.ts'
import { isTooLowToStack } from '../is-too-low-to-stack.ts'
import { getAxisLabels, describeRow } from './chart-labels.ts'
import { describeChart, formatNumber } from './describe-chart.ts'
import type * as DrawPlot from './draw-plot.ts'
import { chartToPng, chartToSvg, type ChartImage } from './export-chart.ts'

/** The user changes the chart. @public */
export class ChartChangeEvent extends defineEvent<{
  /** The chart after the change. */
  readonly spec: ChartSpec
}>('aw-chart-change') {}

declare global {
  interface HTMLElementEventMap {
    'aw-chart-change': ChartChangeEvent
  }
  interface HTMLElementTagNameMap {
    'aw-chart': AwChart
  }
}

/** A chart with its data. */
interface ChartState {
  readonly spec: ChartSpec
  readonly data: ChartData
  readonly table: TableSource
  readonly problems: readonly Problem[]
}

type Drawing = typeof DrawPlot
let library: Promise<Drawing> | undefined
/** Loads the drawing code with the first chart. If that fails, the next chart retries it. */
const loadPlotLibrary = (): Promise<Drawing> =>
  (library ??= import('./draw-plot.ts').catch((cause: unknown) => {
    library = undefined
    throw cause
  }))

/** The library's style sheets, by CSS text. All charts share them. */
const sheets = new Map<string, CSSStyleSheet>()

/**
 * Draws a chart of a table. Requests the values from its `source`, which aggregates them to at most a few thousand.
 * Without a `spec`, or with `settings` whose mark is `auto`, suggests a chart based on `facts`, or on the source's
 * facts about its columns. The same data is available as a table and as a description.
 *
 * @event {ChartChangeEvent} aw-chart-change - The user changes the chart; `spec` or `settings` has the new value.
 * @csspart drawing - The container of the drawing.
 * @csspart table-scroller - The scroll container of a table.
 * @csspart table-status - The line below a table.
 * @csspart download-button - The download button of a table.
 * @csspart download-more - The button that opens the other formats.
 *
 * @public
 */
export class AwChart extends LitElement {
  static override styles = [tokens, categoryColors, controls, drawingFrame, styles]
  static override properties = {
    source: { attribute: false },
    spec: { attribute: false },
    settings: { attribute: false },
    facts: { attribute: false },
    fixed: { type: Boolean },
    label: {},
    strings: { attribute: false },
    _shown: { state: true },
    _failure: { state: true },
    _exportError: { state: true },
    _isTable: { state: true },
    _library: { state: true },
    _sourceFacts: { state: true },
  }

  declare source: TableSource | undefined
  declare spec: ChartSpec | undefined
  /** Overrides `spec`. The mark may be `auto`, which is resolved based on the facts about columns. */
  declare settings: ChartSettings | undefined
  /** Facts about the columns' values, such as a profile, for better suggestions. */
  declare facts: readonly ColumnFacts[]
  /** Hides the form and the exports. */
  declare fixed: boolean
  /** The accessible name; by default a description of the chart. */
  declare label: string
  declare strings: ChartStrings
  declare private _shown: ChartState | undefined
  declare private _failure: unknown
  declare private _exportError: Problem | undefined
  declare private _isTable: boolean
  declare private _library: Drawing | undefined
  /** The source's facts about its columns, once they are loaded. */
  declare private _sourceFacts: readonly ColumnFacts[] | undefined

  #loadCount = 0
  #drawing:
    | (DrawPlot.PlotDrawing & { shown: ChartState; width: number; height: number; strings: ChartStrings })
    | undefined
  #observer: ResizeObserver | undefined

  constructor() {
    super()
    this.facts = []
    this.fixed = false
    this.label = ''
    this.strings = chartStrings
    this._isTable = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#observer = new ResizeObserver(() => {
      this.toggleAttribute('data-low', isTooLowToStack(this))
      this.#draw()
    })
    this.#observer.observe(this)
    const drawing = this.#container
    if (drawing) this.#observer.observe(drawing)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer?.disconnect()
    this.#observer = undefined
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) {
      this._shown = undefined
      this._sourceFacts = undefined
    }
    const isSettled = this.settings ? this.settings.mark !== 'auto' : this.spec !== undefined
    if (['source', 'spec', 'settings'].some((name) => changed.has(name)) || (changed.has('facts') && !isSettled))
      void this.#load()
    else if (
      this._shown &&
      changed.has('strings') &&
      (changed.get('strings') as ChartStrings | undefined)?.noValue !== this.strings.noValue
    )
      void this.#load()
  }

  override updated(): void {
    const drawing = this.#container
    if (drawing) this.#observer?.observe(drawing)
    this.#draw()
  }

  override render(): unknown {
    const { source, strings } = this
    const spec = this.#resolveSpec()
    return html`
      ${
        this.fixed || !source || !spec
          ? nothing
          : html`<div class="bar">
              ${renderChartForm(spec, source.columns, strings, (chosen) => this.#changeSpec(chosen))}
            </div>`
      }
      ${this.#renderBody()}
    `
  }

  get #container(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('.drawing') ?? undefined
  }

  #resolveSpec(): ChartSpec | undefined {
    const { source, settings } = this
    if (!source) return settings ? undefined : this.spec
    if (settings && settings.mark !== 'auto') return resolveChart(settings, source.columns)
    if (!settings && this.spec) return this.spec
    if (this.facts.length === 0 && source.facts && !this._sourceFacts) return undefined
    const facts = this.facts.length > 0 ? this.facts : this._sourceFacts
    return settings ? resolveChart(settings, source.columns, facts) : suggestChart(source.columns, facts)
  }

  #renderActions(): unknown {
    const { strings } = this
    const isDrawn = this._shown !== undefined && this._shown.data.rows.length > 0
    return html`
      <button
        type="button"
        aria-pressed=${this._isTable ? 'true' : 'false'}
        ?disabled=${!isDrawn}
        @click=${() => (this._isTable = !this._isTable)}
      >
        ${icon('table-2')}${strings.table}
      </button>
      <button
        type="button"
        title=${`${strings.download} ${strings.svg}`}
        ?disabled=${!isDrawn || this._isTable}
        @click=${() => this.#save('svg')}
      >
        ${icon('download')}${strings.svg}
      </button>
      <button
        type="button"
        title=${`${strings.download} ${strings.png}`}
        ?disabled=${!isDrawn || this._isTable}
        @click=${() => this.#save('png')}
      >
        ${icon('download')}${strings.png}
      </button>
    `
  }

  #renderBody(): unknown {
    const { source, strings, _shown: shown } = this
    const renderMessage = (content: unknown): unknown => html`<div class="message">${content}</div>`
    if (!source) return renderMessage(html`<p>${strings.noTable}</p>`)
    if (!source.derive) return renderMessage(html`<p>${strings.notSupported}</p>`)
    if (this._failure !== undefined) {
      const { message, hint } = renderProblem(toProblem(this._failure), this.strings.renderText)
      return renderMessage(
        html`<p class="bad" role="alert">${renderCode(message)}</p>
          ${hint ? html`<p>${hint}</p>` : nothing}
          <button type="button" @click=${() => this.#load()}>${strings.retry}</button>`,
      )
    }
    if (!shown || !this._library) return renderMessage(html`<p role="status">${strings.loading}</p>`)
    const { spec, data, problems } = shown
    if (data.rows.length === 0)
      return html`${renderMessage(html`<p>${strings.empty}</p>`)}${this.#renderNotes(problems)}`
    return html`<figure aria-label=${this.label || strings.title(spec)}>
      <figcaption>
        <h3 title=${strings.title(spec)}>${strings.title(spec)}</h3>
        ${this.#renderLegend(shown)} ${this.fixed ? nothing : html`<div class="actions">${this.#renderActions()}</div>`}
      </figcaption>
      ${
        this._exportError === undefined
          ? nothing
          : html`<p class="bad" role="alert">
              ${strings.downloadFailed(strings.renderText(getProblemText(this._exportError)))}
            </p>`
      }
      ${
        this._isTable
          ? html`<aw-data-table
              exportparts="scroller: table-scroller, status: table-status, download-button, download-more"
              .source=${shown.table}
              .strings=${strings.rowsTable}
              label=${strings.title(spec)}
            ></aw-data-table>`
          : html`<div
              class="drawing"
              part="drawing"
              role="img"
              tabindex="0"
              aria-label=${describeChart(spec, data, strings)}
            ></div>`
      }
      ${this.#renderNotes(problems)}
    </figure>`
  }

  #renderNotes(problems: readonly Problem[]): unknown {
    if (problems.length === 0) return nothing
    return html`<ul class="notes">
      ${problems.map((problem) => {
        const text = this.strings.renderText(getProblemText(problem))
        return html`<li>${icon('info')}<span title=${text}>${renderCode(text)}</span></li>`
      })}
    </ul>`
  }

  #renderLegend({ spec, data }: ChartState): unknown {
    const key = spec.mark === 'heat-map' ? 'value' : 'shade'
    const shades = data.rows.flatMap((row) => row[key] ?? [])
    if (spec.mark === 'heat-map' || shades.length > 0) {
      const minimum = shades.reduce((a, b) => Math.min(a, b), Infinity)
      const maximum = shades.reduce((a, b) => Math.max(a, b), -Infinity)
      return html`<ul class="legend">
        <li>
          <span>${formatNumber(minimum, this.strings.language)}</span><span class="ramp"></span
          ><span>${formatNumber(maximum, this.strings.language)}</span>
        </li>
      </ul>`
    }
    if (data.series.length === 0) return nothing
    const getSeriesColor = this.#createColors(data.series)
    return html`<ul class="legend">
      ${data.series.map(
        (series) =>
          html`<li>
            <span class="swatch" .style=${`background: ${getSeriesColor(series)}`}></span
            ><span title=${series}>${series}</span>
          </li>`,
      )}
    </ul>`
  }

  #createColors(series: readonly string[]): (series: string) => string {
    return createCategoryColors(series, [this.strings.otherValues, this.strings.noValue])
  }

  #changeSpec(spec: ChartSpec): void {
    if (this.settings) this.settings = spec
    else this.spec = spec
    this.dispatchEvent(new ChartChangeEvent({ spec }))
  }

  async #load(): Promise<void> {
    const { source } = this
    const loadId = ++this.#loadCount
    this._failure = undefined
    this._exportError = undefined
    if (!source?.derive) return
    try {
      if (!this.#resolveSpec()) {
        const sourceFacts = (await source.facts?.()) ?? []
        if (loadId !== this.#loadCount) return
        this._sourceFacts = sourceFacts
      }
      const spec = this.#resolveSpec()
      if (!spec) return
      const [drawing, derived] = await Promise.all([loadPlotLibrary(), source.derive({ kind: 'chart', spec })])
      const data = localizeCategories(await readChartData(derived.source), this.strings)
      if (loadId !== this.#loadCount) return
      this._library = drawing
      this._shown = { spec, data, table: derived.source, problems: derived.problems }
    } catch (cause) {
      if (loadId === this.#loadCount) this._failure = cause ?? new Error('No reason was given.')
    }
  }

  #draw(): void {
    const container = this.#container
    const { _shown: shown, _library: drawing } = this
    if (!container || !shown || !drawing || container.clientWidth === 0) return
    const [width, height] = [container.clientWidth, Math.max(120, container.clientHeight)]
    const previous = this.#drawing
    if (
      previous?.shown === shown &&
      previous.width === width &&
      previous.height === height &&
      previous.strings === this.strings &&
      previous.svg.parentNode === container
    )
      return
    const { spec, data } = shown
    const rendered = drawing.drawPlot(spec, data, {
      width,
      height: height - 4,
      getSeriesColor: data.series.length > 0 ? this.#createColors(data.series) : () => 'var(--_category-1)',
      getTooltip: (row) => describeRow(row, spec, this.strings),
      language: this.strings.language,
      labels: getAxisLabels(spec, this.strings),
    })
    this.#adoptStyles(rendered.styles)
    container.replaceChildren(rendered.svg)
    this.#drawing = { ...rendered, shown, width, height, strings: this.strings }
  }

  #adoptStyles(styles: readonly string[]): void {
    const root = this.renderRoot as ShadowRoot
    for (const text of styles) {
      const sheet = sheets.get(text) ?? new CSSStyleSheet()
      if (!sheets.has(text)) {
        sheet.replaceSync(text)
        sheets.set(text, sheet)
      }
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
    }
  }

  async #save(format: 'svg' | 'png'): Promise<void> {
    const drawing = this.#drawing
    if (!drawing) return
    this._exportError = undefined
    const { data, spec } = drawing.shown
    const getSeriesColor = this.#createColors(data.series)
    const title = this.strings.title(spec)
    const image: ChartImage = {
      svg: drawing.svg,
      styles: drawing.styles,
      title,
      legend: data.series.map((label) => ({ label, color: getSeriesColor(label) })),
    }
    try {
      const file = format === 'svg' ? new Blob([chartToSvg(image)], { type: 'image/svg+xml' }) : await chartToPng(image)
      saveFile(file, `${toFileName(title, 'chart')}.${format}`)
    } catch (cause) {
      this._exportError = toProblem(cause)
    }
  }
}
