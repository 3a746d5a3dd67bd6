import { sql, type Sql } from '@aw-flow/engine'
import { requireNumberColumn } from '../number-column.ts'
import { addColumns, defineOperation } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/** Reverses `encode` by adding a column with the category that one-hot flags or an ordinal number represent. */
export const decodeOperation = defineOperation('decode', {
  getReadColumns: ({ columns }) => columns,
  compile({ columns, how, values, to }, input) {
    const expectedCount = how === 'ordinal' ? 1 : values.length
    if (columns.length !== expectedCount)
      throw createOperationError('prepare.decode-columns', {
        how,
        expected: expectedCount,
        values: values.length,
        columns: columns.length,
      })
    const numbers = columns.map((column) => requireNumberColumn(input, column))
    const value = how === 'ordinal' ? decodeOrdinal(numbers[0] as Sql, values) : decodeOneHot(numbers, values)
    return addColumns(input, [{ name: to, type: 'VARCHAR', value: sql`CAST(${value} AS VARCHAR)`, sources: columns }])
  },
})

const decodeOrdinal = (position: Sql, values: readonly string[]): Sql =>
  sql`CASE WHEN ${position} >= 0 AND ${position} < ${values.length} THEN list_extract([${values.map((value) => sql`${value}`)}], CAST(floor(${position}) AS BIGINT) + 1) END`

const decodeOneHot = (flags: readonly Sql[], values: readonly string[]): Sql =>
  flags.reduceRight(
    (rest, flag, index) => sql`CASE WHEN ${flag} = 1 THEN ${values[index] as string} ELSE ${rest} END`,
    sql`NULL`,
  )
