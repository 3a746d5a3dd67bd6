import { isNumber, name, sql, type Sql } from '@aw-flow/engine'
import { columnOf, type Stage } from './operation-definition.ts'
import { operationError } from './operation-error.ts'

/** SQL of a numeric column as DOUBLE. */
export function numberColumn(stage: Stage, column: string): Sql {
  const { type } = columnOf(stage, column)
  if (!isNumber(type)) throw operationError('prepare.not-numeric', { column, type })
  return type === 'DOUBLE' ? name(column) : sql`CAST(${name(column)} AS DOUBLE)`
}

/** SQL of a scaled number: (number - offset) / divisor. */
export function scaled(number: Sql, offset: number, divisor: number): Sql {
  if (!Number.isFinite(divisor) || divisor === 0 || !Number.isFinite(offset))
    throw operationError('prepare.zero-divisor', { divisor })
  return sql`((${number} - CAST(${String(offset)} AS DOUBLE)) / CAST(${String(divisor)} AS DOUBLE))`
}
