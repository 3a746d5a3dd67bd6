import { addCells, defineOperation } from '../operation-definition.ts'
import { formulaReads, rowFormula } from '../row-formula.ts'

export const deriveOperation = defineOperation('derive', {
  reads: ({ expression }) => formulaReads(expression),
  compile({ to, expression }, stage) {
    const { value, type, reads } = rowFormula(expression, stage)
    return addCells(stage, [{ name: to, type, value, of: reads }])
  },
})
