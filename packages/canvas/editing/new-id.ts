const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/**
 * Makes ids of new nodes and edges from a word. Two copies of a document that are edited independently must not choose
 * equal ids.
 *
 * @public
 */
export type NewId = (word: string) => string

/** `filter-k3f9x2`: a readable word and 30 random bits. @internal */
export const newId: NewId = (word) => {
  const random = crypto.getRandomValues(new Uint8Array(6))
  const name =
    word
      .replaceAll(/[^A-Za-z0-9_]+/g, '-')
      .replace(/^-+/, '')
      .slice(0, 60) || 'node'
  return `${name}-${[...random].map((byte) => alphabet[byte % alphabet.length]).join('')}`
}
