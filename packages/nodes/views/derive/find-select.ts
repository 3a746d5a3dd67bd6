import { name, sql, type Relation, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/** Maximum number of hits of a search. */
export const maxFound = 10_000

/**
 * The cells that contain a text, ignoring case: `row` and `column` (from 0), row by row. At most `maxFound` + 1, so
 * that the caller knows whether there are more.
 */
export function findSelect(text: string, columns: readonly Column[], { from, row }: Relation): Sql {
  if (columns.length === 0) return sql`SELECT CAST(0 AS BIGINT) AS "row", CAST(0 AS INTEGER) AS "column" WHERE FALSE`
  const wanted = sql`lower(${text})`
  const hits = columns.map(
    ({ name: column }, index) =>
      sql`CASE WHEN contains(lower(CAST(${name(column)} AS VARCHAR)), ${wanted}) THEN ${index} END`,
  )
  // Most rows do not contain the text: each is first tested as a single text.
  const rowText = sql`lower(concat_ws(chr(1), ${columns.map(({ name: column }) => sql`CAST(${name(column)} AS VARCHAR)`)}))`
  const each = sql`SELECT ${row} AS "row", unnest([${hits}]) AS "column" FROM ${from} WHERE contains(${rowText}, ${wanted})`
  return sql`SELECT CAST("row" AS BIGINT) AS "row", CAST("column" AS INTEGER) AS "column" FROM (${each}) WHERE "column" IS NOT NULL ORDER BY "row", "column" LIMIT ${maxFound + 1}`
}
