import type { WorkflowSession } from '@aw-flow/client'
import {
  createRunHistory,
  isFinalRunState,
  type NodeState,
  type NodeType,
  type RunEvent,
  type RunHistory,
  type RunSnapshot,
  type RunProgress,
  getProblemText,
  getHint,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { computeRunProgress, estimateTimeLeft } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues } from 'lit'
import type { SelectionChangeEvent } from '../canvas/canvas-events.ts'
import { nodeStateIcons } from '../canvas/node-content.ts'
import type { NodeChooseEvent } from '../elements/report/aw-run-report.ts'
import { saveFile } from '../elements/files/save-file.ts'
import { icon } from '../icons/icon.ts'
import { renderTabList } from '../elements/results/render-tab-list.ts'
import { controls } from '../styles/controls.styles.ts'
import { runStateStyles } from '../styles/run-state.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { renderCode } from '../render-code.ts'
import type { RunChoice } from './aw-run-compare.ts'
import { styles } from './aw-run-monitor.styles.ts'
import { MonitorViewEvent, RunCancelEvent, RunRetryEvent, type MomentChangeEvent } from './monitor-events.ts'
import { LanguageController } from '../language/language-controller.ts'
import { loadMonitorLanguage } from '../language/monitor-language.ts'
import { monitorViews, runMonitorStrings, type MonitorView, type RunMonitorStrings } from './monitor-strings.ts'
import { renderRunHtml } from './html/run-html.ts'
import { registerTypeMessages } from '../language/render-text.ts'
import { RunViewSession } from './run-view-session.ts'
import { element } from '../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-run-monitor': AwRunMonitor
  }
}

/**
 * Shows a run based on its events: the graph with node states, a timeline, a table of nodes, the log, attempts,
 * progress with the estimated remaining time, a slider for stepping through the events, a comparison with another run,
 * and an export as a single file. Live and recorded runs are displayed in the same way.
 *
 * @event {NodeChooseEvent} aw-node-choose - Fired when the user selects a node.
 * @event {MonitorViewEvent} aw-monitor-view - Fired when the user selects another view.
 * @event {MomentChangeEvent} aw-moment-change - Fired when the displayed point in the run changes.
 * @event {DecideEvent} aw-decide - Fired when the user responds to an approval. Cancelable.
 * @event {RunCancelEvent} aw-run-cancel - Fired when the user cancels the run.
 * @event {RunRetryEvent} aw-run-retry - Fired when the user retries the run from its last successful step.
 * @event {RunForkEvent} aw-run-fork - Fired when the user starts a new run with changed settings.
 * @event {RunCompareEvent} aw-run-compare - Fired when the user selects a run for comparison.
 * @csspart state - The state of the run in the header.
 * @csspart progress - The progress bar in the header.
 * @csspart failure - The error of the selected node.
 * @csspart canvas-surface - The part of the canvas that receives pointer input.
 * @csspart code - The container of a code editor.
 * @csspart table-scroller - The scroll container of a table.
 * @csspart table-status - The line below a table.
 * @csspart download-button - The table's download button.
 * @csspart download-more - The button that opens the menu of other download formats.
 *
 * @public
 */
