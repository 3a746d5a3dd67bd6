import { sql, type Sql, type Tables } from '@aw-flow/engine'

/** Names of the group of all other values, and of null. */
export const otherLabel = '(other)'
export const nullLabel = '(none)'

/** The most frequent values of an expression in descending order, and the number of other distinct values. */
export interface Ranked {
  values: string[]
  others: number
}

/** Ranks the values of an expression by an aggregate `by`, in descending order. Default: the number of rows. */
export async function rankValues(
  tables: Tables,
  cell: Sql,
  base: Sql,
  max: number,
  { by = sql`count(*)`, signal }: { by?: Sql; signal?: AbortSignal | undefined } = {},
): Promise<Ranked> {
  const options = signal ? { signal } : {}
  const ranked = sql`SELECT ${cell} AS value, ${by} AS rank FROM ${base} WHERE ${cell} IS NOT NULL GROUP BY ALL`
  const rows = await tables.rows(
    sql`SELECT value, count(*) OVER () AS every FROM (${ranked}) ORDER BY rank DESC NULLS LAST, value LIMIT ${max}`,
    options,
  )
  const every = Number(rows[0]?.every ?? 0)
  return { values: rows.map(({ value }) => String(value)), others: every - rows.length }
}

/** Groups all values that are not ranked. */
export const foldedCell = (cell: Sql, { values, others }: Ranked): Sql =>
  others === 0 || values.length === 0
    ? sql`coalesce(${cell}, ${nullLabel})`
    : sql`CASE WHEN ${cell} IS NULL THEN ${nullLabel} WHEN ${cell} IN (${listOf(values)}) THEN ${cell} ELSE ${otherLabel} END`

/** The rank of a text, from 1; after all ranked values if it is not ranked. */
export const rankOf = (cell: Sql, { values }: Ranked): Sql =>
  values.length === 0
    ? sql`CAST(0 AS INTEGER)`
    : sql`coalesce(list_position([${listOf(values)}], ${cell}), ${values.length + 1} + CASE WHEN ${cell} = ${nullLabel} THEN 1 ELSE 0 END)`

/** Texts as a list of SQL literals. */
export const listOf = (values: readonly string[]): Sql[] => values.map((value) => sql`${value}`)
