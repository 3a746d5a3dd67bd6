import { defineEvent } from '../../define-event.ts'
import { html, nothing, type PropertyValues } from 'lit'
import { type Problem, getProblemText } from '@aw-flow/schema'
import {
  resolveChart,
  suggestChart,
  type ChartSettings,
  type ChartSpec,
  type ColumnFacts,
  type TableFilter,
} from '@aw-flow/schema/internal'
import { getKey } from '../../get-key.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { categoryColors, createCategoryColors } from '../drawing/category-colors.styles.ts'
import { DrawingController, renderMessage, type ImageTarget } from '../drawing/drawing-controller.ts'
import { drawingStyles } from '../drawing/drawing.styles.ts'
import { findRange } from '../drawing/find-range.ts'
import { renderLegend, renderNotes, renderRamp, type LegendEntry } from '../drawing/render-drawing.ts'
import type { DerivedSource, TableSource } from '../table-source.ts'
import { styles } from './aw-chart.styles.ts'
import { createRangeFilter, getFilterRanges, toggleCategory } from './chart-brush.ts'
import type { KeyboardSelection, ChartRange, SelectableChart } from './chart-keys.ts'
import { localizeCategories, readChartData, type ChartData } from './chart-data.ts'
import { renderChartForm, type ChartFormState } from './chart-form.ts'
import { chartStrings, type ChartStrings } from './chart-strings.ts'
import { LinkedView } from '../linked-view.ts'
import { getAxisLabels, getAxisUnits, describeRow } from './chart-labels.ts'
import { getChartTitle, describeChart } from './describe-chart.ts'
import type * as DrawPlot from './draw-plot.ts'
import { exportChart } from './export-chart.ts'
import { renderRowsTable } from '../table/render-rows-table.ts'
import { element } from '../../element.ts'

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
  readonly library: typeof DrawPlot
  readonly spec: ChartSpec
  readonly data: ChartData
  readonly table: TableSource
  readonly problems: readonly Problem[]
}

/** Minimum length of a drag, in pixels. A shorter drag counts as a click. */
const minDragPixels = 4

