import { isNumber, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { findColumn, type OperationInput } from './operation-definition.ts'
import { createOperationError } from './operation-error.ts'

/**
 * Returns SQL for a numeric column as DOUBLE.
 *
 * @throws An `OperationError` if the column is not numeric.
 */
export function requireNumberColumn(input: OperationInput, column: string): Sql {
  const { type } = findColumn(input, column)
  if (!isNumber(type)) throw createOperationError('prepare.not-numeric', { column })
  return type === 'DOUBLE' ? quoteIdentifier(column) : sql`CAST(${quoteIdentifier(column)} AS DOUBLE)`
}

/**
 * Returns SQL for a scaled number, (number - offset) / divisor.
 *
 * @throws An `OperationError` if the divisor is 0 or one of the parameters is not finite.
 */
export function scaleNumber(number: Sql, offset: number, divisor: number): Sql {
  if (!Number.isFinite(divisor) || divisor === 0) throw createOperationError('prepare.zero-divisor', { divisor })
  if (!Number.isFinite(offset)) throw createOperationError('prepare.infinite-offset', { offset })
  return sql`((${number} - CAST(${String(offset)} AS DOUBLE)) / CAST(${String(divisor)} AS DOUBLE))`
}
