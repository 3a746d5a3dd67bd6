import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { suggestGraph, type GraphSpec, type Problem, getProblemText } from '@aw-flow/schema'
import { defineEvent } from '../../define-event.ts'
import { toFileName } from '../../elements/files/file-name.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { icon } from '../../icons/icon.ts'
import { renderProblemSentences } from '../../language/render-problem.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { categoryColors } from '../category-colors.styles.ts'
import { drawingFrame } from '../drawing-frame.styles.ts'
import { createColorProbe } from '../css-color.ts'
import { formatNumber } from '../chart/describe-chart.ts'
import { isTooShortToStack } from '../is-too-short-to-stack.ts'
import { toProblem, type TableSource } from '../table-source.ts'
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

let libraryPromise: Promise<typeof DrawGraph> | undefined
/** Loads the drawing code when the first graph is shown. If loading fails, the next graph tries again. */
const loadGraphLibrary = (): Promise<typeof DrawGraph> =>
  (libraryPromise ??= import('./draw-graph.ts').catch((cause: unknown) => {
    libraryPromise = undefined
    throw cause
  }))

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
export class AwGraphView extends LitElement {
  static override styles = [tokens, categoryColors, controls, drawingFrame, styles]
  static override properties = {
    links: { attribute: false },
    points: { attribute: false },
    spec: { attribute: false },
    simulate: { attribute: false },
    gpu: {},
    fixed: { type: Boolean },
    label: {},
    strings: { attribute: false },
    _data: { state: true },
    _isTruncated: { state: true },
    _failure: { state: true },
    _table: { state: true },
    _query: { state: true },
    _selectedPoint: { state: true },
    _exportError: { state: true },
  }

  declare links: TableSource | undefined
  declare points: TableSource | undefined
  /** The columns to draw. Empty fields are filled with columns selected by name. */
  declare spec: Partial<GraphSpec> | undefined
  /**
   * Whether the layout is simulated on the GPU. By default, this is the case for more than 1,500 points if WebGL is
   * hardware-accelerated.
   */
  declare simulate: boolean | undefined
  /** The browser's WebGL support, detected if not set. With `none`, tables are shown instead of the drawing. */
  declare gpu: GpuKind | undefined
  /** Whether to hide the settings form and the export button. */
  declare fixed: boolean
  declare label: string
  declare strings: GraphStrings
  declare private _data: GraphData | undefined
  declare private _isTruncated: boolean
  declare private _failure: unknown
  declare private _table: 'points' | 'links' | undefined
  declare private _query: string
  declare private _selectedPoint: number | undefined
  /** Why the last export failed. */
  declare private _exportError: Problem | undefined

  #loadCount = 0
  #drawing: DrawGraph.GraphDrawing | undefined
  #renderedGraph: { data: GraphData; container: HTMLElement } | undefined
  #colorProbe: ReturnType<typeof createColorProbe> | undefined
  #hoveredPoint: number | undefined
  #frame = 0
  #observer: ResizeObserver | undefined
  /** The point labels that are currently displayed. */
  #labels: readonly GraphLabel[] = []
  /** The points to label if there is enough space, most important first. */
  #labeledPoints: readonly number[] = []

