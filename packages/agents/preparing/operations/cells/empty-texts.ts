import { sql } from '@aw-flow/engine'
import { defineOperation, replaceCell } from '../operation-definition.ts'
import { whitespace, requireTextColumn } from '../text-column.ts'

/** Sets cells that contain a placeholder for a missing value, such as `n/a` or `-`, to null. */
export const emptyTextsOperation = defineOperation('empty-texts', {
  reads: ({ column }) => [column],
  compile({ column, texts }, stage) {
    const text = requireTextColumn(stage, column)
    const nullTexts = [...new Set(texts.map((nullText) => nullText.trim().toLowerCase()))].map(
      (nullText) => sql`${nullText}`,
    )
    return replaceCell(
      stage,
      column,
      sql`CASE WHEN lower(trim(${text}, ${whitespace})) NOT IN (${nullTexts}) THEN ${text} END`,
      'VARCHAR',
    )
  },
})
