import { defineEvent } from '../../define-event.ts'
import { renderProblem } from '../../language/render-problem.ts'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import {
  resolveChart,
  suggestChart,
  type ChartSettings,
  type ChartSpec,
  type ColumnFacts,
  type TableFilter,
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
import { toProblem, type DerivedSource, type TableSource } from '../table-source.ts'
import { styles } from './aw-chart.styles.ts'
import { createRangeFilter, getFilterRanges, toggleCategory } from './chart-brush.ts'
import type { KeyboardSelection, ChartRange, SelectableChart } from './chart-keys.ts'
import { localizeCategories, readChartData, type ChartData } from './chart-data.ts'
import { renderChartForm, type ChartFormState } from './chart-form.ts'
import { chartStrings, type ChartStrings } from './chart-strings.ts'
import { LinkedView } from '../linked-view.ts'
import { isTooShortToStack } from '../is-too-short-to-stack.ts'
import { getAxisLabels, getAxisUnits, describeRow } from './chart-labels.ts'
import { getChartTitle } from './chart-title.ts'
import { describeChart, formatNumber } from './describe-chart.ts'
import type * as DrawPlot from './draw-plot.ts'
import { chartToPng, chartToSvg, type ChartImage } from './export-chart.ts'

/** Fired when the user changes the chart. @public */
export class ChartChangeEvent extends defineEvent<{
  /** The chart specification after the change. */
  readonly spec: ChartSpec
}>('aw-chart-change') {}

/** Fired when the user selects values of a column in the chart or removes a filter. @public */
export class ChartFilterEvent extends defineEvent<{
  /** The filters after the change. */
  readonly filters: readonly TableFilter[]
}>('aw-chart-filter') {}

declare global {
  interface HTMLElementEventMap {
    'aw-chart-change': ChartChangeEvent
    'aw-chart-filter': ChartFilterEvent
  }
  interface HTMLElementTagNameMap {
    'aw-chart': AwChart
  }
}

/** The displayed chart and its data. */
interface ChartState {
  readonly spec: ChartSpec
  readonly data: ChartData
  readonly table: TableSource
  readonly problems: readonly Problem[]
}

type PlotLibrary = typeof DrawPlot
let libraryPromise: Promise<PlotLibrary> | undefined
/** Loads the drawing code when the first chart is shown. If loading fails, the next chart tries again. */
const loadPlotLibrary = (): Promise<PlotLibrary> =>
  (libraryPromise ??= import('./draw-plot.ts').catch((cause: unknown) => {
    libraryPromise = undefined
    throw cause
  }))

/** Minimum length of a drag, in pixels. A shorter drag counts as a click. */
const minDragPixels = 4

/** The plotting library's style sheets, keyed by their CSS text and shared by all charts. */
const styleSheets = new Map<string, CSSStyleSheet>()

/**
 * Draws a chart of a table. The `source` aggregates the values to at most a few thousand.
 * If `spec` is absent, or the mark in `settings` is `auto`, a chart is suggested based on `facts` or, without them, on
 * the source's column statistics. The same data is also available as a table and as a text description.
 *
 * @event {ChartChangeEvent} aw-chart-change - Fired when the user changes the chart. The new value is in `spec` or
 * `settings`.
 * @event {ChartFilterEvent} aw-chart-filter - Fired when the user selects values of a column or removes a filter.
 * @csspart drawing - The container of the drawing.
 * @csspart table-scroller - The scroll container of the table.
 * @csspart table-status - The line below the table.
 * @csspart download-button - The table's download button.
 * @csspart download-more - The button that opens the menu of other download formats.
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
    filters: { attribute: false },
    linked: { type: Boolean },
    fixed: { type: Boolean },
    label: {},
    strings: { attribute: false },
    _chartState: { state: true },
    _failure: { state: true },
    _exportError: { state: true },
    _isTableShown: { state: true },
    _library: { state: true },
    _sourceStatistics: { state: true },
    _keyboardSelection: { state: true },
    _announcement: { state: true },
  }

  declare source: TableSource | undefined
  declare spec: ChartSpec | undefined
  /** Overrides `spec`. If the mark is `auto`, one is selected based on the column statistics. */
  declare settings: ChartSettings | undefined
  /** Column statistics, for example from a profile, that improve suggestions. */
  declare facts: readonly ColumnFacts[]
  /**
   * Row filters. If set, the user can select values on the horizontal axis to set the filter of that axis's column. The
   * chart shows the rows that match the filters on all other columns.
   */
  declare filters: readonly TableFilter[] | undefined
  /** Whether linked elements with the same source share the filters. */
  declare linked: boolean
  /** Whether to hide the chart form and the buttons above the chart. */
  declare fixed: boolean
  /** The accessible name. Defaults to the title of the chart. */
  declare label: string
  declare strings: ChartStrings
  declare private _chartState: ChartState | undefined
  declare private _failure: unknown
  declare private _exportError: Problem | undefined
  declare private _isTableShown: boolean
  declare private _library: PlotLibrary | undefined
  /** Column statistics provided by the source, once loaded. */
  declare private _sourceStatistics: readonly ColumnFacts[] | undefined

  /** Keyboard selection, loaded when the drawing first receives focus. */
  declare private _keyboardSelection: KeyboardSelection | undefined
  declare private _announcement: string

  readonly #linkedView = new LinkedView(this, ({ filters }) => {
    this.filters = filters
    this.requestUpdate()
  })
  #loadCount = 0
  #selection: { readonly start: number; end: number } | undefined
  /** The keyboard cursor's position along the axis. */
  #cursor: ChartRange | undefined
  /** Whether the user or the host has set the chart type. Otherwise, the columns determine it. */
  #isMarkSelected = false
  #lastChangedSpec: ChartSpec | undefined
  #drawing:
    | (DrawPlot.PlotDrawing & {
        chartState: ChartState
        width: number
        height: number
        strings: ChartStrings
        units: string
      })
    | undefined
  #observer: ResizeObserver | undefined

  constructor() {
    super()
    this.facts = []
    this.fixed = false
    this.linked = false
    this.label = ''
    this.strings = chartStrings
    this._isTableShown = false
    this._announcement = ''
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#observer = new ResizeObserver(() => {
      this.toggleAttribute('data-low', isTooShortToStack(this))
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
      this._chartState = undefined
      this._sourceStatistics = undefined
    }
    if (changed.has('source') || changed.has('linked')) {
      const view = this.#linkedView.link(this.linked ? this.source : undefined)
      if (view) this.filters = view.filters
    }
    if ((changed.has('spec') || changed.has('settings')) && this.spec !== this.#lastChangedSpec)
      this.#isMarkSelected = this.settings ? this.settings.mark !== 'auto' : this.spec !== undefined
    const hasFixedMark = this.settings ? this.settings.mark !== 'auto' : this.spec !== undefined
    if (
      ['source', 'spec', 'settings'].some((name) => changed.has(name)) ||
      this.#hasChangedRows(changed) ||
      (changed.has('facts') && !hasFixedMark)
    )
      void this.#load()
    else if (
      this._chartState &&
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
              ${renderChartForm(
                { spec, isMarkChosen: this.#isMarkSelected },
                source.columns,
                strings,
                (selectedSpec) =>
                  resolveChart({ ...selectedSpec, mark: 'auto' }, source.columns, this.#knownStatistics),
                (change) => this.#changeSpec(change),
              )}
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
    if (this.facts.length === 0 && source.getFacts && !this._sourceStatistics) return undefined
    return settings
      ? resolveChart(settings, source.columns, this.#knownStatistics)
      : suggestChart(source.columns, this.#knownStatistics)
  }

  get #knownStatistics(): readonly ColumnFacts[] | undefined {
    return this.facts.length > 0 ? this.facts : this._sourceStatistics
  }

  #renderActions(): unknown {
    const { strings } = this
    const isDrawn = this._chartState !== undefined && this._chartState.data.rows.length > 0
    return html`
      <button
        type="button"
        aria-pressed=${this._isTableShown ? 'true' : 'false'}
        ?disabled=${!isDrawn}
        @click=${() => (this._isTableShown = !this._isTableShown)}
      >
        ${icon('table-2')}${strings.table}
      </button>
      <button
        type="button"
        title=${`${strings.download} ${strings.svg}`}
        ?disabled=${!isDrawn || this._isTableShown}
        @click=${() => this.#save('svg')}
      >
        ${icon('download')}${strings.svg}
      </button>
      <button
        type="button"
        title=${`${strings.download} ${strings.png}`}
        ?disabled=${!isDrawn || this._isTableShown}
        @click=${() => this.#save('png')}
      >
        ${icon('download')}${strings.png}
      </button>
    `
  }

  #renderBody(): unknown {
    const { source, strings, _chartState: chartState } = this
    const renderMessage = (content: unknown): unknown => html`<div class="message">${content}</div>`
    if (!source) return renderMessage(html`<p>${strings.noTable}</p>`)
    if (!source.derive) return renderMessage(html`<p>${strings.notSupported}</p>`)
    if (this._failure !== undefined) {
      const { message, hint, severity } = renderProblem(toProblem(this._failure), this.strings.renderText)
      const isFailed = severity !== 'info'
      return renderMessage(
        html`<p class=${isFailed ? 'bad' : ''} role=${isFailed ? 'alert' : 'status'}>${renderCode(message)}</p>
          ${hint ? html`<p>${hint}</p>` : nothing}
          ${isFailed ? html`<button type="button" @click=${() => this.#load()}>${strings.retry}</button>` : nothing}`,
      )
    }
    if (!chartState || !this._library) return renderMessage(html`<p role="status">${strings.loading}</p>`)
    const { spec, data, problems } = chartState
    if (data.rows.length === 0)
      return html`${renderMessage(html`<p>${strings.empty}</p>`)}${this.#renderNotes(problems)}`
    return html`<figure aria-label=${this.label || getChartTitle(spec, strings)}>
      <figcaption>
        <h3 title=${getChartTitle(spec, strings)}>${getChartTitle(spec, strings)}</h3>
        ${this.#renderLegend(chartState)}
        ${this.fixed ? nothing : html`<div class="actions">${this.#renderActions()}</div>`}
      </figcaption>
      ${
        this._exportError === undefined
          ? nothing
          : html`<p class="bad" role="alert">
              ${strings.downloadFailed(strings.renderText(getProblemText(this._exportError)))}
            </p>`
      }
      ${
        this._isTableShown
          ? html`<aw-data-table
              exportparts="scroller: table-scroller, status: table-status, download-button, download-more"
              .source=${chartState.table}
              .strings=${strings.rowsTable}
              label=${getChartTitle(spec, strings)}
            ></aw-data-table>`
          : html`<div
              class="drawing"
              part="drawing"
              role=${this.#isSelectable ? 'application' : 'img'}
              tabindex="0"
              aria-label=${describeChart(spec, data, strings)}
              aria-describedby=${this.#isSelectable && this._keyboardSelection ? 'keys' : nothing}
              @focus=${this.#onFocus}
              @blur=${this.#onBlur}
              @keydown=${this.#onKeyDown}
              @pointerdown=${this.#onPointerDown}
              @pointermove=${this.#onPointerMove}
              @pointerup=${this.#onPointerUp}
            ></div>`
      }
      ${this.#renderKeyboardHelp()} ${this.#renderFilters()} ${this.#renderNotes(problems)}
    </figure>`
  }

  /** Renders the keyboard help while the drawing has focus, and the live region that announces the selection. */
  #renderKeyboardHelp(): unknown {
    const brush = this.#drawing?.brush
    if (!this._keyboardSelection || !brush || !this.#isSelectable || this._isTableShown) return nothing
    return html`<p class="keys small muted" id="keys">${this._keyboardSelection.getHint(brush)}</p>
      <p class="visually-hidden" role="status">${this._announcement}</p>`
  }

  get #isSelectable(): boolean {
    return this.filters !== undefined && this.#drawing?.brush !== undefined
  }

  #renderFilters(): unknown {
    const { filters = [], strings } = this
    if (filters.length === 0) return nothing
    return html`<ul class="filters">
      ${filters.map((filter) => {
        const { test, column, values = [] } = filter
        const label =
          test === 'one-of'
            ? `${column}: ${values.map((value) => value ?? strings.rowsTable.null).join(', ')}`
            : strings.rowsTable.filtered({ ...filter, test })
        const removeLabel = strings.rowsTable.remove(label)
        return html`<li>
          ${icon('funnel')}<span>${label}</span
          ><button
            type="button"
            class="quiet icon"
            aria-label=${removeLabel}
            title=${removeLabel}
            @click=${() => this.#setFilter(column, undefined)}
          >
            ${icon('x')}
          </button>
        </li>`
      })}
    </ul>`
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

  #changeSpec({ spec, isMarkChosen }: ChartFormState): void {
    this.#isMarkSelected = isMarkChosen
    this.#lastChangedSpec = spec
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
        const sourceStatistics = (await source.getFacts?.()) ?? []
        if (loadId !== this.#loadCount) return
        this._sourceStatistics = sourceStatistics
      }
      const spec = this.#resolveSpec()
      if (!spec) return
      const [plotLibrary, derivedSource] = await Promise.all([loadPlotLibrary(), this.#deriveChart(source, spec)])
      const data = localizeCategories(await readChartData(derivedSource.source), this.strings)
      if (loadId !== this.#loadCount) return
      this._library = plotLibrary
      this._chartState = { spec, data, table: derivedSource.source, problems: derivedSource.problems }
    } catch (cause) {
      if (loadId === this.#loadCount) this._failure = cause ?? new Error('The query failed for an unknown reason.')
    }
  }

  /** Derives the chart from the rows that match the filters on other columns. */
  async #deriveChart(source: TableSource, spec: ChartSpec): Promise<DerivedSource> {
    const filters = this.#listOtherFilters(spec, this.filters)
    if (filters.length === 0) return source.derive!({ kind: 'chart', spec })
    const { source: filteredSource } = await source.derive!({ kind: 'view', filters, sort: [], places: false })
    return filteredSource.derive!({ kind: 'chart', spec })
  }

  #listOtherFilters({ x }: ChartSpec, filters: readonly TableFilter[] = []): TableFilter[] {
    return filters.filter(({ column }) => column !== x)
  }

  /**
   * Returns whether filters on other columns have changed. A selection in the chart itself does not redraw the chart.
   */
  #hasChangedRows(changed: PropertyValues): boolean {
    const spec = this._chartState?.spec
    if (!changed.has('filters') || !spec) return changed.has('filters')
    const [before, after] = [changed.get('filters') as readonly TableFilter[] | undefined, this.filters].map(
      (filters) => JSON.stringify(this.#listOtherFilters(spec, filters)),
    )
    return before !== after
  }

  #findAxisFilter(): TableFilter | undefined {
    const x = this._chartState?.spec.x
    return this.filters?.find(({ column }) => column === x)
  }

  /** Replaces the filter of a column, or removes it if `filter` is undefined. */
  #setFilter(column: string, filter: TableFilter | undefined): void {
    const otherFilters = (this.filters ?? []).filter((candidate) => candidate.column !== column)
    const filters = [...otherFilters, ...(filter ? [filter] : [])]
    if (this.#linkedView.view) this.#linkedView.setView({ ...this.#linkedView.view, filters })
    this.dispatchEvent(new ChartFilterEvent({ filters }))
  }

  #toDrawingX(event: PointerEvent): number {
    return event.clientX - (this.#drawing?.svg.getBoundingClientRect().left ?? 0)
  }

  /** Handles pointer presses in the capture phase, because Observable Plot stops their propagation at tooltips. */
  readonly #onPointerDown = {
    capture: true,
    handleEvent: (event: PointerEvent): void => {
      const brush = this.#drawing?.brush
      // Dragging a finger scrolls the page instead.
      if (!this.filters || event.button !== 0 || brush?.kind !== 'range' || event.pointerType === 'touch') return
      const start = this.#toDrawingX(event)
      this.#selection = { start, end: start }
      ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    },
  }

  #onPointerMove = (event: PointerEvent): void => {
    if (!this.#selection) return
    this.#selection.end = this.#toDrawingX(event)
    this.#drawSelection()
  }

  #onPointerUp = (event: PointerEvent): void => {
    const [drawing, selection] = [this.#drawing, this.#selection]
    this.#selection = undefined
    const brush = drawing?.brush
    if (!this.filters || !drawing || !brush) return
    if (brush.kind === 'values') {
      const box = drawing.svg.getBoundingClientRect()
      const position = brush.isVertical ? event.clientY - box.top : event.clientX - box.left
      const band = brush.bands.find(({ start, end }) => position >= start && position <= end)
      if (!band || band.value === this.strings.otherValues) return
      const category = band.value === this.strings.noValue ? null : band.value
      this.#setFilter(brush.column, toggleCategory(brush.column, this.#findAxisFilter(), category))
      return
    }
    if (!selection) return
    const isClick = Math.abs(selection.end - selection.start) < minDragPixels
    const type = this.source?.columns.find(({ name }) => name === brush.column)?.type ?? ''
    if (!isClick) this.#setFilter(brush.column, createRangeFilter(brush, [selection.start, selection.end], type))
    else if (this.#findAxisFilter()) this.#setFilter(brush.column, undefined)
    this.#drawSelection()
  }

  #onFocus = async (): Promise<void> => {
    if (this._keyboardSelection || !this.#isSelectable) return
    const { language } = this.strings
    const { createKeyboardSelection } = await import('./chart-keys.ts')
    const keyboardSelection = await createKeyboardSelection(language)
    if (this.strings.language === language) this._keyboardSelection = keyboardSelection
  }

  #onBlur = (): void => {
    const chart = this.#createSelectableChart()
    if (chart) this._keyboardSelection?.clear(chart)
    this._announcement = ''
  }

  #onKeyDown = (event: KeyboardEvent): void => {
    const chart = this.#createSelectableChart()
    if (!chart || !this._keyboardSelection?.handleKey(event, chart)) return
    event.preventDefault()
    event.stopPropagation()
  }

  #createSelectableChart(): SelectableChart | undefined {
    const { strings } = this
    const { brush, chartState } = this.#drawing ?? {}
    if (!brush || !chartState || !this.filters) return undefined
    return {
      brush,
      data: chartState.data,
      filter: this.#findAxisFilter(),
      type: this.source?.columns.find(({ name }) => name === brush.column)?.type ?? '',
      language: strings.language,
      otherValues: strings.otherValues,
      noValue: strings.noValue,
      setFilter: (filter) => this.#setFilter(brush.column, filter),
      highlight: (cursor, range) => {
        this.#cursor = cursor
        this.#selection = range && { start: range[0], end: range[1] }
        this.#drawSelection()
      },
      announce: (text) => (this._announcement = text),
    }
  }

  /** Highlights the selected values in the drawing. */
  #drawSelection(): void {
    const drawing = this.#drawing
    if (!drawing) return
    for (const mark of drawing.svg.querySelectorAll('.brush, .cursor')) mark.remove()
    const { brush, svg } = drawing
    if (!brush) return
    const axisFilter = this.#findAxisFilter()
    const ranges = this.#selection
      ? [[this.#selection.start, this.#selection.end] as const]
      : axisFilter
        ? getFilterRanges(brush, axisFilter, this.strings.noValue)
        : []
    const isVertical = brush.kind === 'values' && brush.isVertical
    const drawRange = ([start, end]: ChartRange, name: string): SVGRectElement => {
      const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
      const [position, size] = [Math.min(start, end), Math.abs(end - start)]
      const attributes = isVertical
        ? { x: 0, width: svg.width.baseVal.value, y: position, height: size }
        : { x: position, width: size, y: 0, height: svg.height.baseVal.value }
      for (const [attribute, value] of Object.entries(attributes)) rect.setAttribute(attribute, String(value))
      rect.setAttribute('class', name)
      return rect
    }
    for (const range of ranges) svg.prepend(drawRange(range, 'brush'))
    if (this.#cursor) svg.append(drawRange(this.#cursor, 'cursor'))
  }

  #draw(): void {
    const container = this.#container
    const { _chartState: chartState, _library: plotLibrary } = this
    if (!container || !chartState || !plotLibrary || container.clientWidth === 0) return
    const [width, height] = [container.clientWidth, Math.max(120, container.clientHeight)]
    const previousDrawing = this.#drawing
    const axisUnits = getAxisUnits(chartState.spec, this.#linkedView.view?.formats)
    const units = JSON.stringify(axisUnits)
    if (
      previousDrawing?.chartState === chartState &&
      previousDrawing.units === units &&
      previousDrawing.width === width &&
      previousDrawing.height === height &&
      previousDrawing.strings === this.strings &&
      previousDrawing.svg.parentNode === container
    ) {
      this.#drawSelection()
      return
    }
    const { spec, data } = chartState
    const newDrawing = plotLibrary.drawPlot(spec, data, {
      width,
      height: height - 4,
      getSeriesColor: data.series.length > 0 ? this.#createColors(data.series) : () => 'var(--_category-1)',
      getTooltip: (row) => describeRow(row, spec, this.strings, axisUnits),
      language: this.strings.language,
      labels: getAxisLabels(spec, this.strings),
      units: axisUnits,
      facetLabels: { columns: spec.facet, rows: spec.facetRow },
    })
    this.#adoptStyles(newDrawing.styles)
    container.replaceChildren(newDrawing.svg)
    this.#drawing = { ...newDrawing, chartState, width, height, strings: this.strings, units }
    this.#cursor = undefined
    container.classList.toggle('brushable', this.#isSelectable)
    if (container.getAttribute('role') !== (this.#isSelectable ? 'application' : 'img')) this.requestUpdate()
    this.#drawSelection()
  }

  #adoptStyles(styles: readonly string[]): void {
    const root = this.renderRoot as ShadowRoot
    for (const text of styles) {
      const sheet = styleSheets.get(text) ?? new CSSStyleSheet()
      if (!styleSheets.has(text)) {
        sheet.replaceSync(text)
        styleSheets.set(text, sheet)
      }
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
    }
  }

  async #save(format: 'svg' | 'png'): Promise<void> {
    const drawing = this.#drawing
    if (!drawing) return
    this._exportError = undefined
    const { data, spec } = drawing.chartState
    const getSeriesColor = this.#createColors(data.series)
    const title = getChartTitle(spec, this.strings)
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
