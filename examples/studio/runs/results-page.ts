import {
  getKey,
  icon,
  saveFile,
  createSessionTable,
  formatColumnType,
  hasLocations,
  renderCode,
  type NodeChooseEvent,
  type TableSource,
} from '@aw-flow/editor'
import { unwrap, isFinalRunState, type NodeType, type RunView, type TableRef, type Workflow } from '@aw-flow/schema'
import { findResultTables, tableFormats, type ResultTable, type TableFormat } from '@aw-flow/schema/internal'
import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { resolveDrawing } from './resolve-drawing.ts'
import { getStrings } from '../language/strings.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { runAgain } from './run-again.ts'
import { StoredTables, type StoredTable } from './stored-tables.ts'
import { getResultsLimit } from '../settings/results-limit.ts'
import { RunController } from './run-controller.ts'
import { NavigationRequestEvent, ToastEvent } from '../shell/studio-events.ts'
import { getNodeTitle, getRecordTitle } from '../display-names.ts'
import { resultsPageStyles } from './results-page.styles.ts'
import { renderNotFound } from '../shell/render-not-found.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import { toPath } from '../shell/base-path.ts'

const tabs = ['table', 'chart', 'graph', 'map', 'metadata', 'log', 'report'] as const
type Tab = (typeof tabs)[number]
type AvailableTable = Extract<StoredTable, { table: TableRef }>

/** The run and table that the page currently shows. */
interface ShownResults {
  readonly view: RunView
  readonly session: WorkflowSession | undefined
  readonly results: readonly ResultTable[]
  readonly selectedTable: ResultTable | undefined
  readonly storedTable: StoredTable | undefined
}

const getFormatLabels = (): Record<TableFormat, string> => ({
  csv: 'CSV',
  'csv-excel': getStrings().results.csvForExcel,
  json: 'JSON',
  jsonl: getStrings().results.jsonLines,
  parquet: 'Parquet',
  arrow: 'Arrow',
  xlsx: 'Excel',
})

/**
 * Shows the results of a run: tables, charts, graphs, maps, metadata, log and report. Given a workflow instead of a
 * run, shows its most recent finished run, even if another tab executed it.
 */
