import { compileCast, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { findColumn, defineOperation, replaceColumn } from '../operation-definition.ts'
import { castToText } from '../text-column.ts'
import { createOperationError } from '../operation-error.ts'

/** Columns of the subquery with the repairs. Their names do not occur in other tables. */
const rowColumn = quoteIdentifier('aw:at')
const fromColumn = quoteIdentifier('aw:from')
const toColumn = quoteIdentifier('aw:to')

/** Sets individual cells, provided that they still contain the expected value. */
export const setCellsOperation = defineOperation('set-cells', {
  getReadColumns: ({ column }) => [column],
  compile({ column: columnName, cells }, input) {
    const column = findColumn(input, columnName)
    const cell = quoteIdentifier(columnName)
    if (cells.length === 0) return replaceColumn(input, columnName, cell, column.type)
    // Only the last repair for each row applies. Repairs are passed as encoded strings, because DuckDB takes minutes to
    // plan a query with 100,000 constants.
    const repairs = [...new Map(cells.map((repair) => [repair.row, repair])).values()]
    const typedValue = castText(toColumn, column.type)
    const repairedCell = sql`SELECT struct_pack(v := ${typedValue}) FROM (SELECT unnest(CAST(${toStringList(repairs.map(({ row }) => String(row - 1)))} AS BIGINT[])) AS ${rowColumn}, unnest(${toStringList(repairs.map((repair) => repair.from))}) AS ${fromColumn}, unnest(${toStringList(repairs.map((repair) => repair.to))}) AS ${toColumn}) WHERE ${rowColumn} = ${input.row} AND ${fromColumn} IS NOT DISTINCT FROM ${castToText(column)} AND (${toColumn} IS NULL OR ${typedValue} IS NOT NULL)`
    return replaceColumn(
      input,
      columnName,
      sql`struct_extract(coalesce((${repairedCell}), struct_pack(v := ${cell})), 'v')`,
      column.type,
    )
  },
})

/**
 * Returns SQL for a list of strings that are encoded as a single string. Each part starts with `=`, or is `-` for null.
 */
function toStringList(strings: readonly (string | null)[]): Sql {
  let separator = '\u001f'
  while (strings.some((text) => text?.includes(separator))) separator += '\u001f'
  const parts = strings.map((text) => (text === null ? '-' : `=${text}`)).join(separator)
  return sql`list_transform(string_split(${parts}, ${separator}), lambda "aw:part": CASE WHEN "aw:part" = '-' THEN NULL ELSE substr("aw:part", 2) END)`
}

/** Returns SQL that casts text to a type, or to NULL if it cannot be converted. */
function castText(text: Sql, type: string): Sql {
  if (type === 'VARCHAR') return text
  const cast = compileCast({ name: 'aw:text', type: 'VARCHAR' }, type, '')
  if (!cast) throw createOperationError('prepare.cannot-set', { type })
  return sql`list_extract(list_transform([${text}], lambda "aw:text": ${cast}), 1)`
}
