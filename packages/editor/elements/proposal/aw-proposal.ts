import { loadLazyTexts } from '../../language/languages.ts'
import {
  getProblemText,
  type NodeType,
  type Workflow,
  type WorkflowDescription,
  type WorkflowProposal,
} from '@aw-flow/schema'
import { computeBounds, getNodeRect } from '@aw-flow/canvas'
import type { Text } from '@aw-flow/messages'
import { css, html, nothing } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { getSettingTitle } from '../../forms/setting-title.ts'
import { stripBackticks } from '../../render-code.ts'
import { LanguageController } from '../../language/language-controller.ts'
import { ModalElement } from '../editor/modal-element.ts'
import { listProposedChanges, selectAcceptedEdit, type ProposedChange } from './accepted-edit.ts'
import { decisionStyles, renderNodeDecisions } from './node-decisions.ts'
import { createProposalView, type ProposalView } from './proposal-view.ts'
import { proposalStrings, type ProposalStrings } from './proposal-strings.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-proposal': AwProposal
  }
}

const styles = css`
  dialog {
    width: min(calc(1040 * var(--_px)), calc(100% - 32px));
  }

  dialog.single {
    width: min(calc(640 * var(--_px)), calc(100% - 32px));
  }

  aw-canvas {
    display: block;
    height: min(calc(420 * var(--_px)), 46vh);
  }

  .single aw-canvas {
    height: calc(200 * var(--_px));
  }

  .actions {
    position: sticky;
    bottom: 0;
    padding-block: 12px;
    background: var(--_raised);
  }

  @media (max-width: 600px) {
    aw-canvas {
      height: calc(220 * var(--_px));
    }
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    margin: 4px 0 0;
  }

  .legend .all {
    display: flex;
    gap: 6px;
    margin-inline-start: auto;
  }

  .warn {
    margin: 12px 0 0;
  }

  h3 {
    margin: 16px 0 4px;
    font-size: var(--_type-13);
  }

  ul {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
    overflow-wrap: anywhere;
  }

  label {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 2px 8px;
    align-items: start;
  }

  label .value {
    grid-column: 2;
    white-space: pre-wrap;
  }

  details {
    margin-inline-start: 24px;
  }

  .settings {
    max-height: 6em;
    margin: 2px 0 0;
    overflow: auto;
    white-space: pre-wrap;
  }
`

/** Returns the settings that differ from the node type's defaults. */
function omitDefaults(settings: unknown, defaults: Readonly<Record<string, unknown>> = {}): unknown {
  if (typeof settings !== 'object' || settings === null) return settings
  return Object.fromEntries(
    Object.entries(settings).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults[key])),
  )
}

const hasValue = (value: unknown): boolean => value !== '' && value !== null && value !== undefined

/** Formats a setting value, such as `price, city` or, for an object, `column: price, is: at-least, value: 3`. */
function formatSettingValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return hasValue(value) ? String(value) : ''
  if (Array.isArray(value))
    return value.map(formatSettingValue).join(value.some((item) => typeof item === 'object') ? '; ' : ', ')
  return Object.entries(value)
    .filter(([, propertyValue]) => hasValue(propertyValue))
    .map(([name, propertyValue]) => `${name}: ${formatSettingValue(propertyValue)}`)
    .join(', ')
}

/** Formats settings, one per line. */
const formatSettings = (settings: unknown, type: NodeType | undefined): string =>
  Object.entries(settings ?? {})
    .map(([name, value]) => `${getSettingTitle(type, [name])}: ${formatSettingValue(value)}`)
    .join('\n')

/** Minimum zoom level for showing the entire workflow. Below it, only the changed nodes are fitted into view. */
const minReviewScale = 0.5

/** Minimum horizontal space left free around revealed nodes, in CSS pixels. */
const marginX = 64
/** Minimum vertical space left free around revealed nodes, including the run bar, in CSS pixels. */
const marginY = 128

/** Pans until nodes are fully visible, and zooms out if they do not fit. */
function revealNodes(canvas: AwCanvas, ids: readonly string[]): void {
  const bounds = computeBounds(ids.flatMap((id) => canvas.scene.byId.get(id) ?? []).map((node) => getNodeRect(node)))
  const { width, height } = canvas.visibleArea
  const [fitWidth, fitHeight] = [width - marginX / canvas.view.scale, height - marginY / canvas.view.scale]
  if (bounds && bounds.width <= fitWidth && bounds.height <= fitHeight) canvas.revealArea(bounds)
  else canvas.fit()
}

/** Maximum length of a shown value, in characters. */
const maxValueLength = 600

const shorten = (text: string): string => (text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text)

