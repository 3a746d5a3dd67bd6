import { sql } from '@aw-flow/engine'
import { defineOperation, replaceCell } from '../operation-definition.ts'
import { blanks, textColumn } from '../text-of.ts'

export const emptyTextsOperation = defineOperation('empty-texts', {
  reads: ({ column }) => [column],
  compile({ column, texts }, stage) {
    const text = textColumn(stage, column)
    const listed = [...new Set(texts.map((one) => one.trim().toLowerCase()))].map((one) => sql`${one}`)
    return replaceCell(
      stage,
      column,
      sql`CASE WHEN lower(trim(${text}, ${blanks})) NOT IN (${listed}) THEN ${text} END`,
      'VARCHAR',
    )
  },
})
