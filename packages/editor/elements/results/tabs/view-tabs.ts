import type { WorkflowSession } from '@aw-flow/client'
import type { Config } from '@aw-flow/schema'
import {
  toCanonicalJson,
  chartSettingsSchema,
  graphSpecSchema,
  type ChartSpec,
  type GraphSpec,
} from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import type { Extension } from '../../../extensions/extension.ts'
import { mountTemplate } from '../../../extensions/mount-template.ts'
import type { ResultContext } from '../../../extensions/result-tab.ts'
import type { ChartChangeEvent } from '../../../views/chart/aw-chart.ts'
import type { GraphChangeEvent } from '../../../views/graph/aw-graph-view.ts'
import { chartNodeTab, chartTab, graphNodeTab, mapTab } from './core-tabs.ts'

/** Renders the shown table as a chart. The user's changes last as long as the results are in the page. */
function renderChart({ node, table, strings, ...result }: ResultContext): TemplateResult | typeof nothing {
  if (!node || !table) return nothing
  const specs = result.keep('aw-charts', () => new Map<string, ChartSpec>())
  return html`<aw-chart
    exportparts="drawing: chart-drawing, table-scroller, table-status, download-button, download-more"
    .source=${result.getSource(table)}
    linked
    .spec=${specs.get(node.node)}
    .strings=${strings.chart}
    label=""
    @aw-chart-change=${({ spec }: ChartChangeEvent) => specs.set(node.node, spec)}
  ></aw-chart>`
}

/** Renders a chart node with its settings in the current document. The user's changes are edits of the settings. */
function renderChartNode(result: ResultContext): TemplateResult | typeof nothing {
  const { session, node, table, strings, title } = result
  if (!session || !node || !table) return nothing
  const settings = chartSettingsSchema.safeParse(findConfig(session, node.node)).data
  return html`<aw-chart
    exportparts="drawing: chart-drawing, table-scroller, table-status, download-button, download-more"
    .source=${result.getSource(table)}
    .settings=${settings && reuseSpec(result, `chart ${node.node}`, settings)}
    .strings=${strings.chart}
    label=${title}
    @aw-chart-change=${({ spec }: ChartChangeEvent) => applySpec(session, node.node, spec)}
  ></aw-chart>`
}

const renderMap = ({ table, strings, getSource }: ResultContext): TemplateResult | typeof nothing =>
  table
    ? html`<aw-map
        exportparts="drawing: chart-drawing, table-scroller, table-status, download-button, download-more"
        linked
        .source=${getSource(table)}
        .strings=${strings.chart}
      ></aw-map>`
    : nothing

/** Renders a graph node with its settings in the current document. The user's changes are edits of the settings. */
function renderGraphNode(result: ResultContext): TemplateResult | typeof nothing {
  const { session, node, strings, title } = result
  if (!session || !node) return nothing
  const [links, points] = ['links', 'points'].map((port) => {
    const value = node.outputs?.[port]
    return value?.kind === 'table' ? result.getSource(value.table) : undefined
  })
  const spec = graphSpecSchema.safeParse(findConfig(session, node.node)).data
  return html`<aw-graph-view
    exportparts="place: graph-place, table-scroller, table-status, download-button, download-more"
    .links=${links}
    .points=${points}
    .spec=${spec && reuseSpec(result, `graph ${node.node}`, spec)}
    .strings=${strings.graph}
    label=${title}
    @aw-graph-change=${(event: GraphChangeEvent) => applySpec(session, node.node, event.spec)}
  ></aw-graph-view>`
}

/** Returns the same object for equal settings, because a new object would cause a redraw. */
function reuseSpec<T extends object>({ keep }: ResultContext, key: string, spec: T): T {
  const text = toCanonicalJson(spec)
  const cached = keep<{ text: string; spec: T }>(`aw-spec ${key}`, () => ({ text, spec }))
  if (cached.text !== text) Object.assign(cached, { text, spec })
  return cached.spec
}

const findConfig = (session: WorkflowSession, nodeId: string): Config =>
  session.document.current.nodes.find(({ id }) => id === nodeId)?.data.config ?? {}

function applySpec(session: WorkflowSession, nodeId: string, spec: ChartSpec | GraphSpec): void {
  session.document.apply(
    { type: 'replace-config', id: nodeId, config: { ...findConfig(session, nodeId), ...spec } },
    { merge: `view ${nodeId}` },
  )
}

/** Charts, maps and graphs of tables and of the nodes that draw them. */
export const viewExtension: Extension = {
  name: 'aw-charts',
  resultTabs: [
    { ...chartTab, mount: mountTemplate(renderChart) },
    { ...mapTab, mount: mountTemplate(renderMap) },
    { ...chartNodeTab, mount: mountTemplate(renderChartNode) },
    { ...graphNodeTab, mount: mountTemplate(renderGraphNode) },
  ],
}
