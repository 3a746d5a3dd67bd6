import { message, type Message, type Text } from '@aw-flow/messages'
import { isFloat } from '../sql/column-type.ts'
import { sql, type Sql } from '../sql/sql.ts'
import { ExpressionError } from './expression-error.ts'

/** The reason that an expression over the cells of a row cannot be compiled. @internal */
export class RowExpressionError extends ExpressionError {
  /** The column that does not exist. */
  readonly column: string | undefined

  constructor(text: Text, column?: string) {
    super(text)
    this.column = column
  }
}

/** The type of a value in JSONata. `nothing` has no value in any row and is compatible with every type. */
export type RowType = 'number' | 'text' | 'boolean' | 'nothing'

/** A subexpression as SQL: DOUBLE, VARCHAR or BOOLEAN, and NULL for no value. */
export interface RowValue {
  sql: Sql
  type: RowType
  /** The value of a literal. */
  literal?: number | string | boolean
  /** The items of a list literal. */
  items?: RowValue[]
  /** The parts of a concatenation. */
  parts?: Sql[]
  /** The pattern of a regular expression, with flags in RE2 syntax. */
  pattern?: string
  /** For a plain column: its name, its DuckDB type, and the SQL that reads it unchanged. */
  column?: { name: string; type: string; sql: Sql }
}

export const toNumberValue = (value: Sql): RowValue => ({ sql: value, type: 'number' })
export const createTextValue = (value: Sql): RowValue => ({ sql: value, type: 'text' })
export const createBooleanValue = (value: Sql): RowValue => ({ sql: value, type: 'boolean' })

/** Returns the name of a value's kind, for messages. */
const createKindMessage = (kind: RowType | 'list' | 'pattern'): Message => message('row.kind', { kind })

/** Returns the kind of a value, for messages. */
export const describeKind = (value: RowValue | undefined): Message =>
  createKindMessage(value?.items ? 'list' : value?.pattern === undefined ? (value?.type ?? 'nothing') : 'pattern')

/** Returns the SQL of a value, which must have the given type; `nothing` is compatible with every type. */
export function requireType(value: RowValue, type: RowType, about: string): Sql {
  if (!value.items && value.pattern === undefined && (value.type === type || value.type === 'nothing')) return value.sql
  throw new RowExpressionError(
    message('row.wrong-type', { about, expected: createKindMessage(type), found: describeKind(value) }),
  )
}

/** Returns whether a value is truthy in JSONata, as SQL that is never NULL. */
export function toTruthySql(value: RowValue): Sql {
  if (value.items || value.pattern !== undefined)
    throw new RowExpressionError(message('row.no-truth', { what: describeKind(value) }))
  switch (value.type) {
    case 'boolean':
      return sql`coalesce(${value.sql}, FALSE)`
    case 'number':
      return sql`coalesce(${value.sql} <> 0${andNotNaN(value)}, FALSE)`
    case 'text':
      return sql`coalesce(${value.sql} <> '', FALSE)`
    case 'nothing':
      return sql`FALSE`
  }
}

/**
 * Returns whether a number can be NaN. In DuckDB, NaN equals itself and is greater than all other numbers; in JSONata,
 * as in JavaScript, all comparisons with NaN are false, and NaN is falsy.
 */
export const canBeNaN = ({ type, literal, column }: RowValue): boolean =>
  type === 'number' && literal === undefined && (column === undefined || isFloat(column.type))

/** Returns ` AND NOT isnan(…)` if a number may be NaN, otherwise nothing. */
export const andNotNaN = (value: RowValue): Sql => (canBeNaN(value) ? sql` AND NOT isnan(${value.sql})` : sql``)

/**
 * Converts a value to text as JSONata formats it, with at most 15 significant digits for numbers. An exponent is
 * used above 1e15 and below 0.0001; in JavaScript, above 1e21 and below 1e-7. NaN becomes NULL.
 */
export function toTextSql(value: RowValue): Sql {
  if (value.items || value.pattern !== undefined)
    throw new RowExpressionError(message('row.no-text', { what: describeKind(value) }))
  switch (value.type) {
    case 'text':
      return value.sql
    case 'number':
      if (integerType.test(value.column?.type ?? '')) return sql`CAST(${value.column!.sql} AS VARCHAR)`
      if (!canBeNaN(value)) return sql`format('{:.15g}', ${value.sql})`
      return sql`CASE WHEN isfinite(${value.sql}) THEN format('{:.15g}', ${value.sql}) END`
    case 'boolean':
      return sql`CAST(${value.sql} AS VARCHAR)`
    case 'nothing':
      return sql`CAST(NULL AS VARCHAR)`
  }
}

const integerType = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/
