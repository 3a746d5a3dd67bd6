import type { WorkflowSession } from '@aw-flow/client'
import { isEnded, type Problem, type RunState, type RunView } from '@aw-flow/schema'
import { html, LitElement, nothing } from 'lit'
import { formatCount, formatDuration, usualLanguage } from '@aw-flow/messages'
import { defineEvent, local } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { runStateStyles } from '../../styles/run-state.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-run-bar.styles.ts'
import { chooseFile } from '../files/choose-file.ts'
import { ReviewEvent, waitingForApproval } from '../approval/review-event.ts'
import { inputNodes } from './input-nodes.ts'

/** The run bar's texts; the `strings` property overrides them. @internal */
export const runBarStrings = {
  /** The language of the texts, for numbers: a BCP 47 tag. */
  language: usualLanguage,
  label: 'Run',
  run: 'Run',
  again: 'Run again',
  cancel: 'Cancel',
  resume: 'Resume',
  resumeHint: 'Resume the interrupted run',
  migrate: 'Migrate and resume',
  migrateHint: 'Resume with the current node types. The versions that started this run are no longer available',
  states: {
    queued: 'Queued',
    running: 'Running',
    waiting: 'Waiting',
    completed: 'Completed',
    failed: 'Failed',
    cancelled: 'Cancelled',
  } satisfies Record<RunState, string>,
  warnings: (state: string, count: number): string => `${state}, ${count} ${count === 1 ? 'warning' : 'warnings'}`,
  changed: 'Changed since this run',
  changedAfter: (state: string): string => `${state}, changed since`,
  done: (done: number, all: number): string => `${done} of ${all} nodes`,
  rows: (rows: number): string => `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`,
  empty: 'Add a node first',
  engineLoading: 'Starting…',
  engineFailed: 'The engine could not start',
  problems: (count: number): string => `Fix ${count} ${count === 1 ? 'problem' : 'problems'} first`,
  chooseInput: 'Choose a file first',
  setUp: (count: number): string => `Set up ${count} new ${count === 1 ? 'node' : 'nodes'} first`,
  input: 'Input',
  choose: 'Choose a file…',
  upload: 'Upload file…',
  ready: 'Ready',
  waitingForApproval: 'Waiting for approval',
  review: 'Review',
}
/** @internal */
export type RunBarStrings = typeof runBarStrings

/** The user wants to run a workflow that cannot run yet. */
export class RunBlockedEvent extends defineEvent('aw-run-blocked', local) {}

const stateIcons: Record<RunState, { icon: string; tone: string }> = {
  queued: { icon: 'circle-dashed', tone: 'muted' },
  running: { icon: 'loader-circle', tone: 'accent' },
  waiting: { icon: 'clock', tone: 'warn' },
  completed: { icon: 'circle-check', tone: 'good' },
  failed: { icon: 'circle-x', tone: 'bad' },
  cancelled: { icon: 'ban', tone: 'muted' },
}

declare global {
  interface HTMLElementEventMap {
    'aw-run-blocked': RunBlockedEvent
  }
  interface HTMLElementTagNameMap {
    'aw-run-bar': AwRunBar
  }
}

/**
 * Starts and cancels a run and shows its state. If the workflow cannot run yet, the button stays focusable and shows
 * the reason.
 *
 * @event {RunBlockedEvent} aw-run-blocked - The user wants to run a workflow that cannot run yet.
 * @csspart run - The button.
 * @csspart review - The button that opens what waits for approval.
 * @csspart resume - The button that resumes an interrupted run, while there is one.
 * @event {ReviewEvent} aw-review - The user wants to see what waits for approval.
 *
 * @public
 */
export class AwRunBar extends LitElement {
  static override styles = [tokens, controls, runStateStyles, styles]
  static override properties = {
    session: { attribute: false },
    strings: { attribute: false },
    watching: { type: Boolean },
    newNodes: { attribute: false },
    _inputs: { state: true },
  }

  declare session: WorkflowSession | undefined
  declare strings: RunBarStrings
  /** Only shows the state of the run. */
  declare watching: boolean
  /** IDs of nodes that were just added. Their missing settings are not shown as problems yet. */
  declare newNodes: ReadonlySet<string>
  /** Datasets that the user has chosen here for Load nodes without one. */
  declare private _inputs: Readonly<Record<string, string>>

  #source = new SessionController(this)
  #timer = 0

