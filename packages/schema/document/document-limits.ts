/** Maximum length of a document, as JSON text. */
export const maxDocumentCharacters = 16_000_000

/** Maximum length of the lists of a document. Validating and drawing take time for each item. */
const maxItems = { nodes: 10_000, edges: 40_000, groups: 2_000, notes: 2_000 } as const

/** A list of a document that is too long. */
export interface Excess {
  what: keyof typeof maxItems
  count: number
  max: number
}

/** Finds a list that is too long. Runs before the items are validated. */
export function findExcess(document: Readonly<Record<string, unknown>>): Excess | undefined {
  for (const [what, max] of Object.entries(maxItems) as [Excess['what'], number][]) {
    const items = document[what]
    if (Array.isArray(items) && items.length > max) return { what, count: items.length, max }
  }
  return undefined
}
