import { computeBounds, getNodeRect } from '@aw-flow/canvas'
import { getProblemText, type Edit, type WorkflowDetails, type WorkflowExplanation } from '@aw-flow/schema'
import type { Text } from '@aw-flow/messages'
import { css, html, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { icon } from '../../icons/icon.ts'
import { LanguageController } from '../../language/language-controller.ts'
import { ModalElement } from '../editor/modal-element.ts'
import { explainWorkflow, type WorkflowText } from './explain-workflow.ts'
import { explanationStrings, loadExplanationStrings, type ExplanationStrings } from './explanation-strings.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-explanation': AwExplanation
  }
}

const styles = css`
  dialog {
    width: min(calc(620 * var(--_px)), calc(100% - 32px));
    overflow-wrap: anywhere;
  }

  .field {
    display: grid;
    gap: var(--_space-4);
    margin-top: var(--_space-12);
  }

  .field textarea {
    min-height: calc(120 * var(--_px));
    height: calc(280 * var(--_px));
    max-height: 46vh;
    font-family: inherit;
    resize: vertical;
  }

  .check {
    display: flex;
    gap: 8px;
    align-items: center;
    margin-top: var(--_space-8);
  }

  .check + p {
    margin: var(--_space-4) 0 0;
  }

  .models {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    margin-top: var(--_space-12);
  }

  .models span {
    flex: 1 1 calc(200 * var(--_px));
  }

  .info {
    display: flex;
    gap: 6px;
    align-items: center;
    color: var(--_info);
  }
`

/** Sizes for a note, in graph units. */
const noteWidth = 480
const characterWidth = 7.5
const lineHeight = 22
const noteMargin = 32
const maxNoteHeight = 1_200

/**
 * Explains a workflow: what it reads, its steps in order with their settings, and its results. Proposes a name
 * and a description, by rules or, on request, by a granted language model. The user can edit them, and applies them as
 * one undoable step. Nothing changes until then.
 *
 * @event {DialogCloseEvent} aw-dialog-close - The dialog was closed.
 *
 * @public
 */
export class AwExplanation extends ModalElement {
  static override styles = [...ModalElement.styles, styles]
  static override properties = {
    canvas: { attribute: false },
    strings: { attribute: false },
    _text: { state: true },
    _askedModel: { state: true },
    _answer: { state: true },
    _failure: { state: true },
    _selectedParts: { state: true },
  }

  /** The canvas that shows the workflow. */
  declare canvas: AwCanvas | undefined
  /** UI strings of the dialog. Default: the language of the nearest `lang` attribute. */
  declare strings: ExplanationStrings
  /** The name and the description as the user or a model has changed them. */
  declare _text: WorkflowText | undefined
  /** The model that is being asked. */
  declare _askedModel: string | undefined
  declare _answer: WorkflowExplanation | undefined
  declare _failure: Text | undefined
  /** The selected parts of the explanation. Only these are applied. */
  declare _selectedParts: { readonly name: boolean; readonly description: boolean; readonly note: boolean }

  #abortController: AbortController | undefined
  #initialName = ''

  constructor() {
    super()
    this.strings = explanationStrings
    this._selectedParts = { name: false, description: true, note: false }
    this.addController(new LanguageController(this, explanationStrings, loadExplanationStrings))
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#abortController?.abort()
  }

