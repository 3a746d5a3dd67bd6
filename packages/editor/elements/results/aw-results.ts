import type { WorkflowSession } from '@aw-flow/client'
import {
  isFinalRunState,
  unwrap,
  type Edit,
  type NodeRun,
  type RunView,
  type TableRef,
  type Value,
  type Workflow,
} from '@aw-flow/schema'
import { tableFormats, type TableFormat } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues } from 'lit'
import { memoizeLast } from '../../canvas/memoize-last.ts'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { ExtensionsController } from '../../extensions/extensions-controller.ts'
import { mountContent } from '../../extensions/mount-part.ts'
import type { ResultContext, ResultTab } from '../../extensions/result-tab.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { renderTabList } from './render-tab-list.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { HeightRequestEvent } from '../../views/height-request-event.ts'
import { createSessionTable, type TableSource } from '../../views/table-source.ts'
import { toFileName } from '../files/file-name.ts'
import { saveFile } from '../files/save-file.ts'
import type { DownloadEvent } from './aw-download-menu.ts'
import { styles } from './aw-results.styles.ts'
import { findOutputLabel } from './output-label.ts'
import { resultsStrings, type ResultsStrings, type ResultsTab } from './results-strings.ts'
import { previewTab } from './tabs/core-tabs.ts'
import { tableTab } from './tabs/table-tab.ts'
import { element } from '../../element.ts'

/** Fired when the user closes the results. @public */
export class ResultsCloseEvent extends defineEvent('aw-results-close') {}

