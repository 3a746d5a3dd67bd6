/** A number that the browser stores for the user; where storage is forbidden, only the page remembers it. */
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
        // Storage may be forbidden; the number then lasts as long as the page.
      }
    },
  }
}
