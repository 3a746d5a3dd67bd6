import { sql, name, type Sql } from '@aw-flow/engine'
import { selectCells } from './fill.ts'
import { namedTable } from './named-table.ts'
import { columnOf, defineOperation, withNewCells } from '../operation-definition.ts'
import { endOf } from './points-of-links.ts'
import { textOf } from '../text-of.ts'

export const resolveLinksOperation = defineOperation('resolve-links', {
  reads: ({ source, target }) => [source, target],
  compile({ source, target, points: wanted, pointId, pointIndex, toSource, toTarget }, stage) {
    const points = namedTable(stage, wanted)
    const [key, place] = [textOf(columnOf(points, pointId, wanted)), name(columnOf(points, pointIndex, wanted).name)]
    const ends = [source, target].map((end) => endOf(textOf(columnOf(stage, end)))) as [Sql, Sql]
    const cells = withNewCells(
      {
        // The ends are trimmed texts in the output.
        columns: stage.columns.map((column) =>
          column.name === source || column.name === target ? { name: column.name, type: 'VARCHAR' } : column,
        ),
      },
      [
        { name: toSource, type: 'BIGINT', value: sql`s.place`, of: [source] },
        { name: toTarget, type: 'BIGINT', value: sql`t.place`, of: [target] },
      ],
    ).map((cell) =>
      cell.column.name === source
        ? { ...cell, value: sql`b.${name('aw:source')}` }
        : cell.column.name === target
          ? { ...cell, value: sql`b.${name('aw:target')}` }
          : cell,
    )
    const known = sql`(SELECT ${key} AS id, CAST(min(${place}) AS BIGINT) AS place FROM ${points.from} GROUP BY 1)`
    return {
      kind: 'table',
      rows: 'fewer',
      cells,
      select: (from) =>
        sql`SELECT ${selectCells(cells, stage, sql`b.`)} FROM (SELECT *, ${ends[0]} AS ${name('aw:source')}, ${ends[1]} AS ${name('aw:target')} FROM ${from}) AS b JOIN ${known} AS s ON b.${name('aw:source')} = s.id JOIN ${known} AS t ON b.${name('aw:target')} = t.id`,
    }
  },
})
