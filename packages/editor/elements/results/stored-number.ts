export function createStoredNumber(name: string) {
  /** In-memory value, used if storage is blocked. */
  let current: number | undefined
  return {
    get(): number | undefined {
      try {
        const text = localStorage.getItem(name)
        const value = text === null ? Number.NaN : Number(text)
        return Number.isFinite(value) ? value : undefined
      } catch {
        return current
      }
    },
    set(value: number): void {
      try {
        localStorage.setItem(name, String(value))
      } catch {
        current = value
      }
    },
  }
}
