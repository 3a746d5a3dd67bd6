import { renderProblem } from '../../language/render-problem.ts'
import { textOf } from '@aw-flow/schema'
import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, RunAttempt, RunMoment, TableRef, WaitingNode } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { stateLooks } from '../../canvas/node-face.ts'
import { approvalDifference, type ShownValue } from '../../elements/approval/approval-difference.ts'
import { differenceView } from '../../elements/approval/difference-view.ts'
import { differenceStyles } from '../../elements/approval/difference.styles.ts'
import { problemList, reportView } from '../../elements/report/report-view.ts'
import { reportStyles } from '../../elements/report/report-view.styles.ts'
import { formatClock } from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { runStateStyles } from '../../styles/run-state.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { sessionTable, type TableSource } from '../../views/table-source.ts'
import { withCode } from '../../with-code.ts'
import { attemptInputs } from './attempt-inputs.ts'
import { attemptTimes } from './attempt-times.ts'
import { styles } from './aw-run-attempt.styles.ts'
import { forkSurroundings } from '../fork-surroundings.ts'
import { RunForkEvent } from '../monitor-events.ts'
import { runMonitorStrings, type RunMonitorStrings } from '../monitor-strings.ts'
import { nodeAtKey, runRows, type RunRow } from '../run-rows.ts'
import { jsonText, textView, valuesView, type ValueViewOptions } from '../value-view.ts'
import { SettingsFork } from '../settings-fork.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-run-attempt': AwRunAttempt
  }
}

/**
 * A node of a run, attempt by attempt: inputs and outputs, reasons for retries, errors with hints, approvals, requests
 * to other systems, settings and report.
 *
 * @event {DecideEvent} aw-decide - An approval was decided; cancelable.
 * @event {RunForkEvent} aw-run-fork - A new run with other settings of this node is requested.
 * @csspart table-scroller - The scroll container of a table.
 * @csspart table-status - The line below a table.
 * @csspart download-button - The download button of a table.
 * @csspart download-more - The button that opens the other formats.
 * @csspart code - The text of a code field.
 *
 * @public
 */
export class AwRunAttempt extends LitElement {
  static override styles = [tokens, controls, runStateStyles, reportStyles, differenceStyles, styles]
  static override properties = {
    moment: { attribute: false },
    node: {},
    types: { attribute: false },
    session: { attribute: false },
    deciding: { type: Boolean },
    forkable: { type: Boolean },
    strings: { attribute: false },
    _place: { state: true },
    _whole: { state: true },
    _rowsOf: { state: true },
  }

  declare moment: RunMoment | undefined
  /** The key of the node that is shown. */
  declare node: string | undefined
  declare types: readonly NodeType[]
  /** Provides rows of tables if they still exist. */
  declare session: WorkflowSession | undefined
  /** The host carries out decisions. */
  declare deciding: boolean
  /** The host can start runs with other settings. */
  declare forkable: boolean
  declare strings: RunMonitorStrings
  /** The index of the shown attempt; `undefined`: the last. */
  declare private _place: number | undefined
  declare private _whole: ReadonlySet<string>
  declare private _rowsOf: string | undefined

