import { sql, type Sql, type Tables } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'

/** Labels for the group of all other values and for null. */
export const otherLabel = '(other)'
export const nullLabel = '(none)'

/** The highest-ranked values of an expression, in descending order of rank, and the number of other distinct values. */
export interface RankedValues {
  values: string[]
  otherCount: number
}

/** Ranks the values of an expression by an aggregate, in descending order. Defaults to the number of rows. */
export async function rankValues(
  tables: Tables,
  cell: Sql,
  base: Sql,
  max: number,
  { rankBy = sql`count(*)`, signal }: { rankBy?: Sql; signal?: AbortSignal | undefined } = {},
): Promise<RankedValues> {
  const abortOptions = defined({ signal })
  const rankedQuery = sql`SELECT ${cell} AS value, ${rankBy} AS rank FROM ${base} WHERE ${cell} IS NOT NULL GROUP BY ALL`
  const rows = await tables.rows(
    sql`SELECT value, count(*) OVER () AS total FROM (${rankedQuery}) ORDER BY rank DESC NULLS LAST, value LIMIT ${max}`,
    abortOptions,
  )
  const total = Number(rows[0]?.total ?? 0)
  return { values: rows.map(({ value }) => String(value)), otherCount: total - rows.length }
}

/** Compiles SQL that replaces nulls with `nullLabel`, and all other values that are not ranked with `otherLabel`. */
export const groupUnrankedValues = (cell: Sql, { values, otherCount }: RankedValues): Sql =>
  otherCount === 0 || values.length === 0
    ? sql`coalesce(${cell}, ${nullLabel})`
    : sql`CASE WHEN ${cell} IS NULL THEN ${nullLabel} WHEN ${cell} IN (${toLiterals(values)}) THEN ${cell} ELSE ${otherLabel} END`

/** Compiles SQL for the rank of a value, starting at 1. Unranked values come last. */
export const compileRank = (cell: Sql, { values }: RankedValues): Sql =>
  values.length === 0
    ? sql`CAST(0 AS INTEGER)`
    : sql`coalesce(list_position([${toLiterals(values)}], ${cell}), ${values.length + 1} + CASE WHEN ${cell} = ${nullLabel} THEN 1 ELSE 0 END)`

/** Converts strings to SQL literals. */
export const toLiterals = (values: readonly string[]): Sql[] => values.map((value) => sql`${value}`)
