const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/**
 * Creates an id with the given prefix. Ids must be unique even across copies of a document that are edited
 * independently.
 *
 * @public
 */
export type NewId = (prefix: string) => string

/** Creates an id from a readable prefix and 30 random bits, such as `filter-k3f9x2`. @internal */
export const newId: NewId = (prefix) => {
  const random = crypto.getRandomValues(new Uint8Array(6))
  const name =
    prefix
      .replaceAll(/[^A-Za-z0-9_]+/g, '-')
      .replace(/^-+/, '')
      .slice(0, 60) || 'node'
  return `${name}-${[...random].map((byte) => alphabet[byte % alphabet.length]).join('')}`
}
