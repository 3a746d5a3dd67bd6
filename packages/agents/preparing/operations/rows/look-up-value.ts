import { sql, type Sql } from '@aw-flow/engine'

/** SQL that maps a text by the first matching pair of a list; `otherwise` for other texts. */
export function lookUpValue(text: Sql, pairs: readonly { from: string; to: string | null }[], otherwise: Sql): Sql {
  const first = new Map<string, string | null>()
  for (const { from, to } of pairs) if (!first.has(from)) first.set(from, to)
  if (first.size === 0) return otherwise
  const froms = [...first.keys()].map((from) => sql`${from}`)
  const tos = [...first.values()].map((to) => sql`${to}`)
  const place = sql`list_position([${froms}], ${text})`
  return sql`CASE WHEN ${text} IN (${froms}) THEN CAST(list_extract([${tos}], ${place}) AS VARCHAR) ELSE ${otherwise} END`
}
