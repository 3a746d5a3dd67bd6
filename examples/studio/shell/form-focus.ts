import type { ReactiveController } from 'lit'

export interface FormFocusOptions {
  /** Key of the open form; `undefined` if none is open. */
  open(): string | undefined
  field(): HTMLInputElement | null
  /** The element that opened the form with this key. */
  opener(about: string): HTMLElement | null | undefined
  /** Whether to select the text of the field on focus. */
  isReplaced?: boolean
}

/** Moves the focus to the field of a form when it opens, and back to its opener when it closes. */
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
