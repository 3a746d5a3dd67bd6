import { quoteIdentifier, sql } from '@aw-flow/engine'
import { addColumns, defineOperation, withNewColumns } from '../operation-definition.ts'

/** Adds a column with row numbers from 0 to n-1. */
export const numberRowsOperation = defineOperation('number-rows', {
  getReadColumns: () => [],
  compile({ to }, input) {
    if (!input.hasGaps)
      return addColumns(input, [{ name: to, type: 'BIGINT', value: sql`CAST(${input.row} AS BIGINT)`, sources: [] }])
    // Rows that are already in order can be numbered by a single thread without sorting.
    const value = input.isInOrder
      ? sql`(row_number() OVER () - 1)`
      : sql`(row_number() OVER (ORDER BY ${input.row}) - 1)`
    return {
      kind: 'table',
      rows: 'same',
      keepsOrder: input.isInOrder,
      outputColumns: withNewColumns(input, [{ name: to, type: 'BIGINT', value, sources: [] }]),
      select: (from) => sql`SELECT *, ${value} AS ${quoteIdentifier(to)} FROM ${from}`,
    }
  },
})
