/** A number that this browser remembers for the person, where it may; otherwise only for this page. */
export interface StoredNumber {
  get(): number | undefined
  set(value: number): void
}

export function storedNumber(name: string): StoredNumber {
  let current: number | undefined
  return {
    get() {
      if (current !== undefined) return current
      try {
        const text = localStorage.getItem(name)
        const value = text === null ? Number.NaN : Number(text)
        return Number.isFinite(value) ? value : undefined
      } catch {
        return undefined
      }
    },
    set(value) {
      current = value
      try {
        localStorage.setItem(name, String(value))
      } catch {
        // A page may forbid storage; the height then lasts as long as the page.
      }
    },
  }
}
