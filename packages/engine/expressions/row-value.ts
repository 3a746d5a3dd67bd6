import { message, type Message, type Text } from '@aw-flow/messages'
import { isFloat } from '../sql/column-type.ts'
import { sql, type Sql } from '../sql/sql.ts'
import { ExpressionError } from './expression-error.ts'

/** The reason why an expression over the cells of a row cannot be compiled. */
export class RowExpressionError extends ExpressionError {
  /** The column that does not exist. */
  readonly column: string | undefined

  constructor(text: Text, column?: string) {
    super(text)
    this.column = column
  }
}

/** What an expression gives, as JSONata sees it. `nothing` is no value whatever the row: it goes with every type. */
export type RowType = 'number' | 'text' | 'boolean' | 'nothing'

/** A part of an expression as SQL: DOUBLE, VARCHAR or BOOLEAN, and NULL where JSONata has no value. */
export interface RowValue {
  sql: Sql
  type: RowType
  /** Of a literal: its value. */
  literal?: number | string | boolean
  /** Of a list that is written in the expression: its items. */
  items?: RowValue[]
  /** Of texts one after another: each. */
  parts?: Sql[]
  /** Of a regular expression: its pattern, in RE2's form with its flags. */
  pattern?: string
  /** Of a column as it stands: its name and DuckDB type, and how SQL reads it unchanged. */
  column?: { name: string; type: string; sql: Sql }
}

export const numberValue = (value: Sql): RowValue => ({ sql: value, type: 'number' })
export const textValue = (value: Sql): RowValue => ({ sql: value, type: 'text' })
export const booleanValue = (value: Sql): RowValue => ({ sql: value, type: 'boolean' })

/** The name of a kind of values in messages. */
const kindText = (kind: RowType | 'list' | 'pattern'): Message => message('row.kind', { kind })

/** What a value is, for messages. */
export const kindOf = (value: RowValue | undefined): Message =>
  kindText(value?.items ? 'list' : value?.pattern === undefined ? (value?.type ?? 'nothing') : 'pattern')

/** The value, which must be of a type; no value is of each. */
export function expect(value: RowValue, type: RowType, about: string): Sql {
  if (!value.items && value.pattern === undefined && (value.type === type || value.type === 'nothing')) return value.sql
  throw new RowExpressionError(message('row.wrong-type', { about, expected: kindText(type), found: kindOf(value) }))
}

/** True where JSONata takes the value for true; never NULL. */
export function truth(value: RowValue): Sql {
  if (value.items || value.pattern !== undefined)
    throw new RowExpressionError(message('row.no-truth', { what: kindOf(value) }))
  switch (value.type) {
    case 'boolean':
      return sql`coalesce(${value.sql}, FALSE)`
    case 'number':
      return sql`coalesce(${value.sql} <> 0${isThere(value)}, FALSE)`
    case 'text':
      return sql`coalesce(${value.sql} <> '', FALSE)`
    case 'nothing':
      return sql`FALSE`
  }
}

/**
 * Whether a number may be NaN. DuckDB takes NaN for equal to itself and greater than all else; JSONata, as JavaScript,
 * for equal to nothing, neither more nor less than anything, and false.
 */
export const mayBeNaN = ({ type, literal, column }: RowValue): boolean =>
  type === 'number' && literal === undefined && (column === undefined || isFloat(column.type))

/** ` AND NOT isnan(…)` where a number may be NaN. */
export const isThere = (value: RowValue): Sql => (mayBeNaN(value) ? sql` AND NOT isnan(${value.sql})` : sql``)

/**
 * A value as JSONata writes it in a text: numbers with at most 15 significant digits. Beyond 1e15 and below 0.0001
 * they have an exponent, where JavaScript's begins at 1e21 and 1e-7. What is no number has no text.
 */
export function asText(value: RowValue): Sql {
  if (value.items || value.pattern !== undefined)
    throw new RowExpressionError(message('row.no-text', { what: kindOf(value) }))
  switch (value.type) {
    case 'text':
      return value.sql
    case 'number':
      if (wholeNumber.test(value.column?.type ?? '')) return sql`CAST(${value.column!.sql} AS VARCHAR)`
      if (!mayBeNaN(value)) return sql`format('{:.15g}', ${value.sql})`
      return sql`CASE WHEN isfinite(${value.sql}) THEN format('{:.15g}', ${value.sql}) END`
    case 'boolean':
      return sql`CAST(${value.sql} AS VARCHAR)`
    case 'nothing':
      return sql`CAST(NULL AS VARCHAR)`
  }
}

const wholeNumber = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/
