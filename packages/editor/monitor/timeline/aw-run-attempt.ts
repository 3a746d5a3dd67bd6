import { renderProblem } from '../../language/render-problem.ts'
import { getProblemText } from '@aw-flow/schema'
import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, RunAttempt, RunSnapshot, TableRef, WaitingNode } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { nodeStateIcons } from '../../canvas/node-content.ts'
import { diffApproval, type ApprovalValue } from '../../elements/approval/diff-approval.ts'
import { renderDifference } from '../../elements/approval/difference-view.ts'
import { differenceStyles } from '../../elements/approval/difference.styles.ts'
import { renderProblemList, renderReport } from '../../elements/report/report-view.ts'
import { reportStyles } from '../../elements/report/report-view.styles.ts'
import { formatTimeOfDay } from '@aw-flow/messages'
import { getSettingTitle, withSettingTitle } from '../../forms/setting-title.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { controls } from '../../styles/controls.styles.ts'
import { runStateStyles } from '../../styles/run-state.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { createSessionTable, type TableSource } from '../../views/table-source.ts'
import { renderCode } from '../../render-code.ts'
import { collectAgentSteps, renderAgentSteps } from './agent-steps.ts'
import { createInputCollector } from './collect-inputs.ts'
import { formatAttemptTimes } from './format-attempt-times.ts'
import { styles } from './aw-run-attempt.styles.ts'
import { createForkFormContext } from '../create-fork-form-context.ts'
import { getDeciderName } from '../get-decider-name.ts'
import { RunForkEvent } from '../monitor-events.ts'
import { runMonitorStrings, type RunMonitorStrings } from '../monitor-strings.ts'
import { findNodeByKey, listRunRows, type RunRow } from '../run-rows.ts'
import { formatJson, renderSettingValues, renderTextValue, renderValues, type ValueViewOptions } from '../value-view.ts'
import { SettingsForkForm } from '../settings-fork-form.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-run-attempt': AwRunAttempt
  }
}

/**
 * Shows the details of a run's node, one attempt at a time: inputs and outputs, reasons for retries, errors with hints,
 * approvals, agent messages and tool calls, external requests, settings and report.
 *
 * @event {DecideEvent} aw-decide - Fired when the user responds to an approval. Cancelable.
 * @event {RunForkEvent} aw-run-fork - Fired when the user starts a new run with changed settings of this node.
 * @csspart table-scroller - The scroll container of a table.
 * @csspart table-status - The line below a table.
 * @csspart download-button - The table's download button.
 * @csspart download-more - The button that opens the menu of other download formats.
 * @csspart failure - The error of the attempt.
 * @csspart code - The container of a code editor.
 *
 * @public
 */
