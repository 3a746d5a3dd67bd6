import type { Column } from '@aw-flow/schema'

/**
 * Returns the columns that match a search, best matches first: names equal to the search text, then names that start
 * with it, names with a word that starts with it, names that contain it, and names that contain all of its words.
 */
export function searchColumns(columns: readonly Column[], search: string): Column[] {
  const query = normalize(search.trim())
  if (query === '') return [...columns]
  const rankedColumns: { column: Column; rank: number }[] = []
  for (const column of columns) {
    const rank = rankName(normalize(column.name), query)
    if (rank !== undefined) rankedColumns.push({ column, rank })
  }
  return rankedColumns.sort((a, b) => a.rank - b.rank).map(({ column }) => column)
}

/** Normalizes text so that searches ignore case and accents. */
const normalize = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

function rankName(name: string, query: string): number | undefined {
  if (name === query) return 0
  if (name.startsWith(query)) return 1
  const index = name.indexOf(query)
  if (index > 0) return /[\p{L}\p{N}]/u.test(name[index - 1]!) ? 3 : 2
  return query.split(/\s+/).every((word) => name.includes(word)) ? 4 : undefined
}
