import {
  icon,
  renderCode,
  monitorViews,
  type DecideEvent,
  type MomentChangeEvent,
  type MonitorView,
  type MonitorViewEvent,
  type NodeChooseEvent,
  type RunCompareEvent,
  type RunForkEvent,
  renderProblem,
} from '@aw-flow/editor'
import { requests } from '@aw-flow/client'
import { computePercentDone } from './run-statistics.ts'
import {
  isFinalRunState,
  defined,
  type Config,
  type NodeType,
  type RunEvent,
  type RunView,
  type Workflow,
  type WorkflowDescription,
  type WorkflowNode,
} from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import './approval-dialog.ts'
import { findPendingApproval } from './find-pending-approval.ts'
import { getStrings } from '../language/strings.ts'
import { getResultsPath, getWorkflowPath } from '../shell/router.ts'
import { navigateToNextRun, runAgain } from './run-again.ts'
import { listInputFileNames } from './run-files.ts'
import { findRunFix, type RunFix } from './fix-run.ts'
import { RunController } from './run-controller.ts'
import { findFailedNode } from './run-failures.ts'
import { renderState } from '../shell/render-state.ts'
import { sendRequest } from '../shell/server-data/send-request.ts'
import { NavigationRequestEvent } from '../shell/studio-events.ts'
import { getNodeTitle, getRecordTitle, getRunTitle } from '../display-names.ts'
import type { QueuedRun } from '../workspace.ts'
import { runPageStyles } from './run-page.styles.ts'
import { renderNotFound } from '../shell/render-not-found.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import { toPath } from '../shell/base-path.ts'

