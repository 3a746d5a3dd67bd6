import { addColumns, defineOperation } from '../operation-definition.ts'
import { findFormulaColumns, compileFormula } from '../row-formula.ts'

/** Adds a Boolean column that indicates which rows match an expression. */
export const flagOperation = defineOperation('flag', {
  getReadColumns: ({ expression }) => findFormulaColumns(expression),
  compile({ to, expression }, input) {
    const { condition, columnNames } = compileFormula(expression, input)
    return addColumns(input, [{ name: to, type: 'BOOLEAN', value: condition, sources: columnNames }])
  },
})
