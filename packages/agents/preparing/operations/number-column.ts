import { isNumber, name, sql, type Sql } from '@aw-flow/engine'
import { columnOf, type Stage } from './operation-definition.ts'
import { operationError } from './operation-error.ts'

/** The cells of a column that must hold numbers, as DOUBLE. */
export function numberColumn(stage: Stage, column: string): Sql {
  const { type } = columnOf(stage, column)
  if (!isNumber(type)) throw operationError('prepare.not-numeric', { column, type })
  return type === 'DOUBLE' ? name(column) : sql`CAST(${name(column)} AS DOUBLE)`
}

/** A number's place between others as SQL; `divisor` 0 is no scale. */
export function scaled(number: Sql, offset: number, divisor: number): Sql {
  if (!Number.isFinite(divisor) || divisor === 0 || !Number.isFinite(offset))
    throw operationError('prepare.zero-divisor', { divisor })
  return sql`((${number} - CAST(${String(offset)} AS DOUBLE)) / CAST(${String(divisor)} AS DOUBLE))`
}