  protected override onOpened(): void {
    const current = this.canvas?.activeSession?.document.current
    this.#initialName = current?.name ?? ''
    const isUntitled = [explanationStrings.untitled, this.strings.untitled].includes(this.#initialName)
    this._selectedParts = { name: isUntitled, description: !current?.description, note: false }
  }

  override render(): unknown {
    const { strings, canvas } = this
    const document = canvas?.activeSession?.document.current
    const isEmpty = !document || document.nodes.length === 0
    return html`<dialog aria-labelledby="explanation" @close=${this.onClosed}>
      <h2 id="explanation">${strings.title}</h2>
      ${isEmpty ? html`<p class="muted" role="status">${strings.empty}</p>` : this.#renderFields(document.description ?? '')}
      <div class="actions">
        <button type="button" class="quiet" @click=${this.close}>
          ${canvas?.editable && !isEmpty ? strings.cancel : strings.close}
        </button>
        ${
          canvas?.editable && !isEmpty
            ? html`<button
                type="button"
                class="primary"
                .disabled=${this.#listEdits().length === 0 || this._askedModel !== undefined}
                @click=${this.#apply}
              >
                ${strings.apply}
              </button>`
            : nothing
        }
      </div>
    </dialog>`
  }

  #renderFields(currentDescription: string): unknown {
    const { strings, canvas } = this
    const { name, description } = this.#getText()
    const models = this.#listModels()
    const isEditable = canvas?.editable === true
    const hasOtherDescription = currentDescription !== '' && currentDescription !== description
    return html`<label class="field">
        <span>${strings.name}</span>
        <input
          type="text"
          maxlength="200"
          autocomplete="off"
          ?readonly=${!isEditable}
          .value=${live(name)}
          @input=${(event: Event) => {
            this._text = { name: (event.target as HTMLInputElement).value, description }
            this.#selectPart('name', true)
          }}
        />
      </label>
      ${
        isEditable
          ? html`${this.#renderCheck('name', strings.useName)}
              <p class="muted small">${strings.current(this.#initialName)}</p>`
          : nothing
      }
      <label class="field">
        <span>${strings.description}</span>
        <textarea
          maxlength="10000"
          ?readonly=${!isEditable}
          .value=${live(description)}
          @input=${(event: Event) => {
            this._text = { name, description: (event.target as HTMLTextAreaElement).value }
            this.#selectPart('description', true)
          }}
        ></textarea>
      </label>
      ${
        isEditable
          ? html`${this.#renderCheck('description', strings.useDescription)}
            ${hasOtherDescription ? html`<p class="muted small">${strings.current(currentDescription)}</p>` : nothing}
            ${this.#renderCheck('note', strings.addNote)}`
          : nothing
      }
      ${
        models.length === 0
          ? nothing
          : html`<div class="models small">
              ${models.map(
                (model) =>
                  html`<button
                    type="button"
                    .disabled=${this._askedModel !== undefined}
                    @click=${() => this.#ask(model)}
                  >
                    ${icon('wand-sparkles')}${strings.ask(model)}
                  </button>`,
              )}
              <span class="muted">${strings.sent}</span>
            </div>`
      }
      <div role="status">${this.#renderAnswer()}</div>`
  }

  #renderCheck(key: 'name' | 'description' | 'note', label: string): unknown {
    return html`<label class="check">
      <input
        type="checkbox"
        name=${key}
        .checked=${live(this._selectedParts[key])}
        @change=${(event: Event) => this.#selectPart(key, (event.target as HTMLInputElement).checked)}
      />
      <span>${label}</span>
    </label>`
  }

  #renderAnswer(): unknown {
    const { strings, canvas, _askedModel: askedModel, _answer: answer, _failure: failure } = this
    if (askedModel !== undefined) return html`<p class="muted">${strings.asking(askedModel)}</p>`
    if (failure !== undefined) {
      return html`<p class="warn" role="alert">${strings.failed(canvas?.strings.renderText(failure) ?? '')}</p>`
    }
    if (!answer) return nothing
    return html`<p class="info">${icon('wand-sparkles')}${strings.answeredBy(answer.model, answer.host)}</p>
      ${answer.remarks === '' ? nothing : html`<p>${answer.remarks}</p>`}`
  }

  #listModels(): readonly string[] {
    const { activeSession } = this.canvas ?? {}
    if (!activeSession?.document.explainWorkflow) return []
    return (activeSession.runs.networkAccess?.models.models ?? []).map(({ id }) => id)
  }

  #selectPart(key: 'name' | 'description' | 'note', isSelected: boolean): void {
    this._selectedParts = { ...this._selectedParts, [key]: isSelected }
  }

  /** Returns the edited text or, without edits, the text proposed by rules. */
  #getText(): WorkflowText {
    return this._text ?? this.#explain() ?? { name: '', description: '' }
  }

  #explain(): WorkflowText | undefined {
    const { canvas, strings } = this
    const document = canvas?.activeSession?.document.current
    if (!canvas || !document) return undefined
    return explainWorkflow(document, {
      types: canvas.types,
      description: canvas.description,
      strings,
      getLabel: (node) => canvas.strings.nodeTypes.label(node) || (canvas.types.get(node.type)?.title ?? node.type),
      renderText: canvas.strings.renderText,
    })
  }

  async #ask(model: string): Promise<void> {
    const { canvas } = this
    const { document } = canvas?.activeSession ?? {}
    if (!canvas || !document?.explainWorkflow) return
    this.#abortController?.abort()
    const { signal } = (this.#abortController = new AbortController())
    this._askedModel = model
    this._answer = undefined
    this._failure = undefined
    const facts = this.#explain()?.description ?? ''
    const language = canvas.strings.language || 'en'
    const response = await document.explainWorkflow({ workflow: document.current, facts, language, model }, signal)
    if (signal.aborted) return
    this._askedModel = undefined
    if (!response.ok) {
      this._failure = getProblemText(response.problem)
      return
    }
    const { name, description, failure } = response.value
    if (failure !== undefined) {
      this._failure = failure
      return
    }
    this._answer = response.value
    const text = this.#getText()
    this._text = { name: name ?? text.name, description: description ?? text.description }
  }

  /** Lists the edits that the user has chosen. */
  #listEdits(): Edit[] {
    const document = this.canvas?.activeSession?.document.current
    if (!document) return []
    const name = this.#getText().name.trim()
    const description = this.#getText().description.trim()
    const edits: Edit[] = []
    if (this._selectedParts.name && name !== '' && name !== document.name) edits.push({ type: 'set-name', name })
    if (this._selectedParts.description && description !== (document.description ?? '')) {
      const details: WorkflowDetails = description === '' ? {} : { description }
      edits.push({ type: 'set-detail', detail: 'description', details })
    }
    if (this._selectedParts.note && description !== '') edits.push(...this.#createNote(description))
    return edits
  }

  /** Creates a note above all nodes. */
  #createNote(text: string): Edit[] {
    const { canvas } = this
    if (!canvas) return []
    const bounds = computeBounds(canvas.scene.nodes.map((node) => getNodeRect(node)))
    const lines = text
      .split('\n')
      .map((line) => Math.max(1, Math.ceil((line.length * characterWidth) / (noteWidth - noteMargin))))
      .reduce((sum, count) => sum + count, 0)
    const height = Math.min(maxNoteHeight, noteMargin + lines * lineHeight)
    const position = { x: bounds?.x ?? 0, y: (bounds?.y ?? 0) - height - noteMargin }
    const note = { id: canvas.newId('note'), text, position, size: { width: noteWidth, height } }
    return [{ type: 'add-note', note }]
  }

  #apply = (): void => {
    const { canvas, strings } = this
    const edits = this.#listEdits()
    const document = canvas?.activeSession?.document
    if (!canvas || !document || edits.length === 0) return
    const previous = document.current
    document.apply({ type: 'batch', edits })
    this.close()
    if (this._selectedParts.note) canvas.revealChange(previous)
    canvas.announce(strings.applied)
  }
}
