import type { NodeType } from '@aw-flow/schema'

/**
 * The node types that match a query, best first: start of the title, start of a word, anywhere in the title, then type
 * name and description. Every word must match. Without a query: all in their order.
 */
export function searchNodeTypes(types: readonly NodeType[], search: string): NodeType[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...types]
  return types
    .map((type, index) => ({ type, index, score: score(type, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ type }) => type)
}

function score(type: NodeType, words: readonly string[]): number {
  const title = type.title.toLowerCase()
  const name = type.type.toLowerCase().replaceAll('_', ' ')
  const description = type.description.toLowerCase()
  let total = 0
  for (const word of words) {
    const found = title.startsWith(word)
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
    if (found === 0) return 0
    total += found
  }
  return total
}