export class AwRunMonitor extends element(
  {
    /** The events so far. Whenever events are added, set a new array. */
    events: [] as readonly RunEvent[],
    /** Known node types, used to draw the graph. */
    types: [] as readonly NodeType[],
    /**
     * Description of the run's workflow. If present, the graph shows a summary of each node's settings; otherwise, it
     * shows the node's type.
     */
    description: undefined as WorkflowDescription | undefined,
    /** Progress of the running nodes, keyed by node id. */
    progress: {} as Readonly<Record<string, RunProgress>>,
    /** Provides the rows of the run's tables if they still exist. */
    session: undefined as WorkflowSession | undefined,
    /** Events of the run to compare with. Its durations are also used to estimate the remaining time. */
    against: undefined as readonly RunEvent[] | undefined,
    /** The runs available for comparison. */
    runs: [] as readonly RunChoice[],
    /** The key of the selected node. Defaults to the node that needs attention. */
    node: undefined as string | undefined,
    /** Number of events that the displayed state includes, or `undefined` for the latest state. */
    at: undefined as number | undefined,
    /** The current view. */
    view: 'graph' as MonitorView,
    /** Whether the host handles responses to approvals. */
    deciding: false,
    /** Whether the host can cancel the run. */
    cancellable: false,
    /** Whether the host can retry the run from its last successful step. */
    retriable: false,
    /** Whether the host can start runs with changed settings. */
    forkable: false,
    strings: runMonitorStrings as RunMonitorStrings,
  },
  {
    node: {},
    at: { type: Number },
    view: {},
    deciding: { type: Boolean },
    cancellable: { type: Boolean },
    retriable: { type: Boolean },
    forkable: { type: Boolean },
  },
) {
  static override styles = [tokens, controls, runStateStyles, styles]
  static override properties = {
    _now: { state: true },
  }

  declare private _now: number

  readonly #viewSession = new RunViewSession()
  #history: RunHistory = createRunHistory([])
  #comparedHistory: RunHistory | undefined
  #moment: RunSnapshot = this.#history.now
  #timer: ReturnType<typeof setInterval> | undefined
  #cancelingRunId: string | undefined

  constructor() {
    super()
    this.addController(new LanguageController(this, runMonitorStrings, (locale) => loadMonitorLanguage(locale, false)))
    this._now = Date.now()
  }

  /** The run as of the displayed point. */
  get moment(): RunSnapshot {
    return this.#moment
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#setTicking(false)
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('events')) {
      const previousRunId = this.#history.now.view.run
      this.#history = createRunHistory(this.events, this.#history)
      if (this.#history.now.view.run !== previousRunId && changed.get('events') !== undefined && previousRunId !== '') {
        this.node = undefined
        this.at = undefined
      }
    }
    if (changed.has('against')) this.#comparedHistory = this.against && createRunHistory(this.against)
    this.#moment = this.at === undefined ? this.#history.now : this.#history.at(this.at)
    const { view } = this.#moment
    if (changed.has('types')) registerTypeMessages(this.types)
    // Registers the translated titles that `getLabel` uses.
    if (changed.has('types') || changed.has('strings')) this.strings.nodeTypes.translateTypes(this.types)
    this.#viewSession.show(view, this.types, this.at === undefined ? this.progress : {}, this.description)
    const isInProgress =
      this.isConnected && view.startedAt !== undefined && !isFinalRunState(this.#history.now.view.state)
    this.#setTicking(isInProgress)
  }

  override render(): unknown {
    const { strings } = this
    const { events, now, problem } = this.#history
    if (events.length === 0 && !problem) return html`<p class="none">${strings.none}</p>`
    const node = this.node ?? findRelevantNode(this.#moment)
    return html`
      ${this.#renderHead()}
      ${
        problem
          ? html`<p class="damaged" role="alert">
              ${icon('triangle-alert')}<span
                >${strings.damaged} ${strings.renderText(getProblemText(problem))}
                ${strings.renderText(getHint(problem))}</span
              >
            </p>`
          : nothing
      }
      ${
        this.#moment.view.problem
          ? html`<p class="damaged bad" role="alert">
              ${icon('circle-x')}<span
                >${renderCode(strings.renderText(getProblemText(this.#moment.view.problem)))}
                ${renderCode(strings.renderText(getHint(this.#moment.view.problem)))}</span
              >
            </p>`
          : nothing
      }
      <aw-run-moment
        .history=${this.#history}
        .at=${this.at}
        ?live=${!isFinalRunState(now.view.state)}
        .strings=${strings}
        @aw-moment-change=${({ at }: MomentChangeEvent) => (this.at = at)}
      ></aw-run-moment>
      <div
        class="body"
        @aw-node-choose=${({ node: selectedKey }: NodeChooseEvent) => void this.#selectNode(selectedKey)}
      >
        <div class="main">
          ${renderTabList({
            className: 'tabs',
            label: strings.viewsLabel,
            tabs: monitorViews.map((id) => ({ id, title: strings.views[id] })),
            activeId: this.view,
            prefix: 'tab',
            getPanelId: () => 'panel',
            select: (view) => this.#show(view),
          })}
          <div class="panel" role="tabpanel" id="panel" aria-labelledby="tab-${this.view}">
            ${this.#renderView(node)}
          </div>
        </div>
        <div class="detail" role="region" tabindex="0" aria-label=${strings.detail}>
          <aw-run-attempt
            exportparts="failure, code, table-scroller, table-status, download-button, download-more"
            .moment=${this.#moment}
            .node=${node}
            .types=${this.types}
            .session=${this.session}
            ?deciding=${this.deciding && this.at === undefined}
            ?forkable=${this.forkable}
            .strings=${strings}
          ></aw-run-attempt>
        </div>
      </div>
    `
  }

  #renderHead(): unknown {
    const { strings } = this
    const { view } = this.#moment
    const stateStyle = view.state === 'queued' ? nodeStateIcons.pending : nodeStateIcons[view.state]
    const nodes = Object.values(view.nodes)
    // In a failed or canceled run, only successful nodes count as finished.
    const hasStoppedEarly = view.state === 'failed' || view.state === 'cancelled'
    const finishedCount = nodes.filter(({ state }) =>
      (hasStoppedEarly ? successfulStates : finishedStates).has(state),
    ).length
    const agentRetryCount = nodes.reduce((sum, node) => sum + (node.agentRetries ?? 0), 0)
    const retryCount = nodes.reduce((sum, node) => sum + node.retries, 0) - agentRetryCount
    const isAtEnd = this.at === undefined
    const endTime = view.endedAt ?? (isAtEnd ? Math.max(this._now, this.#moment.time ?? 0) : this.#moment.time)
    const elapsedMs =
      view.startedAt === undefined || endTime === undefined ? undefined : Math.max(0, endTime - view.startedAt)
    const isInProgress = !isFinalRunState(this.#history.now.view.state)
    const remainingMs =
      isAtEnd && isInProgress
        ? estimateTimeLeft(view, {
            now: this._now,
            progress: this.progress,
            ...(this.#comparedHistory ? { earlierRun: this.#comparedHistory.now.view } : {}),
          })
        : undefined
    const summaryParts = [
      strings.finishedNodes(finishedCount, nodes.length),
      elapsedMs === undefined ? '' : isFinalRunState(view.state) ? strings.took(elapsedMs) : strings.elapsed(elapsedMs),
      remainingMs === undefined ? '' : strings.remaining(remainingMs),
      retryCount > 0 ? strings.retryCount(retryCount) : '',
      agentRetryCount > 0 ? strings.agentRetries(agentRetryCount) : '',
    ]
    const isCanceling = this.#cancelingRunId === view.run
    const canReuseSteps = hasReusableStep(this.#history.now)
    return html`<div class="head">
      <h2 class="visually-hidden">${strings.label}</h2>
      <span part="state" class="state ${stateStyle.tone} ${view.state === 'running' ? 'spin' : ''}"
        >${icon(stateStyle.icon, 20)}${strings.runStates[view.state]}</span
      >
      ${
        // A failed or canceled run shows no progress bar: progress must not decrease, and a full bar suggests success.
        hasStoppedEarly
          ? nothing
          : html`<progress
              part="progress"
              aria-label=${strings.progress}
              max="1"
              value=${computeRunProgress(this.#moment)}
            ></progress>`
      }
      <span class="facts muted">${summaryParts.filter(Boolean).join(' · ')}</span>
      <div class="actions" role="group" aria-label=${strings.actions}>
        ${
          this.cancellable && isInProgress
            ? html`<button
                type="button"
                class="cancel"
                ?disabled=${isCanceling}
                @click=${() => {
                  this.#cancelingRunId = view.run
                  this.requestUpdate()
                  this.dispatchEvent(new RunCancelEvent())
                }}
              >
                ${icon('square')}${isCanceling ? strings.cancelling : strings.cancel}
              </button>`
            : nothing
        }
        ${
          this.retriable && (this.#history.now.view.state === 'failed' || this.#history.now.view.state === 'cancelled')
            ? html`<button
                type="button"
                class="retry primary"
                title=${canReuseSteps ? strings.retryHint : nothing}
                @click=${() => this.dispatchEvent(new RunRetryEvent())}
              >
                ${icon('rotate-ccw')}${canReuseSteps ? strings.retry : strings.rerun}
              </button>`
            : nothing
        }
        <button type="button" class="export" @click=${() => this.#export()}>
          ${icon('download')}${strings.export}
        </button>
      </div>
    </div>`
  }

  #renderView(nodeKey: string | undefined): unknown {
    const { strings } = this
    const { time } = this.#history.now
    switch (this.view) {
      case 'graph':
        return html`<aw-canvas
          exportparts="surface: canvas-surface"
          readonly
          .session=${this.#viewSession}
          .strings=${strings.canvas}
          @aw-selection-change=${({ nodes }: SelectionChangeEvent) => {
            const [selectedId] = nodes
            if (nodes.size === 1 && selectedId !== undefined) void this.#selectNode(selectedId)
          }}
        ></aw-canvas>`
      case 'timeline':
        return html`<aw-run-timeline
          .moment=${this.#moment}
          .node=${nodeKey}
          .now=${this.at === undefined ? this._now : undefined}
          .until=${time}
          .strings=${strings}
        ></aw-run-timeline>`
      case 'nodes':
        return html`<aw-run-nodes
          .moment=${this.#moment}
          .progress=${this.at === undefined ? this.progress : {}}
          .node=${nodeKey}
          .strings=${strings}
        ></aw-run-nodes>`
      case 'log':
        return html`<aw-run-log .moment=${this.#moment} .node=${nodeKey} .strings=${strings}></aw-run-log>`
      case 'compare':
        return html`<aw-run-compare
          .events=${this.at === undefined ? this.#history.events : this.#history.events.slice(0, this.at)}
          .against=${this.#comparedHistory?.events}
          .runs=${this.runs}
          .node=${nodeKey}
          .types=${this.types}
          .strings=${strings}
        ></aw-run-compare>`
    }
  }

  /**
   * Selects a node and shows its details. In a narrow monitor, the details are above the views and are scrolled into
   * view.
   */
  async #selectNode(nodeKey: string): Promise<void> {
    this.node = nodeKey
    await this.updateComplete
    if (this.#isNarrow) this.renderRoot.querySelector('.detail')?.scrollIntoView({ block: 'nearest' })
  }

  /** Whether the details are above the views, so that the selected part has to be scrolled into view. */
  get #isNarrow(): boolean {
    const detail = this.renderRoot.querySelector<HTMLElement>('.detail')
    return detail !== null && getComputedStyle(detail).order === '-1'
  }

  #show(view: MonitorView): void {
    if (view === this.view) return
    this.view = view
    if (this.#isNarrow) this.renderRoot.querySelector('.main')?.scrollIntoView({ block: 'nearest' })
    this.dispatchEvent(new MonitorViewEvent({ view }))
  }

  #export(): void {
    const { view } = this.#moment
    const name = (view.workflow?.name ?? 'run').replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    saveFile(new Blob([renderRunHtml(this.#moment, this.strings)], { type: 'text/html' }), `${name}-${view.run}.html`)
  }

  /** Starts or stops updating the current time once per second. */
  #setTicking(isActive: boolean): void {
    if (isActive === (this.#timer !== undefined)) return
    if (isActive) {
      this._now = Date.now()
      this.#timer = setInterval(() => (this._now = Date.now()), 1_000)
    } else {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
  }
}

const successfulStates: ReadonlySet<NodeState> = new Set(['completed', 'cached'])
const finishedStates: ReadonlySet<NodeState> = new Set([...successfulStates, 'failed', 'skipped', 'cancelled'])

/** Returns whether a new run can reuse a successful step of this run. */
const hasReusableStep = ({ view }: RunSnapshot): boolean =>
  Object.values(view.nodes).some(({ state }) => successfulStates.has(state))

/**
 * Returns the key of the node that needs attention: a node waiting for approval, a failed or running node, or else the
 * last successful node.
 */
function findRelevantNode({ view }: RunSnapshot): string | undefined {
  const nodes = Object.values(view.nodes)
  const waitingNode = Object.values(view.waiting ?? {})[0]
  if (waitingNode && view.nodes[waitingNode.node]) return waitingNode.node
  return (
    nodes.find(({ state, handled }) => state === 'failed' && !handled) ??
    nodes.find(({ state }) => state === 'retrying' || state === 'running') ??
    nodes.findLast(({ state }) => state === 'completed' || state === 'cached') ??
    nodes[0]
  )?.node
}
