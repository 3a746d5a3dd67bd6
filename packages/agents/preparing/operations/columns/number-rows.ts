import { name, sql } from '@aw-flow/engine'
import { addCells, defineOperation, withNewCells } from '../operation-definition.ts'

/** Adds a column with row numbers from 0 to n-1. */
export const numberRowsOperation = defineOperation('number-rows', {
  reads: () => [],
  compile({ to }, stage) {
    if (!stage.hasGaps)
      return addCells(stage, [{ name: to, type: 'BIGINT', value: sql`CAST(${stage.row} AS BIGINT)`, sources: [] }])
    // Rows that are already in order can be numbered by a single thread without sorting.
    const value = stage.isInOrder
      ? sql`(row_number() OVER () - 1)`
      : sql`(row_number() OVER (ORDER BY ${stage.row}) - 1)`
    return {
      kind: 'table',
      rows: 'same',
      keepsOrder: stage.isInOrder,
      cells: withNewCells(stage, [{ name: to, type: 'BIGINT', value, sources: [] }]),
      select: (from) => sql`SELECT *, ${value} AS ${name(to)} FROM ${from}`,
    }
  },
})
