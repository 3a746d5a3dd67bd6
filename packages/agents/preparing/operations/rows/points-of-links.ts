import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { findColumn, defineOperation, withNewColumns } from '../operation-definition.ts'
import { whitespace, castToText } from '../text-column.ts'

/** Returns SQL that converts a link endpoint to an ID. The text is trimmed, and empty text becomes NULL. */
export const toEndpointId = (text: Sql): Sql => sql`nullif(trim(${text}, ${whitespace}), '')`

/** Creates a table of points with one row for each distinct endpoint of the links. */
export const pointsOfLinksOperation = defineOperation('points-of-links', {
  getReadColumns: ({ source, target }) => [source, target],
  compile({ source, target, to, degree }, input) {
    const endpoints = [source, target].map((endpoint) => toEndpointId(castToText(findColumn(input, endpoint)))) as [
      Sql,
      Sql,
    ]
    const inputNames = [source, target]
    const outputColumns = withNewColumns({ columns: [] }, [
      { name: to, type: 'VARCHAR', value: sql`id`, sources: inputNames },
      { name: degree, type: 'BIGINT', value: sql`degree`, sources: inputNames },
    ])
    return {
      kind: 'table',
      rows: 'new',
      outputColumns,
      toSourceRow: (position) => sql`(${position} // 2)`,
      select(from) {
        // A row with only one endpoint is not a link, but the endpoint is still a point.
        const isLink = sql`${endpoints[0]} IS NOT NULL AND ${endpoints[1]} IS NOT NULL`
        const selects = endpoints.map(
          (endpoint, side) =>
            sql`SELECT ${endpoint} AS id, ${isLink} AS linked, CAST(${input.row} AS HUGEINT) * 2 + ${side} AS position FROM ${from}`,
        ) as [Sql, Sql]
        return sql`SELECT id AS ${quoteIdentifier(to)}, count(*) FILTER (linked) AS ${quoteIdentifier(degree)}, min(position) AS ${input.row} FROM (${selects[0]} UNION ALL ${selects[1]}) WHERE id IS NOT NULL GROUP BY id`
      },
    }
  },
})
