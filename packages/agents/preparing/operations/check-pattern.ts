import { compileRowExpression, RowExpressionError } from '@aw-flow/engine'
import { createOperationError } from './operation-error.ts'

/**
 * Checks a pattern in RE2 syntax with the expression compiler, because an invalid one would fail during execution.
 *
 * @throws OperationError if the pattern is not valid.
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
