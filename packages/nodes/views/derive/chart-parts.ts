import { sql, type Sql, type Tables } from '@aw-flow/engine'

/** Labels for the group of all other values, and for null. */
export const otherLabel = '(other)'
export const nullLabel = '(none)'

/** The most frequent values of an expression in descending order, and the number of other distinct values. */
export interface RankedValues {
  values: string[]
  others: number
}

/** Ranks the values of an expression by an aggregate, in descending order; by default, by the number of rows. */
export async function rankValues(
  tables: Tables,
  cell: Sql,
  base: Sql,
  max: number,
  { by = sql`count(*)`, signal }: { by?: Sql; signal?: AbortSignal | undefined } = {},
): Promise<RankedValues> {
  const abortOptions = signal ? { signal } : {}
  const ranked = sql`SELECT ${cell} AS value, ${by} AS rank FROM ${base} WHERE ${cell} IS NOT NULL GROUP BY ALL`
  const rows = await tables.rows(
    sql`SELECT value, count(*) OVER () AS total FROM (${ranked}) ORDER BY rank DESC NULLS LAST, value LIMIT ${max}`,
    abortOptions,
  )
  const total = Number(rows[0]?.total ?? 0)
  return { values: rows.map(({ value }) => String(value)), others: total - rows.length }
}

/** SQL that groups all values that are not ranked. */
export const groupUnrankedValues = (cell: Sql, { values, others }: RankedValues): Sql =>
  others === 0 || values.length === 0
    ? sql`coalesce(${cell}, ${nullLabel})`
    : sql`CASE WHEN ${cell} IS NULL THEN ${nullLabel} WHEN ${cell} IN (${toLiterals(values)}) THEN ${cell} ELSE ${otherLabel} END`

/** SQL for the rank of a value, from 1. Values that are not ranked come last. */
export const toRank = (cell: Sql, { values }: RankedValues): Sql =>
  values.length === 0
    ? sql`CAST(0 AS INTEGER)`
    : sql`coalesce(list_position([${toLiterals(values)}], ${cell}), ${values.length + 1} + CASE WHEN ${cell} = ${nullLabel} THEN 1 ELSE 0 END)`

/** Converts strings to SQL literals. */
export const toLiterals = (values: readonly string[]): Sql[] => values.map((value) => sql`${value}`)
