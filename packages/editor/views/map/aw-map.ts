import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { getProblemText, type Problem, type TableFilter } from '@aw-flow/schema'
import { defineEvent } from '../../define-event.ts'
import { toFileName } from '../../elements/files/file-name.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { categoryColors, categoryCount, createCategoryColors } from '../category-colors.styles.ts'
import { styles as chartStyles } from '../chart/aw-chart.styles.ts'
import { chartStrings, type ChartStrings } from '../chart/chart-strings.ts'
import { formatNumber } from '../chart/describe-chart.ts'
import { chartToPng, chartToSvg, type ChartImage } from '../chart/export-chart.ts'
import { drawingFrame } from '../drawing-frame.styles.ts'
import { LinkedView } from '../linked-view.ts'
import { localizeCell } from '../localize-number.ts'
import { readRows } from '../read-rows.ts'
import { isTooShortToStack } from '../is-too-short-to-stack.ts'
import { toProblem, type TableSource } from '../table-source.ts'
import { mapStyles } from './aw-map.styles.ts'
import type { MapDrawing } from './draw-map.ts'
import { loadMapTools, type MapTools } from './load-map-tools.ts'
import type { MapData } from './map-data.ts'
import { renderMapForm } from './map-form.ts'
import { suggestMap, suggestRegionMeasure, type MapSpec } from './map-spec.ts'
import type { CustomRegions, RegionIndex } from './regions.ts'

/** Fired when the user changes the map. @public */
export class MapChangeEvent extends defineEvent<{
  /** The map specification after the change. */
  readonly spec: MapSpec
  /** The regions of the user's GeoJSON file, if one has been selected. */
  readonly regions: CustomRegions | undefined
}>('aw-map-change') {}

declare global {
  interface HTMLElementEventMap {
    'aw-map-change': MapChangeEvent
  }
  interface HTMLElementTagNameMap {
    'aw-map': AwMap
  }
}

/** The displayed map and its data. */
interface MapState {
  readonly spec: MapSpec
  readonly data: MapData
  readonly index: RegionIndex
}

const maxListedValues = 50
const zoomStep = 1.5
const panStep = 60

/**
 * Draws a map of a table, either with rows as points at their coordinates or with regions colored by an aggregate of
 * their rows. The basemap is part of the package and is loaded when the first map is shown; nothing is requested from
 * other sites. Values that do not match a region of the map are counted and listed. Arrow keys move between items,
 * Shift+arrow keys pan the map, and `+`, `-` and `0` zoom in, zoom out and reset the view. The same data is also
 * available as a table.
 *
 * @event {MapChangeEvent} aw-map-change - Fired when the user changes the map. The new value is in `spec` or `regions`.
 * @csspart drawing - The container of the drawing.
 * @csspart table-scroller - The scroll container of the table.
 * @csspart table-status - The line below the table.
 * @csspart download-button - The table's download button.
 * @csspart download-more - The button that opens the menu of other download formats.
 *
 * @public
 */
export class AwMap extends LitElement {
  static override styles = [tokens, categoryColors, controls, drawingFrame, chartStyles, mapStyles]
  static override properties = {
    source: { attribute: false },
    spec: { attribute: false },
    regions: { attribute: false },
    filters: { attribute: false },
    linked: { type: Boolean },
    fixed: { type: Boolean },
    label: {},
    strings: { attribute: false },
    _tools: { state: true },
    _mapState: { state: true },
    _suggestedSpec: { state: true },
    _failure: { state: true },
    _fileError: { state: true },
    _exportError: { state: true },
    _isTableShown: { state: true },
    _tooltip: { state: true },
  }

