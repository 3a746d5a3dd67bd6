import { addCells, defineOperation } from '../operation-definition.ts'
import { findFormulaColumns, compileFormula } from '../row-formula.ts'

/** Adds a Boolean column that indicates which rows match an expression. */
export const flagOperation = defineOperation('flag', {
  reads: ({ expression }) => findFormulaColumns(expression),
  compile({ to, expression }, stage) {
    const { isTrue, reads } = compileFormula(expression, stage)
    return addCells(stage, [{ name: to, type: 'BOOLEAN', value: isTrue, sources: reads }])
  },
})
