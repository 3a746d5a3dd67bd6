import type { ReactiveController } from 'lit'

export interface FormFocusOptions {
  /** Returns the key of the open form, or `undefined` if none is open. */
  getOpenKey(): string | undefined
  getField(): HTMLInputElement | null
  /** Returns the element that opens the form with the given key. */
  findOpener(key: string): HTMLElement | null | undefined
  /** Whether to select the field's text when it receives focus. */
  shouldSelectText?: boolean
}

/** Moves focus to a form's field when the form opens, and back to the element that opened it when it closes. */
export class FormFocus implements ReactiveController {
  readonly #options: FormFocusOptions
  #openKey: string | undefined

  constructor(options: FormFocusOptions) {
    this.#options = options
  }

  hostUpdated(): void {
    const openKey = this.#options.getOpenKey()
    const previousKey = this.#openKey
    if (openKey === previousKey) return
    this.#openKey = openKey
    if (openKey !== undefined) {
      const field = this.#options.getField()
      field?.focus()
      if (this.#options.shouldSelectText) field?.select()
    } else if (previousKey !== undefined) this.#options.findOpener(previousKey)?.focus()
  }
}
