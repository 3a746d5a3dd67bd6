import { castCell, name, sql, type Sql } from '@aw-flow/engine'
import { selectCells } from './fill.ts'
import { findNamedTable } from './named-table.ts'
import { findColumn, defineOperation, withNewCells } from '../operation-definition.ts'
import { whitespace, castToText } from '../text-column.ts'
import { createOperationError } from '../operation-error.ts'

/**
 * Adds latitude and longitude columns by looking up a place name in another table. Ambiguous names are not resolved.
 */
export const geocodeOperation = defineOperation('geocode', {
  reads: ({ column }) => [column],
  compile({ column, table: lookupName, key, latitude, longitude, toLatitude, toLongitude }, stage) {
    const lookupTable = findNamedTable(stage, lookupName)
    const normalizePlace = (text: Sql): Sql => sql`lower(trim(${text}, ${whitespace}))`
    const placeKey = normalizePlace(castToText(findColumn(stage, column)))
    const castToDouble = (columnName: string): Sql => {
      const lookupColumn = findColumn(lookupTable, columnName, lookupName)
      const cast = castCell(lookupColumn, 'DOUBLE', '')
      if (!cast) throw createOperationError('prepare.not-numeric', { column: columnName })
      return cast
    }
    const cells = withNewCells(stage, [
      { name: toLatitude, type: 'DOUBLE', value: sql`g.latitude`, sources: [column] },
      { name: toLongitude, type: 'DOUBLE', value: sql`g.longitude`, sources: [column] },
    ])
    const lookupKey = normalizePlace(castToText(findColumn(lookupTable, key, lookupName)))
    const uniquePlaces = sql`SELECT ${lookupKey} AS place, min(${castToDouble(latitude)}) AS latitude, min(${castToDouble(longitude)}) AS longitude FROM ${lookupTable.from} GROUP BY 1 HAVING count(*) = 1`
    return {
      kind: 'table',
      rows: 'same',
      cells,
      select: (from) =>
        sql`SELECT ${selectCells(cells, stage, sql`b.`)} FROM (SELECT *, ${placeKey} AS ${name('aw:place')} FROM ${from}) AS b LEFT JOIN (${uniquePlaces}) AS g ON b.${name('aw:place')} = g.place`,
    }
  },
})
