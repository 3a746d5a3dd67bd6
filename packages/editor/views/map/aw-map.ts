import { createGestureHandler, getWheelAction, getWheelDistance } from '@aw-flow/canvas'
import { html, nothing, type PropertyValues } from 'lit'
import type { TableFilter } from '@aw-flow/schema/internal'
import { defineEvent } from '../../define-event.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles as chartStyles } from '../chart/aw-chart.styles.ts'
import { chartStrings, type ChartStrings } from '../chart/chart-strings.ts'
import { formatNumber } from '../chart/describe-chart.ts'
import { exportChart } from '../chart/export-chart.ts'
import { categoryColors, categoryCount, createCategoryColors } from '../drawing/category-colors.styles.ts'
import { DrawingController, type ImageTarget } from '../drawing/drawing-controller.ts'
import { drawingStyles } from '../drawing/drawing.styles.ts'
import {
  getZoomKeys,
  renderLegend,
  renderNotes,
  renderRamp,
  renderZoomTools,
  type LegendEntry,
} from '../drawing/render-drawing.ts'
import { LinkedView } from '../linked-view.ts'
import { localizeCell } from '../localize-number.ts'
import { readRows } from '../read-rows.ts'
import { renderRowsTable } from '../table/render-rows-table.ts'
import type { TableSource } from '../table-source.ts'
import { mapStyles } from './aw-map.styles.ts'
import type { MapDrawing } from './draw-map.ts'
import type { MapTools } from './map-tools.ts'
import type { MapData } from './map-data.ts'
import { renderMapForm } from './map-form.ts'
import { suggestMap, suggestRegionMeasure, type MapSpec } from './map-spec.ts'
import type { MapStrings } from './map-strings.ts'
import type { CustomRegions, RegionIndex } from './regions.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

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
  readonly tools: MapTools
  readonly spec: MapSpec
  readonly data: MapData
  readonly index: RegionIndex
}

