/** A part of a document that a page of this origin has copied. */
export interface CopiedPart {
  /** The id of the document. */
  document: string
  /** The text on the clipboard. */
  text: string
}

const key = 'aw-copied'

/**
 * Stores the last copied part, so that other tabs can read it too. Only pages of this origin can write it.
 *
 * @param storage Returns the storage, or throws if the browser denies access to it. Without storage, pasted parts are
 *   treated as content from elsewhere.
 */
export function saveCopiedPart(part: CopiedPart, storage = () => localStorage): void {
  try {
    // Removed first, so that the previous part does not remain if this one is too large to store.
    storage().removeItem(key)
    storage().setItem(key, JSON.stringify(part))
  } catch {
    // If the part is not stored, pasting it requests access.
  }
}

/** Reads the part that `saveCopiedPart` stored last. */
export function readCopiedPart(storage = () => localStorage): CopiedPart | undefined {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null') as CopiedPart | undefined
  } catch {
    return undefined
  }
}
