import { LitElement } from 'lit'
import { LanguageController } from '../language/strings.ts'

/**
 * Base class of modal dialogs that ask the user a question. Subclasses render a `dialog` element and must call `answer`
 * even when the user closes the dialog without answering.
 */
export abstract class AnswerDialog<Answer> extends LitElement {
  #resolve: ((answer: Answer) => void) | undefined

  constructor() {
    super()
    this.addController(new LanguageController(this))
  }

  /** Shows the dialog. Resolves with the user's answer, after which the dialog is removed. */
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