const maxListedValues = 50
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
export class AwMap extends element(
  {
    /** The table to draw. */
    source: undefined as TableSource | undefined,
    /** The map specification. If absent, one is suggested based on the columns' names, types and values. */
    spec: undefined as MapSpec | undefined,
    /** The regions of the user's GeoJSON file, used if the area is `own`. */
    regions: undefined as CustomRegions | undefined,
    /** Row filters, for example those of a chart of the same table. */
    filters: [] as readonly TableFilter[],
    /** Whether linked elements share a source's filters. Later tables with the same columns reuse the map settings. */
    linked: false,
    /** Whether to hide the map form and the buttons above the map. */
    fixed: false,
    /** The accessible name. Defaults to the title of the map. */
    label: '',
    /** UI strings shared with charts. */
    strings: chartStrings as ChartStrings,
    _tools: undefined as MapTools | undefined,
    /** The suggested map specification. */
    _suggestedSpec: undefined as MapSpec | undefined,
    _fileError: '',
    /** The item whose tooltip is shown, and whether it is announced to screen readers. */
    _tooltip: undefined as { readonly item: number; readonly isAnnounced: boolean } | undefined,
  },
  { linked: { type: Boolean }, fixed: { type: Boolean }, label: {} },
) {
  static override styles = [tokens, categoryColors, controls, drawingStyles, chartStyles, mapStyles]

  readonly #linkedView = new LinkedView(this, ({ filters }) => (this.filters = filters))
  readonly #drawing = new DrawingController<MapState>(this, {
    getInputs: () => [this.source, this.spec, this.regions, this.filters, this.strings.language],
    load: (signal) => this.#load(signal),
    draw: (container, state, size) => this.#draw(container, state, size),
  })
  #language: string | undefined
  #map: MapDrawing | undefined
  #drag: { readonly x: number; readonly y: number } | undefined

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) {
      this.#drawing.clear()
      this._suggestedSpec = undefined
    }
    if (changed.has('source') || changed.has('linked')) {
      const view = this.#linkedView.link(this.linked ? this.source : undefined)
      const { map } = this.#linkedView
      if (view) this.filters = view.filters
      if (view && changed.has('source')) Object.assign(this, { spec: map?.spec, regions: map?.regions })
    }
  }

  override updated(): void {
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

  #renderBody(): unknown {
    const { source, strings, _tools: tools } = this
    const absence = this.#drawing.renderAbsence({
      hasTable: !!source,
      isSupported: !!source?.derive,
      missingInput: tools && this.#describeMissingInput(tools),
    })
    const { state } = this.#drawing
    if (absence || !state) return absence
    const { spec, data } = state
    const mapStrings = state.tools.strings
    const title = this.#getTitle(state)
    return html`<figure aria-label=${this.label || title}>
      <figcaption>
        <h3 title=${title}>${title}</h3>
        ${this.#renderLegend(state)}
        ${this.fixed ? nothing : this.#drawing.renderActions(strings, (target) => void this.#save(state, target))}
      </figcaption>
      ${this.#drawing.renderExportProblem()}
      ${
        this.#drawing.isTableShown
          ? renderRowsTable(data.table, strings.rowsTable, title)
          : html`<div class="stage">
              <div
                class="drawing"
                part="drawing"
                role="application"
                tabindex="0"
                aria-label=${this.#describe(state)}
                @keydown=${this.#onKey}
                @pointerdown=${this.#onPointerDown}
                @pointermove=${this.#onPointerMove}
                @pointerup=${this.#onPointerUp}
                @pointerleave=${() => this.#showTooltip(undefined)}
                @blur=${() => this.#showTooltip(undefined)}
                @wheel=${this.#onWheel}
                @gesturestart=${this.#onGesture}
                @gesturechange=${this.#onGesture}
              ></div>
              ${this.#renderTooltip(data)} ${renderZoomTools(mapStrings, () => this.#map)}
            </div>`
      }
      ${data.items.length === 0 ? html`<p role="status">${mapStrings.empty}</p>` : nothing}
      ${this.#renderNotes(spec, data, mapStrings)}
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

  #getTitle({ spec, tools: { strings } }: MapState): string {
    if (spec.mark === 'points') return strings.pointsTitle(spec.value)
    return strings.regionsTitle(strings.measures[spec.measure], spec.measure === 'count' ? '' : spec.value, spec.region)
  }

  #describe(state: MapState): string {
    const { strings } = state.tools
    const count = (state.spec.mark === 'points' ? strings.pointCount : strings.regionCount)(state.data.items.length)
    return [this.label || this.#getTitle(state), count, strings.keys].join('. ')
  }

  #listCategories({ data, tools }: MapState): LegendEntry[] {
    const { other } = tools.strings
    const getColor = createCategoryColors(data.categories, [other])
    const hasOther = data.items.some(({ category }) => category === other)
    return [...data.categories, ...(hasOther ? [other] : [])].map((label) => ({ label, color: getColor(label) }))
  }

  #renderLegend(state: MapState): unknown {
    const { spec, data, tools } = state
    if (data.categories.length > 0) return renderLegend(this.#listCategories(state))
    const range = this.#map?.range
    if (!range) return nothing
    const noData = html`<li><span class="swatch no-data"></span><span>${tools.strings.noData}</span></li>`
    return renderRamp(range, this.strings.language, spec.mark === 'points' ? nothing : noData)
  }

  #renderNotes({ mark }: MapSpec, { items, unmatched, rowCounts, total }: MapData, strings: MapStrings): unknown {
    const notes = [
      ...(total < (this.source?.rows ?? 0) ? [strings.filtered(total, this.source?.rows ?? 0)] : []),
      ...(mark === 'points' && rowCounts.read < total ? [strings.sample(items.length, total)] : []),
      ...(mark === 'points' && rowCounts.withoutLocation > 0
        ? [strings.withoutLocation(rowCounts.withoutLocation)]
        : []),
    ]
    const listedValues = unmatched.slice(0, maxListedValues)
    const title = strings.unmatched(unmatched.length, rowCounts.withoutLocation)
    return html`${renderNotes(notes)}
    ${
      unmatched.length === 0
        ? nothing
        : html`<details class="unmatched small muted">
            <summary>${title}</summary>
            <ul tabindex="0" aria-label=${title}>
              ${listedValues.map(({ value, rows: count }) => html`<li><bdi>${strings.unmatchedValue(value ?? this.strings.rowsTable.null, count)}</bdi></li>`)}
              ${unmatched.length > listedValues.length ? html`<li>${strings.moreValues(unmatched.length - listedValues.length)}</li>` : nothing}
            </ul>
          </details>`
    }`
  }

  #renderTooltip({ items }: MapData): unknown {
    const item = this._tooltip && items[this._tooltip.item]
    return item
      ? html`<div class="tooltip" aria-hidden="true">
          ${item.lines.map((line) => html`<div class="ellipsis">${line}</div>`)}
        </div>`
      : nothing
  }

  /** Positions the tooltip next to its item, within the drawing. */
  #placeTooltip(): void {
    const tooltip = this.renderRoot.querySelector<HTMLElement>('.tooltip')
    const { container } = this.#drawing
    const position = this._tooltip && this.#map?.locate(this._tooltip.item)
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

  async #load(signal: AbortSignal): Promise<MapState | undefined> {
    const { source, strings } = this
    this._tooltip = undefined
    if (!source?.derive) return undefined
    if (this.#language !== strings.language || !this._tools) {
      const tools = await (await import('./map-tools.ts')).createMapTools(strings.language)
      signal.throwIfAborted()
      this.#language = strings.language
      this._tools = tools
    }
    if (!this.spec && !this._suggestedSpec) {
      const facts = (await source.getFacts?.()) ?? []
      signal.throwIfAborted()
      this._suggestedSpec = suggestMap(source.columns, facts, source.rows)
    }
    const tools = this._tools
    const spec = this.spec ?? this._suggestedSpec
    if (!spec || this.#describeMissingInput(tools) !== undefined) return undefined
    const filters = [...this.filters]
    const rows =
      filters.length === 0 ? source : (await source.derive({ kind: 'view', filters, sort: [], places: false })).source
    const content = await tools.read(rows, spec, this.regions, {
      nullLabel: strings.rowsTable.null,
      maxCategories: categoryCount,
      readRows,
      localizeCell,
    })
    return { tools, spec, ...content }
  }

  #draw(
    container: HTMLElement,
    { tools, spec, data, index }: MapState,
    { width, height }: { readonly width: number; readonly height: number },
  ): void {
    this.#map = tools.drawMap(data, index, {
      area: spec.area,
      width,
      height,
      getCategoryColor: createCategoryColors(data.categories, [tools.strings.other]),
    })
    container.replaceChildren(this.#map.svg)
    // The legend shows the range of the drawing.
    this.requestUpdate()
  }

  #showTooltip(item: number | undefined, isAnnounced = false): void {
    if (this._tooltip?.item === item && item !== undefined) return
    this.#map?.select(item)
    this._tooltip = item === undefined ? undefined : { item, isAnnounced }
  }

  #onKey = (event: KeyboardEvent): void => {
    const map = this.#map
    const items = this.#drawing.state?.data.items
    if (!map || !items || event.ctrlKey || event.metaKey || event.altKey) return
    const [first, last] = [0, items.length - 1]
    const goTo = (item: number) => (): void => {
      if (items.length === 0) return
      const next = Math.max(first, Math.min(item, last))
      map.reveal(next)
      this.#showTooltip(next, true)
    }
    const pan = (dx: number, dy: number) => (): void => map.panBy(dx, dy)
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
      ...getZoomKeys({
        zoomBy: (factor) => map.zoomBy(factor, this._tooltip && map.locate(this._tooltip.item)),
        fit: () => map.fit(),
      }),
      ...(this._tooltip ? { Escape: () => this.#showTooltip(undefined) } : {}),
    }
    const action = actions[getKey(event)]
    if (!action) return
    event.preventDefault()
    event.stopPropagation()
    action()
    // Moves the tooltip with its item.
    this.requestUpdate()
  }

  #onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return
    this.#drag = { x: event.clientX, y: event.clientY }
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
  }

  #onPointerMove = (event: PointerEvent): void => {
    const map = this.#map
    const container = event.currentTarget as HTMLElement
    if (!map) return
    if (this.#drag) {
      container.classList.add('dragged')
      map.panBy(event.clientX - this.#drag.x, event.clientY - this.#drag.y)
      this.#drag = { x: event.clientX, y: event.clientY }
      this.#showTooltip(undefined)
      return
    }
    const target = (this.renderRoot as ShadowRoot).elementFromPoint(event.clientX, event.clientY)
    this.#showTooltip(target ? map.findItemIndex(target) : undefined)
  }

  #onPointerUp = (event: PointerEvent): void => {
    const container = event.currentTarget as HTMLElement
    const wasDragged = container.classList.contains('dragged')
    container.classList.remove('dragged')
    this.#drag = undefined
    if (wasDragged) return
    const target = (this.renderRoot as ShadowRoot).elementFromPoint(event.clientX, event.clientY)
    // Touch input cannot hover, so a tap shows the tooltip.
    this.#showTooltip(target ? this.#map?.findItemIndex(target) : undefined)
  }

  #onWheel = (event: WheelEvent): void => {
    const action = getWheelAction(this, event)
    if (!this.#map || action === 'page') return
    event.preventDefault()
    const { dx, dy } = getWheelDistance(event, this.clientHeight)
    if (action === 'zoom') return this.#zoom(2 ** (-dy / 300), event)
    this.#map.panBy(-dx, -dy)
    this.#showTooltip(undefined)
  }

  #zoom = (factor: number, { clientX, clientY }: { readonly clientX: number; readonly clientY: number }): void => {
    const bounds = this.#map?.svg.getBoundingClientRect()
    if (bounds) this.#map?.zoomBy(factor, [clientX - bounds.left, clientY - bounds.top])
    this.#showTooltip(undefined)
  }

  readonly #onGesture = createGestureHandler(this.#zoom)

  async #save(state: MapState, target: ImageTarget): Promise<void> {
    const map = this.#map
    if (!map) return
    const title = this.label || this.#getTitle(state)
    const [minimum, maximum] = (map.range ?? []).map((value) => formatNumber(value, this.strings.language))
    const legend =
      minimum === undefined || maximum === undefined
        ? this.#listCategories(state)
        : [
            { label: minimum, color: 'var(--_ramp-low)' },
            { label: maximum, color: 'var(--_ramp-high)' },
          ]
    await this.#drawing.save(
      (format) => exportChart({ svg: map.svg, styles: [], title, legend }, format),
      title,
      'map',
      target,
    )
  }
}
