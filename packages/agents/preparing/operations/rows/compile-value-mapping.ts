import { sql, type Sql } from '@aw-flow/engine'

/**
 * Returns SQL that maps a value using the first pair whose `from` matches. If none matches, the result is `fallback`.
 */
export function compileValueMapping(
  text: Sql,
  pairs: readonly { from: string; to: string | null }[],
  fallback: Sql,
): Sql {
  const replacementsByText = new Map<string, string | null>()
  for (const { from, to } of pairs) if (!replacementsByText.has(from)) replacementsByText.set(from, to)
  if (replacementsByText.size === 0) return fallback
  const keys = [...replacementsByText.keys()].map((from) => sql`${from}`)
  const replacements = [...replacementsByText.values()].map((to) => sql`${to}`)
  const position = sql`list_position([${keys}], ${text})`
  return sql`CASE WHEN ${text} IN (${keys}) THEN CAST(list_extract([${replacements}], ${position}) AS VARCHAR) ELSE ${fallback} END`
}