  /** The table to draw. */
  declare source: TableSource | undefined
  /** The map specification. If absent, one is suggested based on the columns' names, types and values. */
  declare spec: MapSpec | undefined
  /** The regions of the user's GeoJSON file, used if the area is `own`. */
  declare regions: CustomRegions | undefined
  /** Row filters, for example those of a chart of the same table. */
  declare filters: readonly TableFilter[]
  /** Whether linked elements share a source's filters. Later tables with the same columns reuse the map settings. */
  declare linked: boolean
  /** Whether to hide the map form and the buttons above the map. */
  declare fixed: boolean
  /** The accessible name. Defaults to the title of the map. */
  declare label: string
  /** UI strings shared with charts. */
  declare strings: ChartStrings
  declare private _tools: MapTools | undefined
  declare private _mapState: MapState | undefined
  /** The suggested map specification. */
  declare private _suggestedSpec: MapSpec | undefined
  declare private _failure: unknown
  declare private _fileError: string
  declare private _exportError: Problem | undefined
  declare private _isTableShown: boolean
  /** The item whose tooltip is shown, and whether it is announced to screen readers. */
  declare private _tooltip: { readonly item: number; readonly isAnnounced: boolean } | undefined

  readonly #linkedView = new LinkedView(this, ({ filters }) => (this.filters = filters))
  #loadCount = 0
  #language: string | undefined
  #drawing: (MapDrawing & { readonly mapState: MapState; readonly width: number; readonly height: number }) | undefined
  #observer: ResizeObserver | undefined
  #drag: { readonly x: number; readonly y: number } | undefined

