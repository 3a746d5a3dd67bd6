import { sql, name, type Sql } from '@aw-flow/engine'
import { selectCells } from './fill.ts'
import { findNamedTable } from './named-table.ts'
import { findColumn, defineOperation, withNewCells } from '../operation-definition.ts'
import { toEndpointId } from './points-of-links.ts'
import { castToText } from '../text-column.ts'

/** Adds the point indexes of both endpoints to each link. Links whose endpoints are not points are dropped. */
export const resolveLinksOperation = defineOperation('resolve-links', {
  reads: ({ source, target }) => [source, target],
  compile({ source, target, points: pointsName, pointId, pointIndex, toSource, toTarget }, stage) {
    const points = findNamedTable(stage, pointsName)
    const [key, indexColumn] = [
      castToText(findColumn(points, pointId, pointsName)),
      name(findColumn(points, pointIndex, pointsName).name),
    ]
    const endpoints = [source, target].map((endpoint) => toEndpointId(castToText(findColumn(stage, endpoint)))) as [
      Sql,
      Sql,
    ]
    const cells = withNewCells(
      {
        // In the output, endpoints are trimmed text.
        columns: stage.columns.map((column) =>
          column.name === source || column.name === target ? { name: column.name, type: 'VARCHAR' } : column,
        ),
      },
      [
        { name: toSource, type: 'BIGINT', value: sql`s.point_index`, sources: [source] },
        { name: toTarget, type: 'BIGINT', value: sql`t.point_index`, sources: [target] },
      ],
    ).map((cell) =>
      cell.column.name === source
        ? { ...cell, value: sql`b.${name('aw:source')}` }
        : cell.column.name === target
          ? { ...cell, value: sql`b.${name('aw:target')}` }
          : cell,
    )
    const pointIndexes = sql`(SELECT ${key} AS id, CAST(min(${indexColumn}) AS BIGINT) AS point_index FROM ${points.from} GROUP BY 1)`
    return {
      kind: 'table',
      rows: 'fewer',
      cells,
      select: (from) =>
        sql`SELECT ${selectCells(cells, stage, sql`b.`)} FROM (SELECT *, ${endpoints[0]} AS ${name('aw:source')}, ${endpoints[1]} AS ${name('aw:target')} FROM ${from}) AS b JOIN ${pointIndexes} AS s ON b.${name('aw:source')} = s.id JOIN ${pointIndexes} AS t ON b.${name('aw:target')} = t.id`,
    }
  },
})
