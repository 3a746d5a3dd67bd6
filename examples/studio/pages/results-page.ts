import { icon, saveFile, sessionTable, withCode, type NodeChooseEvent, type TableSource } from '@aw-flow/editor'
import {
  unwrap,
  resultTables,
  tableFormats,
  type ResultTable,
  type RunView,
  type TableFormat,
  type TableRef,
} from '@aw-flow/schema'
import type { WorkflowSession } from '@aw-flow/client'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { drawingOf } from '../runs/drawing-of.ts'
import { strings } from '../language/strings.ts'
import { runPath, workflowPath } from '../shell/router.ts'
import { runAgain } from '../runs/run-again.ts'
import { RunController } from '../runs/run-controller.ts'
import { GoEvent, ToastEvent } from '../shell/studio-events.ts'
import { QueryController } from '../shell/query-controller.ts'
import { recordTitle } from '../display-names.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { resultsPageStyles } from './results-page.styles.ts'

/** Icons of the tabs. */
const tabs = {
  table: 'table-2',
  chart: 'chart-column',
  graph: 'chart-scatter',
  metadata: 'info',
  log: 'list-tree',
  report: 'file-text',
} as const
type Tab = keyof typeof tabs

const formatStrings = (): Record<TableFormat, string> => ({
  csv: 'CSV',
  json: 'JSON',
  jsonl: strings().results.jsonLines,
  parquet: 'Parquet',
  arrow: 'Arrow',
  xlsx: 'Excel',
})

/** Results of a run: tables, charts, files and metadata. */
export class ResultsPage extends LitElement {
  static override styles = resultsPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    query: { attribute: false },
    runId: { attribute: false },
    tab: { state: true },
    table: { state: true },
    node: { state: true },
    format: { state: true },
    busy: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Query of the URL. */
  declare query: string | undefined
  declare runId: string
  declare tab: Tab
  /** Id of the selected table; the last one by default. */
  declare table: string | undefined
  /** Node of the selected report; by default the failed one, otherwise the first with a report. */
  declare node: string | undefined
  declare format: TableFormat
  declare busy: boolean

  readonly #run = new RunController(this)
  readonly #sources = new WeakMap<TableRef, TableSource>()

  constructor() {
    super()
    this.tab = 'table'
    this.format = 'csv'
    this.busy = false
    this.addController(new WorkspaceController(this))
    this.addController(new QueryController(this, { tab: Object.keys(tabs), table: 'any', node: 'any' }))
  }

