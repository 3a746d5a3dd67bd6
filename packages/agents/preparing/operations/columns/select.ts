import { findColumn, defineOperation } from '../operation-definition.ts'

/** Keeps only the listed columns, in the given order. */
export const selectOperation = defineOperation('select', {
  getReadColumns: ({ columns }) => columns,
  compile: ({ columns }, input) => ({
    kind: 'cells',
    outputColumns: [...new Set(columns)].map((columnName) => ({
      column: findColumn(input, columnName),
      sources: [columnName],
    })),
  }),
})
