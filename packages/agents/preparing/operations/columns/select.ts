import { findColumn, defineOperation } from '../operation-definition.ts'

/** Keeps the listed columns, in this order. */
export const selectOperation = defineOperation('select', {
  reads: ({ columns }) => columns,
  compile: ({ columns }, stage) => ({
    kind: 'cells',
    cells: [...new Set(columns)].map((columnName) => ({
      column: findColumn(stage, columnName),
      sources: [columnName],
    })),
  }),
})
