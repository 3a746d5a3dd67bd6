export function createStoredTypes(name: string) {
  /** In-memory list, used if storage is blocked. */
  let current: readonly string[] = []
  return {
    list(): readonly string[] {
      try {
        return parseTypes(localStorage.getItem(name))
      } catch {
        return current
      }
    },
    set(types: readonly string[]): void {
      try {
        localStorage.setItem(name, JSON.stringify(types))
      } catch {
        current = types
      }
    },
  }
}

/** Parses a stored list of types. Returns an empty list if the stored value is invalid. */
function parseTypes(text: string | null): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? value.filter((type): type is string => typeof type === 'string') : []
  } catch {
    return []
  }
}
