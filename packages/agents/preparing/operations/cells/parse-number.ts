import { sql, type Sql } from '@aw-flow/engine'
import { columnOf, defineOperation, replaceCell } from '../operation-definition.ts'
import { whitespace, textOf } from '../text-of.ts'

export const parseNumberOperation = defineOperation('parse-number', {
  reads: ({ column }) => [column],
  compile({ column, strip, decimal, thousands }, stage) {
    const text = textOf(columnOf(stage, column))
    return replaceCell(stage, column, numberOfText(text, { strip, decimal, thousands }), 'DOUBLE')
  },
})

/** The format of numbers in texts. */
export interface NumberWriting {
  strip: readonly string[]
  decimal: '.' | ','
  thousands: string
}

/** SQL of a text as DOUBLE; NULL if it is not a number. */
export function numberOfText(text: Sql, { strip, decimal, thousands }: NumberWriting): Sql {
  const bare = [...strip, thousands]
    .filter((part) => part !== '')
    .reduce((inner, part) => sql`replace(${inner}, ${part}, '')`, text)
  const number = decimal === ',' ? sql`replace(${bare}, ',', '.')` : bare
  return sql`TRY_CAST(trim(${number}, ${whitespace}) AS DOUBLE)`
}
