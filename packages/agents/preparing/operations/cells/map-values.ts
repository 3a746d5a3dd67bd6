import { sql } from '@aw-flow/engine'
import { lookUpValue } from '../rows/look-up-value.ts'
import { columnOf, defineOperation, replaceCell } from '../operation-definition.ts'
import { textOf } from '../text-of.ts'

export const mapValuesOperation = defineOperation('map-values', {
  reads: ({ column }) => [column],
  compile({ column, values, others }, stage) {
    const text = textOf(columnOf(stage, column))
    return replaceCell(
      stage,
      column,
      lookUpValue(text, values, others === 'keep' ? text : sql`CAST(NULL AS VARCHAR)`),
      'VARCHAR',
    )
  },
})
