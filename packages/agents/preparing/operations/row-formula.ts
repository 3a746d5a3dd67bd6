import { compileRowExpression, RowExpressionError, type RowExpression } from '@aw-flow/engine'
import { findColumn, type OperationInput } from './operation-definition.ts'
import { createOperationError } from './operation-error.ts'

/**
 * Compiles an expression over the cells of a row to SQL.
 *
 * @throws An `OperationError` if the expression is invalid.
 */
export function compileFormula(text: string, input: Pick<OperationInput, 'columns'>): RowExpression {
  try {
    return compileRowExpression(text, input.columns)
  } catch (cause) {
    if (!(cause instanceof RowExpressionError)) throw cause
    if (cause.column !== undefined) findColumn(input, cause.column)
    throw createOperationError(
      'prepare.cannot-use-expression',
      { expression: text.trim(), reason: cause.message },
      { cause },
    )
  }
}

/**
 * Number of characters at the start of an expression that are searched for names, because the pattern takes quadratic
 * time.
 */
const maxExaminedCharacters = 10_000

/**
 * Finds the names of columns that an expression may read, without knowing the columns of a table: the names in
 * backticks and all identifiers except keywords and function names.
 */
export function findFormulaColumns(text: string): string[] {
  const textWithoutLiterals = text
    .slice(0, maxExaminedCharacters)
    .replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/(?:\\.|[^/\\\n])+\/[im]*/g, '""')
  const names = [...textWithoutLiterals.matchAll(/`([^`]+)`|(?<![$\w.])([A-Za-z_]\w*)(?!\w*\()/g)].map(
    ([, quotedName, plainName]) => quotedName ?? plainName ?? '',
  )
  const keywords = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'not', 'function'])
  return [...new Set(names.filter((name) => name !== '' && !keywords.has(name)))]
}