/**
 * A dialog that shows a proposed change to a workflow as a list and on a canvas, which marks added, changed and removed
 * nodes. The change is requested from a language model unless a proposal is set. The user can accept or reject each
 * part. Accepted parts are applied as a single undoable edit; until then, nothing changes or runs.
 *
 * @event {DialogCloseEvent} aw-dialog-close - Fired after the dialog has closed.
 *
 * @public
 */
export class AwProposal extends ModalElement {
  static override styles = [...ModalElement.styles, decisionStyles, styles]
  static override properties = {
    canvas: { attribute: false },
    description: { attribute: false },
    model: { attribute: false },
    ready: { attribute: false },
    strings: { attribute: false },
    _proposal: { state: true },
    _failure: { state: true },
    _rejected: { state: true },
    _summaries: { state: true },
  }

  /** The canvas that shows the workflow. */
  declare canvas: AwCanvas | undefined
  /** The user's description of the change, in any language. */
  declare description: string
  /** Id of the language model. */
  declare model: string
  /** An existing proposal, such as one based on rules. If absent, a proposal is requested from the model. */
  declare ready: WorkflowProposal | undefined
  /** UI strings. Default: the strings for the nearest `lang` attribute. */
  declare strings: ProposalStrings
  declare _proposal: WorkflowProposal | undefined
  declare _failure: Text | undefined
  declare _rejected: ReadonlySet<string>
  /** Node summaries as on the canvas, keyed by node id; `undefined` until the engine has described the change. */
  declare _summaries: Readonly<Record<string, string>> | undefined

  #abortController: AbortController | undefined
  #view:
    | {
        readonly proposal: WorkflowProposal
        readonly rejected: ReadonlySet<string>
        readonly current: Workflow
        readonly view: ProposalView | undefined
      }
    | undefined
  /** The view whose differences are marked on the canvas. */
  #markedView: ProposalView | undefined

