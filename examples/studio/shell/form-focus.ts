import type { ReactiveController } from 'lit'

export interface FormFocusOptions {
  /** Key of the open form; `undefined` if none is open. */
  open(): string | undefined
  field(): HTMLInputElement | null
  /** The element that opened the form with this key. */
  opener(key: string): HTMLElement | null | undefined
  /** Whether to select the text of the field on focus. */
  isReplaced?: boolean
}

/** Moves the focus to the field of a form when it opens, and back to its opener when it closes. */
export class FormFocus implements ReactiveController {
  readonly #options: FormFocusOptions
  #openKey: string | undefined

  constructor(options: FormFocusOptions) {
    this.#options = options
  }

  hostUpdated(): void {
    const openKey = this.#options.open()
    const previousKey = this.#openKey
    if (openKey === previousKey) return
    this.#openKey = openKey
    if (openKey !== undefined) {
      const field = this.#options.field()
      field?.focus()
      if (this.#options.isReplaced) field?.select()
    } else if (previousKey !== undefined) this.#options.opener(previousKey)?.focus()
  }
}
