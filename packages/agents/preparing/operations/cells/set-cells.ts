import { castCell, join, name, sql, type Sql } from '@aw-flow/engine'
import { columnOf, defineOperation, replaceCell } from '../operation-definition.ts'
import { textOf } from '../text-of.ts'
import { operationError } from '../operation-error.ts'

export const setCellsOperation = defineOperation('set-cells', {
  reads: ({ column }) => [column],
  compile({ column: wanted, cells }, stage) {
    const column = columnOf(stage, wanted)
    const cell = name(wanted)
    if (cells.length === 0) return replaceCell(stage, wanted, cell, column.type)
    const text = textOf(column)
    // A list lookup per row instead of one comparison per repaired cell.
    const byRow = new Map(cells.map((repair) => [repair.row - 1, repair]))
    const rows = [...byRow.keys()].map((row) => sql`${row}`)
    const list = (values: readonly (string | null)[]): Sql =>
      sql`CAST([${join(
        values.map((value) => sql`${value}`),
        ', ',
      )}] AS VARCHAR[])`
    const place = sql`list_position([${rows}], ${stage.row})`
    const from = sql`list_extract(${list([...byRow.values()].map((repair) => repair.from))}, ${place})`
    const to = sql`list_extract(${list([...byRow.values()].map((repair) => repair.to))}, ${place})`
    const typed = typedText(to, column.type)
    return replaceCell(
      stage,
      wanted,
      sql`CASE WHEN ${stage.row} IN (${rows}) AND ${text} IS NOT DISTINCT FROM ${from} AND (${to} IS NULL OR ${typed} IS NOT NULL) THEN ${typed} ELSE ${cell} END`,
      column.type,
    )
  },
})

/** SQL of a text as another type; NULL if it does not fit. */
function typedText(text: Sql, type: string): Sql {
  if (type === 'VARCHAR') return text
  const cast = castCell({ name: 'aw:text', type: 'VARCHAR' }, type, '')
  if (!cast) throw operationError('prepare.cannot-set', { type })
  return sql`list_extract(list_transform([${text}], lambda "aw:text": ${cast}), 1)`
}
