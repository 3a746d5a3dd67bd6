import { sql } from '@aw-flow/engine'
import { defineOperation, unchangedCells } from '../operation-definition.ts'
import { formulaReads, rowFormula } from '../row-formula.ts'

export const filterOperation = defineOperation('filter', {
  reads: ({ expression }) => formulaReads(expression),
  compile({ expression }, stage) {
    const { isTrue, reads } = rowFormula(expression, stage)
    return { kind: 'cells', cells: unchangedCells(stage), where: { keeps: sql`(${isTrue})`, of: reads } }
  },
})
