import { name, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { columnOf, type Stage } from './operation-definition.ts'
import { operationError } from './operation-error.ts'

/** SQL of a column as text. */
export const textOf = ({ name: column, type }: Column): Sql =>
  type === 'VARCHAR' ? name(column) : sql`CAST(${name(column)} AS VARCHAR)`

/** SQL of a text column. */
export function textColumn(stage: Stage, column: string): Sql {
  const { type } = columnOf(stage, column)
  if (type !== 'VARCHAR') throw operationError('prepare.not-text', { column, type })
  return name(column)
}

export { whitespace } from '../../profiling/column-measures.ts'
