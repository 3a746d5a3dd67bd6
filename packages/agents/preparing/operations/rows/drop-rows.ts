import { sql } from '@aw-flow/engine'
import { defineOperation, copyColumns } from '../operation-definition.ts'
import { findFormulaColumns, compileFormula } from '../row-formula.ts'

/** Drops the rows for which an expression is true. */
export const dropRowsOperation = defineOperation('drop-rows', {
  getReadColumns: ({ expression }) => findFormulaColumns(expression),
  compile({ expression }, input) {
    const { condition, columnNames } = compileFormula(expression, input)
    return {
      kind: 'cells',
      outputColumns: copyColumns(input),
      where: { condition: sql`NOT (${condition})`, sources: columnNames },
    }
  },
})