/** Shows a run, either live or from its record: state, approvals, errors and nodes. */
export class RunPage extends page({
  runId: '',
  /** Selected view of the run. */
  view: 'graph' as MonitorView,
  node: undefined as string | undefined,
  /** Number of events to replay. `undefined` replays all events. */
  at: undefined as number | undefined,
  /** ID of the run to compare with. `comparedEvents` contains its record. */
  against: undefined as string | undefined,
  comparedEvents: undefined as readonly RunEvent[] | undefined,
  /** A known fix for the problem with which the run failed. */
  fix: undefined as RunFix | undefined,
  /** Summaries of the nodes' settings. */
  description: undefined as WorkflowDescription | undefined,
}) {
  static override urlFields: UrlFields<RunPage> = { view: monitorViews, node: 'typed', at: 'slider', against: 'any' }
  static override styles = runPageStyles

  /** The workflow that `description` was requested for. */
  #describedWorkflow: Workflow | undefined

  /** The run for which `fix` was requested. */
  #fixedRun: string | undefined

  readonly #run = new RunController(this)
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get('runId') !== undefined) this.at = this.against = this.fix = undefined
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('against') || changed.has('workspace')) void this.#loadComparedEvents()
    void this.#describeWorkflow()
    void this.#findFix()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { view } = this.#run
    if (view === undefined) return nothing
    if (view === 'missing')
      return this.#run.queuedRun ? renderQueuedRun(this.#run.queuedRun) : renderMissingRun(this.runId)
    const { session } = this.#run
    const strings = getStrings().run
    const failedNode = view.state === 'failed' ? findFailedNode(view)?.node : undefined
    const isFailureAbove = failedNode !== undefined && (this.node ?? failedNode) === failedNode
    const canFork =
      this.workspace?.canEdit === true && view.workflowId !== undefined && this.workspace.hasWorkflow(view.workflowId)
    return html`
      <main>
        ${this.#renderHeader(view)} ${this.#renderPrompt(view)} ${this.#renderFailure(view)}
        <section class="panel monitor" aria-label=${strings.nodes}>
          <h2 class="visually-hidden">${strings.details}</h2>
          <aw-run-monitor
            .events=${this.#events}
            .types=${this.#catalog}
            .description=${this.description}
            .progress=${session?.runs.progress ?? {}}
            .session=${session?.runs.current?.run === view.run ? session : undefined}
            .view=${this.view}
            .node=${this.node}
            .runs=${this.#listOtherRuns(view)}
            .at=${this.at}
            .against=${this.comparedEvents}
            class=${`${this.at === undefined ? 'at-end' : ''} ${isFailureAbove ? 'failure-above' : ''}`}
            ?retriable=${canFork && hasReusableResult(view)}
            ?forkable=${canFork && isFinalRunState(view.state)}
            @aw-monitor-view=${(event: MonitorViewEvent) => (this.view = event.view)}
            @aw-node-choose=${(event: NodeChooseEvent) => (this.node = event.node)}
            @aw-moment-change=${(event: MomentChangeEvent) => (this.at = event.at)}
            @aw-run-compare=${(event: RunCompareEvent) => (this.against = event.run)}
            @aw-run-retry=${() => void this.#fork(view)}
            @aw-run-fork=${(event: RunForkEvent) => void this.#fork(view, event.settings)}
          ></aw-run-monitor>
        </section>
        <studio-approval
          .run=${(this.#run.session || this.workspace?.isServerRun(view.run)) && this.workspace?.canEdit ? view : undefined}
          .catalog=${this.#catalog}
          @aw-decide=${(event: DecideEvent) => void this.#decide(view, event.decision)}
        ></studio-approval>
      </main>
    `
  }

  #renderHeader(view: RunView): TemplateResult {
    const { run: strings, runs, shell, common, formats } = getStrings()
    const entry = this.workspace?.runs.find(({ run }) => run === view.run)
    const name = entry ? getRunTitle(entry) : (getRecordTitle(view) ?? strings.run)
    const [file, ...otherFiles] = entry && this.workspace ? listInputFileNames(entry, this.workspace) : []
    const id = view.workflowId
    const { session } = this.#run
    const { workspace } = this
    const hasWorkflow = id !== undefined && workspace?.hasWorkflow(id)
    return html`
      <header>
        <div class="title">
          <p class="small muted"><a href=${toPath('/runs')}>${shell.runs}</a></p>
          <h1 tabindex="-1">${name}</h1>
        </div>
        ${
          (session || workspace?.isServerRun(view.run)) && !isFinalRunState(view.state)
            ? html`<button class="edit-control" data-testid="cancel-run" @click=${() => void this.#cancel(view)}>
                ${icon('ban')} ${common.cancel}
              </button>`
            : nothing
        }
        ${
          view.state === 'completed'
            ? html`<a class="button primary" data-testid="view-results" href=${getResultsPath(view.run)}>
                ${icon('table-2')} ${strings.viewResults}
              </a>`
            : nothing
        }
        ${
          hasWorkflow && workspace && isFinalRunState(view.state)
            ? html`<button
                class="edit-control"
                title=${strings.runAgainHint}
                @click=${() => void runAgain(workspace, view, this.#navigate)}
              >
                ${icon('rotate-ccw')} ${strings.runAgain}
              </button>`
            : nothing
        }
        ${hasWorkflow ? html`<a class="button" href=${getWorkflowPath(id)}>${icon('workflow')} ${strings.openWorkflow}</a>` : nothing}
      </header>
      <p class="facts muted">
        <span class="execution-status" data-testid="job-status" role="status"
          >${renderState(view.state, { quiet: true })}</span
        >
        ${view.startedAt === undefined ? nothing : html`<span>${strings.started(formats.dateTime(view.startedAt))}</span>`}
        ${file === undefined ? nothing : html`<span>${runs.files(file, otherFiles.length)}</span>`}
        <span class="mono">${view.run}</span>
      </p>
      ${isFinalRunState(view.state) ? nothing : renderProgress(view)}
    `
  }

  #renderPrompt(view: RunView): TemplateResult | typeof nothing {
    const strings = getStrings().run
    const { session } = this.#run
    if (session?.runs.interrupted?.run === view.run && view.state === 'running') {
      return html`<p class="note panel">
        ${icon('circle-minus')}<span>${strings.interrupted}</span>
        <button class="primary edit-control" @click=${() => void session.runs.resume()}>${strings.resume}</button>
      </p>`
    }
    if (!findPendingApproval(view)) return nothing
    return html`<p class="note panel">
      ${icon('hand')}<span>${strings.waiting}</span>
      <button class="primary edit-control" @click=${() => this.renderRoot.querySelector('studio-approval')?.show()}>
        ${strings.review}
      </button>
    </p>`
  }

  #renderFailure(view: RunView): TemplateResult | typeof nothing {
    if (view.state !== 'failed') return nothing
    const { run: strings, editor } = getStrings()
    const failedNode = findFailedNode(view)
    const reportedProblem = failedNode?.error?.problem ?? view.problem
    const problem = reportedProblem && renderProblem(reportedProblem, editor.renderText)
    const node = view.workflow?.nodes.find(({ id }) => id === failedNode?.node)
    const label = node && getNodeTitle(node, this.#catalog)
    const subWorkflowId = this.#findSubWorkflowId(node, view.workflow)
    const retryCount = failedNode?.retries ?? 0
    return html`
      <section class="failure panel" aria-label=${strings.errorTitle}>
        <p>
          <span class="bad">${icon('circle-x')}</span>
          <span class="item-text" data-testid="view-error"
            >${label ? strings.nodeFailed(label) : strings.runFailed}</span
          >
          ${
            subWorkflowId === undefined
              ? nothing
              : html`<a class="button" data-testid="open-sub-workflow" href=${getWorkflowPath(subWorkflowId)}>
                  ${icon('workflow')} ${editor.inspectorStrings.openSubWorkflow}
                </a>`
          }
          ${
            this.fix
              ? html`<button class="primary" data-testid="fix-and-run" @click=${() => void this.#fixAndRun(view)}>
                  ${icon('wand-sparkles')} <span>${renderCode(strings.fixAndRun(this.fix.change))}</span>
                </button>`
              : nothing
          }
        </p>
        <div class="error-details">
          <p data-testid="error-message">${renderCode(problem?.message ?? strings.noErrorMessage)}</p>
          ${problem?.hint ? html`<p class="muted">${renderCode(problem.hint)}</p>` : nothing}
          <p class="muted small">
            <span data-testid="retry-count">${strings.retries(retryCount)}</span>
            ${retryCount === 0 ? strings.noRetries : strings.beforeFailure}
          </p>
        </div>
      </section>
    `
  }

  /** Returns the ID of the workflow that a sub-workflow node refers to. */
  #findSubWorkflowId(node: WorkflowNode | undefined, workflow: Workflow | undefined): string | undefined {
    const name = node?.type === 'sub_workflow' ? node.data.config.workflow : undefined
    return typeof name === 'string' && name.trim() !== ''
      ? this.workspace?.findWorkflow(name.trim(), workflow)
      : undefined
  }

  /** The node types of the run's session or, for a stored run, of the studio. */
  get #catalog(): readonly NodeType[] {
    return this.#run.session?.engine.catalog ?? this.workspace?.engine.status.catalog ?? []
  }

  /** The run's events, live or stored. */
  get #events(): readonly RunEvent[] {
    const { session, events } = this.#run
    const liveEvents = session?.runs.current?.run === this.runId ? session.runs.record : undefined
    return liveEvents && liveEvents.length > 0 ? liveEvents : events
  }

  /** Lists other runs of the same workflow. */
  #listOtherRuns({ run, workflowId }: RunView): { run: string; label: string }[] {
    const { formats, states } = getStrings()
    const runs = this.workspace?.runs.filter((item) => item.workflowId === workflowId && item.run !== run) ?? []
    return runs
      .slice(0, 50)
      .map((item) => ({ run: item.run, label: `${formats.dateTime(item.startedAt)}, ${states[item.state]}` }))
  }

  /**
   * Describes the run's workflow once the engine is ready. Only the summaries are used; columns and problems come from
   * the run.
   */
  async #describeWorkflow(): Promise<void> {
    const { view } = this.#run
    const workflow = typeof view === 'object' ? view.workflow : undefined
    const engine = this.workspace?.engine
    if (!workflow || workflow === this.#describedWorkflow || engine?.status.state !== 'ready') return
    this.#describedWorkflow = workflow
    const response = await engine.ask(requests.describe({ workflow, previews: [] }))
    if (this.#describedWorkflow !== workflow) return
    this.description = response.ok ? selectSummaries(response.value) : undefined
  }

  /** Submits a decision. A run that another browser, a schedule or the API has started is known only to its server. */
  async #cancel({ run }: RunView): Promise<void> {
    const { session } = this.#run
    if (session) return session.runs.cancel()
    const request = { api: this.workspace?.server?.api, task: 'run-cancellation' }
    await sendRequest(this, request, (api) => api.call('POST /api/v1/runs/{id}/cancel', { path: { id: run } }))
  }

  async #decide({ run }: RunView, decision: DecideEvent['decision']): Promise<void> {
    const { session } = this.#run
    if (session) return session.runs.decide(decision)
    const { node, ...body } = decision
    const request = { api: this.workspace?.server?.api, task: 'run-decision' }
    await sendRequest(this, request, (api) =>
      api.call('POST /api/v1/runs/{id}/approvals/{node}', { path: { id: run, node }, body }),
    )
  }

  /** Looks once for a fix of a failed run. */
  async #findFix(): Promise<void> {
    const { view } = this.#run
    const { workspace } = this
    if (typeof view !== 'object' || view.state !== 'failed' || view.run === this.#fixedRun) return
    if (workspace?.canEdit !== true || workspace.engine.status.state !== 'ready') return
    this.#fixedRun = view.run
    this.fix = undefined
    const fix = await findRunFix(workspace, view)
    if (this.#fixedRun === view.run) this.fix = fix
  }

  async #fixAndRun(view: RunView): Promise<void> {
    const { fix, workspace } = this
    if (!fix || !workspace) return
    this.fix = undefined
    fix.session.document.apply(fix.edit)
    await runAgain(workspace, view, this.#navigate)
  }

  async #loadComparedEvents(): Promise<void> {
    const { against, workspace } = this
    const events = against === undefined ? undefined : await workspace?.storage.getRunEvents(against)
    if (this.against === against) this.comparedEvents = events
  }

  /** Starts a new run that reuses this run's results, except those affected by the changed settings. */
  async #fork({ workflowId }: RunView, settings?: Readonly<Record<string, Config>>): Promise<void> {
    const record = this.#events
    const session = workflowId === undefined ? undefined : await this.workspace?.openSession(workflowId)
    if (session?.runs.fork) navigateToNextRun(session, () => session.runs.fork!(record, settings), this.#navigate)
  }

  #navigate = (path: string): void => void this.dispatchEvent(new NavigationRequestEvent(path))
}