  protected override render(): TemplateResult | typeof nothing {
    const { view, session } = this.#run
    if (view === undefined) return nothing
    if (view === 'missing') {
      return html`<main>
        <header><h1 tabindex="-1">${strings().run.missing(this.runId)}</h1></header>
        <p class="muted">${strings().results.missing}</p>
        <p><a class="button primary" href="/runs">${strings().common.viewRuns}</a></p>
      </main>`
    }
    const results = resultTables(view)
    const shown = results.find(({ table }) => table.id === this.table) ?? results.at(-1)
    return html`
      <main>
        ${this.#renderHead(view, session, results, shown)}
        <div class="tabs" role="tablist" aria-label=${strings().results.tabListLabel}>
          ${(Object.keys(tabs) as Tab[]).map(
            (tab) =>
              html`<button
                role="tab"
                class="quiet"
                id="tab-${tab}"
                aria-selected=${tab === this.tab}
                aria-controls="shown"
                tabindex=${tab === this.tab ? 0 : -1}
                @click=${() => (this.tab = tab)}
                @keydown=${this.#onTabKey}
              >
                ${icon(tabs[tab])} ${strings().results.tabs[tab]}
              </button>`,
          )}
        </div>
        <section id="shown" class="panel shown" role="tabpanel" aria-labelledby="tab-${this.tab}">
          ${this.#renderTab(view, session, shown)}
        </section>
      </main>
    `
  }

  #renderHead(
    view: RunView,
    session: WorkflowSession | undefined,
    results: readonly ResultTable[],
    shown: ResultTable | undefined,
  ): TemplateResult {
    const { results: t, common, shell, run } = strings()
    const label = ({ node, port }: ResultTable): string =>
      `${view.workflow?.nodes.find(({ id }) => id === node)?.data.label || node}${port === 'table' ? '' : `, ${port}`}`
    return html`
      <header>
        <div class="title">
          <p class="small muted"><a href="/runs">${shell.runs}</a> / <a href=${runPath(view.run)}>${run.run}</a></p>
          <h1 tabindex="-1">${t.title(recordTitle(view) ?? t.aRun)}</h1>
        </div>
        ${
          results.length > 1
            ? html`<label class="pick"
                ><span class="visually-hidden">${common.table}</span>
                <select @change=${(event: Event) => (this.table = (event.target as HTMLSelectElement).value)}>
                  ${results.map(
                    (result) =>
                      html`<option value=${result.table.id} .selected=${result === shown}>${label(result)}</option>`,
                  )}
                </select>
              </label>`
            : nothing
        }
        ${
          shown && session
            ? html`<button @click=${() => void this.#keep(session, shown.table, view)} ?disabled=${this.busy}>
                  ${icon('database')} ${t.saveAsDataset}
                </button>
                <label class="pick"
                  ><span class="visually-hidden">${t.format}</span>
                  <select
                    @change=${(event: Event) => (this.format = (event.target as HTMLSelectElement).value as TableFormat)}
                  >
                    ${Object.entries(formatStrings()).map(
                      ([format, label]) =>
                        html`<option value=${format} .selected=${format === this.format}>${label}</option>`,
                    )}
                  </select>
                </label>
                <button
                  class="primary"
                  data-testid="download-results"
                  ?disabled=${this.busy}
                  @click=${() => void this.#download(session, shown.table, view)}
                >
                  ${icon('download')} ${this.busy ? common.creatingFile : t.download}
                </button>`
            : nothing
        }
      </header>
    `
  }

  #renderTab(
    view: RunView,
    session: WorkflowSession | undefined,
    shown: ResultTable | undefined,
  ): TemplateResult | typeof nothing {
    const { results: t, editor } = strings()
    const { resultsWords } = editor
    if (this.tab === 'report')
      return html`<aw-run-report
        .strings=${resultsWords.monitor}
        .run=${view}
        .node=${this.node ?? firstToRead(view)}
        @aw-node-choose=${(event: NodeChooseEvent) => (this.node = event.node)}
      ></aw-run-report>`
    if (this.tab === 'log') return renderLog(view)
    if (this.tab === 'metadata') return renderMetadata(view, shown)
    if (!shown) return html`<p class="empty">${icon('table-2', 20)} ${t.noTable}</p>`
    if (!session) return this.#renderGone(view)
    const source = this.#source(session, shown.table)
    if (this.tab === 'table') {
      return html`<div class="fill" data-testid="result-data">
        <aw-data-table label=${t.result} .strings=${resultsWords.table} .source=${source}></aw-data-table>
      </div>`
    }
    const { points, links, graph, chart } = drawingOf(view, shown)
    if (this.tab === 'chart')
      return html`<aw-chart
        class="fill"
        .strings=${resultsWords.chart}
        .settings=${chart}
        .source=${source}
      ></aw-chart>`
    return html`<aw-graph-view
      class="fill"
      .strings=${resultsWords.graph}
      .spec=${graph}
      .points=${points && this.#source(session, points)}
      .links=${links && this.#source(session, links)}
    ></aw-graph-view>`
  }

  /** Tables are lost when the page is closed; the run record is stored. */
  #renderGone(view: RunView): TemplateResult {
    const t = strings().results
    const id = view.workflowId
    const { workspace } = this
    const isOnServer = id !== undefined && workspace?.knowsWorkflow(id)
    return html`<div class="empty">
      ${icon('database', 20)}
      <p>${t.notStored}</p>
      <p>${t.notStoredHint}</p>
      ${
        isOnServer && workspace
          ? html`<p class="actions">
              <button class="primary" @click=${() => void runAgain(workspace, view, this.#go)}>
                ${icon('rotate-ccw')} ${strings().run.again}
              </button>
              <a class="button" href=${workflowPath(id)}>${strings().common.openWorkflow}</a>
            </p>`
          : nothing
      }
    </div>`
  }

  #go = (path: string): void => void this.dispatchEvent(new GoEvent(path))

  #source(session: WorkflowSession, table: TableRef): TableSource {
    const source = this.#sources.get(table) ?? sessionTable(session, table)
    this.#sources.set(table, source)
    return source
  }

  async #download(session: WorkflowSession, table: TableRef, view: RunView): Promise<void> {
    const file = await this.#write(session, table, this.format, fileName(view))
    if (file) saveFile(file, `${fileName(view)}${tableFormats[this.format].ending}`)
  }

