import { formatTimeOfDay } from '@aw-flow/messages'
import type { RunView, TableRef } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import { resolveNodePorts } from '@aw-flow/canvas'
import { html } from 'lit'
import { memoizeLast } from '../../../canvas/memoize-last.ts'
import type { Extension } from '../../../extensions/extension.ts'
import { mountTemplate } from '../../../extensions/mount-template.ts'
import type { ResultContext, ResultTab } from '../../../extensions/result-tab.ts'
import { renderCode } from '../../../render-code.ts'
import type { FailingRowEvent } from '../../../views/validation/aw-validation-report.ts'
import { waitUntilReady } from '../../../wait-until-ready.ts'
import { findReportNodeId } from '../../report/find-report-node.ts'
import { hasInputAndOutput } from '../in-out-tables.ts'
import { tableTab } from './table-tab.ts'

const latitudePattern = /^(geo)?[ _.-]?(lat|breit)/i
const longitudePattern = /^(geo)?[ _.-]?(lon|lng|länge|laenge)/i
// In most tables, a region is a part of a market, which no map contains.
const regionPattern =
  /(^|[ _.-])(country|countries|nation|land|länder|bundesland|staat|pays|país|states?|fips|provinces?|provinz|iso[ _.-]?a?[23])([ _.-]?(name|code|id))?$/i

/** Returns whether a table's column names suggest coordinates, both of them, or regions. @internal */
export function hasLocations(table: TableRef | undefined): boolean {
  const columns = table?.columns ?? []
  const hasNumbers = (pattern: RegExp): boolean =>
    columns.some(({ name, type }) => pattern.test(name) && getTypeFamily(type) === 'number')
  return (
    columns.some(({ name }) => regionPattern.test(name)) ||
    (hasNumbers(latitudePattern) && hasNumbers(longitudePattern))
  )
}

const canDraw = ({ session, nodeType }: ResultContext): boolean =>
  session?.tables.derive !== undefined && nodeType !== 'chart' && nodeType !== 'graph'

/** Shows nothing. The on-demand elements bring the content. */
const mount: ResultTab['mount'] = () => {}

/** Tabs whose content is loaded with the on-demand elements. */
export const chartTab: ResultTab = { id: 'chart', title: ({ tabs }) => tabs.chart, isAvailable: canDraw, mount }
export const mapTab: ResultTab = {
  id: 'map',
  title: ({ tabs }) => tabs.map,
  isAvailable: (result) => canDraw(result) && hasLocations(result.table),
  mount,
}
export const chartNodeTab: ResultTab = {
  id: 'chart-node',
  title: ({ views }) => views.chart,
  nodeType: 'chart',
  mount,
}
export const graphNodeTab: ResultTab = {
  id: 'graph-node',
  title: ({ views }) => views.graph,
  extent: 'node',
  nodeType: 'graph',
  mount,
}
export const profileTab: ResultTab = {
  id: 'profile',
  title: ({ tabs }) => tabs.profile,
  isAvailable: ({ session }) => session?.tables.profile !== undefined,
  mount,
}
export const checkTab: ResultTab = {
  id: 'check',
  part: 'findings',
  title: ({ tabs }) => tabs.check,
  isAvailable: ({ session }) => session?.tables.check !== undefined,
  mount,
}

const sidesTab: ResultTab = {
  id: 'sides',
  title: ({ tabs }) => tabs.sides,
  extent: 'node',
  isAvailable: ({ run, node }) => hasInputAndOutput(run, node?.node),
  mount: mountTemplate(
    ({ session, node, strings }) =>
      html`<aw-in-out
        exportparts="table-scroller, table-status, download-button, download-more"
        .session=${session}
        .node=${node?.node}
        .strings=${strings.sides}
        .tableStrings=${strings.table}
      ></aw-in-out>`,
  ),
}

