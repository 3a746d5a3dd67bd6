import { findColumn, defineOperation } from '../operation-definition.ts'

/** Moves the given columns to the front. */
export const orderColumnsOperation = defineOperation('order-columns', {
  reads: ({ first }) => first,
  compile({ first }, stage) {
    const leading = [...new Set(first)].map((columnName) => findColumn(stage, columnName))
    const otherColumns = stage.columns.filter((column) => !leading.includes(column))
    return { kind: 'cells', cells: [...leading, ...otherColumns].map((column) => ({ column, sources: [column.name] })) }
  },
})
