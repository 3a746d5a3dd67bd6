import { name, sql, compileType } from '@aw-flow/engine'
import { findColumn, defineOperation, replaceCell } from '../operation-definition.ts'
import { whitespace } from '../text-column.ts'
import { createOperationError } from '../operation-error.ts'

const specifiers = new Set('aAbBcdfgGHIjmMnpSuUVwWxXyYzZ%-'.split(''))

/** Parses text as dates or times, using a strptime format. */
export const parseDateOperation = defineOperation('parse-date', {
  reads: ({ column }) => [column],
  compile({ column, format, type }, stage) {
    if (findColumn(stage, column).type !== 'VARCHAR') throw createOperationError('prepare.not-text', { column })
    return replaceCell(
      stage,
      column,
      sql`CAST(try_strptime(trim(${name(column)}, ${whitespace}), ${checkFormat(format)}) AS ${compileType(type)})`,
      type,
    )
  },
})

/** Rejects unknown format specifiers. DuckDB would fail because of them even if the table had no rows. */
function checkFormat(format: string): string {
  for (const [, letter = ''] of format.matchAll(/%(.?)/g))
    if (!specifiers.has(letter))
      throw createOperationError('prepare.unknown-format', { format, specifier: `%${letter}` })
  return format
}