  constructor() {
    super()
    this.filters = []
    this.linked = false
    this.fixed = false
    this.label = ''
    this.strings = chartStrings
    this._fileError = ''
    this._isTableShown = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#observer = new ResizeObserver(() => {
      this.toggleAttribute('data-low', isTooShortToStack(this))
      this.#draw()
    })
    this.#observer.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer?.disconnect()
    this.#observer = undefined
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) {
      this._mapState = undefined
      this._suggestedSpec = undefined
    }
    if (changed.has('source') || changed.has('linked')) {
      const view = this.#linkedView.link(this.linked ? this.source : undefined)
      const { map } = this.#linkedView
      if (view) this.filters = view.filters
      if (view && changed.has('source')) Object.assign(this, { spec: map?.spec, regions: map?.regions })
    }
    const hasLanguageChanged = changed.has('strings') && this.strings.language !== this.#language
    if (
      changed.has('source') ||
      changed.has('spec') ||
      changed.has('regions') ||
      changed.has('filters') ||
      hasLanguageChanged
    )
      void this.#load()
  }

  override updated(): void {
    const container = this.#container
    if (container) this.#observer?.observe(container)
    this.#draw()
    this.#placeTooltip()
  }

  override render(): unknown {
    const { source, _tools: tools } = this
    const spec = this.spec ?? this._suggestedSpec
    return html`
      ${
        this.fixed || !source || !spec || !tools
          ? nothing
          : html`<div class="bar">
              ${renderMapForm({
                spec,
                columns: source.columns,
                strings: tools.strings,
                fileName: this.regions?.name,
                onChange: (newSpec) => void this.#changeSpec(spec, newSpec, source),
                onFile: (file) => void this.#readFile(file, spec),
              })}
              ${this._fileError === '' ? nothing : html`<p class="bad" role="alert">${this._fileError}</p>`}
            </div>`
      }
      ${this.#renderBody()}
    `
  }

  get #container(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('.drawing') ?? undefined
  }

  #renderBody(): unknown {
    const { source, strings, _tools: tools, _mapState: mapState } = this
    const renderMessage = (content: unknown): unknown => html`<div class="message">${content}</div>`
    if (!source) return renderMessage(html`<p>${strings.noTable}</p>`)
    if (!source.derive) return renderMessage(html`<p>${strings.notSupported}</p>`)
    if (this._failure !== undefined) {
      const reason = strings.renderText(getProblemText(toProblem(this._failure)))
      return renderMessage(
        html`<p class="bad" role="alert">${renderCode(reason)}</p>
          <button type="button" @click=${() => this.#load()}>${strings.retry}</button>`,
      )
    }
    if (!tools) return renderMessage(html`<p role="status">${strings.loading}</p>`)
    const missingInputMessage = this.#describeMissingInput(tools)
    if (missingInputMessage !== undefined) return renderMessage(html`<p>${missingInputMessage}</p>`)
    if (!mapState) return renderMessage(html`<p role="status">${strings.loading}</p>`)
    const { spec, data } = mapState
    const title = this.#getTitle(mapState, tools)
    return html`<figure aria-label=${this.label || title}>
      <figcaption>
        <h3 title=${title}>${title}</h3>
        ${this.#renderLegend(mapState, tools)}
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
              .source=${data.table}
              .strings=${strings.rowsTable}
              label=${title}
            ></aw-data-table>`
          : html`<div class="stage">
              <div
                class="drawing"
                part="drawing"
                role="application"
                tabindex="0"
                aria-label=${this.#describe(mapState, tools)}
                @keydown=${this.#onKey}
                @pointerdown=${this.#onPointerDown}
                @pointermove=${this.#onPointerMove}
                @pointerup=${this.#onPointerUp}
                @pointerleave=${() => this.#showTooltip(undefined)}
                @blur=${() => this.#showTooltip(undefined)}
                @wheel=${this.#onWheel}
              ></div>
              ${this.#renderTooltip(data)}
              <div class="tools">
                ${this.#renderTool('plus', tools.strings.zoomIn, () => this.#drawing?.zoomBy(zoomStep))}
                ${this.#renderTool('minus', tools.strings.zoomOut, () => this.#drawing?.zoomBy(1 / zoomStep))}
                ${this.#renderTool('maximize', tools.strings.fit, () => this.#drawing?.fit())}
              </div>
            </div>`
      }
      ${data.items.length === 0 ? html`<p role="status">${tools.strings.empty}</p>` : nothing}
      ${this.#renderNotes(spec, data, tools)}
      <p class="visually-hidden" role="status">
        ${this._tooltip?.isAnnounced ? data.items[this._tooltip.item]?.lines.join('. ') : ''}
      </p>
    </figure>`
  }

  /**
   * Returns a message that tells the user what to select before the map can be drawn, or `undefined` if nothing is
   * missing.
   */
  #describeMissingInput({ strings }: MapTools): string | undefined {
    const { source, regions } = this
    const spec = this.spec ?? this._suggestedSpec
    if (!spec || !source) return undefined
    const hasColumn = (name: string): boolean => source.columns.some((column) => column.name === name)
    if (spec.area === 'own' && !regions) return strings.noFile
    if (spec.mark === 'points')
      return hasColumn(spec.latitude) && hasColumn(spec.longitude) ? undefined : strings.chooseCoordinates
    return hasColumn(spec.region) ? undefined : strings.chooseRegion
  }

  #getTitle({ spec }: MapState, { strings }: MapTools): string {
    if (spec.mark === 'points') return strings.pointsTitle(spec.value)
    return strings.regionsTitle(strings.measures[spec.measure], spec.measure === 'count' ? '' : spec.value, spec.region)
  }

  #describe(mapState: MapState, tools: MapTools): string {
    const { strings } = tools
    const { data, spec } = mapState
    const count = (spec.mark === 'points' ? strings.pointCount : strings.regionCount)(data.items.length)
    return [this.label || this.#getTitle(mapState, tools), count, strings.keys].join('. ')
  }

  #renderTool(iconName: string, label: string, onClick: () => void): unknown {
    return html`<button type="button" class="icon" aria-label=${label} title=${label} @click=${onClick}>
      ${icon(iconName)}
    </button>`
  }

  #renderActions(): unknown {
    const { strings } = this
    return html`
      <button
        type="button"
        aria-pressed=${this._isTableShown ? 'true' : 'false'}
        @click=${() => {
          this._tooltip = undefined
          this._isTableShown = !this._isTableShown
        }}
      >
        ${icon('table-2')}${strings.table}
      </button>
      ${(['svg', 'png'] as const).map(
        (format) =>
          html`<button
            type="button"
            title=${`${strings.download} ${strings[format]}`}
            ?disabled=${this._isTableShown}
            @click=${() => void this.#save(format)}
          >
            ${icon('download')}${strings[format]}
          </button>`,
      )}
    `
  }

  #renderLegend({ data, spec }: MapState, { strings }: MapTools): unknown {
    if (data.categories.length > 0) {
      const getColor = createCategoryColors(data.categories, [strings.other])
      const labels = [...data.categories, ...(data.items.some(({ category }) => category === strings.other) ? [strings.other] : [])] // oxfmt-ignore
      return html`<ul class="legend">
        ${labels.map(
          (label) =>
            html`<li>
              <span class="swatch" .style=${`background: ${getColor(label)}`}></span
              ><span title=${label}>${label}</span>
            </li>`,
        )}
      </ul>`
    }
    const range = this.#drawing?.mapState.data === data ? this.#drawing.range : undefined
    if (!range) return nothing
    return html`<ul class="legend">
      <li>
        <span>${formatNumber(range[0], this.strings.language)}</span><span class="ramp"></span
        ><span>${formatNumber(range[1], this.strings.language)}</span>
      </li>
      ${
        spec.mark === 'points'
          ? nothing
          : html`<li><span class="swatch no-data"></span><span>${strings.noData}</span></li>`
      }
    </ul>`
  }

  #renderNotes({ mark }: MapSpec, { items, unmatched, rowCounts, total }: MapData, { strings }: MapTools): unknown {
    const notes = [
      ...(total < (this.source?.rows ?? 0) ? [strings.filtered(total, this.source?.rows ?? 0)] : []),
      ...(mark === 'points' && rowCounts.read < total ? [strings.sample(items.length, total)] : []),
      ...(mark === 'points' && rowCounts.withoutLocation > 0
        ? [strings.withoutLocation(rowCounts.withoutLocation)]
        : []),
    ]
    const listedValues = unmatched.slice(0, maxListedValues)
    return html`${
      notes.length === 0
        ? nothing
        : html`<ul class="notes">
            ${notes.map((note) => html`<li>${icon('info')}<span>${note}</span></li>`)}
          </ul>`
    }
    ${
      unmatched.length === 0
        ? nothing
        : html`<details class="unmatched">
            <summary>${strings.unmatched(unmatched.length, rowCounts.withoutLocation)}</summary>
            <ul tabindex="0" aria-label=${strings.unmatched(unmatched.length, rowCounts.withoutLocation)}>
              ${listedValues.map(({ value, rows: count }) => html`<li><bdi>${strings.unmatchedValue(value ?? this.strings.rowsTable.null, count)}</bdi></li>`)}
              ${unmatched.length > listedValues.length ? html`<li>${strings.moreValues(unmatched.length - listedValues.length)}</li>` : nothing}
            </ul>
          </details>`
    }`
  }

  #renderTooltip({ items }: MapData): unknown {
    const item = this._tooltip && items[this._tooltip.item]
    return item
      ? html`<div class="tooltip" aria-hidden="true">${item.lines.map((line) => html`<div>${line}</div>`)}</div>`
      : nothing
  }

  /** Positions the tooltip next to its item, within the drawing. */
  #placeTooltip(): void {
    const tooltip = this.renderRoot.querySelector<HTMLElement>('.tooltip')
    const container = this.#container
    const position = this._tooltip && this.#drawing?.locate(this._tooltip.item)
    if (!tooltip || !container || !position) return
    const [x, y] = position
    const left = x + 12 + tooltip.offsetWidth > container.clientWidth ? x - 12 - tooltip.offsetWidth : x + 12
    const top = Math.min(y + 12, container.clientHeight - tooltip.offsetHeight - 4)
    tooltip.style.left = `${Math.max(4, left)}px`
    tooltip.style.top = `${Math.max(4, top)}px`
  }

  /** Applies a changed specification. When points are replaced with regions, also applies the suggested measure. */
  async #changeSpec(previousSpec: MapSpec, spec: MapSpec, source: TableSource): Promise<void> {
    this.#change(spec, this.regions)
    if (previousSpec.mark === spec.mark || spec.mark !== 'regions') return
    const metadata = (await source.getFacts?.().catch(() => undefined)) ?? []
    const suggestedSpec = { ...spec, ...suggestRegionMeasure(spec, source.columns, metadata, source.rows) }
    if (this.spec === spec && suggestedSpec.value !== '') this.#change(suggestedSpec, this.regions)
  }

  #change(spec: MapSpec, regions: CustomRegions | undefined): void {
    this._fileError = ''
    this.spec = spec
    this.regions = regions
    if (this.linked) this.#linkedView.setMap({ spec, regions })
    this.dispatchEvent(new MapChangeEvent({ spec, regions }))
  }

  async #readFile(file: File, spec: MapSpec): Promise<void> {
    const tools = this._tools
    if (!tools) return
    try {
      this.#change({ ...spec, area: 'own' }, await tools.readCustomRegions(file))
    } catch (cause) {
      this._fileError = tools.strings.badFile(file.name, cause instanceof Error ? cause.message : String(cause))
    }
  }

  async #load(): Promise<void> {
    const { source, strings } = this
    const loadId = ++this.#loadCount
    this._failure = undefined
    this._exportError = undefined
    this._tooltip = undefined
    if (!source?.derive) return
    try {
      if (this.#language !== strings.language || !this._tools) {
        const tools = await loadMapTools(strings.language)
        if (loadId !== this.#loadCount) return
        this.#language = strings.language
        this._tools = tools
      }
      if (!this.spec && !this._suggestedSpec) {
        const facts = (await source.getFacts?.()) ?? []
        if (loadId !== this.#loadCount) return
        this._suggestedSpec = suggestMap(source.columns, facts, source.rows)
      }
      const spec = this.spec ?? this._suggestedSpec
      if (!spec || this.#describeMissingInput(this._tools) !== undefined) return
      const filters = [...this.filters]
      const rows =
        filters.length === 0 ? source : (await source.derive({ kind: 'view', filters, sort: [], places: false })).source
      const content = await this._tools.read(rows, spec, this.regions, {
        nullLabel: strings.rowsTable.null,
        maxCategories: categoryCount,
        readRows,
        localizeCell,
      })
      if (loadId === this.#loadCount) this._mapState = { spec, ...content }
    } catch (cause) {
      if (loadId === this.#loadCount) this._failure = cause ?? new Error('The query failed for an unknown reason.')
    }
  }

  #draw(): void {
    const container = this.#container
    const { _mapState: mapState, _tools: tools } = this
    if (!container || !mapState || !tools || container.clientWidth === 0) return
    const [width, height] = [container.clientWidth, Math.max(120, container.clientHeight)]
    const previous = this.#drawing
    const isCurrent = previous?.mapState === mapState && previous.width === width && previous.height === height
    if (isCurrent && previous.svg.parentNode === container) return
    const drawing = tools.drawMap(mapState.data, mapState.index, {
      area: mapState.spec.area,
      width,
      height,
      getCategoryColor: createCategoryColors(mapState.data.categories, [tools.strings.other]),
    })
    container.replaceChildren(drawing.svg)
    this.#drawing = { ...drawing, mapState, width, height }
    if (previous?.mapState !== mapState) this.requestUpdate()
  }

  #showTooltip(item: number | undefined, isAnnounced = false): void {
    if (this._tooltip?.item === item && item !== undefined) return
    this.#drawing?.select(item)
    this._tooltip = item === undefined ? undefined : { item, isAnnounced }
  }

  #onKey = (event: KeyboardEvent): void => {
    const drawing = this.#drawing
    if (!drawing || event.ctrlKey || event.metaKey || event.altKey) return
    const { items } = drawing.mapState.data
    const [first, last] = [0, items.length - 1]
    const goTo = (item: number) => (): void => {
      if (items.length === 0) return
      const next = Math.max(first, Math.min(item, last))
      drawing.reveal(next)
      this.#showTooltip(next, true)
    }
    const pan = (dx: number, dy: number) => (): void => {
      drawing.panBy(dx, dy)
      this.requestUpdate()
    }
    const zoom = (factor: number) => (): void => {
      drawing.zoomBy(factor, this._tooltip && drawing.locate(this._tooltip.item))
      this.requestUpdate()
    }
    const current = this._tooltip?.item ?? -1
    const moves: Record<string, () => void> = event.shiftKey
      ? {
          ArrowLeft: pan(panStep, 0),
          ArrowRight: pan(-panStep, 0),
          ArrowUp: pan(0, panStep),
          ArrowDown: pan(0, -panStep),
        }
      : {
          ArrowRight: goTo(current + 1),
          ArrowDown: goTo(current + 1),
          ArrowLeft: goTo(current - 1),
          ArrowUp: goTo(current - 1),
          Home: goTo(first),
          End: goTo(last),
        }
    const actions: Record<string, () => void> = {
      ...moves,
      '+': zoom(zoomStep),
      '=': zoom(zoomStep),
      '-': zoom(1 / zoomStep),
      '0': () => {
        drawing.fit()
        this.requestUpdate()
      },
      ...(this._tooltip ? { Escape: () => this.#showTooltip(undefined) } : {}),
    }
    const action = actions[event.key]
    if (!action) return
    event.preventDefault()
    event.stopPropagation()
    action()
  }

  #onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return
    this.#drag = { x: event.clientX, y: event.clientY }
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
  }

  #onPointerMove = (event: PointerEvent): void => {
    const drawing = this.#drawing
    const container = event.currentTarget as HTMLElement
    if (!drawing) return
    if (this.#drag) {
      container.classList.add('dragged')
      drawing.panBy(event.clientX - this.#drag.x, event.clientY - this.#drag.y)
      this.#drag = { x: event.clientX, y: event.clientY }
      this.#showTooltip(undefined)
      return
    }
    const target = (this.renderRoot as ShadowRoot).elementFromPoint(event.clientX, event.clientY)
    this.#showTooltip(target ? drawing.findItemIndex(target) : undefined)
  }

  #onPointerUp = (event: PointerEvent): void => {
    const container = event.currentTarget as HTMLElement
    const wasDragged = container.classList.contains('dragged')
    container.classList.remove('dragged')
    this.#drag = undefined
    if (wasDragged) return
    const target = (this.renderRoot as ShadowRoot).elementFromPoint(event.clientX, event.clientY)
    // Touch input cannot hover, so a tap shows the tooltip.
    this.#showTooltip(target ? this.#drawing?.findItemIndex(target) : undefined)
  }

  #onWheel = (event: WheelEvent): void => {
    const drawing = this.#drawing
    if (!drawing) return
    event.preventDefault()
    const bounds = drawing.svg.getBoundingClientRect()
    drawing.zoomBy(2 ** (-event.deltaY / 300), [event.clientX - bounds.left, event.clientY - bounds.top])
    this.#showTooltip(undefined)
  }

  async #save(format: 'svg' | 'png'): Promise<void> {
    const [drawing, tools] = [this.#drawing, this._tools]
    if (!drawing || !tools) return
    this._exportError = undefined
    const title = this.label || this.#getTitle(drawing.mapState, tools)
    const { categories } = drawing.mapState.data
    const getColor = createCategoryColors(categories, [tools.strings.other])
    const range = drawing.range?.map((value) => formatNumber(value, this.strings.language))
    const image: ChartImage = {
      svg: drawing.svg,
      styles: [],
      title,
      legend:
        categories.length > 0
          ? categories.map((label) => ({ label, color: getColor(label) }))
          : range
            ? [
                { label: range[0]!, color: 'var(--_ramp-low)' },
                { label: range[1]!, color: 'var(--_ramp-high)' },
              ]
            : [],
    }
    try {
      const file = format === 'svg' ? new Blob([chartToSvg(image)], { type: 'image/svg+xml' }) : await chartToPng(image)
      saveFile(file, `${toFileName(title, 'map')}.${format}`)
    } catch (cause) {
      this._exportError = toProblem(cause)
    }
  }
}
