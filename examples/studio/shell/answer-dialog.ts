import { LitElement } from 'lit'
import { LanguageController } from '../language/strings.ts'

/**
 * A modal dialog with a question. Subclasses render a `dialog`, and call `answer` even when the dialog is closed
 * without a choice.
 */
export abstract class AnswerDialog<Answer> extends LitElement {
  #resolve: ((answer: Answer) => void) | undefined

  constructor() {
    super()
    this.addController(new LanguageController(this))
  }

  /** Opens the dialog in the page. Resolves with the first answer, after which the dialog is removed. */
  ask(): Promise<Answer> {
    document.body.append(this)
    return new Promise((resolve) => (this.#resolve = resolve))
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  protected answer(answer: Answer): void {
    const resolve = this.#resolve
    if (!resolve) return
    this.#resolve = undefined
    this.renderRoot.querySelector('dialog')?.close()
    this.remove()
    resolve(answer)
  }
}
