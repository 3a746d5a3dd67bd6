import { addCells, defineOperation } from '../operation-definition.ts'
import { findFormulaColumns, compileFormula } from '../row-formula.ts'

/** Adds a column that an expression computes from the cells of the row. */
export const deriveOperation = defineOperation('derive', {
  reads: ({ expression }) => findFormulaColumns(expression),
  compile({ to, expression }, stage) {
    const { value, type, reads } = compileFormula(expression, stage)
    return addCells(stage, [{ name: to, type, value, sources: reads }])
  },
})
