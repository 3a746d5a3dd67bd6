import type { WorkflowSession } from '@aw-flow/client'
import {
  unwrap,
  tableFormats,
  type Answer,
  type NodeRun,
  type Operation,
  type PreparationPlan,
  type RunView,
  type Sensitivity,
  type TableFormat,
  type TableRef,
  type Value,
  type Workflow,
} from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { formatTimeOfDay } from '@aw-flow/messages'
import { newId } from '@aw-flow/canvas'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { DownloadEvent } from './aw-download-menu.ts'
import { styles } from './aw-results.styles.ts'
import { resultsStrings, type ResultsStrings } from './results-strings.ts'
import { findReportNodeId } from '../report/find-report-node.ts'
import type { PreparedTableChanges } from './prepared-changes.ts'
import { ResultViews, findResultView, type ResultView } from './result-views.ts'
import { hasInputAndOutput } from './in-out-tables.ts'
import { findOutputLabel } from './output-label.ts'
import { toFileName } from '../files/file-name.ts'
import { getDeferredTools, type DeferredTools } from '../deferred-tools.ts'
import { saveFile } from '../files/save-file.ts'
import type { ExampleSource } from '../../views/examples/example-source.ts'
import type { ColumnTransformedEvent } from '../../views/examples/aw-by-example.ts'
import type { ColumnTransformEvent, ViewNodesEvent } from '../../views/aw-data-table.ts'
import { HeightRequestEvent } from '../../views/height-request-event.ts'
import type { RepairEvent } from '../../views/repair-event.ts'
import type { CheckSource } from '../../views/findings/check-source.ts'
import type { RepairedCells } from '../../views/findings/repaired-cells.ts'
import type { FailingRowEvent } from '../../views/validation/aw-validation-report.ts'
import type { AnswersChangeEvent } from '../../views/answers/aw-answer-review.ts'
import type { SensitivityChangeEvent } from '../../views/findings/aw-findings.ts'
import type { FindingsStrings } from '../../views/findings/findings-strings.ts'
import type { ProfileSource } from '../../views/profile/profile-source.ts'
import { waitUntilReady } from '../../wait-until-ready.ts'
import { renderCode } from '../../render-code.ts'

/** Fired when the user closes the results. @public */
export class ResultsCloseEvent extends defineEvent('aw-results-close') {}

/** Fired when the user selects a tab. @public */
export class TabChangeEvent extends defineEvent<{
  /** The selected tab. */
  readonly tab: ResultsTab
}>('aw-tab-change', localEventInit) {}

/** Identifies a tab in the results. @public */
export type ResultsTab = keyof typeof resultsStrings.tabs
const allTabs: readonly ResultsTab[] = ['table', 'sides', 'chart', 'map', 'profile', 'check', 'report', 'log']
/** Returns the available tabs for a session and its shown node. A view node shows its view in the first tab. */
const listAvailableTabs = (
  session: WorkflowSession | undefined,
  view: ResultView | undefined,
  { node, table }: { node: NodeRun | undefined; table: TableRef | undefined },
): readonly ResultsTab[] =>
  allTabs.filter((tab) =>
    tab === 'sides'
      ? hasInputAndOutput(session?.runs.current, node?.node)
      : tab === 'profile'
        ? session?.tables.profile
        : tab === 'check'
          ? session?.tables.check
          : tab === 'chart' || tab === 'map'
            ? session?.tables.derive && view === undefined && (tab === 'chart' || hasLocations(table))
            : true,
  )

const locationColumnPattern =
  /(^|[^a-z])(lat|lon|lng|geo|iso|breite|länge)|country|land|staat|state|region|nation|provin|fips/i
/** Returns whether a table's column names suggest coordinates or regions. @internal */
export const hasLocations = (table: TableRef | undefined): boolean =>
  table?.columns.some(({ name }) => locationColumnPattern.test(name)) ?? false