export class ResultsPage extends page({
  /** ID of the run to show. Set by the page if `workflowId` is given. */
  runId: undefined as string | undefined,
  /** ID of the workflow whose latest run is shown. */
  workflowId: undefined as string | undefined,
  /**
   * The node that produced the selected table, optionally followed by "/" and the output. Unlike the table's ID, this
   * is the same in every run.
   */
  from: undefined as string | undefined,
  tab: 'table' as Tab,
  /** ID of the selected table. Defaults to the last table. */
  table: undefined as string | undefined,
  /** ID of the node whose report is selected. Defaults to the failed node, or else to the first node with a report. */
  node: undefined as string | undefined,
  format: 'csv' as TableFormat,
  isBusy: false,
  /** Maximum size of stored results, in bytes. `undefined` until it is needed. */
  limit: undefined as number | undefined,
}) {
  static override urlFields: UrlFields<ResultsPage> = { tab: tabs, table: 'any', from: 'any', node: 'any' }
  static override styles = resultsPageStyles

  readonly #run = new RunController(this)
  readonly #storedTables = new StoredTables(this)
  readonly #sources = new WeakMap<TableRef, TableSource>()
  /** The tab that was last scrolled into view. */
  #revealedTab: Tab | undefined
  /** Whether a newer run of the workflow is in progress. */
  #hasNewRun = false
  /** The previously shown results. When a newer run ends, they stay visible until its tables have loaded. */
  #previousResults: ShownResults | undefined

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('workflowId') || changed.has('workspace')) this.#previousResults = undefined
    if (this.workflowId !== undefined) this.runId = this.#findLatestRunId()
  }

  /** Scrolls the selected tab into view within the tab list, without scrolling the page. */
  protected override updated(): void {
    const tab = this.renderRoot.querySelector<HTMLElement>('[role=tab][aria-selected=true]')
    const list = tab?.parentElement
    if (!tab || !list || this.#revealedTab === this.tab) return
    this.#revealedTab = this.tab
    const [outer, inner] = [list.getBoundingClientRect(), tab.getBoundingClientRect()]
    if (inner.left < outer.left) list.scrollLeft += Math.floor(inner.left - outer.left)
    else if (inner.right > outer.right) list.scrollLeft += Math.ceil(inner.right - outer.right)
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.workflowId !== undefined && this.runId === undefined) return this.#renderWithoutRun(this.workflowId)
    const shownResults = this.#findShownResults()
    if (!shownResults && this.#run.view === 'missing') {
      return renderNotFound({
        heading: getStrings().run.notFound(this.runId ?? ''),
        hint: getStrings().results.storedElsewhere,
        links: [
          { href: '/runs', label: getStrings().common.viewRuns },
          { href: '/trash', label: getStrings().shell.openTrash },
        ],
      })
    }
    if (!shownResults) return nothing
    const { selectedTable } = shownResults
    const visibleTabs = tabs.filter((tab) => tab !== 'map' || tab === this.tab || hasLocations(selectedTable?.table))
    return html`
      <main>
        ${this.#renderHeader(shownResults)}
        <section class="panel results">
          <div class="tabs" role="tablist" aria-label=${getStrings().results.tabListLabel}>
            ${visibleTabs.map(
              (tab) =>
                html`<button
                  role="tab"
                  id="tab-${tab}"
                  aria-selected=${tab === this.tab}
                  aria-controls="shown"
                  tabindex=${tab === this.tab ? 0 : -1}
                  @click=${() => (this.tab = tab)}
                  @keydown=${this.#onTabKey}
                >
                  ${getStrings().results.tabs[tab]}
                </button>`,
            )}
          </div>
          <div id="shown" class="shown" role="tabpanel" aria-labelledby="tab-${this.tab}">
            <h2 class="visually-hidden">${getStrings().results.tabs[this.tab]}</h2>
            ${this.#renderTab(shownResults)}
          </div>
        </section>
      </main>
    `
  }

  /**
   * Returns the ID of the workflow's most recent finished run. If none has finished, returns the ID of the run in
   * progress.
   */
  #findLatestRunId(): string | undefined {
    const runs = (this.workspace?.runs ?? []).filter(({ workflowId }) => workflowId === this.workflowId)
    const [latestRun, ...earlierRuns] = runs.toSorted((a, b) => b.startedAt - a.startedAt)
    if (!latestRun) return undefined
    const latestFinishedRun = [latestRun, ...earlierRuns].find(({ state }) => isFinalRunState(state))
    this.#hasNewRun =
      latestFinishedRun !== undefined &&
      latestFinishedRun !== latestRun &&
      this.workspace?.interruptedRunIds.has(latestRun.run) === false
    return (latestFinishedRun ?? latestRun).run
  }

  #findShownResults(): ShownResults | undefined {
    const { view, session } = this.#run
    const isFollowing = this.workflowId !== undefined
    if (view === undefined || view === 'missing') return isFollowing ? this.#previousResults : undefined
    const results = findResultTables(view)
    const selectedTable =
      results.find(({ table }) => table.id === this.table) ??
      (this.from === undefined ? undefined : findNodeTable(view, results, this.from)) ??
      results.at(-1)
    const storedTable = selectedTable && this.#findTable(view, session, selectedTable.table)
    const isLoading = storedTable?.unavailableReason === 'loading' || storedTable?.unavailableReason === 'computing'
    const previous = this.#previousResults
    const canShowPrevious = previous?.storedTable?.unavailableReason === undefined && previous?.view.run !== view.run
    // A graph needs additional tables, which are available only for the most recently opened run.
    if (isFollowing && isLoading && this.tab !== 'graph' && canShowPrevious && previous) return previous
    const shownResults: ShownResults = { view, session, results, selectedTable, storedTable }
    this.#previousResults = shownResults
    return shownResults
  }

  /** Renders the page for a workflow that has no runs or does not exist. */
  #renderWithoutRun(workflowId: string): TemplateResult | typeof nothing {
    const { workspace } = this
    const { results: strings, common, workflow: workflowStrings } = getStrings()
    if (!workspace?.isReady) return nothing
    if (!workspace.hasWorkflow(workflowId))
      return renderNotFound({
        heading: strings.workflowNotFound(workflowId),
        hint: workflowStrings.notFoundHint,
        links: [{ href: '/workflows', label: workflowStrings.viewWorkflows }],
      })
    return html`<main>
      <header><h1 tabindex="-1">${getStrings().titles.latestResults}</h1></header>
      <div class="empty" role="status">
        ${icon('table-2', 20)}
        <p>${strings.notRun}</p>
        <p class="next"><a class="button primary" href=${getWorkflowPath(workflowId)}>${common.openWorkflow}</a></p>
      </div>
    </main>`
  }

  /** Returns a table from the run's session if the session is open, otherwise from storage. */
  #findTable(view: RunView, session: WorkflowSession | undefined, table: TableRef): StoredTable {
    if (session) return { table, tables: session.tables }
    return this.workspace
      ? this.#storedTables.get(this.workspace, view, this.#run.events, table)
      : { unavailableReason: 'loading' }
  }

  #renderHeader({ view, storedTable, results, selectedTable }: ShownResults): TemplateResult {
    const { results: strings, common } = getStrings()
    const tables = selectedTable && !results.includes(selectedTable) ? [...results, selectedTable] : results
    const catalog = this.workspace?.engine.status.catalog ?? []
    const getLabel = ({ node, port }: ResultTable): string =>
      `${findNodeTitle(view.workflow, node, catalog)}${port === 'table' ? '' : `, ${port}`}`
    return html`
      <header>
        <div class="title">
          <p class="small muted">${this.#renderBreadcrumbs(view)}</p>
          <h1 tabindex="-1">${strings.title(getRecordTitle(view) ?? strings.unnamedRun)}</h1>
        </div>
        ${
          tables.length > 1
            ? html`<label class="pick"
                ><span class="visually-hidden">${common.table}</span>
                <select
                  @change=${(event: Event) => this.#selectTable(tables, (event.target as HTMLSelectElement).value)}
                >
                  ${tables.map(
                    (result) =>
                      html`<option value=${result.table.id} .selected=${result === selectedTable}>
                        ${getLabel(result)}
                      </option>`,
                  )}
                </select>
              </label>`
            : nothing
        }
        ${
          storedTable && storedTable.unavailableReason === undefined
            ? html`<button
                  class="edit-control"
                  @click=${() => void this.#saveAsDataset(storedTable, view)}
                  ?disabled=${this.isBusy}
                >
                  ${icon('database')} ${strings.saveAsDataset}
                </button>
                <label class="pick"
                  ><span class="visually-hidden">${strings.format}</span>
                  <select
                    @change=${(event: Event) => (this.format = (event.target as HTMLSelectElement).value as TableFormat)}
                  >
                    ${Object.entries(getFormatLabels()).map(
                      ([format, label]) =>
                        html`<option value=${format} .selected=${format === this.format}>${label}</option>`,
                    )}
                  </select>
                </label>
                <button
                  class="primary"
                  data-testid="download-results"
                  ?disabled=${this.isBusy}
                  @click=${() => void this.#download(storedTable, view)}
                >
                  ${icon('download')} ${this.isBusy ? common.creatingFile : strings.download}
                </button>`
            : nothing
        }
      </header>
    `
  }

  /** Renders the links above the heading and, if a newer run is in progress, its status. */
  #renderBreadcrumbs(view: RunView): TemplateResult {
    const { results: strings, shell, run, formats } = getStrings()
    if (this.workflowId === undefined)
      return html`<a href=${toPath('/runs')}>${shell.runs}</a> / <a href=${getRunPath(view.run)}>${run.run}</a>`
    return html`<a href=${toPath('/workflows')}>${shell.workflows}</a> /
      <a href=${getWorkflowPath(this.workflowId)}>${getRecordTitle(view) ?? strings.unknown}</a> ·
      <a href=${getRunPath(view.run)} data-testid="latest-run"
        >${strings.latestRun(formats.dateTime(view.endedAt ?? view.startedAt ?? 0))}</a
      >
      <span role="status" data-testid="new-run">${this.#hasNewRun ? strings.newRun : nothing}</span>`
  }

  #selectTable(tables: readonly ResultTable[], id: string): void {
    if (this.workflowId === undefined) {
      this.table = id
      return
    }
    const result = tables.find(({ table }) => table.id === id)
    this.from = result && `${result.node}/${result.port}`
  }

  #renderTab(shownResults: ShownResults): TemplateResult | typeof nothing {
    const { view, session, results, selectedTable, storedTable } = shownResults
    const { results: strings, editor } = getStrings()
    const { resultsStrings } = editor
    if (this.tab === 'report')
      return html`<aw-run-report
        .strings=${resultsStrings.monitor}
        .run=${view}
        .node=${this.node ?? findDefaultReportNode(view)}
        @aw-node-choose=${(event: NodeChooseEvent) => (this.node = event.node)}
      ></aw-run-report>`
    if (this.tab === 'log') return renderLog(view, this.workspace?.engine.status.catalog ?? [])
    if (this.tab === 'metadata') return renderMetadata(view, selectedTable)
    if (!selectedTable || !storedTable) return html`<p class="empty">${icon('table-2', 20)} ${strings.noTable}</p>`
    if (storedTable.unavailableReason === 'missing' && !results.includes(selectedTable) && this.workspace)
      // Tables between nodes are never stored, so they are computed on demand.
      void this.#storedTables.recompute(this.workspace, view, this.#run.events)
    if (storedTable.unavailableReason !== undefined) return this.#renderUnavailable(view, storedTable.unavailableReason)
    const source = this.#createSource(storedTable)
    if (this.tab === 'table') {
      return html`<div class="fill" data-testid="result-data">
        <aw-data-table label=${strings.result} .strings=${resultsStrings.table} .source=${source}></aw-data-table>
      </div>`
    }
    const { points, links, graph, chart } = resolveDrawing(view, selectedTable)
    if (this.tab === 'chart')
      return html`<aw-chart
        class="fill"
        .strings=${resultsStrings.chart}
        .settings=${chart}
        .source=${source}
      ></aw-chart>`
    if (this.tab === 'map')
      return html`<aw-map class="fill" .strings=${resultsStrings.chart} .source=${source}></aw-map>`
    return html`<aw-graph-view
      class="fill"
      .strings=${resultsStrings.graph}
      .spec=${graph}
      .points=${points && this.#findGraphSource(view, session, points)}
      .links=${links && this.#findGraphSource(view, session, links)}
    ></aw-graph-view>`
  }

  #renderUnavailable(view: RunView, reason: NonNullable<StoredTable['unavailableReason']>): TemplateResult {
    const strings = getStrings().results
    if (reason === 'loading' || reason === 'computing')
      return html`<div class="empty" role="status">
        ${icon('loader-circle', 20)}
        <p>${reason === 'loading' ? strings.loading : strings.computing}</p>
      </div>`
    const id = view.workflowId
    const { workspace } = this
    const hasWorkflow = id !== undefined && workspace?.hasWorkflow(id)
    if (reason === 'too-large') void this.#readLimit()
    return html`<div class="empty" role="status" data-testid="results-absent">
      ${icon('database', 20)}
      <p>
        ${
          {
            evicted: strings.evicted,
            missing: strings.notStored,
            failed: strings.notComputed,
            'too-large': strings.tooLarge(this.limit === undefined ? '' : getStrings().formats.bytes(this.limit)),
          }[reason]
        }
      </p>
      <p class="next">
        ${
          workspace && reason !== 'failed'
            ? html`<button
                class="primary"
                data-testid="compute-again"
                @click=${() => void this.#storedTables.recompute(workspace, view, this.#run.events)}
              >
                ${icon('refresh-cw')} ${strings.recompute}
              </button>`
            : nothing
        }
        ${
          hasWorkflow && workspace
            ? html`<button class="edit-control" @click=${() => void runAgain(workspace, view, this.#navigate)}>
                  ${icon('rotate-ccw')} ${getStrings().run.runAgain}
                </button>
                <a class="button" href=${getWorkflowPath(id)}>${getStrings().common.openWorkflow}</a>`
            : nothing
        }
        <a class="button" href=${toPath('/settings')}>${strings.storageSettings}</a>
      </p>
    </div>`
  }

  async #readLimit(): Promise<void> {
    const limit = await getResultsLimit()
    if (limit !== this.limit) this.limit = limit
  }

  #navigate = (path: string): void => void this.dispatchEvent(new NavigationRequestEvent(path))

  #createSource({ tables, table }: AvailableTable): TableSource {
    const source = this.#sources.get(table) ?? createSessionTable({ tables }, table)
    this.#sources.set(table, source)
    return source
  }

  /** Returns the data source for one of the graph's tables, if that table is available. */
  #findGraphSource(view: RunView, session: WorkflowSession | undefined, table: TableRef): TableSource | undefined {
    const storedTable = this.#findTable(view, session, table)
    return storedTable.unavailableReason === undefined ? this.#createSource(storedTable) : undefined
  }

  async #download(storedTable: AvailableTable, view: RunView): Promise<void> {
    const file = await this.#write(storedTable, this.format, createFileName(view))
    if (file) saveFile(file, `${createFileName(view)}${tableFormats[this.format].extension}`)
  }

  async #saveAsDataset(storedTable: AvailableTable, view: RunView): Promise<void> {
    const bytes = await this.#write(storedTable, 'parquet', createFileName(view))
    const dataset = bytes && (await this.workspace?.addFile(new File([bytes], `${createFileName(view)}.parquet`)))
    if (dataset?.ok) this.dispatchEvent(new ToastEvent(getStrings().results.savedAs(dataset.value.name)))
  }

  async #write({ tables, table }: AvailableTable, format: TableFormat, name: string): Promise<Blob | undefined> {
    this.isBusy = true
    try {
      return await this.workspace?.tasks.run(getStrings().shell.exporting(name), async () =>
        unwrap(await tables.write({ table, format })),
      )
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      this.dispatchEvent(new ToastEvent(getStrings().results.notCreated(reason)))
      return undefined
    } finally {
      this.isBusy = false
    }
  }

  #onTabKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[getKey(event)]
    if (step === undefined) return
    event.preventDefault()
    this.tab = tabs.at((tabs.indexOf(this.tab) + step) % tabs.length) ?? 'table'
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus())
  }
}

