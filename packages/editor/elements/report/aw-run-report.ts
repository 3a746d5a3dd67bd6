import {
  getProblemText,
  type NodeRun,
  type NodeType,
  type Problem,
  type RunProgress,
  type RunView,
  type WaitingNode,
} from '@aw-flow/schema'
import { html, nothing } from 'lit'
import { getRunAppearance, getRunNotice } from '../../canvas/node-content.ts'
import { formatTimeOfDay, formatDuration } from '@aw-flow/messages'
import { defineEvent } from '../../define-event.ts'
import { getSettingTitle, withSettingTitle } from '../../forms/setting-title.ts'
import { icon } from '../../icons/icon.ts'
import { renderProblem } from '../../language/render-problem.ts'
import { controls } from '../../styles/controls.styles.ts'
import { runStateStyles } from '../../styles/run-state.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { PreparationOpenEvent } from '../../views/plan/preparation-open-event.ts'
import { LoadPlanOpenEvent } from '../load-plan/load-plan-open-event.ts'
import { styles } from './aw-run-report.styles.ts'
import { runReportStrings, type RunReportStrings } from './run-report-strings.ts'
import { listReportNodeIds } from './find-report-node.ts'
import { renderReport } from './report-view.ts'
import { reportStyles } from './report-view.styles.ts'
import { renderCode } from '../../render-code.ts'
import { element } from '../../element.ts'

/** Fired when the user selects a node in the run. @public */
export class NodeChooseEvent extends defineEvent<{
  /** Id of the node. */
  readonly node: string
}>('aw-node-choose') {}

declare global {
  interface HTMLElementEventMap {
    'aw-node-choose': NodeChooseEvent
  }
  interface HTMLElementTagNameMap {
    'aw-run-report': AwRunReport
  }
}

/**
 * Shows a run. Lists every node with its state, attempt, row count, duration and retries. For the selected node, shows
 * the error with a hint, pending approvals, the report and the log.
 *
 * @event {NodeChooseEvent} aw-node-choose - Fired when the user selects a node.
 * @event {LoadPlanOpenEvent} aw-load-plan-open - Fired when the user opens a Load node's plan.
 * @event {PreparationOpenEvent} aw-preparation-open - Fired when the user opens a Prepare node's plan.
 * @event {DecideEvent} aw-decide - Fired when the user approves or rejects a pending approval; cancelable.
 * @csspart validation-bar - The bar with the validation verdict and the filters.
 * @csspart validation-verdict - The validation verdict, without the filters.
 * @csspart validation-rules - The validation rules.
 *
 * @public
 */
