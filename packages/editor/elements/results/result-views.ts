import type { WorkflowSession } from '@aw-flow/client'
import {
  toCanonicalJson,
  chartSettingsSchema,
  graphSpecSchema,
  type ChartSpec,
  type Config,
  type GraphSpec,
  type NodeRun,
  type TableRef,
} from '@aw-flow/schema'
import { html, type TemplateResult } from 'lit'
import type { ChartChangeEvent } from '../../views/chart/aw-chart.ts'
import type { ChartStrings } from '../../views/chart/chart-strings.ts'
import type { GraphStrings } from '../../views/graph/graph-strings.ts'
import type { GraphChangeEvent } from '../../views/graph/aw-graph-view.ts'
import { createSessionTable, type TableSource } from '../../views/table-source.ts'

/** An alternative view of a node's result, shown instead of the table. */
export type ResultView = 'chart' | 'graph'

/** Returns the view of a chart or graph node; `undefined` for other nodes. */
export function findResultView(
  session: WorkflowSession | undefined,
  nodeId: string | undefined,
): ResultView | undefined {
  const type = session?.document.current.nodes.find(({ id }) => id === nodeId)?.type
  return type === 'chart' || type === 'graph' ? type : undefined
}

/**
 * Renders the charts and graphs of a session's run. Each table has a single cached source, so that elements reset only
 * when the table changes. A chart or graph node is drawn with its settings in the current document, and the user's
 * changes to the drawing are applied to the document as edits. Changes to charts of other nodes are kept as long as the
 * results element exists.
 */
export class ResultViews {
  #session: WorkflowSession | undefined
  #sources = new WeakMap<TableRef, TableSource>()
  /**
   * Cached settings, keyed by view. Equal settings reuse the same object, because a new object would cause a redraw.
   */
  readonly #specs = new Map<string, { text: string; spec: object }>()
  /** Chart specifications that the user has changed, keyed by node id. */
  readonly #chartSpecs = new Map<string, ChartSpec>()

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
    const isChartNode = findResultView(session, node) === 'chart'
    const settings = isChartNode ? chartSettingsSchema.safeParse(findConfig(session, node)).data : undefined
    const onChange = ({ spec: newSpec }: ChartChangeEvent): void => {
      if (isChartNode) applySpec(session, node, newSpec)
      else this.#chartSpecs.set(node, newSpec)
    }
    return html`<aw-chart
      exportparts="drawing: chart-drawing, table-scroller, table-status, download-button, download-more"
      .source=${source}
      ?linked=${!isChartNode}
      .settings=${settings && this.#reuseSpec(`chart ${node}`, settings)}
      .spec=${isChartNode ? undefined : this.#chartSpecs.get(node)}
      .strings=${strings}
      label=${isChartNode ? title : ''}
      @aw-chart-change=${onChange}
    ></aw-chart>`
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
    const text = toCanonicalJson(spec)
    const cached = this.#specs.get(key)
    if (cached?.text === text) return cached.spec as T
    this.#specs.set(key, { text, spec })
    return spec
  }
}

const findConfig = (session: WorkflowSession, nodeId: string): Config =>
  session.document.current.nodes.find(({ id }) => id === nodeId)?.data.config ?? {}

function applySpec(session: WorkflowSession, nodeId: string, spec: ChartSpec | GraphSpec): void {
  session.document.apply(
    { type: 'replace-config', id: nodeId, config: { ...findConfig(session, nodeId), ...spec } },
    { merge: `view ${nodeId}` },
  )
}