declare global {
  interface HTMLElementEventMap {
    'aw-results-close': ResultsCloseEvent
    'aw-tab-change': TabChangeEvent
  }
  interface HTMLElementTagNameMap {
    'aw-results': AwResults
  }
}

/**
 * Shows the results of the last run: node outputs as paged tables, charts and maps, profiles, checks, reports, the log
 * and downloads.
 *
 * @slot actions - Buttons that the host adds next to the download menu.
 * @event {ResultsCloseEvent} aw-results-close - Fired when the user closes the results.
 * @event {TabChangeEvent} aw-tab-change - Fired when the user selects a tab.
 * @csspart download - The download menu (`aw-download-menu`).
 * @csspart chart-drawing - A chart or map.
 * @csspart graph-place - A graph drawing.
 * @csspart profile-bar - The bar above the columns of a profile.
 * @csspart profile-columns - The columns of a profile.
 * @csspart profile-findings - The findings of the in-depth analysis.
 * @csspart profile-drift - The changes since an earlier profile.
 * @csspart findings-bar - The bar above the suspicious cells.
 * @csspart findings-list - The list of suspicious cells.
 * @csspart findings-table - The table in which suspicious cells are highlighted.
 * @csspart validation-bar - The bar with the validation verdict and the filters.
 * @csspart validation-verdict - The validation verdict, without the filters.
 * @csspart validation-rules - The validation rules.
 * @csspart examples-bar - The bar above a column that is transformed by example.
 * @csspart examples-side - The side panel with the examples and uncertain rows of a transformation.
 * @csspart failure - The error message of a failed node.
 * @csspart code - The text area of a code field.
 * @csspart table-scroller - The scroll container of a table.
 * @csspart table-status - The status line below a table.
 * @csspart download-button - The download button of a table.
 * @csspart download-more - The button that opens the menu of other download formats.
 *
 * @public
 */
