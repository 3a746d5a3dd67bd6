import { name, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { columnOf, type Stage } from './operation-definition.ts'
import { operationError } from './operation-error.ts'

/** The cells of a column as texts. */
export const textOf = ({ name: column, type }: Column): Sql =>
  type === 'VARCHAR' ? name(column) : sql`CAST(${name(column)} AS VARCHAR)`

/** The cells of a column that must hold texts. */
export function textColumn(stage: Stage, column: string): Sql {
  const { type } = columnOf(stage, column)
  if (type !== 'VARCHAR') throw operationError('prepare.not-text', { column, type })
  return name(column)
}

/** What counts as white space at a text's ends. */
export const blanks = ' \t\r\n\u00a0'
