import { name, sql, compileType } from '@aw-flow/engine'
import { findColumn, defineOperation, createUnchangedCells } from '../operation-definition.ts'
import { findFormulaColumns, compileFormula } from '../row-formula.ts'

/** Sets a column's cells to null in the rows that match an expression. */
export const emptyWhereOperation = defineOperation('empty-where', {
  reads: ({ column, expression }) => [column, ...findFormulaColumns(expression)],
  compile({ column, expression }, stage) {
    const { type } = findColumn(stage, column)
    const { isTrue, reads } = compileFormula(expression, stage)
    const value = sql`CAST(CASE WHEN ${isTrue} THEN NULL ELSE ${name(column)} END AS ${compileType(type)})`
    return {
      kind: 'cells',
      cells: createUnchangedCells(stage).map((cell) =>
        cell.column.name === column ? { column: { name: column, type }, value, sources: [column, ...reads] } : cell,
      ),
    }
  },
})