  constructor() {
    super()
    this.fixed = false
    this.label = ''
    this.strings = graphStrings
    this._isTruncated = false
    this._query = ''
    this._exportError = undefined
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.gpu ??= detectWebgl()
    this.#observer = new ResizeObserver(() => {
      this.toggleAttribute('data-low', isTooShortToStack(this))
      this.#drawing?.refit()
      this.#placeLabels()
    })
    this.#observer.observe(this)
    this.#colorProbe = createColorProbe(this.renderRoot as ShadowRoot, graphColorVariables, () => this.#restyle())
    if (this.hasUpdated) this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#destroyDrawing()
    this.#observer?.disconnect()
    this.#colorProbe?.destroy()
    this.#colorProbe = undefined
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('links') || changed.has('points')) {
      this._data = undefined
      this._table = undefined
      this._query = ''
    }
    if (changed.has('links') || changed.has('points') || changed.has('spec')) void this.#load()
  }

  override updated(): void {
    void this.#draw()
  }

  override render(): unknown {
    const { strings } = this
    if (!this.links && !this.points) return html`<div class="message"><p>${strings.noTable}</p></div>`
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
      ${this._data ? this.#renderStatus(this._data) : nothing}`
  }

  #renderBody(): unknown {
    const { strings, _data: data } = this
    const renderMessage = (content: unknown): unknown => html`<div class="message">${content}</div>`
    if (this._failure !== undefined) {
      const problem = toProblem(this._failure)
      if (problem.severity === 'info')
        return renderMessage(html`<p role="status">${renderProblemSentences(problem, strings.renderText)}</p>`)
      return renderMessage(
        html`<p class="bad" role="alert">${strings.failed(strings.renderText(getProblemText(problem)))}</p>
          <button type="button" @click=${() => this.#load()}>${strings.retry}</button>`,
      )
    }
    if (!data) return renderMessage(html`<p role="status">${strings.loading}</p>`)
    if (this.#isTableShown) return this.#renderTables()
    if (data.ids.length === 0) return renderMessage(html`<p>${strings.empty}</p>`)
    const hub = data.degrees.reduce((best, degree, point) => (degree > data.degrees[best]! ? point : best), 0)
    return html`<div class="body">
      <div class="stage">
        <div
          class="place"
          part="place"
          role="img"
          tabindex="0"
          aria-label=${`${this.label || strings.label}. ${strings.description(data.ids.length, data.links.length / 2, data.labels[hub]!, data.degrees[hub]!)}`}
          @keydown=${this.#onKey}
        ></div>
        <div class="labels" aria-hidden="true"></div>
        ${this.#renderLegend(data)}
        <div class="tools">
          ${this.#renderTool('plus', strings.zoomIn, () => this.#drawing?.zoomBy(1.5))}
          ${this.#renderTool('minus', strings.zoomOut, () => this.#drawing?.zoomBy(1 / 1.5))}
          ${this.#renderTool('maximize', strings.fit, () => this.#drawing?.fit())}
          ${this.fixed ? nothing : this.#renderTool('download', strings.png, () => void this.#save())}
        </div>
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

  #renderTool(iconName: string, label: string, onClick: () => void): unknown {
    return html`<button type="button" class="quiet icon" aria-label=${label} title=${label} @click=${onClick}>
      ${icon(iconName)}
    </button>`
  }

  #renderLegend({ categories, category, shades }: GraphData): unknown {
    if (shades) {
      const { language } = this.strings
      const finiteShades = shades.filter(Number.isFinite)
      return html`<ul class="legend">
        <li>
          <span
            >${formatNumber(
              finiteShades.reduce((a, b) => Math.min(a, b), Infinity),
              language,
            )}</span
          ><span class="ramp"></span>
          <span
            >${formatNumber(
              finiteShades.reduce((a, b) => Math.max(a, b), -Infinity),
              language,
            )}</span
          >
        </li>
      </ul>`
    }
    if (!category) return nothing
    const usedCategories = new Set(category)
    const getColor = (index: number): string =>
      index < categories.length - 2 ? `var(--_category-${index + 1})` : 'var(--_category-other)'
    const { otherValues, noValue } = this.strings
    const labels = [...categories.slice(0, -2), otherValues, noValue]
    return html`<ul class="legend">
      ${labels.map((label, index) =>
        usedCategories.has(index)
          ? html`<li><span class="swatch" .style=${`background: ${getColor(index)}`}></span>${label}</li>`
          : nothing,
      )}
    </ul>`
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
      <aw-data-table
        exportparts="scroller: table-scroller, status: table-status, download-button, download-more"
        .source=${source}
        .strings=${strings.rowsTable}
        label=${this.label || strings.label}
      ></aw-data-table>
    </div>`
  }

  #renderStatus(data: GraphData): unknown {
    const { strings, gpu } = this
    const notes = [
      ...(gpu === 'none' ? [strings.noWebgl] : []),
      ...(this._isTruncated ? [strings.limited(maxPoints, maxLinks)] : []),
      ...(Object.entries(data.omitted) as [keyof GraphData['omitted'], number][])
        .filter(([, count]) => count > 0)
        .map(([reason, count]) => strings.omitted[reason](count)),
    ]
    return html`<div class="status">
      <span>${strings.size(data.ids.length, data.links.length / 2)}</span>
      ${notes.map((label) => html`<span class="note">${icon('info')}${label}</span>`)}
      ${
        this._exportError === undefined
          ? nothing
          : html`<span class="bad" role="alert"
              >${strings.pngFailed(strings.renderText(getProblemText(this._exportError)))}</span
            >`
      }
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

  async #load(): Promise<void> {
    const { links, points } = this
    const loadId = ++this.#loadCount
    this._failure = undefined
    if (!links && !points) return
    try {
      const { data, isTruncated } = await readGraph(links, points, this.#resolveSpec())
      if (loadId !== this.#loadCount) return
      this._selectedPoint = undefined
      this._isTruncated = isTruncated
      this._data = data
      this.#labeledPoints = Array.from(data.degrees, (_, point) => point)
        .toSorted((a, b) => (data.sizes?.[b] ?? data.degrees[b]!) - (data.sizes?.[a] ?? data.degrees[a]!) || a - b)
        .slice(0, maxLabels)
    } catch (cause) {
      if (loadId === this.#loadCount) this._failure = cause ?? new Error('The query failed for an unknown reason.')
    }
  }

  async #draw(): Promise<void> {
    const { _data: data } = this
    const container = this.renderRoot.querySelector<HTMLDivElement>('.place')
    if (!container || !data) return this.#destroyDrawing()
    if (this.#renderedGraph?.data === data && this.#renderedGraph.container === container) return
    this.#destroyDrawing()
    this.#renderedGraph = { data, container }
    const isCurrent = (): boolean => this.#renderedGraph?.data === data && this.#renderedGraph.container === container
    try {
      const { drawGraph } = await loadGraphLibrary()
      if (!isCurrent() || !this.#colorProbe) return
      const style = computeGraphStyle(data, this.#colorProbe.read())
      const drawing = drawGraph(container, data, style, {
        simulate: this.simulate ?? (this.gpu === 'hardware' && data.ids.length > 1_500),
        onPointClick: (point) => this.#select(point, false),
        onHover: (point) => {
          this.#hoveredPoint = point
          this.#placeLabels()
        },
        onMove: () => this.#placeLabels(),
      })
      this.#drawing = drawing
      await drawing.ready
      if (isCurrent()) this.#placeLabels()
    } catch (cause) {
      if (isCurrent()) this._failure = cause ?? new Error('Drawing failed for an unknown reason.')
    }
  }

  #restyle(): void {
    const { _data: data } = this
    if (data && this.#colorProbe) this.#drawing?.restyle(computeGraphStyle(data, this.#colorProbe.read()))
  }

  #destroyDrawing(): void {
    this.#renderedGraph = undefined
    this.#drawing?.destroy()
    this.#drawing = undefined
  }

  #select(point: number | undefined, shouldZoom: boolean): void {
    const { _data: data } = this
    if (!data) return
    this._selectedPoint = point
    if (shouldZoom) this._query = ''
    const neighbors = point === undefined ? [] : findNeighbors(data, point)
    this.#drawing?.highlight(point, neighbors)
    if (shouldZoom && point !== undefined) this.#drawing?.zoomTo(point, neighbors)
    this.#placeLabels()
    this.dispatchEvent(new GraphSelectEvent({ id: point === undefined ? undefined : data.ids[point] }))
  }

  /** Positions the labels next to their points in the next animation frame. */
  #placeLabels(): void {
    if (this.#frame !== 0 || !this.isConnected) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      const { _data: data } = this
      const labelContainer = this.renderRoot.querySelector<HTMLElement>('.labels')
      if (!labelContainer || !data || !this.#drawing) return
      const emphasizedPoints = [this._selectedPoint, this.#hoveredPoint].filter((point) => point !== undefined)
      const otherPoints =
        this._selectedPoint === undefined
          ? this.#labeledPoints
          : findNeighbors(data, this._selectedPoint).slice(0, maxLabels)
      const points = [...new Set([...emphasizedPoints, ...otherPoints])]
      const positions = this.#drawing.toScreen(points)
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
    const container = this.renderRoot.querySelector<HTMLElement>('.place')
    if (!container || !this.#drawing) return
    const title = this.label || this.strings.label
    this._exportError = undefined
    try {
      const [canvas, style] = [await this.#drawing.takeSnapshot(), getComputedStyle(this)]
      const file = await exportGraphPng(canvas, container.clientWidth, {
        title,
        labels: this.#labels,
        legend: [...this.renderRoot.querySelectorAll('.legend li')].flatMap((item) => {
          const swatch = item.querySelector('.swatch')
          const color = swatch && getComputedStyle(swatch).backgroundColor
          return color ? [{ label: item.textContent.trim(), color }] : []
        }),
        font: style.fontFamily,
        text: style.color,
        background: style.backgroundColor,
      })
      saveFile(file, `${toFileName(title, 'graph')}.png`)
    } catch (cause) {
      this._exportError = toProblem(cause)
    }
  }

  #onKey = (event: KeyboardEvent): void => {
    const actions: Record<string, () => void> = {
      '+': () => this.#drawing?.zoomBy(1.5),
      '=': () => this.#drawing?.zoomBy(1.5),
      '-': () => this.#drawing?.zoomBy(1 / 1.5),
      '0': () => this.#drawing?.fit(),
      Escape: () => this.#select(undefined, false),
    }
    const action = actions[event.key]
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    action()
  }
}
