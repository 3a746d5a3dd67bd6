import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findColumn, type OperationInput } from './operation-definition.ts'
import { createOperationError } from './operation-error.ts'

/** Returns SQL that casts a column to text. */
export const castToText = ({ name: column, type }: Column): Sql =>
  type === 'VARCHAR' ? quoteIdentifier(column) : sql`CAST(${quoteIdentifier(column)} AS VARCHAR)`

/**
 * Returns SQL for a text column.
 *
 * @throws An `OperationError` if the column is not text.
 */
export function requireTextColumn(input: OperationInput, column: string): Sql {
  const { type } = findColumn(input, column)
  if (type !== 'VARCHAR') throw createOperationError('prepare.not-text', { column })
  return quoteIdentifier(column)
}

export { whitespace } from '../../profiling/column-measures.ts'