/** Shows the node's output for a sample, with its current settings. */
export const previewTab: ResultTab = {
  id: 'preview',
  title: ({ tabs }) => tabs.preview,
  extent: 'node',
  isAvailable: ({ session, selectedNode, strings }) => {
    if (!session?.assistant || selectedNode === undefined) return false
    const node = session.document.current.nodes.find(({ id }) => id === selectedNode)
    const types = strings.nodeTypes.translateTypes(session.engine.catalog)
    const description = session.document.description?.nodes[selectedNode]
    const type =
      node &&
      resolveNodePorts(
        types.find(({ type }) => type === node.type),
        description,
        node,
      )
    return type !== undefined && type.outputs.length > 0
  },
  mount: mountTemplate(
    ({ session, selectedNode, strings: { nodeTypes, table } }) =>
      html`<aw-node-preview
        .session=${session}
        .node=${selectedNode}
        .strings=${getPreviewStrings(nodeTypes, table)}
      ></aw-node-preview>`,
  ),
}

/** Returns the same object for the same strings, because the preview loads its own strings for each object. */
const getPreviewStrings = memoizeLast(
  (nodeTypes: ResultContext['strings']['nodeTypes'], table: ResultContext['strings']['table']) => {
    const { language, renderText, columnTypes } = table
    return { nodeTypes, language, renderText, columnTypes }
  },
)

const reportTab: ResultTab = {
  id: 'report',
  part: 'run',
  title: ({ tabs }) => tabs.report,
  extent: 'node',
  mount: (container, context) =>
    mountTemplate((result: ResultContext) => {
      const { session, run, node, selectedNode, strings } = result
      /** Switches to the table and shows a failing row. */
      const showRow = async ({ row, column }: FailingRowEvent): Promise<void> => {
        await result.selectTab('table')
        const table = await waitUntilReady(container.querySelector('aw-data-table'))
        table?.showCell(row - 1, column)
      }
      return html`<aw-run-report
        exportparts="validation-bar, validation-verdict, validation-rules"
        .run=${run}
        .progress=${session?.runs.progress ?? {}}
        .types=${session?.engine.catalog ?? []}
        .node=${selectedNode ?? (run && (findWaitingNodeId(run) ?? findReportNodeId(run, node?.node)))}
        .strings=${strings.monitor}
        ?narrow=${result.isNarrow}
        ?planning=${result.opensPlans}
        ?deciding=${result.canDecide}
        @aw-failing-row=${showRow}
      ></aw-run-report>`
    })(container, context),
}

/** Returns the id of the top-level node at which a run is waiting. */
const findWaitingNodeId = ({ waiting = {} }: RunView): string | undefined => {
  const [firstWaitingNode] = Object.values(waiting)
  const outerScopeId = firstWaitingNode?.scope?.[0]
  return outerScopeId === undefined ? firstWaitingNode?.node : outerScopeId.slice(0, outerScopeId.lastIndexOf('#'))
}

const logTab: ResultTab = {
  id: 'log',
  part: 'run',
  title: ({ tabs }) => tabs.log,
  extent: 'run',
  mount: mountTemplate(({ run, strings }) => {
    if (!run || run.log.length === 0) return html`<p class="none">${strings.noLog}</p>`
    const titles = new Map(run.workflow?.nodes.map((node) => [node.id, strings.nodeTypes.getLabel(node)]))
    return html`<div class="log" tabindex="0" role="log" aria-label=${strings.tabs.log}>
      ${run.log.slice(-1_000).map(
        (line) =>
          html`<div>
            <span class="muted">${formatTimeOfDay(line.time)}</span>
            <span class="node">${(line.node && titles.get(line.node)) || line.node}</span>
            <span class=${line.level}>${renderCode(strings.monitor.renderText(line.message))}</span>
          </div>`,
      )}
    </div>`
  }),
}

/** The tabs of the results in their order. An extension with on-demand content replaces the equally named one. */
export const resultExtensions: readonly Extension[] = [
  { name: 'aw-table', resultTabs: [tableTab, previewTab, sidesTab] },
  { name: 'aw-charts', resultTabs: [chartTab, mapTab, chartNodeTab, graphNodeTab] },
  { name: 'aw-profile', resultTabs: [profileTab] },
  { name: 'aw-check', resultTabs: [checkTab] },
  { name: 'aw-report', resultTabs: [reportTab, logTab] },
]
