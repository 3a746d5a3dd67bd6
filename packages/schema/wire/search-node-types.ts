import type { NodeType } from './node-type.ts'

/**
 * Returns the node types that match every word of a query, best matches first. Matches rank by where they occur: at the
 * start of the title, at the start of a later word in the title, elsewhere in the title, in the type name, or in the
 * description. An empty query returns all types in their original order.
 *
 * @internal
 */
export function searchNodeTypes(types: readonly NodeType[], query: string): NodeType[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...types]
  return types
    .map((type, index) => ({ type, index, score: scoreType(type, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ type }) => type)
}

function scoreType(type: NodeType, words: readonly string[]): number {
  const title = type.title.toLowerCase()
  const name = type.type.toLowerCase().replaceAll('_', ' ')
  const description = type.description.toLowerCase()
  let total = 0
  for (const word of words) {
    const wordScore = title.startsWith(word)
      ? 8
      : title.includes(` ${word}`)
        ? 6
        : title.includes(word)
          ? 4
          : name.includes(word)
            ? 3
            : description.includes(word)
              ? 1
              : 0
    if (wordScore === 0) return 0
    total += wordScore
  }
  return total
}