export class AwRunReport extends element(
  {
    run: undefined as RunView | undefined,
    progress: {} as Readonly<Record<string, RunProgress>>,
    /** Id of the selected node. */
    node: undefined as string | undefined,
    /** True if the node list is placed above the details. */
    narrow: false,
    /** True if the host handles `aw-load-plan-open` and `aw-preparation-open`, so that the report links to plans. */
    planning: false,
    /** True if the host handles `aw-decide`, so that users can decide on approvals here. */
    deciding: false,
    /** The known node types. Used for the titles of settings in problems. */
    types: [] as readonly NodeType[],
    strings: runReportStrings as RunReportStrings,
  },
  { node: {}, narrow: { type: Boolean, reflect: true }, planning: { type: Boolean }, deciding: { type: Boolean } },
) {
  static override styles = [tokens, controls, runStateStyles, reportStyles, styles]

  override render(): unknown {
    const { run } = this
    if (!run) return html`<p class="none">${this.strings.noNodes}</p>`
    const nodeRuns = run.workflow?.nodes.map(({ id }) => run.nodes[id]).filter((node) => node !== undefined) ?? []
    const selectedNode = this.node === undefined ? undefined : run.nodes[this.node]
    return html`<div class="layout">
      <ul class="nodes" aria-label=${this.strings.nodes}>
        ${nodeRuns.slice(0, 1_000).map((node) => html`<li>${this.#renderNode(run, node)}</li>`)}
      </ul>
      <div class="detail" tabindex="0" role="region" aria-label=${this.strings.nodeReport}>
        ${run.problem ? this.#renderFailure(run.problem, this.#findType(run, run.problem.where?.node)) : nothing}
        ${selectedNode ? this.#renderDetail(run, selectedNode) : html`<p class="muted">${this.strings.selectNode}</p>`}
      </div>
    </div>`
  }

  /** Renders a problem and its location. The location omits the node, which the details already show. */
  #renderFailure(problem: Problem, type: NodeType | undefined): unknown {
    const { strings } = this
    const { message, hint } = renderProblem(withSettingTitle(problem, type), strings.renderText)
    const location = Object.entries(problem.where ?? {})
      .filter(([kind, value]) => value !== undefined && kind !== 'node')
      .map(([kind, value]) =>
        strings.location(kind, kind === 'setting' ? getSettingTitle(type, String(value).split('.')) : String(value)),
      )
      .join(', ')
    return html`<div class="failure" role="alert">
      <span class="message">${renderCode(message)}</span>
      ${hint ? html`<span>${renderCode(hint)}</span>` : nothing}
      ${location ? html`<span class="muted small">${location}</span>` : nothing}
    </div>`
  }

  #findType({ workflow }: RunView, id: string | undefined): NodeType | undefined {
    const node = workflow?.nodes.find((candidate) => candidate.id === id)
    const type = node && this.types.find((candidate) => candidate.type === node.type)
    return type && this.strings.nodeTypes.translateType(type)
  }

  #renderNode(run: RunView, nodeRun: NodeRun): unknown {
    const stateIcon = getRunAppearance(nodeRun, this.strings)
    const progress = nodeRun.state === 'running' ? this.progress[nodeRun.node] : undefined
    const { retries, agentRetries = 0 } = nodeRun
    const details = [
      progress ? this.#getProgressText(progress) : this.strings.states[nodeRun.state],
      getRunNotice(nodeRun, this.strings) ?? '',
      nodeRun.attempt > 1 ? this.strings.attempt(nodeRun.attempt) : '',
      retries > agentRetries ? this.strings.retryCount(retries - agentRetries) : '',
      agentRetries > 0 ? this.strings.agentRetries(agentRetries) : '',
      nodeRun.iterations
        ? this.strings.iterations(nodeRun.iterations.completed + nodeRun.iterations.failed, nodeRun.iterations.total)
        : '',
      nodeRun.handled ? this.strings.handled : '',
    ]
    return html`<button
      type="button"
      aria-current=${nodeRun.node === this.node ? 'true' : 'false'}
      @click=${() => this.dispatchEvent(new NodeChooseEvent({ node: nodeRun.node }))}
    >
      <span class="${stateIcon.tone} ${nodeRun.state === 'running' ? 'spin' : ''}">${icon(stateIcon.icon)}</span>
      <span class="title">${this.#getNodeTitle(run, nodeRun.node)}</span>
      <span class="time">${nodeRun.ms === undefined ? '' : formatDuration(nodeRun.ms, this.strings.language)}</span>
      <span class="word ${stateIcon.tone}">${details.filter(Boolean).join(', ')}</span>
      <span class="rows">${nodeRun.rows === undefined ? '' : this.strings.rowCount(nodeRun.rows)}</span>
      ${
        progress
          ? html`<progress
              aria-label=${this.#getNodeTitle(run, nodeRun.node)}
              max=${progress.total ?? nothing}
              value=${progress.total === undefined ? nothing : progress.done}
            ></progress>`
          : nothing
      }
    </button>`
  }

  /** Formats a running node's progress: its message or, if it has none, the amount of completed work. */
  #getProgressText(progress: RunProgress): string {
    return progress.message === undefined ? this.strings.progress(progress) : this.strings.renderText(progress.message)
  }

  /** Renders a message saying that a node has no report, and links to the nodes that have one. */
  #renderNoReport(run: RunView, nodeRun: NodeRun): unknown {
    const { strings } = this
    const idsWithReports = listReportNodeIds(run)
    return html`<p class="muted">${nodeRun.state === 'pending' ? strings.notRun : strings.noReport}</p>
      ${
        idsWithReports.length === 0
          ? nothing
          : html`<p class="reported">
              <span class="muted">${strings.nodesWithReport}</span>
              ${idsWithReports
                .slice(0, 20)
                .map(
                  (id) =>
                    html`<button
                      type="button"
                      class="quiet"
                      @click=${() => this.dispatchEvent(new NodeChooseEvent({ node: id }))}
                    >
                      ${icon('file-text')}${this.#getNodeTitle(run, id)}
                    </button>`,
                )}
            </p>`
      }`
  }

  #renderDetail(run: RunView, nodeRun: NodeRun): unknown {
    const stateIcon = getRunAppearance(nodeRun, this.strings)
    const stateLabels = [this.strings.states[nodeRun.state], getRunNotice(nodeRun, this.strings) ?? '']
    // The failure is shown above the log.
    const { renderText } = this.strings
    const failure = nodeRun.error && renderText(getProblemText(nodeRun.error.problem))
    const logLines = run.log.filter((line) => line.node === nodeRun.node && renderText(line.message) !== failure)
    return html`
      <div class="head">
        <h3>${this.#getNodeTitle(run, nodeRun.node)}</h3>
        <span class="state ${stateIcon.tone}">${icon(stateIcon.icon)}${stateLabels.filter(Boolean).join(', ')}</span>
        ${nodeRun.reason ? html`<span class="muted">${this.strings.renderText(nodeRun.reason)}</span>` : nothing}
        ${
          this.planning && nodeRun.report?.kind === 'load'
            ? html`<button
                type="button"
                class="plan"
                @click=${() => this.dispatchEvent(new LoadPlanOpenEvent({ node: nodeRun.node }))}
              >
                ${icon('table-2')}${this.strings.editLoadPlan}
              </button>`
            : nothing
        }
        ${
          this.planning && nodeRun.report?.kind === 'prepare'
            ? html`<button
                type="button"
                class="plan"
                @click=${() => this.dispatchEvent(new PreparationOpenEvent({ node: nodeRun.node }))}
              >
                ${icon('wand-sparkles')}${this.strings.reviewPlan}
              </button>`
            : nothing
        }
      </div>
      ${nodeRun.error ? this.#renderFailure(nodeRun.error.problem, this.#findType(run, nodeRun.node)) : nothing}
      ${findPendingApprovals(run, nodeRun).map(
        (waitingNode) =>
          html`<aw-approval
            .waiting=${this.strings.nodeTypes.translateWaitingNode(waitingNode, run.workflow)}
            .strings=${this.strings.approval}
            ?readonly=${!this.deciding}
          ></aw-approval>`,
      )}
      ${
        nodeRun.report
          ? renderReport(nodeRun.report, this.strings.report)
          : nodeRun.error || nodeRun.state === 'waiting'
            ? nothing
            : this.#renderNoReport(run, nodeRun)
      }
      ${
        logLines.length > 0
          ? html`<section class="log" aria-label=${this.strings.log}>
              ${logLines
                .slice(-500)
                .map(
                  (line) =>
                    html`<div>
                      <span class="muted">${formatTimeOfDay(line.time)}</span
                      ><span class=${line.level}>${renderCode(this.strings.renderText(line.message))}</span>
                    </div>`,
                )}
            </section>`
          : nothing
      }
    `
  }

  #getNodeTitle(run: RunView, id: string): string {
    const node = run.workflow?.nodes.find((candidate) => candidate.id === id)
    return (node && this.strings.nodeTypes.getLabel(node)) || id
  }
}

/** Returns the pending approvals of a node, including those inside its iterations or sub-workflow. */
const findPendingApprovals = ({ waiting = {} }: RunView, { node }: NodeRun): WaitingNode[] =>
  Object.values(waiting).filter(
    (entry) =>
      entry.node === node || entry.scope?.some((scopeId) => scopeId.slice(0, scopeId.lastIndexOf('#')) === node),
  )
