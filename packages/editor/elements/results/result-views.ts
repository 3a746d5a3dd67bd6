import type { WorkflowSession } from '@aw-flow/client'
import {
  canonicalJson,
  chartSettingsSchema,
  graphSpecSchema,
  type ChartSpec,
  type Config,
  type GraphSpec,
  type NodeRun,
  type TableRef,
} from '@aw-flow/schema'
import { html, type TemplateResult } from 'lit'
import type { ChartChangeEvent, ChartFilterEvent } from '../../views/chart/aw-chart.ts'
import type { ChartStrings } from '../../views/chart/chart-strings.ts'
import type { MapChangeEvent } from '../../views/map/aw-map.ts'
import type { GraphStrings } from '../../views/graph/graph-strings.ts'
import type { GraphChangeEvent } from '../../views/graph/aw-graph-view.ts'
import { createSessionTable, type TableSource } from '../../views/table-source.ts'
import { filterBy, type TableView } from '../../views/table/table-view.ts'

/** A view of a node's result other than a table. */
export type ResultView = 'chart' | 'graph'

/** Returns the view of a node by its type; `undefined` if the type has none. */
export function findResultView(session: WorkflowSession | undefined, node: string | undefined): ResultView | undefined {
  const type = session?.document.current.nodes.find(({ id }) => id === node)?.type
  return type === 'chart' || type === 'graph' ? type : undefined
}

/**
 * Tables, charts and graphs of a session's run. Each table has one source, so that an element resets only for a
 * different table. Charts and graphs of view nodes follow the current document, and the user's changes are edits.
 * Changes to other charts are preserved while the results are open.
 */
export class ResultViews {
  #session: WorkflowSession | undefined
  #sources = new WeakMap<TableRef, TableSource>()
  /** Equal settings return the same object, because a new object would be drawn again. */
  readonly #specs = new Map<string, { text: string; spec: object }>()
  readonly #chartSpecs = new Map<string, ChartSpec>()
  readonly #maps = new Map<string, Pick<MapChangeEvent, 'spec' | 'regions'>>()
  readonly #tableViews = new WeakMap<TableRef, TableView>()
  readonly #formats = new Map<string, TableView['formats']>()
  readonly #onChange: () => void

  /** @param onChange - Called after a chart has changed the filters of its table. */
  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Returns the view of a table. A new table has the formats of the previous table of its node. */
  getTableView(table: TableRef, node = ''): TableView {
    const view = this.#tableViews.get(table) ?? { sort: [], filters: [], formats: this.#formats.get(node) }
    this.setTableView(table, node, view)
    return view
  }

  setTableView(table: TableRef, node = '', view: TableView): void {
    this.#tableViews.set(table, view)
    this.#formats.set(node, view.formats)
  }

  getSource(session: WorkflowSession, table: TableRef): TableSource {
    if (this.#session !== session) {
      this.#session = session
      this.#sources = new WeakMap()
    }
    const cached = this.#sources.get(table) ?? createSessionTable(session, table)
    this.#sources.set(table, cached)
    return cached
  }

  renderChart(
    session: WorkflowSession,
    { node }: NodeRun,
    table: TableRef,
    title: string,
    strings: ChartStrings,
  ): TemplateResult {
    const source = this.getSource(session, table)
    const isNode = findResultView(session, node) === 'chart'
    const settings = isNode ? chartSettingsSchema.safeParse(findConfig(session, node)).data : undefined
    const onChange = ({ spec: newSpec }: ChartChangeEvent): void => {
      if (isNode) applySpec(session, node, newSpec)
      else this.#chartSpecs.set(node, newSpec)
    }
    const view = this.getTableView(table, node)
    const onFilter = ({ column, filter }: ChartFilterEvent): void => {
      this.setTableView(table, node, filterBy(view, column, filter))
      this.#onChange()
    }
    return html`<aw-chart
      exportparts="drawing: chart-drawing, table-scroller, table-status, download-button, download-more"
      .source=${source}
      .filters=${isNode ? undefined : view.filters}
      @aw-chart-filter=${onFilter}
      .settings=${settings && this.#reuseSpec(`chart ${node}`, settings)}
      .spec=${isNode ? undefined : this.#chartSpecs.get(node)}
      .strings=${strings}
      label=${isNode ? title : ''}
      @aw-chart-change=${onChange}
    ></aw-chart>`
  }

  renderMap(session: WorkflowSession, node: string, table: TableRef, strings: ChartStrings): TemplateResult {
    const map = this.#maps.get(node)
    return html`<aw-map
      exportparts="drawing: chart-drawing, table-scroller, table-status, download-button, download-more"
      .source=${this.getSource(session, table)}
      .spec=${map?.spec}
      .regions=${map?.regions}
      .filters=${this.getTableView(table, node).filters}
      .strings=${strings}
      @aw-map-change=${({ spec, regions }: MapChangeEvent) => this.#maps.set(node, { spec, regions })}
    ></aw-map>`
  }

  renderGraph(
    session: WorkflowSession,
    { node, outputs }: NodeRun,
    title: string,
    strings: GraphStrings,
  ): TemplateResult {
    const getTable = (port: string): TableSource | undefined => {
      const value = outputs[port]
      return value?.kind === 'table' ? this.getSource(session, value.table) : undefined
    }
    const settings = graphSpecSchema.safeParse(findConfig(session, node))
    const spec: GraphSpec | undefined = settings.data && this.#reuseSpec(`graph ${node}`, settings.data)
    return html`<aw-graph-view
      exportparts="place: graph-place, table-scroller, table-status, download-button, download-more"
      .links=${getTable('links')}
      .points=${getTable('points')}
      .spec=${spec}
      .strings=${strings}
      label=${title}
      @aw-graph-change=${(event: GraphChangeEvent) => applySpec(session, node, event.spec)}
    ></aw-graph-view>`
  }

  #reuseSpec<T extends object>(key: string, spec: T): T {
    const text = canonicalJson(spec)
    const cached = this.#specs.get(key)
    if (cached?.text === text) return cached.spec as T
    this.#specs.set(key, { text, spec })
    return spec
  }
}

const findConfig = (session: WorkflowSession, node: string): Config =>
  session.document.current.nodes.find(({ id }) => id === node)?.data.config ?? {}

function applySpec(session: WorkflowSession, node: string, spec: ChartSpec | GraphSpec): void {
  session.document.apply(
    { type: 'replace-config', id: node, config: { ...findConfig(session, node), ...spec } },
    { merge: `view ${node}` },
  )
}
