import { quoteIdentifier, sql, compileType } from '@aw-flow/engine'
import { findColumn, defineOperation, replaceColumn } from '../operation-definition.ts'
import { whitespace } from '../text-column.ts'
import { createOperationError } from '../operation-error.ts'

const specifiers = new Set('aAbBcdfgGHIjmMnpSuUVwWxXyYzZ%-'.split(''))

/** Parses text as dates or times, using a strptime format. */
export const parseDateOperation = defineOperation('parse-date', {
  getReadColumns: ({ column }) => [column],
  compile({ column, format, type }, input) {
    if (findColumn(input, column).type !== 'VARCHAR') throw createOperationError('prepare.not-text', { column })
    return replaceColumn(
      input,
      column,
      sql`CAST(try_strptime(trim(${quoteIdentifier(column)}, ${whitespace}), ${checkFormat(format)}) AS ${compileType(type)})`,
      type,
    )
  },
})

/** Rejects unknown format specifiers. DuckDB fails on them even if the table has no rows. */
function checkFormat(format: string): string {
  for (const [, letter = ''] of format.matchAll(/%(.?)/g))
    if (!specifiers.has(letter))
      throw createOperationError('prepare.unknown-format', { format, specifier: `%${letter}` })
  return format
}
