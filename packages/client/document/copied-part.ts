/** A part of a document that a page of this origin has copied. */
export interface CopiedPart {
  /** The id of the document. */
  document: string
  /** The text on the clipboard. */
  text: string
}

const key = 'aw-copied'

/**
 * Remembers the last copied part, also for other tabs. Only pages of this origin can write it.
 *
 * @param storage Throws if the browser denies access. Without storage, parts are treated as ones from elsewhere.
 */
export function saveCopiedPart(part: CopiedPart, storage = () => localStorage): void {
  try {
    // An earlier part must not stay if this one is too large.
    storage().removeItem(key)
    storage().setItem(key, JSON.stringify(part))
  } catch {
    // Without the part, pasting asks for access.
  }
}

/** Reads the last copied part, as `saveCopiedPart` has written it. */
export function readCopiedPart(storage = () => localStorage): CopiedPart | undefined {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null') as CopiedPart | undefined
  } catch {
    return undefined
  }
}