  constructor() {
    super()
    this.description = ''
    this.model = ''
    this.strings = proposalStrings
    this._rejected = new Set()
    this.addController(
      new LanguageController(this, proposalStrings, (locale) => loadLazyTexts(locale, 'proposal', proposalStrings)),
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#abortController?.abort()
  }

  protected override onOpened(): void {
    if (this.ready) this._proposal = this.ready
    else void this.#ask()
  }

  override render(): unknown {
    const { strings } = this
    const isAsking = !this._proposal && this._failure === undefined
    const changes = this.#listChanges()
    const acceptedCount = changes.filter(({ key }) => !this._rejected.has(key)).length
    const isSingle = new Set(changes.map(({ node }) => node.id)).size === 1
    return html`<dialog class=${isSingle ? 'single' : ''} aria-labelledby="proposal" @close=${this.#onClose}>
      <h2 id="proposal">${strings.title}</h2>
      <p class="muted"><q>${this.description}</q></p>
      <div role="status">${isAsking ? html`<p>${strings.asking(this.model)}</p>` : this.#renderOutcome(changes)}</div>
      ${changes.length === 0 ? nothing : this.#renderCanvas(changes)}
      ${this.#renderChanges(changes)}${this.#renderNotes()}
      ${this.ready ? nothing : html`<p class="muted small">${strings.dataNotice}</p>`}
      <div class="actions">
        <button type="button" class="quiet" @click=${this.close}>${strings.cancel}</button>
        ${isAsking || this.ready ? nothing : html`<button type="button" class="again" @click=${() => this.#ask()}>${strings.again}</button>`}
        ${
          changes.length === 0
            ? nothing
            : html`<button type="button" class="primary" .disabled=${acceptedCount === 0} @click=${() => this.#apply()}>
                ${strings.apply(acceptedCount)}
              </button>`
        }
      </div>
    </dialog>`
  }

  /**
   * Renders the accepted part of the change on a separate read-only canvas, with buttons to accept or reject the
   * changes to each node.
   */
  #renderCanvas(changes: readonly ProposedChange[]): unknown {
    const { canvas, strings } = this
    const view = this.#findView()
    if (!canvas || !view) return nothing
    return html`<div class="review">
        <aw-canvas
          exportparts="surface: canvas-surface"
          readonly
          role="group"
          aria-label=${strings.canvas}
          .session=${view.session}
          .strings=${canvas.strings}
          @aw-selection-change=${this.#onSelect}
          @aw-view-change=${() => this.requestUpdate()}
        ></aw-canvas>
        ${renderNodeDecisions({
          // Node positions are unknown until the canvas has drawn the change.
          canvas: this.#markedView ? this.renderRoot.querySelector('aw-canvas') : null,
          changes,
          rejectedKeys: this._rejected,
          strings,
          getTitle: (node) => this.#getTitle(node),
          onDecide: this.#decide,
        })}
      </div>
      <div class="legend muted small">
        <span>+ ${strings.kinds.added}</span><span>≠ ${strings.kinds.changed}</span
        ><span>− ${strings.kinds.removed}</span>
        <span class="all">
          <button
            type="button"
            class="small"
            @click=${() =>
              this.#decide(
                changes.map(({ key }) => key),
                true,
              )}
          >
            ${strings.acceptAll}
          </button>
          <button
            type="button"
            class="small"
            @click=${() =>
              this.#decide(
                changes.map(({ key }) => key),
                false,
              )}
          >
            ${strings.rejectAll}
          </button>
        </span>
      </div>`
  }

  /** Returns the view of the accepted part. It is cached until the accepted part or the document changes. */
  #findView(): ProposalView | undefined {
    const current = this.canvas?.activeSession?.document.current
    const { _proposal: proposal, _rejected: rejected } = this
    if (!this.canvas || !current || !proposal?.edit) return undefined
    const cached = this.#view
    if (cached?.proposal !== proposal || cached.rejected !== rejected || cached.current !== current) {
      const view = createProposalView(
        this.canvas,
        current,
        selectAcceptedEdit(current, proposal.edit, rejected),
        (description) => this.#addSummaries(description),
      )
      this.#view = { proposal, rejected, current, view }
    }
    return this.#view?.view
  }

  /**
   * Adds the node summaries from a description. Existing summaries are kept, even if the user then rejects the change.
   */
  #addSummaries(description: WorkflowDescription | undefined): void {
    const summaries = Object.entries(description?.nodes ?? {}).map(
      ([id, { summary }]) => [id, stripBackticks(this.#renderText(summary))] as const,
    )
    this._summaries = { ...Object.fromEntries(summaries), ...this._summaries }
  }

  protected override updated(): void {
    super.updated()
    const previewCanvas = this.renderRoot.querySelector('aw-canvas')
    const view = this.#findView()
    if (!previewCanvas || !view || this.#markedView === view) return
    const isFirstView = this.#markedView === undefined
    this.#markedView = view
    void this.#markCanvas(previewCanvas, view, isFirstView)
  }

  async #markCanvas(previewCanvas: AwCanvas, view: ProposalView, isFirstView: boolean): Promise<void> {
    await previewCanvas.updateComplete
    // A canvas draws a new session only at its next update.
    previewCanvas.requestUpdate()
    await previewCanvas.updateComplete
    if (this.#markedView !== view) return
    previewCanvas.diff = view.diff
    if (isFirstView) {
      previewCanvas.fit()
      // A large workflow that is entirely visible is too small to read.
      if (previewCanvas.view.scale < minReviewScale) previewCanvas.fit(view.diff.nodes.keys())
    }
    this.requestUpdate()
  }

  /** Scrolls to the list entry of the node that the user selected on the canvas, and focuses it. */
  #onSelect = (event: Event): void => {
    const [id] = (event.target as AwCanvas).selection
    const change = this.#listChanges().find(({ node }) => node.id === id)
    const checkbox = [...this.renderRoot.querySelectorAll<HTMLInputElement>('li input')].find(
      ({ value }) => value === change?.key,
    )
    checkbox?.scrollIntoView({ block: 'nearest' })
    checkbox?.focus()
  }

  #renderOutcome(changes: readonly ProposedChange[]): unknown {
    if (this._failure !== undefined) return html`<p class="warn" role="alert">${this.#renderText(this._failure)}</p>`
    const hasQuestions = (this._proposal?.questions.length ?? 0) > 0
    return changes.length === 0 && !hasQuestions
      ? html`<p>${this.ready ? this.strings.noStepsRecognized : this.strings.noChanges}</p>`
      : nothing
  }

  #renderChanges(changes: readonly ProposedChange[]): unknown {
    return (['added', 'changed', 'removed'] as const).map((kind) => {
      const changesOfKind = changes.filter((change) => change.kind === kind)
      if (changesOfKind.length === 0) return nothing
      return html`<h3>${this.strings[kind]}</h3>
        <ul>
          ${changesOfKind.map(
            (change) =>
              html`<li>
                <label
                  ><input
                    type="checkbox"
                    value=${change.key}
                    .checked=${!this._rejected.has(change.key)}
                    @change=${() => this.#toggle(change.key)}
                  /><span>${this.#describe(change)}</span>${this.#renderValue(change)}</label
                >
                ${this.#renderSettings(change)}
              </li>`,
          )}
        </ul>`
    })
  }

  /** Renders the node's summary, as on the canvas, or the setting's new value. */
  #renderValue({ node, value }: ProposedChange): unknown {
    const isObject = typeof value === 'object' && value !== null
    const text = isObject ? (this._summaries?.[node.id] ?? '') : formatSettingValue(value)
    return text === '' ? nothing : html`<span class="value muted small">${shorten(text)}</span>`
  }

  /** Renders a collapsed list of all settings, because a node's summary may omit some. */
  #renderSettings({ kind, node, value }: ProposedChange): unknown {
    if (typeof value !== 'object' || value === null) return nothing
    const type = this.canvas?.types.get(node.type)
    const text =
      kind === 'added' ? formatSettings(omitDefaults(value, type?.defaults), type) : formatSettingValue(value)
    if (text === '') return nothing
    return html`<details class="small">
      <summary>${this.strings.allSettings}</summary>
      <p class="settings muted">${shorten(text)}</p>
    </details>`
  }

  #renderNotes(): unknown {
    const { strings, _proposal: proposal } = this
    if (!proposal) return nothing
    const { problems, dropped, questions, remarks } = proposal
    const renderList = (title: string, items: readonly string[]): unknown =>
      items.length === 0
        ? nothing
        : html`<h3>${title}</h3>
            <ul>
              ${items.map((item) => html`<li>${item}</li>`)}
            </ul>`
    return [
      renderList(
        strings.problems,
        problems.map((problem) => this.#renderText(getProblemText(problem))),
      ),
      dropped.length === 0 ? nothing : html`<p class="warn">${strings.dropped(dropped.join(' · '))}</p>`,
      renderList(strings.questions, questions),
      proposal.model === '' && remarks !== ''
        ? html`<p>${remarks}</p>`
        : renderList(strings.remarks(proposal.model), remarks === '' ? [] : [remarks]),
    ]
  }

  #renderText(text: Text): string {
    return this.canvas?.strings.renderText(text) ?? ''
  }

  #getTitle({ type, data }: ProposedChange['node']): string {
    return data.label || (this.canvas?.types.get(type)?.title ?? type)
  }