/** Fired when the user selects a tab. @public */
export class TabChangeEvent extends defineEvent<{
  /** The selected tab. */
  readonly tab: ResultsTab
}>('aw-tab-change', localEventInit) {}

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
export class AwResults extends element(
  {
    session: undefined as WorkflowSession | undefined,
    /** Id of the node whose results are shown. Default: the last node with an output table. */
    node: undefined as string | undefined,
    /** The active tab. */
    tab: 'table' as ResultsTab,
    /** True to show a close button. */
    closable: false,
    narrow: false,
    /** True if the host handles `aw-load-plan-open` and `aw-preparation-open`, so that reports link to plans. */
    planning: false,
    /** True if users only watch runs here and cannot decide on approvals. */
    watching: false,
    /** True if users can edit the workflow, for example to add approved repairs to a Prepare node. */
    editing: false,
    strings: resultsStrings as ResultsStrings,
    _port: undefined as string | undefined,
    _isSaving: false,
    _failure: undefined as string | undefined,
    _statusMessage: '',
    /** The document after the last change made here. The undo button is shown while this document is the current one. */
    _undoableDocument: undefined as Workflow | undefined,
  },
  {
    node: {},
    tab: {},
    closable: { type: Boolean },
    narrow: { type: Boolean },
    planning: { type: Boolean },
    watching: { type: Boolean },
    editing: { type: Boolean },
  },
) {
  static override styles = [tokens, controls, styles]

  #controller = new SessionController(this, ['run', 'progress', 'document'])
  readonly #extensions = new ExtensionsController(this)
  /** Values that tabs keep while the element exists, by key. */
  readonly #keptValues = new Map<string, unknown>()
  /** The tab that was last shown of each part. */
  readonly #lastViews = new Map<ResultsPart, ResultsTab>()
  /** The sources of the shown session's tables. */
  readonly #getSources = memoizeLast((_session: WorkflowSession) => new WeakMap<TableRef, TableSource>())
  /** The table that was shown last in a run. */
  readonly #getLastShown = memoizeLast((_run: string | undefined): { table?: TableRef } => ({}))

  override willUpdate(changed: PropertyValues): void {
    const isOtherNode = changed.has('node') || changed.has('session')
    if (isOtherNode) {
      this._port = undefined
      this._failure = undefined
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

  /** Scrolls the tab lists to the active tabs without scrolling the page. */
  #scrollToActiveTab(): void {
    for (const list of this.renderRoot.querySelectorAll<HTMLElement>('[role=tablist]')) {
      const tab = list.querySelector<HTMLElement>('[aria-selected=true]')
      if (!tab) continue
      const [listRect, tabRect] = [list.getBoundingClientRect(), tab.getBoundingClientRect()]
      if (tabRect.left < listRect.left) list.scrollLeft += tabRect.left - listRect.left
      else if (tabRect.right > listRect.right) list.scrollLeft += tabRect.right - listRect.right
    }
  }

  override render(): unknown {
    const { strings } = this
    const result = this.#createContext()
    const { session, table, node } = result
    const tabs = this.#listTabs(result)
    const { id: activeId, tab: activeTab } = findActiveTab(tabs, this.tab, result)
    const activePart = getPart(activeTab)
    const views = tabs.filter(({ tab }) => getPart(tab) === activePart)
    if (views.some(({ id }) => id === this.tab)) this.#lastViews.set(activePart, this.tab)
    const extent = activeTab.extent ?? 'table'
    const needsTable = extent === 'table' || activeTab.nodeType !== undefined
    const { mount } = needsTable && !table ? tableTab : activeTab
    return html`
      <div class="bar">
        <h2 class="visually-hidden">${strings.label}</h2>
        ${renderTabList({
          label: strings.label,
          tabs: listParts(tabs).map((part) => ({ id: part, title: strings.parts[part] })),
          activeId: activePart,
          prefix: 'part',
          getPanelId: () => 'panel',
          select: (part) => this.#selectPart(part, tabs),
        })}
        ${
          views.length < 2
            ? nothing
            : renderTabList({
                className: 'views',
                label: strings.partViews(strings.parts[activePart]),
                tabs: views.map(({ id, tab: { title } }) => ({
                  id,
                  title: typeof title === 'string' ? title : title(strings),
                })),
                activeId,
                prefix: 'tab',
                getPanelId: () => 'panel',
                select: (id) => this.#selectTab(id),
              })
        }
        <span class="source">${activePart === 'run' ? nothing : this.#renderOutputs(result, extent === 'table')}</span
        >${
          extent !== 'run' && node && session?.runs.stale.has(node.node)
            ? html`<span class="changed" role="status">${icon('info')}${strings.changed}</span>`
            : nothing
        }
        <aw-download-menu
          part="download"
          exportparts="button: download-button, more: download-more"
          .strings=${strings.download}
          ?disabled=${!table}
          ?busy=${this._isSaving}
          @aw-download=${({ format }: DownloadEvent) => this.#download(result, format)}
        ></aw-download-menu>
        <slot name="actions"></slot>
        ${this.closable ? renderIconButton('x', strings.close, () => this.dispatchEvent(new ResultsCloseEvent())) : nothing}
      </div>
      ${this._failure ? html`<p class="bad" role="alert">${strings.downloadFailed(this._failure)}</p>` : nothing}
      <div class="status-line">
        <span role="status">${this._statusMessage}</span>
        ${
          session && this._undoableDocument !== undefined && session.document.current === this._undoableDocument
            ? html`<button type="button" class="undo" @click=${() => this.#undo(session)}>
                ${icon('undo-2')}${strings.undoRepair}
              </button>`
            : nothing
        }
      </div>
      <div
        role="tabpanel"
        id="panel"
        aria-labelledby=${views.length < 2 ? `part-${activePart}` : `tab-${activeId}`}
        ${mountContent(mount, result)}
      ></div>
    `
  }

  /** Returns the available tabs. A node type with its own view shows it in the first tab, in place of the table. */
  #listTabs(result: ResultContext): readonly ListedTab[] {
    const tabs = this.#extensions.resultTabs
    const view = tabs.find(({ nodeType }) => nodeType !== undefined && nodeType === result.nodeType)
    const otherTabs = tabs.filter(
      (tab) => tab.id !== tableTab.id && tab.nodeType === undefined && tab.isAvailable?.(result) !== false,
    )
    return [{ id: tableTab.id, tab: view ?? tableTab }, ...otherTabs.map((tab) => ({ id: tab.id, tab }))]
  }

  #createContext(): ResultContext {
    const { strings } = this
    const session = this.#controller.session
    const run = session?.runs.current
    const node = run && this.#findShownNode(run)
    const tables = listOutputTables(node)
    const [port, table] = tables.find(([name]) => name === this._port) ?? tables[0] ?? []
    const shownNode = run?.workflow?.nodes.find(({ id }) => id === node?.node)
    return {
      session,
      run,
      node,
      nodeType: session?.document.current.nodes.find(({ id }) => id === node?.node)?.type,
      selectedNode: this.#selectedNodeId,
      table,
      port,
      title: (shownNode && strings.nodeTypes.getLabel(shownNode)) || (node?.node ?? ''),
      strings,
      isEditable: this.editing,
      canDecide: !this.watching,
      isNarrow: this.narrow,
      opensPlans: this.planning,
      getSource: (ref) => this.#getSource(ref),
      keep: <Kept>(key: string, create: () => Kept): Kept => {
        if (!this.#keptValues.has(key)) this.#keptValues.set(key, create())
        return this.#keptValues.get(key) as Kept
      },
      selectTab: (id) => {
        this.#selectTab(id)
        return this.updateComplete
      },
      focusTab: this.#focusTab,
      applyEdit: (edit, message) => this.#applyEdit(edit, message),
      requestHeight: (height) => {
        this.dispatchEvent(new HeightRequestEvent({ height }))
      },
      requestUpdate: () => this.requestUpdate(),
    }
  }

  #getSource(table: TableRef): TableSource {
    const { session } = this.#controller
    if (!session) throw new Error('The results have no session. Set `session` or provide `sessionContext`.')
    const sources = this.#getSources(session)
    const lastShown = this.#getLastShown(session.runs.current?.run)
    // Tables of a run with the same id have the same rows, which nodes that only check or show them pass on.
    const known = lastShown.table?.id === table.id ? sources.get(lastShown.table) : undefined
    const source = sources.get(table) ?? known ?? createSessionTable(session, table)
    sources.set(table, source)
    lastShown.table = table
    return source
  }

  /** Returns the selected node or, by default, the node that last produced a table. */
  #findShownNode(run: RunView): NodeRun | undefined {
    const nodeId = this.#selectedNodeId
    if (nodeId !== undefined) return run.nodes[nodeId]
    const nodes = Object.values(run.nodes)
    const nodesWithTables = nodes.filter((candidate) => listOutputTables(candidate).length > 0)
    let node: NodeRun | undefined
    for (const candidate of nodesWithTables.length > 0 ? nodesWithTables : nodes)
      if (candidate.outputs && (candidate.endedAt ?? 0) >= (node?.endedAt ?? 0)) node = candidate
    return node
  }

  /** Id of the selected node; `undefined` if no node is selected or the node was deleted. */
  get #selectedNodeId(): string | undefined {
    const { node } = this
    const { session } = this.#controller
    if (node === undefined || !session || session.runs.current?.nodes[node]) return node
    return session.document.current.nodes.some(({ id }) => id === node) ? node : undefined
  }

  #renderOutputs({ session, node, title, strings }: ResultContext, isSelectable: boolean): unknown {
    if (!node) return nothing
    const tables = listOutputTables(node)
    if (!isSelectable || tables.length < 2) return html`<span class="title">${title}</span>`
    return html`<span class="title">${title}</span>
      <select
        aria-label=${strings.output}
        @change=${(event: Event) => (this._port = (event.target as HTMLSelectElement).value)}
      >
        ${tables.map(([port]) => html`<option value=${port} ?selected=${port === this._port}>${session ? findOutputLabel(session, node.node, port, strings.nodeTypes) : port}</option>`)}
      </select>`
  }

  #applyEdit(edit: Edit, message: string): void {
    const { session } = this.#controller
    if (!session) return
    session.document.apply(edit)
    this._statusMessage = message
    this._undoableDocument = session.document.current
  }

  #undo(session: WorkflowSession): void {
    session.document.undo()
    this._undoableDocument = undefined
    this._statusMessage = this.strings.repairUndone
    this.#focusTab()
  }

  #focusTab = (): void =>
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus(),
    )

  async #download({ session, table, title }: ResultContext, format: TableFormat): Promise<void> {
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

  /** Shows the view of a part that was last shown, by default the first one. */
  #selectPart(part: ResultsPart, tabs: readonly ListedTab[]): void {
    const views = tabs.filter(({ tab }) => getPart(tab) === part)
    const lastView = views.find(({ id }) => id === this.#lastViews.get(part))
    const { id } = lastView ?? views[0]!
    this.#selectTab(id)
  }
}

type ResultsPart = keyof ResultsStrings['parts']

interface ListedTab {
  readonly id: string
  readonly tab: ResultTab
}

const getPart = ({ part = 'data' }: ResultTab): ResultsPart => part

const listParts = (tabs: readonly ListedTab[]): ResultsPart[] =>
  (['data', 'findings', 'run'] as const).filter((part) => tabs.some(({ tab }) => getPart(tab) === part))

/** Returns the chosen tab. Before a run, the preview of the selected node stands for its table. */
function findActiveTab(tabs: readonly ListedTab[], chosenId: ResultsTab, { run, node }: ResultContext): ListedTab {
  const preview = tabs.find(({ id }) => id === previewTab.id)
  if (preview && chosenId === tableTab.id && !node && (!run || isFinalRunState(run.state))) return preview
  return tabs.find(({ id }) => id === chosenId) ?? tabs[0]!
}

const isTable = (entry: [string, Value]): entry is [string, Extract<Value, { kind: 'table' }>] =>
  entry[1].kind === 'table'

const listOutputTables = (node: NodeRun | undefined): [port: string, table: TableRef][] =>
  Object.entries(node?.outputs ?? {})
    .filter(isTable)
    .map(([port, value]) => [port, value.table])
