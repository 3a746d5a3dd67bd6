/** A number that the browser stores for the user; where storage is forbidden, only the page remembers it. */
export interface StoredNumber {
  get(): number | undefined
  set(value: number): void
}

export function storedNumber(name: string): StoredNumber {
  /** The number where storage is forbidden. */
  let current: number | undefined
  return {
    get() {
      try {
        const text = localStorage.getItem(name)
        const value = text === null ? Number.NaN : Number(text)
        return Number.isFinite(value) ? value : undefined
      } catch {
        return current
      }
    },
    set(value) {
      try {
        localStorage.setItem(name, String(value))
      } catch {
        current = value
      }
    },
  }
}