  #describe({ node, setting }: ProposedChange): string {
    const catalogType = this.canvas?.types.get(node.type)
    const type = catalogType?.title ?? node.type
    const label = this.#getTitle(node)
    if (setting !== undefined) return this.strings.setting(label, getSettingTitle(catalogType, setting.split('.')))
    return label === type ? label : this.strings.node(label, type)
  }

  #listChanges(): ProposedChange[] {
    const document = this.canvas?.activeSession?.document.current
    const { edit } = this._proposal ?? {}
    return document && edit ? listProposedChanges(document, edit) : []
  }

  #toggle(key: string): void {
    const rejectedKeys = new Set(this._rejected)
    if (!rejectedKeys.delete(key)) rejectedKeys.add(key)
    this._rejected = rejectedKeys
  }

  #decide = (keys: readonly string[], isAccepted: boolean): void => {
    const rejectedKeys = new Set(this._rejected)
    for (const key of keys) {
      if (isAccepted) rejectedKeys.delete(key)
      else rejectedKeys.add(key)
    }
    this._rejected = rejectedKeys
  }

  async #ask(): Promise<void> {
    this.#abortController?.abort()
    const { signal } = (this.#abortController = new AbortController())
    this._proposal = undefined
    this._failure = undefined
    this._rejected = new Set()
    this._summaries = undefined
    this.#markedView = undefined
    const { description, model } = this
    const response = await this.canvas?.activeSession?.assistant?.proposeEdit(description, { model, signal })
    if (signal.aborted || !response) return
    if (!response.ok) this._failure = getProblemText(response.problem)
    else {
      this._proposal = response.value
      this._failure = response.value.failure
    }
  }

  #apply(): void {
    const { canvas, _proposal: proposal } = this
    const document = canvas?.activeSession?.document
    if (!document || !proposal?.edit) return
    const previous = document.current
    const edit = selectAcceptedEdit(previous, proposal.edit, this._rejected)
    document.apply(edit)
    this.close()
    const acceptedChanges = listProposedChanges(previous, edit)
    const addedIds = acceptedChanges.flatMap(({ kind, node }) => (kind === 'added' ? [node.id] : []))
    const changedIds = acceptedChanges.flatMap(({ kind, node }) => (kind === 'changed' ? [node.id] : []))
    // A selection of several nodes would offer to delete them.
    canvas.select(addedIds.length === 1 ? addedIds : [])
    canvas.announce(this.strings.applied(acceptedChanges.length))
    const revealedIds = addedIds.length > 0 ? addedIds : changedIds
    if (revealedIds.length === 0) canvas.revealChange(previous)
    // Wait for layout: opening the settings of the selected nodes makes the canvas narrower.
    else requestAnimationFrame(() => setTimeout(() => revealNodes(canvas, revealedIds)))
  }

  #onClose = (): void => {
    this.#abortController?.abort()
    this.onClosed()
  }
}
