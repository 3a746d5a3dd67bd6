import { addCells, defineOperation } from '../operation-definition.ts'
import { findFormulaColumns, compileFormula } from '../row-formula.ts'

export const deriveOperation = defineOperation('derive', {
  reads: ({ expression }) => findFormulaColumns(expression),
  compile({ to, expression }, stage) {
    const { value, type, reads } = compileFormula(expression, stage)
    return addCells(stage, [{ name: to, type, value, sources: reads }])
  },
})
