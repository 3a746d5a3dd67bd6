/** Reads a stored choice; `null` if there is none or the browser denies access. */
export function readChoice(key: string): string | null {
  try {
    return localStorage.getItem(`aw-studio-${key}`)
  } catch {
    return null
  }
}

/** Stores a choice, or deletes it for `undefined`. Returns whether that succeeded; it can fail in a private window. */
export function storeChoice(key: string, value: string | undefined): boolean {
  try {
    if (value === undefined) localStorage.removeItem(`aw-studio-${key}`)
    else localStorage.setItem(`aw-studio-${key}`, value)
    return true
  } catch {
    return false
  }
}

/** Parses stored JSON; `null` if it is missing or invalid. */
export function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