export class AwResults extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    session: { attribute: false },
    node: {},
    tab: {},
    closable: { type: Boolean },
    narrow: { type: Boolean },
    planning: { type: Boolean },
    watching: { type: Boolean },
    editing: { type: Boolean },
    strings: { attribute: false },
    _port: { state: true },
    _isSaving: { state: true },
    _failure: { state: true },
    _statusMessage: { state: true },
    _undoableDocument: { state: true },
    _transformation: { state: true },
  }

  declare session: WorkflowSession | undefined
  /** Id of the node whose results are shown. Default: the last node with an output table. */
  declare node: string | undefined
  /** The active tab. */
  declare tab: ResultsTab
  /** True to show a close button. */
  declare closable: boolean
  declare narrow: boolean
  /** True if the host handles `aw-load-plan-open` and `aw-preparation-open`, so that reports link to plans. */
  declare planning: boolean
  /** True if users only watch runs here and cannot decide on approvals. */
  declare watching: boolean
  /** True if users can edit the workflow, for example to add approved repairs to a Prepare node. */
  declare editing: boolean
  declare strings: ResultsStrings
  declare private _port: string | undefined
  declare private _isSaving: boolean
  declare private _failure: string | undefined
  declare private _statusMessage: string
  /** The document after the last change made here. The undo button is shown while this document is the current one. */
  declare private _undoableDocument: Workflow | undefined

  /** The column that is being transformed by example, and its table. */
  declare private _transformation: { table: TableRef; source: ExampleSource } | undefined

  #controller = new SessionController(this, ['run', 'progress', 'document'])
  #checkSource: { table: TableRef; session: WorkflowSession; source: CheckSource | undefined } | undefined
  #sensitivity: Sensitivity = 'balanced'
  #repairedCellsCache: { plans: readonly string[]; cells: RepairedCells } | undefined
  #profileSource: { table: TableRef; session: WorkflowSession; source: ProfileSource | undefined } | undefined
  readonly #views = new ResultViews()
  #changes: PreparedTableChanges | undefined

  constructor() {
    super()
    this.tab = 'table'
    this.closable = false
    this.narrow = false
    this.planning = false
    this.watching = false
    this.editing = false
    this._statusMessage = ''
    this.strings = resultsStrings
    this._isSaving = false
  }

  override willUpdate(changed: PropertyValues): void {
    const isOtherNode = changed.has('node') || changed.has('session')
    if (isOtherNode) {
      this._port = undefined
      this._failure = undefined
      this._transformation = undefined
    }
    // The status message belongs to the tab in which the user made the change.
    if (isOtherNode || changed.has('tab')) {
      this._statusMessage = ''
      this._undoableDocument = undefined
    }
  }

  override updated(changed: PropertyValues): void {
    // In a new element, the first tab is already in view. Measuring it would delay the editor's first paint.
    const isNew = changed.has('tab') && changed.get('tab') === undefined
    if (isNew && this.tab === 'table') return
    if (changed.has('tab') || changed.has('narrow')) this.#scrollToActiveTab()
  }

  /** Scrolls the tab list to the active tab without scrolling the page. */
  #scrollToActiveTab(): void {
    const list = this.renderRoot.querySelector<HTMLElement>('[role=tablist]')
    const tab = list?.querySelector<HTMLElement>('[aria-selected=true]')
    if (!list || !tab) return
    const [listRect, tabRect] = [list.getBoundingClientRect(), tab.getBoundingClientRect()]
    if (tabRect.left < listRect.left) list.scrollLeft += tabRect.left - listRect.left
    else if (tabRect.right > listRect.right) list.scrollLeft += tabRect.right - listRect.right
  }

  override render(): unknown {
    const session = this.#controller.session
    const run = session?.runs.current
    const shownResult = this.#findShownResult(run)
    const view = findResultView(session, shownResult.node?.node)
    const tabs = listAvailableTabs(session, view, shownResult)
    const activeTab = tabs.includes(this.tab) ? this.tab : 'table'
    return html`
      <div class="bar">
        <h2 class="visually-hidden">${this.strings.label}</h2>
        <div role="tablist" aria-label=${this.strings.label} @keydown=${this.#onTabKey}>
          ${tabs.map(
            (tab) =>
              html`<button
                type="button"
                role="tab"
                id="tab-${tab}"
                aria-selected=${tab === activeTab ? 'true' : 'false'}
                aria-controls="panel"
                tabindex=${tab === activeTab ? 0 : -1}
                @click=${() => this.#selectTab(tab)}
              >
                ${tab === 'table' && view ? this.strings.views[view] : this.strings.tabs[tab]}
              </button>`,
          )}
        </div>
        <span class="source">${this.#renderOutputs(run, shownResult)}</span>${
          this.tab !== 'log' && shownResult.node && session?.runs.stale.has(shownResult.node.node)
            ? html`<span class="changed" role="status">${icon('info')}${this.strings.changed}</span>`
            : nothing
        }
        <aw-download-menu
          part="download"
          exportparts="button: download-button, more: download-more"
          .strings=${this.strings.download}
          ?disabled=${!shownResult.table}
          ?busy=${this._isSaving}
          @aw-download=${({ format }: DownloadEvent) => this.#download(shownResult, format)}
        ></aw-download-menu>
        <slot name="actions"></slot>
        ${
          this.closable
            ? html`<button
                type="button"
                class="quiet icon"
                aria-label=${this.strings.close}
                title=${this.strings.close}
                @click=${() => this.dispatchEvent(new ResultsCloseEvent())}
              >
                ${icon('x')}
              </button>`
            : nothing
        }
      </div>
      ${this._failure ? html`<p class="bad" role="alert">${this.strings.downloadFailed(this._failure)}</p>` : nothing}
      <div class="status-line">
        <span role="status">${this._statusMessage}</span>
        ${
          session && this._undoableDocument !== undefined && session.document.current === this._undoableDocument
            ? html`<button type="button" class="undo" @click=${() => this.#undoRepair(session)}>
                ${icon('undo-2')}${this.strings.undoRepair}
              </button>`
            : nothing
        }
      </div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${activeTab}">
        ${
          activeTab === 'table' || activeTab === 'chart' || activeTab === 'map'
            ? this.#renderTable(session, run, shownResult, activeTab === 'table' ? view : activeTab)
            : activeTab === 'sides'
              ? html`<aw-in-out
                  exportparts="table-scroller, table-status, download-button, download-more"
                  .session=${session}
                  .node=${shownResult.node?.node}
                  .strings=${this.strings.sides}
                  .tableStrings=${this.strings.table}
                ></aw-in-out>`
              : activeTab === 'profile'
                ? this.#renderProfile(session, run, shownResult)
                : activeTab === 'check'
                  ? this.#renderCheck(session, run, shownResult)
                  : activeTab === 'report'
                    ? html`<aw-run-report
                        exportparts="validation-bar, validation-verdict, validation-rules"
                        .run=${run}
                        .progress=${session?.runs.progress ?? {}}
                        .types=${session?.engine.catalog ?? []}
                        .node=${this.node ?? (run && (findWaitingNodeId(run) ?? findReportNodeId(run, shownResult.node?.node)))}
                        .strings=${this.strings.monitor}
                        ?narrow=${this.narrow}
                        ?planning=${this.planning}
                        ?deciding=${!this.watching}
                        @aw-failing-row=${(event: FailingRowEvent) => void this.#showRow(event)}
                      ></aw-run-report>`
                    : this.#renderLog(run)
        }
      </div>
    `
  }

  /** Returns the shown node and its table: the selected node or, by default, the node that last produced a table. */
  #findShownResult(run: RunView | undefined): {
    node: NodeRun | undefined
    table: TableRef | undefined
    title: string
  } {
    if (!run) return { node: undefined, table: undefined, title: '' }
    const nodeId = this.#selectedNodeId
    let node = nodeId === undefined ? undefined : run.nodes[nodeId]
    if (nodeId === undefined) {
      const nodes = Object.values(run.nodes)
      const nodesWithTables = nodes.filter((candidate) => listOutputTables(candidate).length > 0)
      for (const candidate of nodesWithTables.length > 0 ? nodesWithTables : nodes)
        if (candidate.outputs && (candidate.endedAt ?? 0) >= (node?.endedAt ?? 0)) node = candidate
    }
    const tables = listOutputTables(node)
    const table = (tables.find(([port]) => port === this._port) ?? tables[0])?.[1]
    return { node, table, title: this.#findLabel(run.workflow, node?.node) || (node?.node ?? '') }
  }

  /** Id of the selected node; `undefined` if no node is selected or the node was deleted. */
  get #selectedNodeId(): string | undefined {
    const { node } = this
    const { session } = this.#controller
    if (node === undefined || !session || session.runs.current?.nodes[node]) return node
    return session.document.current.nodes.some(({ id }) => id === node) ? node : undefined
  }

  /** Returns a node's label in the UI language. Returns an empty string if the workflow does not contain the node. */
  #findLabel(workflow: Workflow | undefined, id: string | undefined): string {
    const node = workflow?.nodes.find((candidate) => candidate.id === id)
    return node ? this.strings.nodeTypes.getLabel(node) : ''
  }

  #renderOutputs(run: RunView | undefined, shownResult: { node: NodeRun | undefined; title: string }): unknown {
    const { node } = shownResult
    if (!run || !node || this.tab === 'log') return nothing
    const { session } = this.#controller
    const tables = listOutputTables(node)
    const hasSingleView = this.tab === 'report' || findResultView(session, node.node) === 'graph'
    if (hasSingleView || tables.length < 2) return html`<span class="title">${shownResult.title}</span>`
    return html`<span class="title">${shownResult.title}</span>
      <select
        aria-label=${this.strings.output}
        @change=${(event: Event) => (this._port = (event.target as HTMLSelectElement).value)}
      >
        ${tables.map(([port]) => html`<option value=${port} ?selected=${port === this._port}>${session ? findOutputLabel(session, node.node, port, this.strings.nodeTypes) : port}</option>`)}
      </select>`
  }

  #renderTable(
    session: WorkflowSession | undefined,
    run: RunView | undefined,
    { node, table, title }: { node: NodeRun | undefined; table: TableRef | undefined; title: string },
    view?: ResultView | 'map',
  ): unknown {
    if (session && node && table && view === 'chart')
      return this.#views.renderChart(session, node, table, title, this.strings.chart)
    if (session && node && table && view === 'map')
      return html`<aw-map
        exportparts="drawing: chart-drawing, table-scroller, table-status, download-button, download-more"
        linked
        .source=${this.#views.getSource(session, table)}
        .strings=${this.strings.chart}
      ></aw-map>`
    if (session && node && table && view === 'graph')
      return this.#views.renderGraph(session, node, title, this.strings.graph)
    if (session && table) {
      if (this.editing && this._transformation?.table === table) return this.#renderExamples(session, { node, table })
      return html`<aw-data-table
        exportparts="scroller: table-scroller, status: table-status, download-button, download-more"
        .source=${this.#views.getSource(session, table)}
        .changes=${this.#findChanges(session, node, table)}
        .strings=${this.strings.table}
        label=${title}
        ?transformable=${this.editing && session.tables.previewExamples !== undefined && this.#getTools() !== undefined}
        ?insertable=${this.editing}
        linked
        @aw-view-nodes=${(event: ViewNodesEvent) => void this.#addViewNodes(session, { node, table }, event)}
        @aw-column-transform=${({ column }: ColumnTransformEvent) => this.#startTransform(session, table, column)}
      ></aw-data-table>`
    }
    // The event record is not loaded for runs that started before the last page load.
    if (session?.runs.record?.length && node?.outputs && Object.keys(node.outputs).length > 0)
      return html`<aw-node-result
        exportparts="failure, code, table-scroller, table-status, download-button, download-more"
        .session=${session}
        .node=${node.node}
      ></aw-node-result>`
    const id = this.#selectedNodeId
    const label = title || this.#findLabel(session?.document.current, id)
    const message =
      !run || (!node && id === undefined)
        ? this.strings.noResult
        : !node || node.state === 'pending' || node.state === 'running'
          ? this.strings.notRun(label)
          : node.state === 'failed'
            ? this.strings.failed(label)
            : node.state === 'skipped'
              ? this.strings.skipped(label, this.strings.monitor.renderText(node.reason ?? ''))
              : this.strings.noTable(label)
    return html`<p class="none">${message}</p>`
  }

  #findChanges(
    session: WorkflowSession,
    node: NodeRun | undefined,
    table: TableRef,
  ): ReturnType<PreparedTableChanges['findChanges']> {
    const tools = this.#getTools()
    if (tools) this.#changes ??= new tools.PreparedTableChanges(() => this.requestUpdate())
    return this.#changes?.findChanges(session, node, table)
  }

  #startTransform(session: WorkflowSession, table: TableRef, column: string): void {
    const source = getDeferredTools()?.createSessionExamples(session, table, column)
    this._transformation = source && { table, source }
    this._statusMessage = ''
    this.dispatchEvent(new HeightRequestEvent({ height: transformHeight }))
  }

  #endTransform(): void {
    this._transformation = undefined
    this.dispatchEvent(new HeightRequestEvent({ height: 0 }))
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus(),
    )
  }

  #renderExamples(
    session: WorkflowSession,
    shownResult: { node: NodeRun | undefined; table: TableRef | undefined },
  ): unknown {
    return html`<aw-by-example
      exportparts="bar: examples-bar, side: examples-side, table-scroller, table-status, download-button, download-more"
      .source=${this._transformation?.source}
      .strings=${this.strings.examples}
      @aw-transform-close=${() => this.#endTransform()}
      @aw-column-transformed=${({ statement }: ColumnTransformedEvent) => this.#addTransformNode(session, shownResult, statement)}
    ></aw-by-example>`
  }

  /** Adds a SQL node with the transformation after the shown node. */
  #addTransformNode(
    session: WorkflowSession,
    { node, table }: { node: NodeRun | undefined; table: TableRef | undefined },
    statement: string,
  ): void {
    const port = listOutputTables(node).find(([, output]) => output === table)?.[0]
    const catalog = this.strings.nodeTypes.translateTypes(session.engine.catalog)
    const action =
      node && port !== undefined
        ? getDeferredTools()?.createInsertSqlEdit(session.document.current, { node: node.node, port }, statement, {
            catalog,
            newId,
          })
        : undefined
    this.#endTransform()
    if (!action) return
    session.document.apply(action.edit)
    this._statusMessage = this.strings.transformAdded(action.label)
    this._undoableDocument = session.document.current
  }

  /** Adds nodes that reproduce the filters, groups and sort order of the shown table's view. */
  async #addViewNodes(
    session: WorkflowSession,
    { node, table }: { node: NodeRun | undefined; table: TableRef },
    { view, describe }: ViewNodesEvent,
  ): Promise<void> {
    const port = listOutputTables(node).find(([, output]) => output === table)?.[0]
    if (!node || port === undefined) return
    const catalog = this.strings.nodeTypes.translateTypes(session.engine.catalog)
    const output = { node: node.node, port, columns: table.columns }
    const { createViewNodesEdit } = await import('./create-view-nodes-edit.ts')
    const action = createViewNodesEdit(session.document.current, output, view, { catalog, newId })
    if (!action) return
    session.document.apply(action.edit)
    this._statusMessage = describe(action.labels)
    this._undoableDocument = session.document.current
  }

  /**
   * Returns the tools for tables, profiles and checks. If they are not loaded yet, updates the element once they are.
   */
  #getTools(): DeferredTools | undefined {
    const tools = getDeferredTools()
    if (!tools) void customElements.whenDefined('aw-findings').then(() => this.requestUpdate())
    return tools
  }

  #renderProfile(
    session: WorkflowSession | undefined,
    run: RunView | undefined,
    shownResult: { node: NodeRun | undefined; table: TableRef | undefined; title: string },
  ): unknown {
    const { table, title } = shownResult
    if (!session || !table) return this.#renderTable(session, run, shownResult)
    const isEditing = this.editing && shownResult.node !== undefined
    const tools = this.#getTools()
    if (tools && (this.#profileSource?.table !== table || this.#profileSource.session !== session))
      this.#profileSource = { table, session, source: tools.createSessionProfileSource(session, table) }
    return html`<aw-data-profile
      exportparts="bar: profile-bar, columns: profile-columns, findings: profile-findings, drift: profile-drift"
      .source=${this.#profileSource?.source}
      .strings=${this.strings.profile}
      label=${title}
      ?merging=${isEditing}
      @aw-repair=${({ operations }: RepairEvent) => this.#repair(session, shownResult, operations)}
    ></aw-data-profile>`
  }

  #renderCheck(
    session: WorkflowSession | undefined,
    run: RunView | undefined,
    shownResult: { node: NodeRun | undefined; table: TableRef | undefined; title: string },
  ): unknown {
    const { table, title } = shownResult
    if (!session || !table) return this.#renderTable(session, run, shownResult)
    const tools = this.#getTools()
    if (tools && (this.#checkSource?.table !== table || this.#checkSource.session !== session))
      this.#checkSource = { table, session, source: tools.createSessionCheck(session, table) }
    return html`<aw-findings
      exportparts="bar: findings-bar, list: findings-list, table: findings-table, table-scroller, table-status, download-button, download-more"
      .source=${this.#checkSource?.source}
      .sensitivity=${this.#sensitivity}
      .repaired=${this.#findRepairedCells(session, shownResult)}
      .answers=${this.#getAnswers(session, shownResult)}
      ?readonly=${!this.editing}
      .strings=${this.editing ? this.#createRepairStrings(this.strings) : this.strings.findings}
      label=${title}
      @aw-answers-change=${({ answers }: AnswersChangeEvent) => this.#setAnswers(session, shownResult, answers)}
      @aw-sensitivity-change=${({ sensitivity }: SensitivityChangeEvent) => (this.#sensitivity = sensitivity)}
      @aw-repair=${({ operations }: RepairEvent) => this.#repair(session, shownResult, operations)}
    ></aw-findings>`
  }

  /** Returns the stored answers to findings in the shown table. They also apply to later files of the same node. */
  #getAnswers(
    session: WorkflowSession,
    { node, table }: { node: NodeRun | undefined; table: TableRef | undefined },
  ): readonly Answer[] {
    const port = listOutputTables(node).find(([, output]) => output === table)?.[0]
    const workflowNode = session.document.current.nodes.find(({ id }) => id === node?.node)
    return (port === undefined ? undefined : workflowNode?.answers?.[port]) ?? noAnswers
  }

  #setAnswers(
    session: WorkflowSession,
    { node, table }: { node: NodeRun | undefined; table: TableRef | undefined },
    answers: readonly Answer[],
  ): void {
    const port = listOutputTables(node).find(([, output]) => output === table)?.[0]
    const workflowNode = session.document.current.nodes.find(({ id }) => id === node?.node)
    if (!this.editing || !workflowNode || port === undefined) return
    const { [port]: _, ...otherAnswers } = workflowNode.answers ?? {}
    const allAnswers = answers.length === 0 ? otherAnswers : { ...otherAnswers, [port]: [...answers] }
    const options = Object.keys(allAnswers).length === 0 ? {} : { answers: allAnswers }
    session.document.apply({ type: 'set-option', id: workflowNode.id, option: 'answers', options })
  }

  /** Returns the cells that downstream Prepare nodes repair. The result is cached until one of their plans changes. */
  #findRepairedCells(
    session: WorkflowSession,
    { node, table }: { node: NodeRun | undefined; table: TableRef | undefined },
  ): RepairedCells | undefined {
    const port = listOutputTables(node).find(([, output]) => output === table)?.[0]
    const tools = getDeferredTools()
    if (!tools || !node || port === undefined) return undefined
    const plans = tools.findPlansAfter(session.document.current, { node: node.node, port }, session.engine.catalog)
    const cached = this.#repairedCellsCache
    if (cached && plans.length === cached.plans.length && plans.every((plan, index) => plan === cached.plans[index]))
      return cached.cells
    const cells = tools.indexRepairedCells(plans.flatMap(tools.parseOperations))
    this.#repairedCellsCache = { plans, cells }
    return cells
  }

  /** Adds approved repairs to a Prepare node, or downloads them as a plan if users cannot edit the workflow. */
  #repair(
    session: WorkflowSession,
    { node, table, title }: { node: NodeRun | undefined; table: TableRef | undefined; title: string },
    operations: readonly Operation[],
  ): void {
    const port = listOutputTables(node).find(([, output]) => output === table)?.[0]
    const document = session.document.current
    const catalog = this.strings.nodeTypes.translateTypes(session.engine.catalog)
    const action =
      this.editing && node && port !== undefined
        ? getDeferredTools()?.createPrepareEdit(document, { node: node.node, port, operations }, { catalog, newId })
        : undefined
    if (action) {
      session.document.apply(action.edit)
      this._statusMessage = this.strings.repairAdded(action.label)
      this._undoableDocument = session.document.current
      return
    }
    const plan: PreparationPlan = { target: 'generic', operations: [...operations], notes: [] }
    saveFile(
      new Blob([JSON.stringify(plan, null, 2)], { type: 'application/json' }),
      `${toFileName(title, 'table')}.plan.json`,
    )
  }

  #undoRepair(session: WorkflowSession): void {
    session.document.undo()
    this._undoableDocument = undefined
    this._statusMessage = this.strings.repairUndone
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus(),
    )
  }

  #repairStrings: { source: ResultsStrings; strings: FindingsStrings } | undefined
  #createRepairStrings(strings: ResultsStrings): FindingsStrings {
    if (this.#repairStrings?.source !== strings) {
      const formatPlanButton = (repairedCount: number, droppedCount = 0): string =>
        strings.repairButton(repairedCount + droppedCount)
      this.#repairStrings = { source: strings, strings: { ...strings.findings, plan: formatPlanButton } }
    }
    return this.#repairStrings.strings
  }

  #renderLog(run: RunView | undefined): unknown {
    if (!run || run.log.length === 0) return html`<p class="none">${this.strings.noLog}</p>`
    const titles = new Map(run.workflow?.nodes.map((node) => [node.id, this.strings.nodeTypes.getLabel(node)]))
    return html`<div class="log" tabindex="0" role="log" aria-label=${this.strings.tabs.log}>
      ${run.log.slice(-1_000).map(
        (line) =>
          html`<div>
            <span class="muted">${formatTimeOfDay(line.time)}</span>
            <span class="node">${(line.node && titles.get(line.node)) || line.node}</span>
            <span class=${line.level}>${renderCode(this.strings.monitor.renderText(line.message))}</span>
          </div>`,
      )}
    </div>`
  }

  async #download(
    { table, title }: { table: TableRef | undefined; title: string },
    format: TableFormat,
  ): Promise<void> {
    const session = this.#controller.session
    if (!session || !table) return
    this._isSaving = true
    this._failure = undefined
    try {
      const file = unwrap(await session.tables.write({ table, format }))
      saveFile(file, `${toFileName(title, 'table')}${tableFormats[format].extension}`)
    } catch (cause) {
      this._failure = cause instanceof Error ? cause.message : String(cause)
    } finally {
      this._isSaving = false
    }
  }

  #selectTab(tab: ResultsTab): void {
    this.tab = tab
    this.dispatchEvent(new TabChangeEvent({ tab }))
  }

  /** Switches to the table and shows a failing row from a validation report. */
  async #showRow({ row, column }: FailingRowEvent): Promise<void> {
    this.#selectTab('table')
    await this.updateComplete
    const table = await waitUntilReady(this.renderRoot.querySelector('aw-data-table'))
    table?.showCell(row - 1, column)
  }

  #onTabKey = (event: KeyboardEvent): void => {
    const arrowStep = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (arrowStep === 0) return
    const step = getComputedStyle(this).direction === 'rtl' ? -arrowStep : arrowStep
    const { session } = this.#controller
    const shownResult = this.#findShownResult(session?.runs.current)
    const tabs = listAvailableTabs(session, findResultView(session, shownResult.node?.node), shownResult)
    this.#selectTab(tabs[(tabs.indexOf(this.tab) + step + tabs.length) % tabs.length] ?? 'table')
    event.preventDefault()
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus())
  }
}

const noAnswers: readonly Answer[] = []
/** Height needed for a transformation by example, in CSS pixels at the default text size. */
const transformHeight = 460

const isTable = (entry: [string, Value]): entry is [string, Extract<Value, { kind: 'table' }>] =>
  entry[1].kind === 'table'

/** Returns the id of the top-level node at which a run is waiting. */
const findWaitingNodeId = ({ waiting = {} }: RunView): string | undefined => {
  const [firstWaitingNode] = Object.values(waiting)
  const outerScopeId = firstWaitingNode?.scope?.[0]
  return outerScopeId === undefined ? firstWaitingNode?.node : outerScopeId.slice(0, outerScopeId.lastIndexOf('#'))
}

const listOutputTables = (node: NodeRun | undefined): [port: string, table: TableRef][] =>
  Object.entries(node?.outputs ?? {})
    .filter(isTable)
    .map(([port, value]) => [port, value.table])
