/** A part of a document that was copied in a page of this origin. */
export interface CopiedPart {
  /** The id of the document from which the part was copied. */
  document: string
  /** The text written to the clipboard. */
  text: string
}

const key = 'aw-copied'

/**
 * Stores the most recently copied part so that other tabs can read it. Only pages of this origin can write it.
 *
 * @param storage Returns the storage, or throws if the browser denies access to it. Without storage, all pasted parts
 * are treated as external content.
 */
export function saveCopiedPart(part: CopiedPart, storage = () => localStorage): void {
  try {
    // Removes the previous part first, so that it does not remain if the new one is too large to store.
    storage().removeItem(key)
    storage().setItem(key, JSON.stringify(part))
  } catch {
    // If the part cannot be stored, the user is asked for access when it is pasted.
  }
}

/** Returns the part that was stored most recently with `saveCopiedPart`. */
export function readCopiedPart(storage = () => localStorage): CopiedPart | undefined {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null') as CopiedPart | undefined
  } catch {
    return undefined
  }
}
