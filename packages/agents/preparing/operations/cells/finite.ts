import { isFloat, name, sql } from '@aw-flow/engine'
import { findColumn, defineOperation, replaceCell } from '../operation-definition.ts'

/** Sets infinite numbers and NaN to null. */
export const finiteOperation = defineOperation('finite', {
  reads: ({ column }) => [column],
  compile({ column }, stage) {
    const { type } = findColumn(stage, column)
    const cell = name(column)
    // Other types have no infinite values.
    return replaceCell(stage, column, isFloat(type) ? sql`CASE WHEN isfinite(${cell}) THEN ${cell} END` : cell, type)
  },
})
