import { sql } from '@aw-flow/engine'
import { compileValueMapping } from '../rows/compile-value-mapping.ts'
import { findColumn, defineOperation, replaceColumn } from '../operation-definition.ts'
import { castToText } from '../text-column.ts'

/** Replaces the listed values in a column. Other values are kept or set to null. */
export const mapValuesOperation = defineOperation('map-values', {
  getReadColumns: ({ column }) => [column],
  compile({ column, values, others }, input) {
    const text = castToText(findColumn(input, column))
    return replaceColumn(
      input,
      column,
      compileValueMapping(text, values, others === 'keep' ? text : sql`CAST(NULL AS VARCHAR)`),
      'VARCHAR',
    )
  },
})
