import { addColumns, defineOperation } from '../operation-definition.ts'
import { findFormulaColumns, compileFormula } from '../row-formula.ts'

/** Adds a column computed by an expression over the row's cells. */
export const deriveOperation = defineOperation('derive', {
  getReadColumns: ({ expression }) => findFormulaColumns(expression),
  compile({ to, expression }, input) {
    const { value, type, columnNames } = compileFormula(expression, input)
    return addColumns(input, [{ name: to, type, value, sources: columnNames }])
  },
})
