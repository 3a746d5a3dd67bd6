import type { WorkflowSession } from '@aw-flow/client'
import { isEnded } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import type { DecideEvent } from '../approval/aw-approval.ts'
import type { ResultsTab, TabChangeEvent } from './aw-results.ts'
import type { NodeChooseEvent } from '../report/aw-run-report.ts'
import { textScale } from '../../styles/text-scale.ts'
import type { EditorStrings } from '../editor/editor-strings.ts'
import { splitter } from './splitter.ts'
import { storedNumber } from './stored-number.ts'

const barHeight = 41
const minResults = 120
/** What stays of the canvas and the toolbar, however high the results are. */
const minStage = 240
const resultsHeight = storedNumber('aw-results-height')

interface DrawerHost {
  readonly activeSession: WorkflowSession | undefined
  readonly strings: EditorStrings
  readonly offsetHeight: number
  /** A run may be started, steered and decided about here. */
  readonly runs: boolean
  /** The workflow is not to be changed here. */
  readonly locked: boolean
  requestUpdate(): void
}

/**
 * The results below the canvas: whether they are open, how high, of which node and in which view. It follows the run: a
 * question to a person, a failure and what came out open it.
 */
export class ResultsDrawer {
  readonly #host: DrawerHost
  #open = false
  #node: string | undefined
  #tab: ResultsTab = 'table'
  #height = resultsHeight.get() ?? 300
  /** The report is shown because a run failed, not because somebody chose it. */
  #reportForced = false
  #seen: { run: string | undefined; state: string | undefined } = { run: undefined, state: undefined }

  constructor(host: DrawerHost) {
    this.#host = host
  }

  /** The node whose results are looked at; `undefined`: what the run came to. */
  get looksAt(): string | undefined {
    return this.#open ? this.#node : undefined
  }

  /** The height of the drawer while it is closed, in CSS pixels. */
  get barHeight(): number {
    return Math.round(barHeight * textScale())
  }

  /** A node was selected: once something has run, its results are what is looked at. */
  lookAt(node: string): void {
    if (!this.#host.activeSession?.runs.current) return
    this.#node = node
    this.#host.requestUpdate()
  }

  /** Another session is shown. */
  reset(): void {
    this.#seen = { run: undefined, state: undefined }
  }

  /** The run has changed; answers whether another one has begun. */
  follow(): boolean {
    const run = this.#host.activeSession?.runs.current
    const before = this.#seen
    this.#seen = { run: run?.run, state: run?.state }
    if (!run) return false
    const another = run.run !== before.run
    if (another) this.#node = undefined
    if (run.state !== before.state) this.#show(run)
    this.#host.requestUpdate()
    return another
  }

  /** What the person wants to see next: a question, the table that came out, or why it did not. */
  #show(run: NonNullable<WorkflowSession['runs']['current']>): void {
    const asked = Object.values(run.waiting ?? {}).find(({ waitFor }) => waitFor.kind === 'approval')
    if (run.state === 'waiting' && asked) {
      // A person is asked, who need not look for where.
      this.#force(undefined)
    }
    if (!isEnded(run.state)) return
    const failed = Object.values(run.nodes).find((node) => node.state === 'failed' && !node.handled)
    if (failed) this.#force(failed.node)
    else if (run.state === 'completed') {
      if (this.#tab === 'log' || this.#reportForced) this.#tab = 'table'
      this.#reportForced = false
      this.#open = true
    }
  }

  #force(node: string | undefined): void {
    this.#node = node
    this.#reportForced ||= this.#tab !== 'report'
    this.#tab = 'report'
    this.#open = true
  }

  view(session: WorkflowSession, narrow: boolean): TemplateResult {
    const { strings, runs } = this.#host
    // To ask for the host's height lays out the whole page: only where it is needed.
    const max = this.#open ? Math.max(minResults, this.#host.offsetHeight - minStage) : minResults
    const height = Math.max(minResults, Math.min(this.#height, max))
    const size = this.#open ? `${height}px` : `calc(${barHeight} * var(--_px))`
    return html`<section class="results" aria-label=${strings.results} .style=${`height: ${size}`}>
      <aw-results
        exportparts="download, chart-drawing, graph-place, profile-bar, profile-columns, profile-findings, profile-drift, findings-bar, findings-list, findings-table, validation-bar, validation-rules, table-scroller, table-status, download-button, download-more"
        part="results"
        .session=${session}
        .node=${this.#node}
        .tab=${this.#tab}
        .strings=${strings.resultsWords}
        ?closable=${this.#open}
        ?narrow=${narrow}
        ?watching=${!runs}
        ?editing=${!this.#host.locked}
        planning
        @click=${this.#onClick}
        @aw-tab-change=${this.#onTab}
        @aw-results-close=${() => this.#set(() => (this.#open = false))}
        @aw-node-choose=${(event: NodeChooseEvent) => this.#set(() => (this.#node = event.node))}
        @aw-decide=${(event: DecideEvent) => this.#decide(session, event)}
      ></aw-results>
      ${
        this.#open
          ? splitter({
              label: strings.resize,
              height,
              min: minResults,
              max,
              set: (wanted) =>
                this.#set(() => {
                  this.#height = wanted
                  resultsHeight.set(wanted)
                }),
            })
          : nothing
      }
    </section>`
  }

  #decide(session: WorkflowSession, event: DecideEvent): void {
    const { currentTarget } = event
    // Anyone who stands around the editor hears of it first, and may decide otherwise, or not at all.
    queueMicrotask(() => {
      if (event.defaultPrevented) return
      // What asked goes with its buttons; the keyboard must not go with it.
      if (currentTarget instanceof HTMLElement) {
        currentTarget.shadowRoot?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()
      }
      void session.runs.decide(event.decision)
    })
  }

  #onTab = (event: TabChangeEvent): void =>
    this.#set(() => {
      this.#tab = event.tab
      this.#reportForced = false
    })

  #onClick = (event: Event): void => {
    const tab = event
      .composedPath()
      .find((target) => target instanceof HTMLElement && target.getAttribute('role') === 'tab')
    if (tab) this.#set(() => (this.#open = true))
  }

  #set(change: () => void): void {
    change()
    this.#host.requestUpdate()
  }
}