const selectSummaries = ({ nodes }: WorkflowDescription): WorkflowDescription => ({
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([id, { summary, ports }]) => [
      id,
      defined({ inputs: {}, outputs: {}, summary, problems: [], ports }),
    ]),
  ),
  problems: [],
  ready: true,
})

/** Returns whether a new run can reuse any result of this one. Otherwise, retrying is the same as "Run again". */
const hasReusableResult = ({ nodes }: RunView): boolean =>
  Object.values(nodes).some(({ state }) => state === 'completed' || state === 'cached')

function renderProgress(view: RunView): TemplateResult {
  const percent = computePercentDone(view)
  return html`<progress data-testid="run-progress" max="100" .value=${percent} aria-label=${getStrings().run.progress}>
    ${getStrings().formats.percent(percent / 100)}
  </progress>`
}

/** Renders a server run that has not started yet. */
const renderQueuedRun = (run: QueuedRun): TemplateResult =>
  html`<main data-testid="run-queued">
    <header><h1 tabindex="-1">${getRunTitle(run)}</h1></header>
    <div class="panel empty" role="status">
      ${renderState('queued')}
      <p>${getStrings().run.queuedHint}</p>
      <a class="button" href=${toPath('/queue')}>${icon('list-ordered')} ${getStrings().queue.title}</a>
    </div>
  </main>`

const renderMissingRun = (runId: string): TemplateResult =>
  renderNotFound({
    heading: getStrings().run.notFound(runId),
    hint: getStrings().run.notFoundHint,
    links: [
      { href: '/runs', label: getStrings().common.viewRuns },
      { href: '/trash', label: getStrings().shell.openTrash },
    ],
  })

customElements.define('studio-run', RunPage)
