import { sql } from '@aw-flow/engine'
import { defineOperation, unchangedCells } from '../operation-definition.ts'
import { findFormulaColumns, compileFormula } from '../row-formula.ts'

export const filterOperation = defineOperation('filter', {
  reads: ({ expression }) => findFormulaColumns(expression),
  compile({ expression }, stage) {
    const { isTrue, reads } = compileFormula(expression, stage)
    return { kind: 'cells', cells: unchangedCells(stage), where: { keeps: sql`(${isTrue})`, sources: reads } }
  },
})
