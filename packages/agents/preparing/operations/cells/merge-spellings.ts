import { mapValueSql } from '../rows/map-value-sql.ts'
import { defineOperation, replaceCell } from '../operation-definition.ts'
import { requireTextColumn } from '../text-column.ts'

/** Replaces different spellings of a value with a single one. */
export const mergeSpellingsOperation = defineOperation('merge-spellings', {
  reads: ({ column }) => [column],
  compile({ column, groups }, stage) {
    const text = requireTextColumn(stage, column)
    const pairs = groups.flatMap(({ to, from }) => from.map((spelling) => ({ from: spelling, to })))
    return replaceCell(stage, column, mapValueSql(text, pairs, text), 'VARCHAR')
  },
})
