import { createGestureHandler, getWheelAction } from '@aw-flow/canvas'
import { html, nothing, type PropertyValues } from 'lit'
import { suggestGraph, type GraphSpec } from '@aw-flow/schema/internal'
import { defineEvent } from '../../define-event.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { createColorProbe } from '../css-color.ts'
import { categoryColors } from '../drawing/category-colors.styles.ts'
import { DrawingController, renderMessage } from '../drawing/drawing-controller.ts'
import { drawingStyles } from '../drawing/drawing.styles.ts'
import { findRange } from '../drawing/find-range.ts'
import { getZoomKeys, renderLegend, renderRamp, renderZoomTools, type LegendEntry } from '../drawing/render-drawing.ts'
import { renderRowsTable } from '../table/render-rows-table.ts'
import type { TableSource } from '../table-source.ts'
import { styles } from './aw-graph-view.styles.ts'
import type * as DrawGraph from './draw-graph.ts'
import { exportGraphPng } from './export-graph.ts'
import { findNeighbors, type GraphData } from './graph-data.ts'
import { renderGraphForm } from './graph-form.ts'
import { selectLabels, renderLabels, type GraphLabel } from './graph-labels.ts'
import { graphColorVariables, computeGraphStyle } from './graph-style.ts'
import { renderGraphSide } from './graph-side.ts'
import { graphStrings, type GraphStrings } from './graph-strings.ts'
import { maxLinks, maxPoints, readGraph } from './read-graph.ts'
import { detectWebgl, type GpuKind } from './webgl-support.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

/** Fired when the user changes the graph settings. @public */
export class GraphChangeEvent extends defineEvent<{
  /** The specification after the change. */
  readonly spec: GraphSpec
}>('aw-graph-change') {}

/** Fired when the user selects a point or clears the selection, in which case `id` is `undefined`. @public */
export class GraphSelectEvent extends defineEvent<{
  /** The id of the selected point. */
  readonly id: string | undefined
}>('aw-graph-select') {}

declare global {
  interface HTMLElementEventMap {
    'aw-graph-change': GraphChangeEvent
    'aw-graph-select': GraphSelectEvent
  }
  interface HTMLElementTagNameMap {
    'aw-graph-view': AwGraphView
  }
}

/** The displayed graph. */
interface GraphState {
  readonly data: GraphData
  readonly isTruncated: boolean
  /** Absent if the browser cannot draw the graph. */
  readonly library: typeof DrawGraph | undefined
}

const maxLabels = 24

/**
 * Draws points and links on the GPU. The `links` table has one row per link and the `points` table one row per point;
 * either may be absent. Points without coordinates are laid out automatically. The list next to the drawing makes every
 * point accessible. Without WebGL, the tables are shown instead. The drawing can be exported as PNG.
 *
 * @event {GraphChangeEvent} aw-graph-change - Fired when the user changes the graph settings. The new value is in
 * `spec`.
 * @event {GraphSelectEvent} aw-graph-select - Fired when the user selects a point or clears the selection.
 * @csspart place - The container of the drawing.
 * @csspart table-scroller - The scroll container of the table.
 * @csspart table-status - The line below the table.
 * @csspart download-button - The table's download button.
 * @csspart download-more - The button that opens the menu of other download formats.
 *
 * @public
 */