export class AwRunAttempt extends element(
  {
    /** The run as of the displayed point. */
    moment: undefined as RunSnapshot | undefined,
    /** The key of the displayed node. */
    node: undefined as string | undefined,
    /** Known node types, used for titles and settings. */
    types: [] as readonly NodeType[],
    /** Provides the rows of tables if they still exist. */
    session: undefined as WorkflowSession | undefined,
    /** Whether the host handles responses to approvals. */
    deciding: false,
    /** Whether the host can start runs with changed settings. */
    forkable: false,
    strings: runMonitorStrings as RunMonitorStrings,
    /** Index of the displayed attempt, or `undefined` for the last one. */
    _attemptIndex: undefined as number | undefined,
    _expandedValues: new Set() as ReadonlySet<string>,
    _expandedTableId: undefined as string | undefined,
  },
  { node: {}, deciding: { type: Boolean }, forkable: { type: Boolean } },
) {
  static override styles = [tokens, controls, runStateStyles, reportStyles, differenceStyles, styles]

  #row: RunRow | undefined
  #source: { id: string; session: WorkflowSession; source: TableSource } | undefined
  readonly #forkForm = new SettingsForkForm(this, (settings) =>
    this.dispatchEvent(new RunForkEvent({ at: Math.max(0, (this.moment?.events ?? 1) - 1), settings })),
  )

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('node')) {
      this._attemptIndex = undefined
      this._expandedValues = new Set()
      this._expandedTableId = undefined
      this.#forkForm.close()
    }
    if (changed.has('moment') || changed.has('node') || changed.has('strings')) {
      this.#row = this.moment && listRunRows(this.moment, this.strings.nodeTypes).find(({ key }) => key === this.node)
    }
  }

  override render(): unknown {
    const { moment, strings } = this
    const row = this.#row
    if (!moment || !row) return html`<p class="muted none">${strings.choose}</p>`
    const { attempts, run } = row
    const index = Math.min(this._attemptIndex ?? attempts.length - 1, attempts.length - 1)
    const attempt = attempts[index]
    const stateStyle = nodeStateIcons[run.state]
    const location = findNodeByKey(moment.view, row.key)
    const declaredType = location && this.types.find((entry) => entry.type === location.node.type)
    const type = declaredType && strings.nodeTypes.translateType(declaredType)
    return html`
      <div class="head">
        <h3>${row.title}</h3>
        <span class="state ${stateStyle.tone}">${icon(stateStyle.icon)}${strings.states[run.state]}</span>
        ${run.handled ? html`<span class="muted">${strings.handled}</span>` : nothing}
      </div>
      ${row.type !== '' && this.types.length > 0 && !type ? html`<p class="muted small">${strings.unknownType(row.type)}</p>` : nothing}
      ${this.#renderApprovals(moment, row)}
      ${attempts.length > 1 ? this.#renderAttemptPicker(index, attempts) : nothing}
      ${attempt ? this.#renderAttempt(moment, row, attempt, type) : html`<p class="muted">${run.reason === undefined ? strings.notRunYet : strings.renderText(run.reason)}</p>`}
      ${location ? this.#renderSettings(location.node.data.config, row, type) : nothing}
    `
  }

  #renderAttemptPicker(index: number, attempts: readonly RunAttempt[]): unknown {
    const { strings } = this
    const renderStep = (target: number, name: string, label: string): unknown =>
      renderIconButton(name, label, () => (this._attemptIndex = target), {
        isDisabled: target < 0 || target >= attempts.length,
      })
    return html`<div class="choice">
      ${renderStep(index - 1, 'chevron-left', strings.previousAttempt)}
      <input
        type="number"
        min="1"
        max=${attempts.length}
        aria-label=${strings.attemptLabel}
        .value=${String(index + 1)}
        @change=${(event: Event) => {
          const requestedNumber = Number((event.target as HTMLInputElement).value)
          if (Number.isFinite(requestedNumber))
            this._attemptIndex = Math.max(0, Math.min(attempts.length - 1, Math.trunc(requestedNumber) - 1))
        }}
      />
      <span class="muted">${strings.attemptOf(index + 1, attempts.length)}</span>
      ${renderStep(index + 1, 'chevron-right', strings.nextAttempt)}
    </div>`
  }

  #renderAttempt(moment: RunSnapshot, row: RunRow, attempt: RunAttempt, type: NodeType | undefined): unknown {
    const { strings } = this
    const { state, startedAt, scope, error } = attempt
    const startOffset = startedAt - (moment.view.startedAt ?? startedAt)
    const earlierAttempts = row.attempts.filter(
      (entry) =>
        entry.firstEventIndex < attempt.firstEventIndex &&
        entry.error &&
        String(entry.scope) === String(scope) &&
        entry.state === 'retrying',
    )
    const stateStyle = nodeStateIcons[state === 'retrying' ? 'failed' : state]
    const options = this.#getValueOptions(row)
    const steps = collectAgentSteps(attempt)
    // The agent's steps already show its messages.
    const { messages: _messages, ...otherOutputs } = attempt.outputs ?? {}
    const outputs = steps.length > 0 && attempt.outputs ? otherOutputs : attempt.outputs
    const summaryParts = [
      attempt.attempt > 0 && (row.attempts.length > 1 || attempt.attempt > 1)
        ? strings.attemptNumber(attempt.attempt)
        : '',
      scope?.length ? strings.within(scope.join(' › ')) : '',
      strings.startedAfter(startOffset),
      ...formatAttemptTimes(attempt, strings),
      attempt.rows === undefined ? '' : strings.rowCount(attempt.rows),
    ]
    return html`
      <p class="facts">
        ${isStateInHeading(row, attempt) ? nothing : html`<span class="state ${stateStyle.tone}">${icon(stateStyle.icon)}${strings.attemptStates[state]}</span>`}
        <span class="muted">${summaryParts.filter(Boolean).join(' · ')}</span>
      </p>
      ${attempt.interrupted ? html`<p class="warn">${strings.interrupted}</p>` : nothing}
      ${attempt.reason ? html`<p>${renderCode(strings.renderText(attempt.reason))}</p>` : nothing}
      ${attempt.reusedFrom ? html`<p class="muted">${strings.reused[attempt.reusedFrom]}</p>` : nothing}
      ${error ? this.#renderError(attempt, type) : nothing}
      ${attempt.delayMs === undefined ? nothing : html`<p class="muted">${strings.delayed(attempt.delayMs)}</p>`}
      ${
        earlierAttempts.length > 0
          ? html`<section>
              <h4>${strings.causes}</h4>
              <ol class="causes">
                ${earlierAttempts.slice(-20).map(
                  (entry) =>
                    html`<li>
                      <span class="muted">${strings.attemptNumber(entry.attempt)}</span>
                      ${renderCode(strings.renderText(getProblemText(withSettingTitle(entry.error!.problem, type))))}
                    </li>`,
                )}
              </ol>
            </section>`
          : nothing
      }
      ${this.#renderDecisions(attempt)}
      ${
        attempt.iterationErrors.length > 0
          ? html`<section>
              <h4>${strings.retriedIterations}</h4>
              <ol class="causes">
                ${attempt.iterationErrors.slice(-20).map((entry) => html`<li>${renderCode(strings.renderText(getProblemText(withSettingTitle(entry.error.problem, type))))}</li>`)}
              </ol>
            </section>`
          : nothing
      }
      ${state === 'running' || state === 'waiting' ? nothing : renderValues(strings.outputs, strings.noOutputs, outputs, type?.outputs ?? [], options)}
      ${renderAgentSteps(steps, strings, options)}
      ${renderProblemList(
        strings.problems,
        (attempt.problems ?? []).map((problem) => withSettingTitle(problem, type)),
        strings,
      )}
      ${attempt.compensation ? html`<p class="warn">${strings.undone}</p>` : nothing}
      ${
        attempt.report
          ? html`<section>
              <h4>${strings.report}</h4>
              ${renderReport(attempt.report, strings.reportStrings)}
            </section>`
          : nothing
      }
      ${renderValues(strings.inputs, strings.noInputs, createInputCollector(moment)(attempt), type?.inputs ?? [], options)}
      ${this.#renderEffects(attempt, options)}
      ${
        attempt.resolvedConfig
          ? html`<section>
              <h4>${strings.resolvedSettings}</h4>
              ${renderTextValue(strings.resolvedSettings, formatJson(attempt.resolvedConfig), options)}
            </section>`
          : nothing
      }
    `
  }

  #renderError({ error }: RunAttempt, type: NodeType | undefined): unknown {
    if (!error) return nothing
    const { where } = error.problem
    const { message, hint } = renderProblem(withSettingTitle(error.problem, type), this.strings.renderText)
    const location = Object.entries(where ?? {})
      .filter(([kind, value]) => value !== undefined && kind !== 'node')
      .map(([kind, value]) =>
        this.strings.location(
          kind,
          kind === 'setting' ? getSettingTitle(type, String(value).split('.')) : String(value),
        ),
      )
      .join(', ')
    return html`<div class="failure" part="failure" role="alert">
      <span class="message">${renderCode(message)}</span>
      ${hint ? html`<span class="fix">${renderCode(hint)}</span>` : nothing}
      ${location ? html`<span class="muted small">${location}</span>` : nothing}
    </div>`
  }

  #renderApprovals({ view }: RunSnapshot, { key, run }: RunRow): unknown {
    const isInner = key.includes('/')
    const waitingNodes: WaitingNode[] = Object.values(view.waiting ?? {}).filter(
      ({ node, scope }) =>
        node === run.node &&
        (isInner ? scope?.length : true) &&
        (view.inner?.[key] === run || view.nodes[key] === run || scope !== undefined),
    )
    return waitingNodes.map(
      (entry) =>
        html`<aw-approval
          .waiting=${this.strings.nodeTypes.translateWaitingNode(entry, view.workflow)}
          .strings=${this.strings.approval}
          ?readonly=${!this.deciding}
        ></aw-approval>`,
    )
  }

  #renderDecisions({ waits }: RunAttempt): unknown {
    const decidedWaits = waits.filter(({ decision }) => decision)
    if (decidedWaits.length === 0) return nothing
    const { strings } = this
    return html`<section>
      <h4>${strings.decisions}</h4>
      <ol class="causes">
        ${decidedWaits.map(({ decision, until, waitFor }) => {
          const { decision: verdict, comment, edited } = decision!
          const name = getDeciderName(decision!)
          return html`<li>
            <span class="muted">${until === undefined ? '' : formatTimeOfDay(until)}</span>
            <span class=${verdict === 'reject' ? 'bad' : 'good'}>${strings.decided[verdict]}</span>
            ${name ? strings.decidedBy(name) : nothing} ${comment ? html`<q>${comment}</q>` : nothing}
            ${
              edited === undefined
                ? nothing
                : html`<div>
                    ${strings.edited}
                    ${renderDifference(diffApproval(getDisplayedValue(waitFor), edited), strings.approval)}
                    <pre tabindex="0">${formatJson(edited)}</pre>
                  </div>`
            }
          </li>`
        })}
      </ol>
    </section>`
  }

  #renderEffects({ effects }: RunAttempt, options: ValueViewOptions): unknown {
    if (effects.length === 0) return nothing
    const { strings } = this
    return html`<section>
      <h4>${strings.externalRequests}</h4>
      ${effects.slice(-50).map(({ effect, kind, request, outcome, error, unknown, startedAt, endedAt }) => {
        const tone = error ? 'bad' : unknown ? 'warn' : ''
        return html`<details class="effect">
          <summary>
            <code>${kind}</code>
            <span class=${tone}
              >${error ? strings.renderText(getProblemText(error.problem)) : unknown ? strings.unknownOutcome : ''}</span
            >
            <span class="muted">${endedAt === undefined ? '' : strings.duration(endedAt - startedAt)}</span>
          </summary>
          ${
            request === undefined
              ? nothing
              : html`<p class="muted">${strings.request}</p>
                  ${renderTextValue(`${effect} request`, formatJson(request), options)}`
          }
          ${
            outcome === undefined
              ? nothing
              : html`<p class="muted">${strings.outcome}</p>
                  ${renderTextValue(`${effect} outcome`, formatJson(outcome), options)}`
          }
        </details>`
      })}
    </section>`
  }

  #renderSettings(config: NonNullable<RunAttempt['resolvedConfig']>, row: RunRow, type: NodeType | undefined): unknown {
    const { strings } = this
    const canFork = this.forkable && !row.key.includes('/') && hasSettings(config, type)
    if (Object.keys(config).length === 0 && !canFork) return nothing
    return html`<section class="settings values">
      <h4>${strings.settings}</h4>
      ${
        this.#forkForm.isOpen
          ? this.#forkForm.render(row.run.node, row.title, config, type, this.session, strings)
          : html`${Object.keys(config).length === 0 ? nothing : renderSettingValues(config, type, this.#getValueOptions(row))}
            ${
              canFork
                ? html`<button type="button" class="fork" @click=${() => this.#openFork(config, row, type)}>
                    ${icon('git-fork')}${strings.fork}
                  </button>`
                : nothing
            }`
      }
    </section>`
  }

  #openFork(
    config: NonNullable<RunAttempt['resolvedConfig']>,
    { run, attempts }: RunRow,
    type: NodeType | undefined,
  ): void {
    const lastAttempt = attempts.at(-1)
    const inputs = this.moment && lastAttempt ? createInputCollector(this.moment)(lastAttempt) : {}
    this.#forkForm.open(config, createForkFormContext(run.node, type, inputs, this.session))
  }

  #getValueOptions(row: RunRow): ValueViewOptions {
    const { session } = this
    return {
      strings: this.strings,
      expanded: this._expandedValues,
      onExpand: (name) => (this._expandedValues = new Set([...this._expandedValues, name])),
      renderRows: session ? (table) => this.#renderRows(session, table, row.title) : undefined,
    }
  }

  #renderRows(session: WorkflowSession, table: TableRef, title: string): TemplateResult {
    const { strings } = this
    const isShown = this._expandedTableId === table.id
    if (isShown && (this.#source?.id !== table.id || this.#source.session !== session))
      this.#source = { id: table.id, session, source: createSessionTable(session, table) }
    return html`<button
        type="button"
        class="quiet more"
        @click=${() => (this._expandedTableId = isShown ? undefined : table.id)}
      >
        ${icon('table-2')}${isShown ? strings.hideRows : strings.showRows}
      </button>
      ${isShown ? html`<aw-data-table exportparts="scroller: table-scroller, status: table-status, download-button, download-more" class="rows" .source=${this.#source?.source} .strings=${strings.rowsTable} label=${title}></aw-data-table>` : nothing}`
  }
}

/** Returns whether the heading already shows the attempt's state, because the node has only one attempt. */
const isStateInHeading = ({ run, attempts }: RunRow, { state }: RunAttempt): boolean =>
  attempts.length === 1 && state === run.state && state !== 'retrying'

/** Returns the value that the approval displayed. */
const getDisplayedValue = (waitFor: WaitingNode['waitFor']): ApprovalValue =>
  waitFor.kind === 'approval' ? ((waitFor.shown ?? {}) as ApprovalValue) : {}

/** Returns whether a node has settings that can be changed. Settings of unknown types are edited as JSON. */
const hasSettings = (config: object, type: NodeType | undefined): boolean =>
  !type || Object.keys(config).length > 0 || Object.keys(type.settings.properties ?? {}).length > 0