/**
 * Returns a node's table: one of its outputs or, if the node only displays a table, its input.
 *
 * @param from - The node's ID, optionally followed by "/" and the name of an output.
 */
function findNodeTable(view: RunView, results: readonly ResultTable[], from: string): ResultTable | undefined {
  const [node = '', port] = from.split('/')
  const listTables = (id: string, name?: string): ResultTable[] =>
    Object.entries(view.nodes[id]?.outputs ?? {}).flatMap(([output, value]) =>
      value.kind === 'table' && (name === undefined || name === output)
        ? [{ node: id, port: output, table: value.table }]
        : [],
    )
  const input = view.workflow?.edges.find(({ target }) => target === node)
  const [table] = [
    ...listTables(node, port),
    ...listTables(node),
    ...(input ? listTables(input.source, input.sourceHandle ?? undefined) : []),
  ]
  return table && (results.find((result) => result.table.id === table.table.id) ?? table)
}

const createFileName = ({ workflow }: RunView): string =>
  (workflow?.name ?? '').replace(/[^\p{L}\p{N}._ -]+/gu, '').trim() || getStrings().results.fileName

/** Returns a node's name, or its ID if the run record does not include the node. */
function findNodeTitle(workflow: Workflow | undefined, id: string, catalog: readonly NodeType[]): string {
  const node = workflow?.nodes.find((candidate) => candidate.id === id)
  return node ? getNodeTitle(node, catalog) : id
}

