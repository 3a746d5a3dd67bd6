import { findColumn, defineOperation } from '../operation-definition.ts'

/** Moves the given columns to the front. */
export const orderColumnsOperation = defineOperation('order-columns', {
  getReadColumns: ({ first }) => first,
  compile({ first }, input) {
    const leadingColumns = [...new Set(first)].map((columnName) => findColumn(input, columnName))
    const otherColumns = input.columns.filter((column) => !leadingColumns.includes(column))
    return {
      kind: 'cells',
      outputColumns: [...leadingColumns, ...otherColumns].map((column) => ({ column, sources: [column.name] })),
    }
  },
})
