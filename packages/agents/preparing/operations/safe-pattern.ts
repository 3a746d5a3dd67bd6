import { compileRowExpression, RowExpressionError } from '@aw-flow/engine'
import { operationError } from './operation-error.ts'

/**
 * A pattern that DuckDB takes (RE2 syntax); a `RangeError` says what is wrong with another. The reader of expressions
 * judges, which knows the same syntax: a bad pattern would otherwise fail in the middle of a statement.
 */
export function safePattern(pattern: string): string {
  try {
    compileRowExpression(`$contains(cell, /${pattern.replaceAll('/', '\\/')}/)`, [{ name: 'cell', type: 'VARCHAR' }])
    return pattern
  } catch (cause) {
    if (!(cause instanceof RowExpressionError)) throw cause
    throw operationError('prepare.cannot-use-pattern', { pattern, reason: cause.message }, { cause })
  }
}
