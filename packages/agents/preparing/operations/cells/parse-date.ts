import { name, sql, typeSql } from '@aw-flow/engine'
import { columnOf, defineOperation, replaceCell } from '../operation-definition.ts'
import { blanks } from '../text-of.ts'
import { operationError } from '../operation-error.ts'

const specifiers = new Set('aAbBcdfgGHIjmMnpSuUVwWxXyYzZ%-'.split(''))

export const parseDateOperation = defineOperation('parse-date', {
  reads: ({ column }) => [column],
  compile({ column, format, type }, stage) {
    const { type: from } = columnOf(stage, column)
    if (from !== 'VARCHAR') throw operationError('prepare.not-text', { column, type: from })
    return replaceCell(
      stage,
      column,
      sql`CAST(try_strptime(trim(${name(column)}, ${blanks}), ${knownFormat(format)}) AS ${typeSql(type)})`,
      type,
    )
  },
})

/** DuckDB fails at a format that it does not know, whatever the cells are. */
function knownFormat(format: string): string {
  for (const [, letter = ''] of format.matchAll(/%(.?)/g))
    if (!specifiers.has(letter)) throw operationError('prepare.unknown-format', { format, specifier: `%${letter}` })
  return format
}
