import type { WorkflowSession } from '@aw-flow/client'
import { isFinalRunState, type Problem, type RunState, type RunView } from '@aw-flow/schema'
import { html, nothing } from 'lit'
import { formatDuration } from '@aw-flow/messages'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { runStateStyles } from '../../styles/run-state.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-run-bar.styles.ts'
import { findRunDatasetId } from '../../canvas/load-summary.ts'
import { chooseFile } from '../files/choose-file.ts'
import { ReviewEvent, findPendingApproval } from '../approval/review-event.ts'
import { findInputNodes } from './input-nodes.ts'
import { runBarStrings, type RunBarStrings } from './run-bar-strings.ts'
import { element } from '../../element.ts'

/** Fired when the user tries to run a workflow that cannot run yet. */
export class RunBlockedEvent extends defineEvent('aw-run-blocked', localEventInit) {}

/** Fired when the user selects the dataset that a node reads in subsequent runs. @public */
export class InputChooseEvent extends defineEvent<{
  /** Id of the node. */
  readonly node: string
  /** Id of the dataset; empty if the user cleared the selection. */
  readonly dataset: string
}>('aw-input-choose') {}

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
    'aw-input-choose': InputChooseEvent
    'aw-run-blocked': RunBlockedEvent
  }
  interface HTMLElementTagNameMap {
    'aw-run-bar': AwRunBar
  }
}

/**
 * Starts and cancels runs, and shows the state of the current run. If the workflow cannot run yet, the run button stays
 * focusable and shows the reason.
 *
 * @event {RunBlockedEvent} aw-run-blocked - Fired when the user tries to run a workflow that cannot run yet.
 * @event {InputChooseEvent} aw-input-choose - Fired when the user selects the dataset that a node reads in subsequent
 *   runs.
 * @slot - Buttons that the host adds after the run button.
 * @csspart run - The button that starts and cancels a run.
 * @csspart review - The button that opens the pending approval.
 * @csspart resume - The button that resumes an interrupted run. Present only if a run can be resumed.
 * @event {ReviewEvent} aw-review - Fired when the user opens the pending approval.
 *
 * @public
 */
