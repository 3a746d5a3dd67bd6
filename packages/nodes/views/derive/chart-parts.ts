import { sql, type Sql, type Tables } from '@aw-flow/engine'

/** What stands for values that are not named, and for none. */
export const otherWord = '(other)'
export const noneWord = '(none)'

/** The most frequent texts of an expression, most frequent first, and how many others there are. */
export interface Ranked {
  values: string[]
  others: number
}

/** Ranks the values of a text over a relation; `by` is an aggregate, the largest first, the rows' count where it is absent. */
export async function rankValues(
  tables: Tables,
  cell: Sql,
  base: Sql,
  most: number,
  { by = sql`count(*)`, signal }: { by?: Sql; signal?: AbortSignal | undefined } = {},
): Promise<Ranked> {
  const options = signal ? { signal } : {}
  const ranked = sql`SELECT ${cell} AS value, ${by} AS rank FROM ${base} WHERE ${cell} IS NOT NULL GROUP BY ALL`
  const rows = await tables.rows(
    sql`SELECT value, count(*) OVER () AS every FROM (${ranked}) ORDER BY rank DESC NULLS LAST, value LIMIT ${most}`,
    options,
  )
  const every = Number(rows[0]?.every ?? 0)
  return { values: rows.map(({ value }) => String(value)), others: every - rows.length }
}

/** A text of a few named values; all others are one. */
export const foldedCell = (cell: Sql, { values, others }: Ranked): Sql =>
  others === 0 || values.length === 0
    ? sql`coalesce(${cell}, ${noneWord})`
    : sql`CASE WHEN ${cell} IS NULL THEN ${noneWord} WHEN ${cell} IN (${listOf(values)}) THEN ${cell} ELSE ${otherWord} END`

/** Where a text stands among named ones, from 1; behind all of them where it is none. */
export const rankOf = (cell: Sql, { values }: Ranked): Sql =>
  values.length === 0
    ? sql`CAST(0 AS INTEGER)`
    : sql`coalesce(list_position([${listOf(values)}], ${cell}), ${values.length + 1} + CASE WHEN ${cell} = ${noneWord} THEN 1 ELSE 0 END)`

/** Texts as a list in SQL. */
export const listOf = (values: readonly string[]): Sql[] => values.map((value) => sql`${value}`)