  constructor() {
    super()
    this.strings = runBarStrings
    this.watching = false
    this.newNodes = new Set()
    this._inputs = {}
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
    this.#timer = 0
  }

  override updated(): void {
    const running = this.#running
    if (running && this.#timer === 0) this.#timer = window.setInterval(() => this.requestUpdate(), 200)
    if (!running && this.#timer !== 0) {
      clearInterval(this.#timer)
      this.#timer = 0
    }
  }

  override render(): unknown {
    const session = this.#source.session
    const running = this.#running
    const reason = session ? this.#reason(session) : undefined
    return html`
      ${this.watching || !session ? nothing : this.#renderActions(session, running, reason)}
      ${session && !running && !this.watching ? this.#renderInputs(session) : nothing}
      ${this.#renderState(session, this.watching ? undefined : reason)}
    `
  }

  /** Uses one button to start and cancel, so that it keeps the focus. */
  #renderActions(session: WorkflowSession, running: boolean, reason: string | undefined): unknown {
    const { strings } = this
    const approval = waitingForApproval(session.runs.current)
    const gone = session.problems.latest?.code === 'run.type-version-gone'
    const resumes = session.runs.interrupted && (gone || session.runs.interrupted.state !== 'waiting')
    return html`<button
        type="button"
        class="run ${running ? '' : 'primary'}"
        part="run"
        aria-disabled=${reason && !running ? 'true' : 'false'}
        aria-describedby="state"
        title=${(running ? undefined : reason) ?? nothing}
        @click=${running ? (event: MouseEvent) => this.#cancel(event) : this.#start}
      >
        ${running ? icon('square') : icon('play')}${running ? strings.cancel : strings.run}
      </button>
      ${
        approval
          ? html`<button
              type="button"
              class="primary review"
              part="review"
              @click=${() => this.dispatchEvent(new ReviewEvent({ node: approval.scope?.[0]?.replace(/#\d+$/, '') ?? approval.node }))}
            >
              ${icon('hand')}${strings.review}
            </button>`
          : nothing
      }
      ${
        resumes
          ? html`<button
              type="button"
              class="resume"
              part="resume"
              title=${gone ? strings.migrateHint : strings.resumeHint}
              @click=${() => this.#resume(session, gone)}
            >
              ${icon('rotate-ccw')}${gone ? strings.migrate : strings.resume}
            </button>`
          : nothing
      }`
  }

  get #running(): boolean {
    const run = this.#source.session?.runs.current
    return run !== undefined && !isEnded(run.state)
  }

  /** Why a run cannot start; `undefined` if it can. */
  #reason(session: WorkflowSession): string | undefined {
    if (session.document.current.nodes.length === 0) return this.strings.empty
    if (session.engine.state === 'failed') return this.strings.engineFailed
    // Which nodes read files is known only once the catalog is loaded.
    if (session.engine.catalogue.length === 0) return this.strings.engineLoading
    const open = inputNodes(session)
    const unmet = open.filter((node) => !this.#chosen(session, node.id))
    const isOther = (problem: Problem): boolean =>
      problem.severity === 'error' &&
      !open.some((node) => problem.where?.node === node.id && problem.where.setting === 'dataset')
    const errors = (session.document.description?.problems ?? []).filter(isOther)
    const unset = errors.flatMap(({ where }) => (where?.node && this.newNodes.has(where.node) ? [where.node] : []))
    if (errors.length > unset.length) return this.strings.problems(errors.length - unset.length)
    if (unset.length > 0) return this.strings.setUp(new Set(unset).size)
    if (unmet.length > 0) return this.strings.chooseInput
    return undefined
  }

  #chosen(session: WorkflowSession, node: string): string | undefined {
    const id = this._inputs[node]
    return session.data.list.some((dataset) => dataset.id === id) ? id : undefined
  }

  #renderInputs(session: WorkflowSession): unknown {
    const open = inputNodes(session)
    return open.slice(0, 2).map((node) => {
      const chosen = this.#chosen(session, node.id) ?? ''
      const word = open.length > 1 ? node.data.label : this.strings.input
      return html`<label class="input">
        <span class="word">${word}</span>
        <select
          aria-label=${word}
          @change=${(event: Event) => this.#choose(node.id, event.target as HTMLSelectElement)}
        >
          <option value="" .selected=${chosen === ''}>${this.strings.choose}</option>
          ${session.data.list.map(
            (dataset) => html`<option value=${dataset.id} .selected=${dataset.id === chosen}>${dataset.name}</option>`,
          )}
          <option value="upload">${this.strings.upload}</option>
        </select>
      </label>`
    })
  }

  #renderState(session: WorkflowSession | undefined, reason: string | undefined): unknown {
    const run = session?.runs.current
    if (!session || !run || (reason && !this.#running)) {
      const text =
        reason ?? (session?.engine.state === 'loading' ? this.strings.engineLoading : session ? this.strings.ready : '')
      return html`<span class="state muted" id="state" role="status"><span class="text">${text}</span></span>`
    }
    const { look, text } = this.#outcome(session, run)
    const nodes = Object.values(run.nodes)
    const ended = nodes.filter((node) => ['completed', 'cached', 'skipped', 'failed', 'cancelled'].includes(node.state))
    const now = isEnded(run.state) ? (run.endedAt ?? 0) : Math.max(Date.now(), run.startedAt ?? 0)
    const elapsed = run.startedAt === undefined ? undefined : Math.max(0, now - run.startedAt)
    const rows = lastRows(session)
    return html`<span class="state ${look.tone} ${run.state === 'running' ? 'spin' : ''}" id="state" role="status">
        ${icon(look.icon)}<span class="text">${text}</span>
      </span>
      <span class="facts">
        ${isEnded(run.state) ? nothing : html`<span class="optional">${this.strings.done(ended.length, nodes.length)}</span>`}
        ${elapsed === undefined ? nothing : html`<span>${formatDuration(elapsed, this.strings.language)}</span>`}
        ${rows === undefined ? nothing : html`<span>${this.strings.rows(rows)}</span>`}
      </span>`
  }

  /** The state of the run, with its warnings, or that the document has changed since. */
  #outcome(session: WorkflowSession, run: RunView): { look: { icon: string; tone: string }; text: string } {
    const state = this.strings.states[run.state]
    const look = stateIcons[run.state]
    if (isEnded(run.state) && session.runs.stale.size > 0) {
      const text = run.state === 'completed' ? this.strings.changed : this.strings.changedAfter(state)
      return { look: { icon: look.icon, tone: 'muted' }, text }
    }
    if (run.state === 'waiting' && waitingForApproval(run))
      return { look: { icon: 'hand', tone: 'warn' }, text: this.strings.waitingForApproval }
    if (run.state !== 'completed') return { look, text: state }
    const problems = Object.values(run.nodes).flatMap((node) => node.problems)
    const warnings = problems.filter((problem) => problem.severity === 'warning').length
    if (warnings === 0) return { look, text: state }
    return { look: { icon: 'triangle-alert', tone: 'warn' }, text: this.strings.warnings(state, warnings) }
  }

  #start = (): void => {
    const session = this.#source.session
    if (!session) return
    if (this.#reason(session) !== undefined) return void this.dispatchEvent(new RunBlockedEvent())
    const inputs: Record<string, string> = {}
    for (const node of inputNodes(session)) {
      const chosen = this.#chosen(session, node.id)
      if (chosen !== undefined) inputs[node.id] = chosen
    }
    void session.runs.start({ inputs })
  }

  #cancel({ detail }: MouseEvent): void {
    // The second press of a double click on "Run" must not cancel the run.
    if (detail < 2) this.#source.session?.runs.cancel()
  }

  #resume(session: WorkflowSession, migrate: boolean): void {
    // Moves the focus before the button is removed.
    this.renderRoot.querySelector<HTMLElement>('.run')?.focus()
    void (migrate ? session.runs.resume({ migrate }) : session.runs.resume())
  }

  async #choose(node: string, select: HTMLSelectElement): Promise<void> {
    if (select.value !== 'upload') {
      this._inputs = { ...this._inputs, [node]: select.value }
      return
    }
    select.value = this._inputs[node] ?? ''
    const file = await chooseFile()
    const dataset = file && (await this.#source.session?.data.add(file))
    if (dataset) this._inputs = { ...this._inputs, [node]: dataset.id }
  }
}

/** Rows of the last completed node. */
function lastRows(session: WorkflowSession): number | undefined {
  let last: { endedAt: number; rows: number } | undefined
  for (const { endedAt = 0, rows } of Object.values(session.runs.current?.nodes ?? {})) {
    if (rows !== undefined && (!last || endedAt >= last.endedAt)) last = { endedAt, rows }
  }
  return last?.rows
}
