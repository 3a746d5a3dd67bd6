import { ContextConsumer } from '@lit/context'
import { getProblemText } from '@aw-flow/schema'
import type { ImportReport } from '@aw-flow/schema/foreign'
import { css, html, nothing } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { editorContext } from '../editor/editor-context.ts'
import type { EditorStrings } from '../editor/editor-strings.ts'
import { ModalElement } from '../editor/modal-element.ts'

/**
 * Action to take for a dropped workflow file: load it as data, open it in place of the document, merge it into the
 * document, or cancel.
 */
export type FileAnswer = 'cancel' | 'load' | 'open' | 'merge'

/** Fired when the user decides what to do with a dropped workflow file. */
export class FileAnswerEvent extends defineEvent<{
  /** The user's choice. */
  readonly answer: FileAnswer
}>('aw-file-answer', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-file-answer': FileAnswerEvent
  }
  interface HTMLElementTagNameMap {
    'aw-file-question': AwFileQuestion
  }
}

const reportStyles = css`
  .report {
    max-block-size: 40vh;
    margin: 0;
    padding-inline-start: 20px;
    overflow: auto;
  }
`

/**
 * A dialog that asks whether to open a dropped workflow file, merge it into the workflow, or load it as data.
 *
 * @event {FileAnswerEvent} aw-file-answer - Fired when the user decides or cancels.
 */
export class AwFileQuestion extends ModalElement {
  static override properties = { file: {}, mergeable: { type: Boolean }, report: { attribute: false } }
  static override styles = [...ModalElement.styles, reportStyles]

  /** Name of the dropped file. */
  declare file: string
  /** True if the file is a version of the open workflow, so that it can be merged. */
  declare mergeable: boolean
  /** Report of the import, if another tool exported the file. */
  declare report: ImportReport | undefined

  readonly #editor = new ContextConsumer(this, { context: editorContext, subscribe: true })

  constructor() {
    super()
    this.file = ''
    this.mergeable = false
  }

  override render(): unknown {
    const strings = this.#editor.value?.strings
    if (!strings) return nothing
    const { file, mergeable } = this
    return html`<dialog class="ask" aria-labelledby="ask" @cancel=${() => this.#answer('cancel')}>
      <h2 id="ask">${strings.fileQuestionTitle(file)}</h2>
      <p class="muted">${mergeable ? strings.fileQuestionMergeText : strings.fileQuestionText}</p>
      ${this.#renderReport(strings)}
      <div class="actions">
        <button type="button" class="quiet" @click=${() => this.#answer('cancel')}>${strings.cancel}</button>
        <button type="button" @click=${() => this.#answer('load')}>${strings.loadAsData}</button>
        <button type="button" class=${mergeable ? '' : 'primary'} @click=${() => this.#answer('open')}>
          ${strings.openWorkflow}
        </button>
        ${
          mergeable
            ? html`<button type="button" class="primary" @click=${() => this.#answer('merge')}>
                ${strings.mergeWorkflow}
              </button>`
            : nothing
        }
      </div>
    </dialog>`
  }

  #renderReport(strings: EditorStrings): unknown {
    if (!this.report) return nothing
    const texts = this.report.problems.map((problem) => strings.renderText(getProblemText(problem)))
    const [summary, ...differences] = [...new Set(texts)]
    return html`<p>${summary}</p>
      ${
        differences.length === 0
          ? nothing
          : html`<ul class="report">
              ${differences.map((text) => html`<li>${text}</li>`)}
            </ul>`
      }`
  }

  #answer(answer: FileAnswer): void {
    this.dispatchEvent(new FileAnswerEvent({ answer }))
  }
}
