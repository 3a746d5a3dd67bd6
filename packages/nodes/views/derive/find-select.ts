import { quoteIdentifier, sql, type Relation, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** Maximum number of search hits to return. */
export const maxHits = 10_000

/**
 * Selects the cells that contain a string, ignoring case, as zero-based `row` and `column` positions in row order.
 * Returns up to `maxHits` + 1 cells, so that the caller can tell whether there are more hits.
 */
export function compileFindSelect(text: string, columns: readonly Column[], { from, row }: Relation): Sql {
  if (columns.length === 0) return sql`SELECT CAST(0 AS BIGINT) AS "row", CAST(0 AS INTEGER) AS "column" WHERE FALSE`
  const loweredText = sql`lower(${text})`
  const hits = columns.map(
    ({ name: column }, index) =>
      sql`CASE WHEN contains(lower(CAST(${quoteIdentifier(column)} AS VARCHAR)), ${loweredText}) THEN ${index} END`,
  )
  // Most rows do not contain the string, so all cells of a row are first tested as a single string.
  const rowText = sql`lower(concat_ws(chr(1), ${columns.map(({ name: column }) => sql`CAST(${quoteIdentifier(column)} AS VARCHAR)`)}))`
  const unnestedHits = sql`SELECT ${row} AS "row", unnest([${hits}]) AS "column" FROM ${from} WHERE contains(${rowText}, ${loweredText})`
  return sql`SELECT CAST("row" AS BIGINT) AS "row", CAST("column" AS INTEGER) AS "column" FROM (${unnestedHits}) WHERE "column" IS NOT NULL ORDER BY "row", "column" LIMIT ${maxHits + 1}`
}
