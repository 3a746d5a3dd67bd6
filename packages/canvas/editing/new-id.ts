const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/**
 * Creates ids for new nodes and edges from a prefix. Two copies of a document that are edited independently must not
 * get equal ids.
 *
 * @public
 */
export type NewId = (prefix: string) => string

/** Creates an id such as `filter-k3f9x2`: a readable prefix and 30 random bits. @internal */
export const newId: NewId = (prefix) => {
  const random = crypto.getRandomValues(new Uint8Array(6))
  const name =
    prefix
      .replaceAll(/[^A-Za-z0-9_]+/g, '-')
      .replace(/^-+/, '')
      .slice(0, 60) || 'node'
  return `${name}-${[...random].map((byte) => alphabet[byte % alphabet.length]).join('')}`
}
