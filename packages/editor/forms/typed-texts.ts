/** A text as typed, and why it is invalid if it is. */
interface TypedText {
  readonly text: string
  readonly reason?: string | undefined
}

/**
 * Texts as typed that may differ from how their values are formatted, such as "2." for 2. A text is shown for as long as
 * its value is stored.
 */
export class TypedTexts {
  readonly #entries = new Map<string, TypedText & { readonly json: string | undefined }>()

  /** Returns the text that was typed for a stored value. */
  get(key: string, value: unknown): TypedText | undefined {
    const entry = this.#entries.get(key)
    return entry && entry.json === JSON.stringify(value) ? entry : undefined
  }

  /** @param value - The value that is stored for the text. For an invalid text, this is the former value. */
  set(key: string, text: string, value: unknown, reason?: string): void {
    this.#entries.set(key, { text, reason, json: JSON.stringify(value) })
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }
}
