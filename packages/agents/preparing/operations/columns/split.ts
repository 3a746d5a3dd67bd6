import { sql } from '@aw-flow/engine'
import { addColumns, defineOperation } from '../operation-definition.ts'
import { whitespace, requireTextColumn } from '../text-column.ts'

/** Adds columns with the parts of text split at a separator. The last column contains the rest. */
export const splitOperation = defineOperation('split', {
  getReadColumns: ({ column }) => [column],
  compile({ column, separator, into }, input) {
    const parts = sql`string_split(${requireTextColumn(input, column)}, ${separator})`
    return addColumns(
      input,
      into.map((to, index) => ({
        name: to,
        type: 'VARCHAR',
        value:
          index < into.length - 1
            ? sql`trim(list_extract(${parts}, ${index + 1}), ${whitespace})`
            : sql`CASE WHEN len(${parts}) > ${index} THEN trim(array_to_string(list_slice(${parts}, ${index + 1}, len(${parts})), ${separator}), ${whitespace}) END`,
        sources: [column],
      })),
    )
  },
})
