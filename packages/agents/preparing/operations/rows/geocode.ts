import { castCell, name, sql, type Sql } from '@aw-flow/engine'
import { selectCells } from './fill.ts'
import { namedTable } from './named-table.ts'
import { columnOf, defineOperation, withNewCells } from '../operation-definition.ts'
import { whitespace, textOf } from '../text-of.ts'
import { operationError } from '../operation-error.ts'

export const geocodeOperation = defineOperation('geocode', {
  reads: ({ column }) => [column],
  compile({ column, table: wanted, key, latitude, longitude, toLatitude, toLongitude }, stage) {
    const other = namedTable(stage, wanted)
    const place = (text: Sql): Sql => sql`lower(trim(${text}, ${whitespace}))`
    const own = place(textOf(columnOf(stage, column)))
    const numeric = (wantedColumn: string): Sql => {
      const found = columnOf(other, wantedColumn, wanted)
      const cast = castCell(found, 'DOUBLE', '')
      if (!cast) throw operationError('prepare.not-numeric', { column: wantedColumn, type: found.type })
      return cast
    }
    const cells = withNewCells(stage, [
      { name: toLatitude, type: 'DOUBLE', value: sql`g.latitude`, of: [column] },
      { name: toLongitude, type: 'DOUBLE', value: sql`g.longitude`, of: [column] },
    ])
    const theirs = place(textOf(columnOf(other, key, wanted)))
    const known = sql`SELECT ${theirs} AS place, min(${numeric(latitude)}) AS latitude, min(${numeric(longitude)}) AS longitude FROM ${other.from} GROUP BY 1 HAVING count(*) = 1`
    return {
      kind: 'table',
      rows: 'same',
      cells,
      select: (from) =>
        sql`SELECT ${selectCells(cells, stage, sql`b.`)} FROM (SELECT *, ${own} AS ${name('aw:place')} FROM ${from}) AS b LEFT JOIN (${known}) AS g ON b.${name('aw:place')} = g.place`,
    }
  },
})
