import { quoteIdentifier, sql, compileType } from '@aw-flow/engine'
import { findColumn, defineOperation, copyColumns } from '../operation-definition.ts'
import { findFormulaColumns, compileFormula } from '../row-formula.ts'

/** Sets a column's cells to null in the rows that match an expression. */
export const emptyWhereOperation = defineOperation('empty-where', {
  getReadColumns: ({ column, expression }) => [column, ...findFormulaColumns(expression)],
  compile({ column, expression }, input) {
    const { type } = findColumn(input, column)
    const { condition, columnNames } = compileFormula(expression, input)
    const value = sql`CAST(CASE WHEN ${condition} THEN NULL ELSE ${quoteIdentifier(column)} END AS ${compileType(type)})`
    return {
      kind: 'cells',
      outputColumns: copyColumns(input).map((outputColumn) =>
        outputColumn.column.name === column
          ? { column: { name: column, type }, value, sources: [column, ...columnNames] }
          : outputColumn,
      ),
    }
  },
})