function renderLog({ log, workflow }: RunView, catalog: readonly NodeType[]): TemplateResult {
  const getLabel = (nodeId: string): string => findNodeTitle(workflow, nodeId, catalog)
  const { results, formats, editor } = getStrings()
  if (log.length === 0) return html`<p class="empty">${results.noLog}</p>`
  return html`<ul class="log">
    ${log.slice(-2_000).map(
      ({ time, level, message, node }) => html`
        <li class=${level}>
          <time class="muted">${formats.time(time)}</time>
          <span class="muted">${node === undefined ? '' : getLabel(node)}</span>
          <span>${renderCode(editor.renderText(message))}</span>
        </li>
      `,
    )}
  </ul>`
}

function renderMetadata(
  { run, startedAt, endedAt, nodes, workflow }: RunView,
  selectedTable: ResultTable | undefined,
): TemplateResult {
  const { results: strings, run: runStrings, formats, editor } = getStrings()
  const loadNode = Object.values(nodes).find(({ report }) => report?.kind === 'load')
  return html`<dl class="facts">
      <dt>${runStrings.run}</dt>
      <dd class="mono">${run}</dd>
      <dt>${getStrings().titles.workflow}</dt>
      <dd>${workflow?.name ?? strings.unknown}</dd>
      ${
        startedAt === undefined
          ? nothing
          : html`<dt>${strings.started}</dt>
              <dd>${formats.dateTime(startedAt)}</dd>`
      }
      ${
        endedAt === undefined
          ? nothing
          : html`<dt>${strings.ended}</dt>
              <dd>${formats.dateTime(endedAt)}</dd>`
      }
      ${
        loadNode
          ? html`<dt>${strings.loadedRows}</dt>
              <dd>${formats.count(loadNode.rows ?? 0)}</dd>`
          : nothing
      }
      ${
        selectedTable
          ? html`<dt>${strings.rows}</dt>
              <dd>${formats.count(selectedTable.table.rows)}</dd>`
          : nothing
      }
      ${
        selectedTable
          ? html`<dt>${strings.columns}</dt>
              <dd>${formats.count(selectedTable.table.columns.length)}</dd>`
          : nothing
      }
      ${
        selectedTable
          ? html`<dt>${strings.tableId}</dt>
              <dd class="mono">${selectedTable.table.id}</dd>`
          : nothing
      }
    </dl>
    ${
      selectedTable
        ? html`<table class="columns">
            <thead>
              <tr>
                <th scope="col">${strings.column}</th>
                <th scope="col">${strings.type}</th>
              </tr>
            </thead>
            <tbody>
              ${selectedTable.table.columns.map(
                ({ name, type }) =>
                  html`<tr>
                    <td>${name}</td>
                    <td class="muted" title=${type}>
                      ${formatColumnType(type, editor.resultsStrings.table.columnTypes)}
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>`
        : nothing
    }`
}

function findDefaultReportNode({ nodes }: RunView): string | undefined {
  const nodeList = Object.values(nodes)
  return (nodeList.find(({ state }) => state === 'failed') ?? nodeList.find(({ report }) => report) ?? nodeList[0])
    ?.node
}

customElements.define('studio-results', ResultsPage)
