import { name, sql, type Sql } from '@aw-flow/engine'
import { findColumn, defineOperation, withNewCells } from '../operation-definition.ts'
import { whitespace, castToText } from '../text-column.ts'

/** Returns SQL that converts a link endpoint to an ID. The text is trimmed, and NULL if it is empty. */
export const toEndpointId = (text: Sql): Sql => sql`nullif(trim(${text}, ${whitespace}), '')`

/** Creates a table of points with one row for each distinct endpoint of the links. */
export const pointsOfLinksOperation = defineOperation('points-of-links', {
  reads: ({ source, target }) => [source, target],
  compile({ source, target, to, degree }, stage) {
    const endpoints = [source, target].map((endpoint) => toEndpointId(castToText(findColumn(stage, endpoint)))) as [
      Sql,
      Sql,
    ]
    const inputs = [source, target]
    const cells = withNewCells({ columns: [] }, [
      { name: to, type: 'VARCHAR', value: sql`id`, sources: inputs },
      { name: degree, type: 'BIGINT', value: sql`degree`, sources: inputs },
    ])
    return {
      kind: 'table',
      rows: 'new',
      cells,
      toSourceRow: (position) => sql`(${position} // 2)`,
      select(from) {
        // A row with only one endpoint is not a link, but the endpoint is still a point.
        const isLink = sql`${endpoints[0]} IS NOT NULL AND ${endpoints[1]} IS NOT NULL`
        const selects = endpoints.map(
          (endpoint, side) =>
            sql`SELECT ${endpoint} AS id, ${isLink} AS linked, CAST(${stage.row} AS HUGEINT) * 2 + ${side} AS position FROM ${from}`,
        ) as [Sql, Sql]
        return sql`SELECT id AS ${name(to)}, count(*) FILTER (linked) AS ${name(degree)}, min(position) AS ${stage.row} FROM (${selects[0]} UNION ALL ${selects[1]}) WHERE id IS NOT NULL GROUP BY id`
      },
    }
  },
})