/** The keys that scroll a page. */
const scrollKeys = /^(?: |Arrow.*|Home|End)$/

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
export class AwChart extends element(
  {
    source: undefined as TableSource | undefined,
    spec: undefined as ChartSpec | undefined,
    /** Overrides `spec`. If the mark is `auto`, one is selected based on the column statistics. */
    settings: undefined as ChartSettings | undefined,
    /** Column statistics, for example from a profile, that improve suggestions. */
    facts: [] as readonly ColumnFacts[],
    /**
     * Row filters. If set, the user can select values on the horizontal axis to set the filter of that axis's column. The
     * chart shows the rows that match the filters on all other columns.
     */
    filters: undefined as readonly TableFilter[] | undefined,
    /** Whether linked elements with the same source share the filters. */
    linked: false,
    /** Whether to hide the chart form and the buttons above the chart. */
    fixed: false,
    /** The accessible name. Defaults to the title of the chart. */
    label: '',
    strings: chartStrings as ChartStrings,
    /** Column statistics provided by the source, once loaded. */
    _sourceStatistics: undefined as readonly ColumnFacts[] | undefined,
    /** Keyboard selection, loaded when the drawing first receives focus. */
    _keyboardSelection: undefined as KeyboardSelection | undefined,
    _announcement: '',
  },
  { linked: { type: Boolean }, fixed: { type: Boolean }, label: {} },
) {
  static override styles = [tokens, categoryColors, controls, drawingStyles, styles]

  readonly #linkedView = new LinkedView(this, ({ filters }) => {
    this.filters = filters
    this.requestUpdate()
  })
  readonly #drawing = new DrawingController<ChartState>(this, {
    getInputs: () => [this.source, this.spec, this.settings, this.#rowFilters, this.#chosenFacts, this.strings.noValue],
    load: (signal) => this.#load(signal),
    getStyleInputs: () => [this.strings, JSON.stringify(this.#linkedView.view?.formats)],
    draw: (container, state, size) => this.#draw(container, state, size),
  })
  /** The filters as of the last change of one that does not filter the column of the axis. */
  #rowFilters: readonly TableFilter[] | undefined
  #selection: { readonly start: number; end: number } | undefined
  /** Settles once the code for selection by keyboard is loaded. */
  #keyboardLoading: Promise<void> | undefined
  /** The keyboard cursor's position along the axis. */
  #cursor: ChartRange | undefined
  /** Whether the user or the host has set the chart type. Otherwise, the columns determine it. */
  #isMarkSelected = false
  #lastChangedSpec: ChartSpec | undefined
  #plot: DrawPlot.PlotDrawing | undefined

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) {
      this.#drawing.clear()
      this._sourceStatistics = undefined
    }
    if (changed.has('source') || changed.has('linked')) {
      const view = this.#linkedView.link(this.linked ? this.source : undefined)
      if (view) this.filters = view.filters
    }
    if ((changed.has('spec') || changed.has('settings')) && this.spec !== this.#lastChangedSpec)
      this.#isMarkSelected = this.settings ? this.settings.mark !== 'auto' : this.spec !== undefined
    if (changed.has('source') || this.#hasChangedRows(changed)) this.#rowFilters = this.filters
  }

  override updated(): void {
    this.#drawSelection()
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

  /** The statistics that determine what is drawn, unless the user or the host has selected a chart type. */
  get #chosenFacts(): readonly ColumnFacts[] | undefined {
    const hasFixedMark = this.settings ? this.settings.mark !== 'auto' : this.spec !== undefined
    return hasFixedMark ? undefined : this.facts
  }

  #renderBody(): unknown {
    const { source, strings } = this
    const absence = this.#drawing.renderAbsence({ hasTable: !!source, isSupported: !!source?.derive })
    const { state } = this.#drawing
    if (absence || !state) return absence
    const { spec, data, table, problems } = state
    const notes = renderNotes(problems.map((problem) => strings.renderText(getProblemText(problem))))
    if (data.rows.length === 0) return html`${renderMessage(strings.empty)}${notes}`
    const title = getChartTitle(spec, strings)
    return html`<figure aria-label=${this.label || title}>
      <figcaption>
        <h3 title=${title}>${title}</h3>
        ${this.#renderLegend(state)}
        ${this.fixed ? nothing : this.#drawing.renderActions(strings, (target) => void this.#save(state, target))}
      </figcaption>
      ${this.#drawing.renderExportProblem()}
      ${
        this.#drawing.isTableShown
          ? renderRowsTable(table, strings.rowsTable, title)
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
      ${this.#renderKeyboardHelp()} ${this.#renderFilters()} ${notes}
    </figure>`
  }

  /** Renders the keyboard help while the drawing has focus, and the live region that announces the selection. */
  #renderKeyboardHelp(): unknown {
    const brush = this.#plot?.brush
    if (!this._keyboardSelection || !brush || !this.#isSelectable || this.#drawing.isTableShown) return nothing
    return html`<p class="keys small muted" id="keys">${this._keyboardSelection.getHint(brush)}</p>
      <p class="visually-hidden" role="status">${this._announcement}</p>`
  }

  get #isSelectable(): boolean {
    return this.filters !== undefined && this.#plot?.brush !== undefined
  }

  #renderFilters(): unknown {
    const { filters = [], strings } = this
    if (filters.length === 0) return nothing
    return html`<ul class="filters unmarked">
      ${filters.map((filter) => {
        const { test, column, values = [] } = filter
        const label =
          test === 'one-of'
            ? `${column}: ${values.map((value) => value ?? strings.rowsTable.null).join(', ')}`
            : strings.rowsTable.filtered({ ...filter, test })
        const removeLabel = strings.rowsTable.remove(label)
        return html`<li>
          ${icon('funnel')}<span class="ellipsis">${label}</span
          >${renderIconButton('x', removeLabel, () => this.#setFilter(column, undefined))}
        </li>`
      })}
    </ul>`
  }

  #renderLegend({ spec, data }: ChartState): unknown {
    const key = spec.mark === 'heat-map' ? 'value' : 'shade'
    const range = findRange(data.rows.flatMap((row) => row[key] ?? []))
    if (spec.mark === 'heat-map' || range) return range ? renderRamp(range, this.strings.language) : nothing
    return data.series.length === 0 ? nothing : renderLegend(this.#listSeries(data))
  }

  #listSeries({ series }: ChartData): LegendEntry[] {
    const getSeriesColor = this.#createColors(series)
    return series.map((label) => ({ label, color: getSeriesColor(label) }))
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

  async #load(signal: AbortSignal): Promise<ChartState | undefined> {
    const { source, strings } = this
    if (!source?.derive) return undefined
    if (!this.#resolveSpec()) {
      const sourceStatistics = (await source.getFacts?.()) ?? []
      signal.throwIfAborted()
      this._sourceStatistics = sourceStatistics
    }
    const spec = this.#resolveSpec()
    if (!spec) return undefined
    const [library, derivedSource] = await Promise.all([import('./draw-plot.ts'), this.#deriveChart(source, spec)])
    const data = localizeCategories(await readChartData(derivedSource.source), strings)
    return { library, spec, data, table: derivedSource.source, problems: derivedSource.problems }
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
    const spec = this.#drawing.state?.spec
    if (!changed.has('filters') || !spec) return changed.has('filters')
    const [before, after] = [changed.get('filters') as readonly TableFilter[] | undefined, this.filters].map(
      (filters) => JSON.stringify(this.#listOtherFilters(spec, filters)),
    )
    return before !== after
  }

  #findAxisFilter(): TableFilter | undefined {
    const x = this.#drawing.state?.spec.x
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
    return event.clientX - (this.#plot?.svg.getBoundingClientRect().left ?? 0)
  }

  /** Handles pointer presses in the capture phase, because Observable Plot stops their propagation at tooltips. */
  readonly #onPointerDown = {
    capture: true,
    handleEvent: (event: PointerEvent): void => {
      const brush = this.#plot?.brush
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
    const [plot, selection] = [this.#plot, this.#selection]
    this.#selection = undefined
    const brush = plot?.brush
    if (!this.filters || !plot || !brush) return
    if (brush.kind === 'values') {
      const box = plot.svg.getBoundingClientRect()
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

  #onFocus = (): void => {
    if (this._keyboardSelection || !this.#isSelectable) return
    this.#keyboardLoading = this.#loadKeyboardSelection()
  }

  async #loadKeyboardSelection(): Promise<void> {
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

  #onKeyDown = async (event: KeyboardEvent): Promise<void> => {
    if (!this._keyboardSelection && this.#keyboardLoading) {
      // The key must not scroll the page, and waits for the code that handles it.
      if (scrollKeys.test(getKey(event))) {
        event.preventDefault()
        event.stopPropagation()
      }
      await this.#keyboardLoading.catch(() => undefined)
    }
    const chart = this.#createSelectableChart()
    if (!chart || !this._keyboardSelection?.handleKey(event, chart)) return
    event.preventDefault()
    event.stopPropagation()
  }

  #createSelectableChart(): SelectableChart | undefined {
    const { strings } = this
    const { state } = this.#drawing
    const brush = this.#plot?.brush
    if (!brush || !state || !this.filters) return undefined
    return {
      brush,
      data: state.data,
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
    if (!this.#plot) return
    const { brush, svg } = this.#plot
    for (const mark of svg.querySelectorAll('.brush, .cursor')) mark.remove()
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

  #draw(
    container: HTMLElement,
    { library, spec, data }: ChartState,
    { width, height }: { readonly width: number; readonly height: number },
  ): void {
    const units = getAxisUnits(spec, this.#linkedView.view?.formats)
    this.#plot = library.drawPlot(spec, data, {
      width,
      height: height - 4,
      getSeriesColor: data.series.length > 0 ? this.#createColors(data.series) : () => 'var(--_category-1)',
      getTooltip: (row) => describeRow(row, spec, this.strings, units),
      language: this.strings.language,
      labels: getAxisLabels(spec, this.strings),
      units,
      facetLabels: { columns: spec.facet, rows: spec.facetRow },
    })
    this.#adoptStyles(this.#plot.styles)
    container.replaceChildren(this.#plot.svg)
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

  async #save({ spec, data }: ChartState, target: ImageTarget): Promise<void> {
    const plot = this.#plot
    if (!plot) return
    const title = getChartTitle(spec, this.strings)
    const image = { svg: plot.svg, styles: plot.styles, title, legend: this.#listSeries(data) }
    await this.#drawing.save((format) => exportChart(image, format), title, 'chart', target)
  }
}
