import type { NodeRun, TableRef } from '@aw-flow/schema'
import { newId } from '@aw-flow/canvas'
import { html, render, type TemplateResult } from 'lit'
import type { MountContent } from '../../../extensions/mount-part.ts'
import type { ResultContext, ResultTab } from '../../../extensions/result-tab.ts'
import type { ColumnTransformedEvent } from '../../../views/examples/aw-by-example.ts'
import type { ExampleSource } from '../../../views/examples/example-source.ts'
import type { ColumnTransformEvent, ViewNodesEvent } from '../../../views/aw-data-table.ts'
import { getDeferredTools } from '../../deferred-tools.ts'

/** Height needed for a transformation by example, in CSS pixels at the default text size. */
const transformHeight = 460

/** Shows the table, or a column of it that is transformed by example. */
const mountTable: MountContent<ResultContext> = (container, context) => {
  let current = context
  let transformation: { table: TableRef; source: ExampleSource } | undefined

  const startTransform = (table: TableRef, column: string): void => {
    const { session } = current
    const source = session && getDeferredTools()?.createSessionExamples(session, table, column)
    transformation = source && { table, source }
    current.requestHeight(transformHeight)
    update(current)
  }
  const endTransform = (): void => {
    transformation = undefined
    current.requestHeight(0)
    update(current)
    current.focusTab()
  }
  const addTransformNode = (statement: string): void => {
    const { session, node, port, strings, applyEdit } = current
    endTransform()
    if (!session || !node || port === undefined) return
    const catalog = strings.nodeTypes.translateTypes(session.engine.catalog)
    const output = { node: node.node, port }
    const tools = getDeferredTools()
    const action = tools?.createInsertSqlEdit(session.document.current, output, statement, { catalog, newId })
    if (action) applyEdit(action.edit, strings.transformAdded(action.label))
  }
  const renderExamples = (source: ExampleSource): TemplateResult =>
    html`<aw-by-example
      exportparts="bar: examples-bar, side: examples-side, table-scroller, table-status, download-button, download-more"
      .source=${source}
      .strings=${current.strings.examples}
      @aw-transform-close=${endTransform}
      @aw-column-transformed=${({ statement }: ColumnTransformedEvent) => addTransformNode(statement)}
    ></aw-by-example>`

  const update = (result: ResultContext): void => {
    current = result
    const { table, isEditable } = result
    if (transformation && (transformation.table !== table || !isEditable)) transformation = undefined
    render(
      transformation
        ? renderExamples(transformation.source)
        : table
          ? renderTable(result, table, (column) => startTransform(table, column))
          : renderNoTable(result),
      container,
    )
  }
  update(context)
  return {
    update,
    destroy() {
      if (transformation) current.requestHeight(0)
    },
  }
}

function renderTable(result: ResultContext, table: TableRef, onTransform: (column: string) => void): TemplateResult {
  const { session, node, isEditable, strings, title, requestUpdate } = result
  const tools = getDeferredTools()
  const changes = tools && result.keep('aw-changes', () => new tools.PreparedTableChanges(requestUpdate))
  return html`<aw-data-table
    exportparts="scroller: table-scroller, status: table-status, download-button, download-more"
    .source=${result.getSource(table)}
    .changes=${session && changes?.findChanges(session, node, table)}
    .strings=${strings.table}
    label=${title}
    ?transformable=${isEditable && session?.tables.previewExamples !== undefined && tools !== undefined}
    ?insertable=${isEditable}
    linked
    @aw-view-nodes=${(event: ViewNodesEvent) => void addViewNodes(result, table, event)}
    @aw-column-transform=${({ column }: ColumnTransformEvent) => onTransform(column)}
  ></aw-data-table>`
}

/** Renders the other values of a node, or the reason why there is no table. */
function renderNoTable({ session, run, node, selectedNode: id, title, strings }: ResultContext): TemplateResult {
  // The event record is not loaded for runs that started before the last page load.
  if (session?.runs.record?.length && node?.outputs && Object.keys(node.outputs).length > 0)
    return html`<aw-node-result
      exportparts="failure, code, table-scroller, table-status, download-button, download-more"
      .session=${session}
      .node=${node.node}
    ></aw-node-result>`
  const placedNode = session?.document.current.nodes.find((candidate) => candidate.id === id)
  const label = title || (placedNode ? strings.nodeTypes.getLabel(placedNode) : '')
  const isUnknown = !run || (!node && id === undefined)
  return html`<p class="none">${isUnknown ? strings.noResult : explainNoTable(node, label, strings)}</p>`
}

function explainNoTable(node: NodeRun | undefined, label: string, strings: ResultContext['strings']): string {
  if (!node || node.state === 'pending' || node.state === 'running') return strings.notRun(label)
  if (node.state === 'failed') return strings.failed(label)
  if (node.state === 'skipped') return strings.skipped(label, strings.monitor.renderText(node.reason ?? ''))
  return strings.noTable(label)
}

/** Adds nodes that reproduce the filters, groups and sort order of the table's view. */
async function addViewNodes(
  { session, node, port, strings, applyEdit }: ResultContext,
  { columns }: TableRef,
  { view, describe }: ViewNodesEvent,
): Promise<void> {
  if (!session || !node || port === undefined) return
  const catalog = strings.nodeTypes.translateTypes(session.engine.catalog)
  const { createViewNodesEdit } = await import('./create-view-nodes-edit.ts')
  const output = { node: node.node, port, columns }
  const action = createViewNodesEdit(session.document.current, output, view, { catalog, newId })
  if (action) applyEdit(action.edit, describe(action.labels))
}

/** The first tab, which also explains why there is no table. */
export const tableTab: ResultTab = { id: 'table', title: ({ tabs }) => tabs.table, mount: mountTable }
