/** What a page remembers of a person's choice; nothing where the browser refuses. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`aw-studio-${key}`)
  } catch {
    return null
  }
}

/** Whether it is kept: a private window may refuse. `undefined` forgets it. */
export function remember(key: string, value: string | undefined): boolean {
  try {
    if (value === undefined) localStorage.removeItem(`aw-studio-${key}`)
    else localStorage.setItem(`aw-studio-${key}`, value)
    return true
  } catch {
    return false
  }
}

/** What a remembered text holds as JSON; `null` where there is none, or it cannot be read. */
export function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
