import type { Column } from '@aw-flow/schema'

/** The columns that match a search, best first: equal, by prefix, by prefix of a word, by part, by subsequence. */
export function searchColumns(columns: readonly Column[], search: string): Column[] {
  const wanted = fold(search.trim())
  if (wanted === '') return [...columns]
  const ranked: { column: Column; rank: number }[] = []
  for (const column of columns) {
    const rank = rankOf(fold(column.name), wanted)
    if (rank !== undefined) ranked.push({ column, rank })
  }
  return ranked.sort((a, b) => a.rank - b.rank).map(({ column }) => column)
}

/** Removes case and accents, which searches ignore. */
const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

function rankOf(name: string, wanted: string): number | undefined {
  if (name === wanted) return 0
  if (name.startsWith(wanted)) return 1
  const at = name.indexOf(wanted)
  if (at > 0) return /[\p{L}\p{N}]/u.test(name[at - 1]!) ? 3 : 2
  return wanted.split(/\s+/).every((word) => name.includes(word)) ? 4 : undefined
}
