import { compileRowExpression, RowExpressionError } from '@aw-flow/engine'
import { createOperationError } from './operation-error.ts'

/**
 * Checks an RE2 pattern with the expression compiler, because an invalid pattern would otherwise fail only during
 * execution.
 *
 * @returns The unchanged pattern.
 * @throws An `OperationError` if the pattern is invalid.
 */
export function checkPattern(pattern: string): string {
  try {
    compileRowExpression(`$contains(cell, /${pattern.replaceAll('/', '\\/')}/)`, [{ name: 'cell', type: 'VARCHAR' }])
    return pattern
  } catch (cause) {
    if (!(cause instanceof RowExpressionError)) throw cause
    throw createOperationError('prepare.cannot-use-pattern', { pattern, reason: cause.message }, { cause })
  }
}
