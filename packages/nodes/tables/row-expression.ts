import { compileRowExpression, RowExpressionError, type RowExpression } from '@aw-flow/engine'
import { error, type Column, type Problem } from '@aw-flow/schema'
import { createMissingColumnProblem } from './column-names.ts'

/** Compiles an expression over the cells of a row to SQL, or returns its problems. */
export function toRowExpression(
  text: string,
  columns: readonly Column[],
  setting: string,
): { expression?: RowExpression; problems: Problem[] } {
  try {
    return { expression: compileRowExpression(text, columns), problems: [] }
  } catch (cause) {
    if (!(cause instanceof RowExpressionError)) throw cause
    if (cause.column !== undefined) return { problems: [createMissingColumnProblem(cause.column, columns, setting)] }
    const params = { kind: 'row', setting, text: text.trim(), reason: cause.text }
    return { problems: [error('expression.invalid', params, { where: { setting } })] }
  }
}

/** Finds problems in an expression that do not depend on the columns, such as an unclosed parenthesis. */
export function checkRowExpression(text: string, setting: string): Problem[] {
  if (text.trim() === '') return []
  try {
    compileRowExpression(text, [])
    return []
  } catch (cause) {
    if (!(cause instanceof RowExpressionError)) throw cause
    return cause.column === undefined ? toRowExpression(text, [], setting).problems : []
  }
}
