import type { ReactiveController } from 'lit'

export interface FormFocusOptions {
  /** What the form that is open is about; `undefined` while none is. */
  open(): string | undefined
  field(): HTMLInputElement | null
  /** What opened the form about this. */
  opener(about: string): HTMLElement | null | undefined
  /** What stands in the field is mostly written anew. */
  isReplaced?: boolean
}

/** Has the keyboard in the field of a form that has opened, and on what had opened it when it has closed. */
export class FormFocus implements ReactiveController {
  readonly #options: FormFocusOptions
  #open: string | undefined

  constructor(options: FormFocusOptions) {
    this.#options = options
  }

  hostUpdated(): void {
    const open = this.#options.open()
    const before = this.#open
    if (open === before) return
    this.#open = open
    if (open !== undefined) {
      const field = this.#options.field()
      field?.focus()
      if (this.#options.isReplaced) field?.select()
    } else if (before !== undefined) this.#options.opener(before)?.focus()
  }
}
