import { sql } from '@aw-flow/engine'
import { defineOperation, replaceColumn } from '../operation-definition.ts'
import { whitespace, requireTextColumn } from '../text-column.ts'

/** Sets cells that contain a placeholder for a missing value, such as `n/a` or `-`, to null. */
export const emptyTextsOperation = defineOperation('empty-texts', {
  getReadColumns: ({ column }) => [column],
  compile({ column, texts }, input) {
    const text = requireTextColumn(input, column)
    const placeholders = [...new Set(texts.map((placeholder) => placeholder.trim().toLowerCase()))].map(
      (placeholder) => sql`${placeholder}`,
    )
    return replaceColumn(
      input,
      column,
      sql`CASE WHEN lower(trim(${text}, ${whitespace})) NOT IN (${placeholders}) THEN ${text} END`,
      'VARCHAR',
    )
  },
})
