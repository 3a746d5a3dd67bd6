import { sql, type Sql } from '@aw-flow/engine'
import { findColumn, defineOperation, replaceColumn } from '../operation-definition.ts'
import { whitespace, castToText } from '../text-column.ts'

/** Parses text as numbers. */
export const parseNumberOperation = defineOperation('parse-number', {
  getReadColumns: ({ column }) => [column],
  compile({ column, strip, decimal, thousands }, input) {
    const text = castToText(findColumn(input, column))
    return replaceColumn(input, column, castToNumber(text, { strip, decimal, thousands }), 'DOUBLE')
  },
})

/** The notation of numbers in a text column. */
export interface NumberFormat {
  strip: readonly string[]
  decimal: '.' | ','
  thousands: string
}

/** Returns SQL that casts text to DOUBLE, or to NULL if it is not a number. */
export function castToNumber(text: Sql, { strip, decimal, thousands }: NumberFormat): Sql {
  const bareText = [...strip, thousands]
    .filter((part) => part !== '')
    .reduce((inner, part) => sql`replace(${inner}, ${part}, '')`, text)
  const number = decimal === ',' ? sql`replace(${bareText}, ',', '.')` : bareText
  return sql`TRY_CAST(trim(${number}, ${whitespace}) AS DOUBLE)`
}
