import { sql, quoteIdentifier, type Sql } from '@aw-flow/engine'
import { selectColumns } from './fill.ts'
import { findNamedTable } from './named-table.ts'
import { findColumn, defineOperation, withNewColumns } from '../operation-definition.ts'
import { toEndpointId } from './points-of-links.ts'
import { castToText } from '../text-column.ts'

/** Adds the point indexes of both endpoints to each link. Links whose endpoints are not points are dropped. */
export const resolveLinksOperation = defineOperation('resolve-links', {
  getReadColumns: ({ source, target }) => [source, target],
  compile({ source, target, points: pointsName, pointId, pointIndex, toSource, toTarget }, input) {
    const points = findNamedTable(input, pointsName)
    const [key, indexColumn] = [
      castToText(findColumn(points, pointId, pointsName)),
      quoteIdentifier(findColumn(points, pointIndex, pointsName).name),
    ]
    const endpoints = [source, target].map((endpoint) => toEndpointId(castToText(findColumn(input, endpoint)))) as [
      Sql,
      Sql,
    ]
    const outputColumns = withNewColumns(
      {
        // In the output, endpoints are trimmed text.
        columns: input.columns.map((column) =>
          column.name === source || column.name === target ? { name: column.name, type: 'VARCHAR' } : column,
        ),
      },
      [
        { name: toSource, type: 'BIGINT', value: sql`s.point_index`, sources: [source] },
        { name: toTarget, type: 'BIGINT', value: sql`t.point_index`, sources: [target] },
      ],
    ).map((outputColumn) =>
      outputColumn.column.name === source
        ? { ...outputColumn, value: sql`b.${quoteIdentifier('aw:source')}` }
        : outputColumn.column.name === target
          ? { ...outputColumn, value: sql`b.${quoteIdentifier('aw:target')}` }
          : outputColumn,
    )
    const pointIndexes = sql`(SELECT ${key} AS id, CAST(min(${indexColumn}) AS BIGINT) AS point_index FROM ${points.from} GROUP BY 1)`
    return {
      kind: 'table',
      rows: 'fewer',
      outputColumns,
      select: (from) =>
        sql`SELECT ${selectColumns(outputColumns, input, sql`b.`)} FROM (SELECT *, ${endpoints[0]} AS ${quoteIdentifier('aw:source')}, ${endpoints[1]} AS ${quoteIdentifier('aw:target')} FROM ${from}) AS b JOIN ${pointIndexes} AS s ON b.${quoteIdentifier('aw:source')} = s.id JOIN ${pointIndexes} AS t ON b.${quoteIdentifier('aw:target')} = t.id`,
    }
  },
})
