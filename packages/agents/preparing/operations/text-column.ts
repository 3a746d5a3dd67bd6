import { name, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findColumn, type OperationInput } from './operation-definition.ts'
import { createOperationError } from './operation-error.ts'

/** Returns SQL that casts a column to text. */
export const castToText = ({ name: column, type }: Column): Sql =>
  type === 'VARCHAR' ? name(column) : sql`CAST(${name(column)} AS VARCHAR)`

/**
 * Returns SQL for a text column.
 *
 * @throws An `OperationError` if the column is not text.
 */
export function requireTextColumn(stage: OperationInput, column: string): Sql {
  const { type } = findColumn(stage, column)
  if (type !== 'VARCHAR') throw createOperationError('prepare.not-text', { column })
  return name(column)
}

export { whitespace } from '../../profiling/column-measures.ts'
