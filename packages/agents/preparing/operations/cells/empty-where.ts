import { name, sql, typeSql } from '@aw-flow/engine'
import { columnOf, defineOperation, unchangedCells } from '../operation-definition.ts'
import { formulaReads, rowFormula } from '../row-formula.ts'

export const emptyWhereOperation = defineOperation('empty-where', {
  reads: ({ column, expression }) => [column, ...formulaReads(expression)],
  compile({ column, expression }, stage) {
    const { type } = columnOf(stage, column)
    const { isTrue, reads } = rowFormula(expression, stage)
    const value = sql`CAST(CASE WHEN ${isTrue} THEN NULL ELSE ${name(column)} END AS ${typeSql(type)})`
    return {
      kind: 'cells',
      cells: unchangedCells(stage).map((cell) =>
        cell.column.name === column ? { column: { name: column, type }, value, of: [column, ...reads] } : cell,
      ),
    }
  },
})