export class AwRunBar extends element(
  {
    session: undefined as WorkflowSession | undefined,
    strings: runBarStrings as RunBarStrings,
    /** True to show only the state of the run, without controls. */
    watching: false,
    /** Ids of the nodes that were just added. Their missing settings are not reported as problems yet. */
    newNodes: new Set() as ReadonlySet<string>,
    /** Datasets selected in the run bar for nodes without a dataset in their settings, keyed by node id. */
    _selectedDatasetIds: {} as Readonly<Record<string, string>>,
  },
  { watching: { type: Boolean } },
) {
  static override styles = [tokens, controls, runStateStyles, styles]

  #controller = new SessionController(this)
  #timer = 0

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
    this.#timer = 0
  }

  override updated(): void {
    const session = this.#controller.session
    if (session) session.assistant?.setRunDatasets(this.#collectInputs(session))
    const isRunning = this.#isRunning
    if (isRunning && this.#timer === 0) this.#timer = window.setInterval(() => this.requestUpdate(), 200)
    if (!isRunning && this.#timer !== 0) {
      clearInterval(this.#timer)
      this.#timer = 0
    }
  }

  override render(): unknown {
    const session = this.#controller.session
    const isRunning = this.#isRunning
    const blockReason = session ? this.#findBlockReason(session) : undefined
    return html`
      ${this.watching || !session ? nothing : this.#renderActions(session, isRunning, blockReason)}<slot></slot>
      ${session && !isRunning && !this.watching ? this.#renderInputs(session) : nothing}
      ${this.#renderState(session, this.watching ? undefined : blockReason)}
    `
  }

  /** Renders the buttons. Starting and canceling share a button so that it keeps focus. */
  #renderActions(session: WorkflowSession, isRunning: boolean, blockReason: string | undefined): unknown {
    const { strings } = this
    const approval = findPendingApproval(session.runs.current)
    const isVersionMissing = session.problems.latest?.code === 'run.type-version-not-installed'
    const canResume = session.runs.interrupted && (isVersionMissing || session.runs.interrupted.state !== 'waiting')
    return html`<button
        type="button"
        class="run ${isRunning ? '' : 'primary'}"
        part="run"
        aria-disabled=${blockReason && !isRunning ? 'true' : 'false'}
        aria-describedby="state"
        title=${(isRunning ? undefined : blockReason) ?? nothing}
        @click=${isRunning ? (event: MouseEvent) => this.#cancel(event) : this.#start}
      >
        ${isRunning ? icon('square') : icon('play')}${isRunning ? strings.cancel : strings.run}
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
        canResume
          ? html`<button
              type="button"
              class="resume"
              part="resume"
              title=${isVersionMissing ? strings.migrateHint : strings.resumeHint}
              @click=${() => this.#resume(session, isVersionMissing)}
            >
              ${icon('rotate-ccw')}${isVersionMissing ? strings.migrate : strings.resume}
            </button>`
          : nothing
      }`
  }

  get #isRunning(): boolean {
    const run = this.#controller.session?.runs.current
    return run !== undefined && !isFinalRunState(run.state)
  }

  /** Returns the reason why a run cannot start, or `undefined` if it can. */
  #findBlockReason(session: WorkflowSession): string | undefined {
    if (session.document.current.nodes.length === 0) return this.strings.noNodes
    if (session.engine.state === 'failed') return this.strings.engineFailed
    // Without the catalog, it is unknown which nodes read files.
    if (session.engine.catalog.length === 0) return this.strings.engineLoading
    const nodesNeedingInput = findInputNodes(session)
    const nodesWithoutInput = nodesNeedingInput.filter((node) => !this.#findInputDatasetId(session, node.id))
    const isNonInputError = (problem: Problem): boolean =>
      problem.severity === 'error' &&
      !nodesNeedingInput.some((node) => problem.where?.node === node.id && problem.where.setting === 'dataset')
    const errors = (session.document.description?.problems ?? []).filter(isNonInputError)
    const unconfiguredNodeIds = errors.flatMap(({ where }) =>
      where?.node && this.newNodes.has(where.node) ? [where.node] : [],
    )
    if (errors.length > unconfiguredNodeIds.length)
      return this.strings.problems(errors.length - unconfiguredNodeIds.length)
    if (unconfiguredNodeIds.length > 0) return this.strings.setUpNodes(new Set(unconfiguredNodeIds).size)
    if (nodesWithoutInput.length > 0) return this.strings.chooseInput
    return undefined
  }

  /**
   * Returns the id of the dataset selected for a node or read in the last run; `undefined` if that dataset was deleted.
   */
  #findInputDatasetId(session: WorkflowSession, nodeId: string): string | undefined {
    const id =
      this._selectedDatasetIds[nodeId] ?? findRunDatasetId(session.runs.current ?? session.runs.previous, nodeId)
    return session.data.list.some((dataset) => dataset.id === id) ? id : undefined
  }

  #renderInputs(session: WorkflowSession): unknown {
    const nodesNeedingInput = findInputNodes(session)
    return nodesNeedingInput.slice(0, 2).map((node) => {
      const datasetId = this.#findInputDatasetId(session, node.id) ?? ''
      const inputLabel = nodesNeedingInput.length > 1 ? this.strings.nodeTypes.getLabel(node) : this.strings.input
      return html`<label class="input">
        <span class="word">${inputLabel}</span>
        <select
          aria-label=${inputLabel}
          @change=${(event: Event) => this.#selectInput(node.id, event.target as HTMLSelectElement)}
        >
          <option value="" .selected=${datasetId === ''}>${this.strings.chooseFile}</option>
          ${session.data.list.map(
            (dataset) =>
              html`<option value=${dataset.id} .selected=${dataset.id === datasetId}>${dataset.name}</option>`,
          )}
          <option value="upload">${this.strings.uploadFile}</option>
        </select>
      </label>`
    })
  }

  #renderState(session: WorkflowSession | undefined, blockReason: string | undefined): unknown {
    const run = session?.runs.current
    if (!session || !run || (blockReason && !this.#isRunning)) {
      const text =
        blockReason ??
        (session?.engine.state === 'loading' ? this.strings.engineLoading : session ? this.strings.ready : '')
      const isAboutInput = text === this.strings.chooseInput
      return html`<span class="state muted ${isAboutInput ? 'about-input' : ''}" id="state" role="status"
        ><span class="text">${text}</span></span
      >`
    }
    const { stateIcon, text } = this.#describeState(session, run)
    const nodes = Object.values(run.nodes)
    const finishedNodes = nodes.filter((node) =>
      ['completed', 'cached', 'skipped', 'failed', 'cancelled'].includes(node.state),
    )
    const endTime = isFinalRunState(run.state) ? (run.endedAt ?? 0) : Math.max(Date.now(), run.startedAt ?? 0)
    const elapsedMs = run.startedAt === undefined ? undefined : Math.max(0, endTime - run.startedAt)
    const rowCount = findLastRowCount(session)
    return html`<span class="state ${stateIcon.tone} ${run.state === 'running' ? 'spin' : ''}" id="state" role="status">
        ${icon(stateIcon.icon)}<span class="text">${text}</span>
      </span>
      <span class="facts">
        ${isFinalRunState(run.state) ? nothing : html`<span class="optional">${this.strings.nodeProgress(finishedNodes.length, nodes.length)}</span>`}
        ${elapsedMs === undefined ? nothing : html`<span>${formatDuration(elapsedMs, this.strings.language)}</span>`}
        ${rowCount === undefined ? nothing : html`<span>${this.strings.rowCount(rowCount)}</span>`}
      </span>`
  }

  /** Describes the run's state, its warnings and later changes to the document, as an icon and text. */
  #describeState(session: WorkflowSession, run: RunView): { stateIcon: { icon: string; tone: string }; text: string } {
    const state = this.strings.states[run.state]
    const stateIcon = stateIcons[run.state]
    if (isFinalRunState(run.state) && session.runs.stale.size > 0) {
      const text = run.state === 'completed' ? this.strings.changed : this.strings.changedAfter(state)
      return { stateIcon: { icon: stateIcon.icon, tone: 'muted' }, text }
    }
    if (run.state === 'waiting' && findPendingApproval(run))
      return { stateIcon: { icon: 'hand', tone: 'warn' }, text: this.strings.waitingForApproval }
    if (run.state !== 'completed') return { stateIcon, text: state }
    const problems = Object.values(run.nodes).flatMap((node) => node.problems)
    const warningCount = problems.filter((problem) => problem.severity === 'warning').length
    if (warningCount === 0) return { stateIcon, text: state }
    return { stateIcon: { icon: 'triangle-alert', tone: 'warn' }, text: this.strings.warnings(state, warningCount) }
  }

  #start = (): void => {
    const session = this.#controller.session
    if (!session) return
    if (this.#findBlockReason(session) !== undefined) return void this.dispatchEvent(new RunBlockedEvent())
    void session.runs.start({ inputs: this.#collectInputs(session) })
  }

  #collectInputs(session: WorkflowSession): Record<string, string> {
    const inputs: Record<string, string> = {}
    for (const { id } of findInputNodes(session)) {
      const datasetId = this.#findInputDatasetId(session, id)
      if (datasetId !== undefined) inputs[id] = datasetId
    }
    return inputs
  }

  #cancel({ detail }: MouseEvent): void {
    // The second click of a double-click on Run must not cancel the run.
    if (detail < 2) this.#controller.session?.runs.cancel()
  }

  #resume(session: WorkflowSession, shouldMigrate: boolean): void {
    // Move focus before the resume button is removed.
    this.renderRoot.querySelector<HTMLElement>('.run')?.focus()
    void (shouldMigrate ? session.runs.resume({ migrate: true }) : session.runs.resume())
  }

  async #selectInput(nodeId: string, select: HTMLSelectElement): Promise<void> {
    if (select.value !== 'upload') return this.#setInput(nodeId, select.value)
    select.value = (this.#controller.session && this.#findInputDatasetId(this.#controller.session, nodeId)) ?? ''
    const file = await chooseFile()
    const dataset = file && (await this.#controller.session?.data.add(file))
    if (dataset?.ok) this.#setInput(nodeId, dataset.value.id)
  }

  #setInput(nodeId: string, datasetId: string): void {
    this._selectedDatasetIds = { ...this._selectedDatasetIds, [nodeId]: datasetId }
    this.dispatchEvent(new InputChooseEvent({ node: nodeId, dataset: datasetId }))
  }
}

/** Returns the row count of the node that finished last, among the nodes with a row count. */
function findLastRowCount(session: WorkflowSession): number | undefined {
  let latestNode: { endedAt: number; rows: number } | undefined
  for (const { endedAt = 0, rows } of Object.values(session.runs.current?.nodes ?? {})) {
    if (rows !== undefined && (!latestNode || endedAt >= latestNode.endedAt)) latestNode = { endedAt, rows }
  }
  return latestNode?.rows
}
