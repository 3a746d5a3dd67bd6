/** Reads a stored preference. Returns `null` if it is not set or the browser denies access. */
export function readPreference(key: string): string | null {
  try {
    return localStorage.getItem(`aw-studio-${key}`)
  } catch {
    return null
  }
}

/**
 * Stores a preference, or deletes it if `value` is `undefined`. Returns whether that succeeded; it may fail in a
 * private window.
 */
export function storePreference(key: string, value: string | undefined): boolean {
  try {
    if (value === undefined) localStorage.removeItem(`aw-studio-${key}`)
    else localStorage.setItem(`aw-studio-${key}`, value)
    return true
  } catch {
    return false
  }
}

/** Parses stored JSON. Returns `null` if it is missing or invalid. */
export function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
