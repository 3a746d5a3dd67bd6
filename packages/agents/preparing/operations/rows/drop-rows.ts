import { sql } from '@aw-flow/engine'
import { defineOperation, createUnchangedCells } from '../operation-definition.ts'
import { findFormulaColumns, compileFormula } from '../row-formula.ts'

/** Drops the rows for which an expression is true. */
export const dropRowsOperation = defineOperation('drop-rows', {
  reads: ({ expression }) => findFormulaColumns(expression),
  compile({ expression }, stage) {
    const { isTrue, reads } = compileFormula(expression, stage)
    return { kind: 'cells', cells: createUnchangedCells(stage), where: { keeps: sql`NOT (${isTrue})`, sources: reads } }
  },
})