export class AwGraphView extends element(
  {
    links: undefined as TableSource | undefined,
    points: undefined as TableSource | undefined,
    /** The columns to draw. Empty fields are filled with columns selected by name. */
    spec: undefined as Partial<GraphSpec> | undefined,
    /**
     * Whether the layout is simulated on the GPU. By default, this is the case for more than 1,500 points if WebGL is
     * hardware-accelerated.
     */
    simulate: undefined as boolean | undefined,
    /** The browser's WebGL support, detected if not set. With `none`, tables are shown instead of the drawing. */
    gpu: undefined as GpuKind | undefined,
    /** Whether to hide the settings form and the export button. */
    fixed: false,
    label: '',
    strings: graphStrings as GraphStrings,
    _table: undefined as 'points' | 'links' | undefined,
    _query: '',
    _selectedPoint: undefined as number | undefined,
  },
  { gpu: {}, fixed: { type: Boolean }, label: {} },
) {
  static override styles = [tokens, categoryColors, controls, drawingStyles, styles]

  readonly #drawing = new DrawingController<GraphState>(this, {
    getInputs: () => [this.links, this.points, this.spec],
    load: (signal) => this.#load(signal),
    draw: (container, state) => this.#draw(container, state),
    resize: () => {
      this.#graph?.refit()
      this.#placeLabels()
    },
    destroy: () => {
      this.#graph?.destroy()
      this.#graph = undefined
    },
  })
  #graph: DrawGraph.GraphDrawing | undefined
  #colorProbe: ReturnType<typeof createColorProbe> | undefined
  #hoveredPoint: number | undefined
  #frame = 0
  /** The point labels that are currently displayed. */
  #labels: readonly GraphLabel[] = []
  /** The points to label if there is enough space, most important first. */
  #labeledPoints: readonly number[] = []

  override connectedCallback(): void {
    super.connectedCallback()
    this.gpu ??= detectWebgl()
    this.#colorProbe = createColorProbe(this.renderRoot as ShadowRoot, graphColorVariables, () => this.#restyle())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#colorProbe?.destroy()
    this.#colorProbe = undefined
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('links') || changed.has('points')) {
      this.#drawing.clear()
      this._table = undefined
      this._query = ''
    }
  }

  override render(): unknown {
    const { strings } = this
    if (!this.links && !this.points) return this.#drawing.renderAbsence({ hasTable: false })
    const form = this.fixed
      ? nothing
      : html`<div class="bar">
          ${renderGraphForm(
            this.#resolveSpec(),
            { links: this.links?.columns, points: this.points?.columns },
            strings,
            (spec) => this.#changeSpec(spec),
          )}
        </div>`
    return html`<div class="main">${form} ${this.#renderBody()}</div>
      ${this.#drawing.state ? this.#renderStatus(this.#drawing.state) : nothing}`
  }

  #renderBody(): unknown {
    const { strings } = this
    const absence = this.#drawing.renderAbsence({ hasTable: true })
    const { state } = this.#drawing
    if (absence || !state) return absence
    const { data } = state
    if (this.#isTableShown) return this.#renderTables()
    if (data.ids.length === 0) return renderMessage(strings.empty)
    const hub = data.degrees.reduce((best, degree, point) => (degree > data.degrees[best]! ? point : best), 0)
    return html`<div class="body">
      <div class="stage">
        <div
          class="place drawing"
          part="place"
          role="img"
          tabindex="0"
          aria-label=${`${this.label || strings.label}. ${strings.description(data.ids.length, data.links.length / 2, data.labels[hub]!, data.degrees[hub]!)}`}
          @keydown=${this.#onKey}
          @wheel=${this.#wheelListener}
          @gesturestart=${this.#onGesture}
          @gesturechange=${this.#onGesture}
        ></div>
        <div class="labels" aria-hidden="true"></div>
        ${this.#renderLegend(data)}
        ${renderZoomTools(
          strings,
          () => this.#graph,
          this.fixed ? nothing : renderIconButton('download', strings.png, () => void this.#save()),
        )}
      </div>
      ${renderGraphSide({
        data,
        strings,
        query: this._query,
        selectedPoint: this._selectedPoint,
        onQueryChange: (text) => (this._query = text),
        onSelect: (point) => this.#select(point, true),
      })}
    </div>`
  }

  #renderLegend(data: GraphData): unknown {
    const range = data.shades && findRange(data.shades)
    if (range) return renderRamp(range, this.strings.language)
    return data.category ? renderLegend(this.#listCategories(data)) : nothing
  }

  #listCategories({ categories, category }: GraphData): LegendEntry[] {
    const { otherValues, noValue } = this.strings
    const usedCategories = new Set(category)
    return [...categories.slice(0, -2), otherValues, noValue].flatMap((label, index) =>
      usedCategories.has(index)
        ? [{ label, color: `var(--_category-${index < categories.length - 2 ? index + 1 : 'other'})` }]
        : [],
    )
  }

  #renderTables(): unknown {
    const { strings } = this
    const visibleTable = this._table ?? (this.points ? 'points' : 'links')
    const source = visibleTable === 'points' ? (this.points ?? this.links) : (this.links ?? this.points)
    const renderChoice = (table: 'points' | 'links', label: string): unknown =>
      html`<button
        type="button"
        aria-pressed=${table === visibleTable ? 'true' : 'false'}
        @click=${() => (this._table = table)}
      >
        ${label}
      </button>`
    return html`<div class="tables">
      ${
        this.points && this.links
          ? html`<div role="group" aria-label=${strings.table}>
              ${renderChoice('points', strings.points)}${renderChoice('links', strings.linksTable)}
            </div>`
          : nothing
      }
      ${renderRowsTable(source, strings.rowsTable, this.label || strings.label)}
    </div>`
  }

  #renderStatus({ data, isTruncated }: GraphState): unknown {
    const { strings, gpu } = this
    const notes = [
      ...(gpu === 'none' ? [strings.noWebgl] : []),
      ...(isTruncated ? [strings.limited(maxPoints, maxLinks)] : []),
      ...(Object.entries(data.omitted) as [keyof GraphData['omitted'], number][])
        .filter(([, count]) => count > 0)
        .map(([reason, count]) => strings.omitted[reason](count)),
    ]
    return html`<div class="status small muted">
      <span>${strings.size(data.ids.length, data.links.length / 2)}</span>
      ${notes.map((label) => html`<span class="note">${icon('info')}${label}</span>`)}
      ${this.#drawing.renderExportProblem()}
      ${
        gpu === 'none'
          ? nothing
          : html`<span class="end"
              ><button
                type="button"
                aria-pressed=${this.#isTableShown ? 'true' : 'false'}
                @click=${() => (this._table = this.#isTableShown ? undefined : this.points ? 'points' : 'links')}
              >
                ${icon('table-2')}${strings.table}
              </button></span
            >`
      }
    </div>`
  }

  get #isTableShown(): boolean {
    return this.gpu === 'none' || this._table !== undefined
  }

  #resolveSpec(): GraphSpec {
    return suggestGraph({ links: this.links?.columns, points: this.points?.columns }, this.spec ?? {})
  }

  #changeSpec(spec: GraphSpec): void {
    this.spec = spec
    this.dispatchEvent(new GraphChangeEvent({ spec }))
  }

  async #load(signal: AbortSignal): Promise<GraphState | undefined> {
    const { links, points } = this
    if (!links && !points) return undefined
    const [library, graph] = await Promise.all([
      this.gpu === 'none' ? undefined : import('./draw-graph.ts'),
      readGraph(links, points, this.#resolveSpec()),
    ])
    signal.throwIfAborted()
    this._selectedPoint = undefined
    return { library, ...graph }
  }

  #draw(container: HTMLDivElement, { library, data }: GraphState): void {
    if (!library || !this.#colorProbe) return
    this.#labeledPoints = Array.from(data.degrees, (_, point) => point)
      .toSorted((a, b) => (data.sizes?.[b] ?? data.degrees[b]!) - (data.sizes?.[a] ?? data.degrees[a]!) || a - b)
      .slice(0, maxLabels)
    const graph = library.drawGraph(container, data, computeGraphStyle(data, this.#colorProbe.read()), {
      simulate: this.simulate ?? (this.gpu === 'hardware' && data.ids.length > 1_500),
      onPointClick: (point) => this.#select(point, false),
      onHover: (point) => {
        this.#hoveredPoint = point
        this.#placeLabels()
      },
      onMove: () => this.#placeLabels(),
    })
    this.#graph = graph
    graph.ready.then(
      () => this.#placeLabels(),
      (cause: unknown) => {
        if (this.#graph === graph) this.#drawing.fail(cause)
      },
    )
  }

  #restyle(): void {
    const data = this.#drawing.state?.data
    if (data && this.#colorProbe) this.#graph?.restyle(computeGraphStyle(data, this.#colorProbe.read()))
  }

  #select(point: number | undefined, shouldZoom: boolean): void {
    const data = this.#drawing.state?.data
    if (!data) return
    this._selectedPoint = point
    if (shouldZoom) this._query = ''
    const neighbors = point === undefined ? [] : findNeighbors(data, point)
    this.#graph?.highlight(point, neighbors)
    if (shouldZoom && point !== undefined) this.#graph?.zoomTo(point, neighbors)
    this.#placeLabels()
    this.dispatchEvent(new GraphSelectEvent({ id: point === undefined ? undefined : data.ids[point] }))
  }

  /** Positions the labels next to their points in the next animation frame. */
  #placeLabels(): void {
    if (this.#frame !== 0 || !this.isConnected) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      const data = this.#drawing.state?.data
      const labelContainer = this.renderRoot.querySelector<HTMLElement>('.labels')
      if (!labelContainer || !data || !this.#graph) return
      const emphasizedPoints = [this._selectedPoint, this.#hoveredPoint].filter((point) => point !== undefined)
      const otherPoints =
        this._selectedPoint === undefined
          ? this.#labeledPoints
          : findNeighbors(data, this._selectedPoint).slice(0, maxLabels)
      const points = [...new Set([...emphasizedPoints, ...otherPoints])]
      const positions = this.#graph.toScreen(points)
      const labels = points.flatMap((point): GraphLabel[] => {
        const [x, y] = positions.get(point) ?? []
        if (x === undefined || y === undefined) return []
        return [{ point, label: data.labels[point]!, x, y: y + 9, isEmphasized: emphasizedPoints.includes(point) }]
      })
      this.#labels = selectLabels(labels, labelContainer.clientWidth, labelContainer.clientHeight)
      renderLabels(labelContainer, this.#labels)
    })
  }

  async #save(): Promise<void> {
    const [graph, { container }] = [this.#graph, this.#drawing]
    if (!graph || !container) return
    const title = this.label || this.strings.label
    const style = getComputedStyle(this)
    const legend = [...this.renderRoot.querySelectorAll('.legend .swatch')].map((swatch) => ({
      label: swatch.nextElementSibling?.textContent ?? '',
      color: getComputedStyle(swatch).backgroundColor,
    }))
    await this.#drawing.save(
      async () =>
        exportGraphPng(await graph.takeSnapshot(), container.clientWidth, {
          title,
          labels: this.#labels,
          legend,
          font: style.fontFamily,
          text: style.color,
          background: style.backgroundColor,
        }),
      title,
      'graph',
      'png',
    )
  }

  /** Keeps the wheel from cosmos.gl, which only zooms, where the host assigns it to panning or to the page. */
  readonly #wheelListener = {
    capture: true,
    handleEvent: (event: WheelEvent): void => {
      if (getWheelAction(this, event) !== 'zoom') event.stopPropagation()
    },
  }

  readonly #onGesture = createGestureHandler((factor) => this.#graph?.zoomBy(factor))

  #onKey = (event: KeyboardEvent): void => {
    const graph = this.#graph
    if (!graph || event.ctrlKey || event.metaKey || event.altKey) return
    const actions: Record<string, () => void> = {
      ...getZoomKeys(graph),
      ...(this._selectedPoint === undefined ? {} : { Escape: () => this.#select(undefined, false) }),
    }
    const action = actions[getKey(event)]
    if (!action) return
    event.preventDefault()
    action()
  }
}