  #row: RunRow | undefined
  #source: { id: string; session: WorkflowSession; source: TableSource } | undefined
  readonly #fork = new SettingsFork(this, (settings) =>
    this.dispatchEvent(new RunForkEvent({ at: Math.max(0, (this.moment?.events ?? 1) - 1), settings })),
  )

  constructor() {
    super()
    this.types = []
    this.deciding = false
    this.forkable = false
    this.strings = runMonitorStrings
    this._whole = new Set()
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('node')) {
      this._place = undefined
      this._whole = new Set()
      this._rowsOf = undefined
      this.#fork.close()
    }
    if (changed.has('moment') || changed.has('node')) {
      this.#row = this.moment && runRows(this.moment).find(({ key }) => key === this.node)
    }
  }

  override render(): unknown {
    const { moment, strings } = this
    const row = this.#row
    if (!moment || !row) return html`<p class="muted none">${strings.choose}</p>`
    const { attempts, run } = row
    const place = Math.min(this._place ?? attempts.length - 1, attempts.length - 1)
    const attempt = attempts[place]
    const look = stateLooks[run.state]
    const found = nodeAtKey(moment.view, row.key)
    const known = found && this.types.find((one) => one.type === found.node.type)
    const type = known && strings.nodeTypes.type(known)
    return html`
      <div class="head">
        <h3>${row.title}</h3>
        <span class="state ${look.tone}">${icon(look.icon)}${strings.states[run.state]}</span>
        ${run.handled ? html`<span class="muted">${strings.handled}</span>` : nothing}
      </div>
      ${row.type !== '' && this.types.length > 0 && !type ? html`<p class="muted small">${strings.unknownType(row.type)}</p>` : nothing}
      ${this.#renderWaiting(moment, row)} ${attempts.length > 1 ? this.#renderChoice(place, attempts) : nothing}
      ${attempt ? this.#renderAttempt(moment, row, attempt) : html`<p class="muted">${run.reason === undefined ? strings.notYet : strings.renderText(run.reason)}</p>`}
      ${found ? this.#renderSettings(found.node.data.config, row, type) : nothing}
    `
  }

  #renderChoice(place: number, attempts: readonly RunAttempt[]): unknown {
    const { strings } = this
    const step = (to: number, name: string, label: string): unknown =>
      html`<button
        type="button"
        class="quiet icon"
        aria-label=${label}
        title=${label}
        ?disabled=${to < 0 || to >= attempts.length}
        @click=${() => (this._place = to)}
      >
        ${icon(name)}
      </button>`
    return html`<div class="choice">
      ${step(place - 1, 'chevron-left', strings.previousAttempt)}
      <input
        type="number"
        min="1"
        max=${attempts.length}
        aria-label=${strings.attemptLabel}
        .value=${String(place + 1)}
        @change=${(event: Event) => {
          const wanted = Number((event.target as HTMLInputElement).value)
          if (Number.isFinite(wanted)) this._place = Math.max(0, Math.min(attempts.length - 1, Math.trunc(wanted) - 1))
        }}
      />
      <span class="muted">${strings.attemptOf(place + 1, attempts.length)}</span>
      ${step(place + 1, 'chevron-right', strings.nextAttempt)}
    </div>`
  }

  #renderAttempt(moment: RunMoment, row: RunRow, attempt: RunAttempt): unknown {
    const { strings } = this
    const { state, startedAt, scope, error } = attempt
    const began = startedAt - (moment.view.startedAt ?? startedAt)
    const earlier = row.attempts.filter(
      (one) => one.from < attempt.from && one.error && String(one.scope) === String(scope) && one.state === 'retrying',
    )
    const look = stateLooks[state === 'retrying' ? 'failed' : state]
    const options = this.#values(row)
    const facts = [
      attempt.attempt > 0 && (row.attempts.length > 1 || attempt.attempt > 1)
        ? strings.attemptNumber(attempt.attempt)
        : '',
      scope?.length ? strings.within(scope.join(' › ')) : '',
      strings.after(began),
      ...attemptTimes(attempt, strings),
      attempt.rows === undefined ? '' : strings.rows(attempt.rows),
    ]
    return html`
      <p class="facts">
        ${isSaidOfNode(row, attempt) ? nothing : html`<span class="state ${look.tone}">${icon(look.icon)}${strings.attemptStates[state]}</span>`}
        <span class="muted">${facts.filter(Boolean).join(' · ')}</span>
      </p>
      ${attempt.interrupted ? html`<p class="warn">${strings.interrupted}</p>` : nothing}
      ${attempt.reason ? html`<p>${withCode(strings.renderText(attempt.reason))}</p>` : nothing}
      ${attempt.reusedFrom ? html`<p class="muted">${strings.reused[attempt.reusedFrom]}</p>` : nothing}
      ${error ? this.#renderError(attempt) : nothing}
      ${attempt.delayMs === undefined ? nothing : html`<p class="muted">${strings.delayed(attempt.delayMs)}</p>`}
      ${
        earlier.length > 0
          ? html`<section>
              <h4>${strings.causes}</h4>
              <ol class="causes">
                ${earlier.slice(-20).map(
                  (one) =>
                    html`<li>
                      <span class="muted">${strings.attemptNumber(one.attempt)}</span>
                      ${withCode(strings.renderText(textOf(one.error!.problem)))}
                    </li>`,
                )}
              </ol>
            </section>`
          : nothing
      }
      ${this.#renderDecisions(attempt)}
      ${
        attempt.turnErrors.length > 0
          ? html`<section>
              <h4>${strings.turnErrors}</h4>
              <ol class="causes">
                ${attempt.turnErrors.slice(-20).map((one) => html`<li>${withCode(strings.renderText(textOf(one.error.problem)))}</li>`)}
              </ol>
            </section>`
          : nothing
      }
      ${valuesView(strings.inputs, strings.noInputs, attemptInputs(moment, attempt), options)}
      ${state === 'running' || state === 'waiting' ? nothing : valuesView(strings.outputs, strings.noOutputs, attempt.outputs, options)}
      ${this.#renderEffects(attempt, options)} ${problemList(strings.problems, attempt.problems ?? [], strings)}
      ${attempt.undone ? html`<p class="warn">${strings.undone}</p>` : nothing}
      ${
        attempt.report
          ? html`<section>
              <h4>${strings.report}</h4>
              ${reportView(attempt.report, strings.reportWords)}
            </section>`
          : nothing
      }
      ${
        attempt.filled
          ? html`<section>
              <h4>${strings.filled}</h4>
              ${textView(strings.filled, jsonText(attempt.filled), options)}
            </section>`
          : nothing
      }
    `
  }

  #renderError({ error }: RunAttempt): unknown {
    if (!error) return nothing
    const { where } = error.problem
    const { message, hint } = renderProblem(error.problem, this.strings.renderText)
    const place = Object.entries(where ?? {})
      .filter(([kind, value]) => value !== undefined && kind !== 'node')
      .map(([kind, value]) => this.strings.place(kind, String(value)))
      .join(', ')
    return html`<div class="failure" role="alert">
      <span class="message">${withCode(message)}</span>
      ${hint ? html`<span class="fix">${withCode(hint)}</span>` : nothing}
      ${place ? html`<span class="muted small">${place}</span>` : nothing}
    </div>`
  }

  #renderWaiting({ view }: RunMoment, { key, run }: RunRow): unknown {
    const inner = key.includes('/')
    const waiting: WaitingNode[] = Object.values(view.waiting ?? {}).filter(
      ({ node, scope }) =>
        node === run.node &&
        (inner ? scope?.length : true) &&
        (view.inner?.[key] === run || view.nodes[key] === run || scope !== undefined),
    )
    return waiting.map(
      (one) =>
        html`<aw-approval
          .waiting=${this.strings.nodeTypes.waiting(one, view.workflow)}
          .strings=${this.strings.approval}
          ?readonly=${!this.deciding}
        ></aw-approval>`,
    )
  }

  #renderDecisions({ waits }: RunAttempt): unknown {
    const decided = waits.filter(({ decision }) => decision)
    if (decided.length === 0) return nothing
    const { strings } = this
    return html`<section>
      <h4>${strings.decisions}</h4>
      <ol class="causes">
        ${decided.map(({ decision, until, waitFor }) => {
          const { decision: what, by, comment, edited } = decision!
          return html`<li>
            <span class="muted">${until === undefined ? '' : formatClock(until)}</span>
            <span class=${what === 'reject' ? 'bad' : 'good'}>${strings.decided[what]}</span>
            ${by ? strings.by(by) : nothing} ${comment ? html`<q>${comment}</q>` : nothing}
            ${
              edited === undefined
                ? nothing
                : html`<div>
                    ${strings.edited} ${differenceView(approvalDifference(shownOf(waitFor), edited), strings.approval)}
                    <pre tabindex="0">${jsonText(edited)}</pre>
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
      <h4>${strings.outside}</h4>
      ${effects.slice(-50).map(({ effect, kind, request, outcome, error, unknown, startedAt, endedAt }) => {
        const failed = error ? 'bad' : unknown ? 'warn' : ''
        return html`<details class="effect">
          <summary>
            <code>${kind}</code>
            <span class=${failed}
              >${error ? strings.renderText(textOf(error.problem)) : unknown ? strings.unknownOutcome : ''}</span
            >
            <span class="muted">${endedAt === undefined ? '' : strings.duration(endedAt - startedAt)}</span>
          </summary>
          ${
            request === undefined
              ? nothing
              : html`<p class="muted">${strings.request}</p>
                  ${textView(`${effect} request`, jsonText(request), options)}`
          }
          ${
            outcome === undefined
              ? nothing
              : html`<p class="muted">${strings.outcome}</p>
                  ${textView(`${effect} outcome`, jsonText(outcome), options)}`
          }
        </details>`
      })}
    </section>`
  }

  #renderSettings(config: NonNullable<RunAttempt['filled']>, row: RunRow, type: NodeType | undefined): unknown {
    const { strings } = this
    const canFork = this.forkable && !row.key.includes('/') && hasSettings(config, type)
    if (Object.keys(config).length === 0 && !canFork) return nothing
    return html`<section class="settings">
      <h4>${strings.settings}</h4>
      ${
        this.#fork.isOpen
          ? this.#fork.view(row.run.node, row.title, config, type, this.session, strings)
          : html`${textView(strings.settings, jsonText(config), this.#values(row))}
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

  #openFork(config: NonNullable<RunAttempt['filled']>, { run, attempts }: RunRow, type: NodeType | undefined): void {
    const last = attempts.at(-1)
    const inputs = this.moment && last ? attemptInputs(this.moment, last) : {}
    this.#fork.open(config, forkSurroundings(run.node, type, inputs, this.session))
  }

  #values(row: RunRow): ValueViewOptions {
    const { session } = this
    return {
      strings: this.strings,
      whole: this._whole,
      showWhole: (name) => (this._whole = new Set([...this._whole, name])),
      rows: session ? (table) => this.#renderRows(session, table, row.title) : undefined,
    }
  }

  #renderRows(session: WorkflowSession, table: TableRef, title: string): TemplateResult {
    const { strings } = this
    const isShown = this._rowsOf === table.id
    if (isShown && (this.#source?.id !== table.id || this.#source.session !== session))
      this.#source = { id: table.id, session, source: sessionTable(session, table) }
    return html`<button
        type="button"
        class="quiet more"
        @click=${() => (this._rowsOf = isShown ? undefined : table.id)}
      >
        ${icon('table-2')}${isShown ? strings.hideRows : strings.showRows}
      </button>
      ${isShown ? html`<aw-data-table exportparts="scroller: table-scroller, status: table-status, download-button, download-more" class="rows" .source=${this.#source?.source} .strings=${strings.rowsTable} label=${title}></aw-data-table>` : nothing}`
  }
}

/** True if the heading already states the result of the only attempt. */
const isSaidOfNode = ({ run, attempts }: RunRow, { state }: RunAttempt): boolean =>
  attempts.length === 1 && state === run.state && state !== 'retrying'

/** The value that a decision was about. */
const shownOf = (waitFor: WaitingNode['waitFor']): ShownValue =>
  waitFor.kind === 'approval' ? ((waitFor.shown ?? {}) as ShownValue) : {}

/** True if the type has settings; unknown types have none. */
const hasSettings = (config: object, type: NodeType | undefined): boolean =>
  !type || Object.keys(config).length > 0 || Object.keys(type.settings.properties ?? {}).length > 0
