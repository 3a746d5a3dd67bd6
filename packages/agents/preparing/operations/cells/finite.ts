import { isFloat, quoteIdentifier, sql } from '@aw-flow/engine'
import { findColumn, defineOperation, replaceColumn } from '../operation-definition.ts'

/** Sets infinite numbers and NaN to null. */
export const finiteOperation = defineOperation('finite', {
  getReadColumns: ({ column }) => [column],
  compile({ column }, input) {
    const { type } = findColumn(input, column)
    const cell = quoteIdentifier(column)
    // Other types have no infinite values.
    return replaceColumn(input, column, isFloat(type) ? sql`CASE WHEN isfinite(${cell}) THEN ${cell} END` : cell, type)
  },
})
