import { compileCast, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { selectColumns } from './fill.ts'
import { findNamedTable } from './named-table.ts'
import { findColumn, defineOperation, withNewColumns } from '../operation-definition.ts'
import { whitespace, castToText } from '../text-column.ts'
import { createOperationError } from '../operation-error.ts'

/**
 * Adds latitude and longitude columns by looking up a place name in another table. Ambiguous names are not resolved.
 */
export const geocodeOperation = defineOperation('geocode', {
  getReadColumns: ({ column }) => [column],
  compile({ column, table: lookupName, key, latitude, longitude, toLatitude, toLongitude }, input) {
    const lookupTable = findNamedTable(input, lookupName)
    const normalizePlace = (text: Sql): Sql => sql`lower(trim(${text}, ${whitespace}))`
    const placeKey = normalizePlace(castToText(findColumn(input, column)))
    const castToDouble = (columnName: string): Sql => {
      const lookupColumn = findColumn(lookupTable, columnName, lookupName)
      const cast = compileCast(lookupColumn, 'DOUBLE', '')
      if (!cast) throw createOperationError('prepare.not-numeric', { column: columnName })
      return cast
    }
    const outputColumns = withNewColumns(input, [
      { name: toLatitude, type: 'DOUBLE', value: sql`g.latitude`, sources: [column] },
      { name: toLongitude, type: 'DOUBLE', value: sql`g.longitude`, sources: [column] },
    ])
    const lookupKey = normalizePlace(castToText(findColumn(lookupTable, key, lookupName)))
    const uniquePlaces = sql`SELECT ${lookupKey} AS place, min(${castToDouble(latitude)}) AS latitude, min(${castToDouble(longitude)}) AS longitude FROM ${lookupTable.from} GROUP BY 1 HAVING count(*) = 1`
    return {
      kind: 'table',
      rows: 'same',
      outputColumns,
      select: (from) =>
        sql`SELECT ${selectColumns(outputColumns, input, sql`b.`)} FROM (SELECT *, ${placeKey} AS ${quoteIdentifier('aw:place')} FROM ${from}) AS b LEFT JOIN (${uniquePlaces}) AS g ON b.${quoteIdentifier('aw:place')} = g.place`,
    }
  },
})
