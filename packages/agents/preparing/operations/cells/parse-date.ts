import { name, sql, typeSql } from '@aw-flow/engine'
import { columnOf, defineOperation, replaceCell } from '../operation-definition.ts'
import { blanks } from '../text-of.ts'

const specifiers = new Set('aAbBcdfgGHIjmMnpSuUVwWxXyYzZ%-'.split(''))

export const parseDateOperation = defineOperation('parse-date', {
  reads: ({ column }) => [column],
  compile({ column, format, type }, stage) {
    const { type: from } = columnOf(stage, column)
    if (from !== 'VARCHAR')
      throw new RangeError(`Column \`${column}\` holds ${from}, no texts that a format could read.`)
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
    if (!specifiers.has(letter))
      throw new RangeError(`The format ${format} cannot be used: %${letter} is none of strptime's.`)
  return format
}
