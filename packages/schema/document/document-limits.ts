/** Maximum length of a document as JSON text, in characters. @internal */
export const maxDocumentCharacters = 16_000_000

/** Maximum number of items in each list of a document. Every item takes time to validate and draw. */
export const maxItems = { nodes: 10_000, edges: 40_000, groups: 2_000, notes: 2_000 } as const

/** A list in a document that exceeds its maximum length. @internal */
export interface OverlongList {
  what: keyof typeof maxItems
  count: number
  max: number
}

/** Lists in the formats of other systems, and the document list that each is converted to. */
const importedLists = { steps: 'nodes', agents: 'nodes', links: 'edges', connections: 'edges' } as const

/** Finds a list that is too long. Runs before items are converted and validated. @internal */
export function findOverlongList(document: Readonly<Record<string, unknown>>): OverlongList | undefined {
  const standardLists = Object.keys(maxItems).map((name) => [name, name] as [string, OverlongList['what']])
  for (const [name, listName] of [...standardLists, ...Object.entries(importedLists)]) {
    const items = document[name]
    const count = Array.isArray(items)
      ? items.length
      : name === 'steps' && typeof items === 'object' && items !== null
        ? Object.keys(items).length
        : 0
    if (count > maxItems[listName]) return { what: listName, count, max: maxItems[listName] }
  }
  return undefined
}
