import { addCells, defineOperation } from '../operation-definition.ts'
import { formulaReads, rowFormula } from '../row-formula.ts'

export const flagOperation = defineOperation('flag', {
  reads: ({ expression }) => formulaReads(expression),
  compile({ to, expression }, stage) {
    const { isTrue, reads } = rowFormula(expression, stage)
    return addCells(stage, [{ name: to, type: 'BOOLEAN', value: isTrue, of: reads }])
  },
})