  async #keep(session: WorkflowSession, table: TableRef, view: RunView): Promise<void> {
    const bytes = await this.#write(session, table, 'parquet', fileName(view))
    const dataset = bytes && (await this.workspace?.addFile(new File([bytes], `${fileName(view)}.parquet`)))
    if (dataset) this.dispatchEvent(new ToastEvent(strings().results.savedAs(dataset.name)))
  }

  async #write(
    session: WorkflowSession,
    table: TableRef,
    format: TableFormat,
    name: string,
  ): Promise<Blob | undefined> {
    this.busy = true
    try {
      return await this.workspace?.tasks.run(strings().shell.creating(name), async () =>
        unwrap(await session.tables.write({ table, format })),
      )
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      this.dispatchEvent(new ToastEvent(strings().results.notCreated(why)))
      return undefined
    } finally {
      this.busy = false
    }
  }

  #onTabKey = (event: KeyboardEvent): void => {
    const names = Object.keys(tabs) as Tab[]
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    this.tab = names.at((names.indexOf(this.tab) + step) % names.length) ?? 'table'
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus())
  }
}

const fileName = ({ workflow }: RunView): string =>
  (workflow?.name ?? '').replace(/[^\p{L}\p{N}._ -]+/gu, '').trim() || strings().results.fileName

function renderLog({ log, workflow }: RunView): TemplateResult {
  const label = (node: string): string => workflow?.nodes.find(({ id }) => id === node)?.data.label || node
  const { results, formats, editor } = strings()
  if (log.length === 0) return html`<p class="empty">${results.noLog}</p>`
  return html`<ul class="log">
    ${log.slice(-2_000).map(
      ({ time, level, message, node }) => html`
        <li class=${level}>
          <time class="muted">${formats.time(time)}</time>
          <span class="muted">${node === undefined ? '' : label(node)}</span>
          <span>${withCode(editor.renderText(message))}</span>
        </li>
      `,
    )}
  </ul>`
}

function renderMetadata(
  { run, startedAt, endedAt, nodes, workflow }: RunView,
  shown: ResultTable | undefined,
): TemplateResult {
  const { results: t, run: runStrings, formats } = strings()
  const load = Object.values(nodes).find(({ report }) => report?.kind === 'load')
  return html`<dl class="facts">
      <dt>${runStrings.run}</dt>
      <dd class="mono">${run}</dd>
      <dt>${strings().titles.workflow}</dt>
      <dd>${workflow?.name ?? t.unknown}</dd>
      ${
        startedAt === undefined
          ? nothing
          : html`<dt>${t.started}</dt>
              <dd>${formats.moment(startedAt)}</dd>`
      }
      ${
        endedAt === undefined
          ? nothing
          : html`<dt>${t.ended}</dt>
              <dd>${formats.moment(endedAt)}</dd>`
      }
      ${
        load
          ? html`<dt>${t.loadedRows}</dt>
              <dd>${formats.count(load.rows ?? 0)}</dd>`
          : nothing
      }
      ${
        shown
          ? html`<dt>${t.rows}</dt>
              <dd>${formats.count(shown.table.rows)}</dd>`
          : nothing
      }
      ${
        shown
          ? html`<dt>${t.columns}</dt>
              <dd>${formats.count(shown.table.columns.length)}</dd>`
          : nothing
      }
      ${
        shown
          ? html`<dt>${t.derivation}</dt>
              <dd class="mono">${shown.table.id}</dd>`
          : nothing
      }
    </dl>
    ${
      shown
        ? html`<table class="columns">
            <thead>
              <tr>
                <th scope="col">${t.column}</th>
                <th scope="col">${t.type}</th>
              </tr>
            </thead>
            <tbody>
              ${shown.table.columns.map(
                ({ name, type }) =>
                  html`<tr>
                    <td>${name}</td>
                    <td class="mono muted">${type}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
        : nothing
    }`
}

function firstToRead({ nodes }: RunView): string | undefined {
  const all = Object.values(nodes)
  return (all.find(({ state }) => state === 'failed') ?? all.find(({ report }) => report) ?? all[0])?.node
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-results': ResultsPage
  }
}

customElements.define('studio-results', ResultsPage)
