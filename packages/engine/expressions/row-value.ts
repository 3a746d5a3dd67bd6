import { message, type Message, type Text } from '@aw-flow/messages'
import { isFloat } from '../sql/column-type.ts'
import { sql, type Sql } from '../sql/sql.ts'
import { ExpressionError } from './expression-error.ts'

/** Thrown when an expression over a row's cells cannot be compiled. @internal */
export class RowExpressionError extends ExpressionError {
  /** The missing column, if the expression refers to a column that does not exist. */
  readonly column: string | undefined

  constructor(text: Text, column?: string) {
    super(text)
    this.column = column
  }
}

/** The JSONata type of a value. `nothing`: the value is missing in every row; it is compatible with every type. */
export type RowType = 'number' | 'text' | 'boolean' | 'nothing'

/** A subexpression compiled to SQL of type DOUBLE, VARCHAR or BOOLEAN. NULL represents a missing value. */
export interface RowValue {
  sql: Sql
  type: RowType
  /** For a literal: its value. */
  literal?: number | string | boolean
  /** For a list literal: its items. */
  items?: RowValue[]
  /** For a concatenation: its operands. */
  operands?: Sql[]
  /** For a regular expression: its pattern, with flags in RE2 syntax. */
  pattern?: string
  /** For a plain column and a large integer literal: its DuckDB type, and the SQL that reads it without a conversion. */
  exact?: { type: string; sql: Sql }
}

export const createNumberValue = (value: Sql): RowValue => ({ sql: value, type: 'number' })
export const createTextValue = (value: Sql): RowValue => ({ sql: value, type: 'text' })
export const createBooleanValue = (value: Sql): RowValue => ({ sql: value, type: 'boolean' })

/** Creates the message that names a kind of value. */
const createKindMessage = (kind: RowType | 'list' | 'pattern'): Message => message('row.kind', { kind })

/** Returns the kind of a value, for use in messages. */
export const describeKind = (value: RowValue | undefined): Message =>
  createKindMessage(value?.items ? 'list' : value?.pattern === undefined ? (value?.type ?? 'nothing') : 'pattern')

/** Returns a value's SQL. Throws unless the value has the given type; `nothing` is compatible with every type. */
export function requireType(value: RowValue, type: RowType, label: string): Sql {
  if (!value.items && value.pattern === undefined && (value.type === type || value.type === 'nothing')) return value.sql
  throw new RowExpressionError(
    message('row.wrong-type', { about: label, expected: createKindMessage(type), found: describeKind(value) }),
  )
}

/** Returns SQL that is true if JSONata considers the value truthy. It is never NULL. */
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
 * Returns whether a value can be NaN. In DuckDB, NaN equals itself and is greater than all other numbers; in JSONata,
 * as in JavaScript, all comparisons with NaN are false, and NaN is falsy.
 */
export const canBeNaN = ({ type, literal, exact }: RowValue): boolean =>
  type === 'number' && literal === undefined && (exact === undefined || isFloat(exact.type))

/** Returns ` AND NOT isnan(…)` for a value that can be NaN, otherwise empty SQL. */
export const andNotNaN = (value: RowValue): Sql => (canBeNaN(value) ? sql` AND NOT isnan(${value.sql})` : sql``)

/**
 * Converts a value to text in JSONata's format. Numbers have at most 15 significant digits. Exponents are used above
 * 1e15 and below 0.0001, whereas JavaScript uses them above 1e21 and below 1e-7. NaN becomes NULL.
 */
export function toTextSql(value: RowValue): Sql {
  if (value.items || value.pattern !== undefined)
    throw new RowExpressionError(message('row.no-text', { what: describeKind(value) }))
  switch (value.type) {
    case 'text':
      return value.sql
    case 'number':
      if (integerType.test(value.exact?.type ?? '')) return sql`CAST(${value.exact!.sql} AS VARCHAR)`
      if (!canBeNaN(value)) return sql`format('{:.15g}', ${value.sql})`
      return sql`CASE WHEN isfinite(${value.sql}) THEN format('{:.15g}', ${value.sql}) END`
    case 'boolean':
      return sql`CAST(${value.sql} AS VARCHAR)`
    case 'nothing':
      return sql`CAST(NULL AS VARCHAR)`
  }
}

/**
 * Returns the SQL of two values to compare, with all digits if both are integers that lose some as DOUBLE. Text is
 * compared with the digits of a large integer literal, because such integers are text in JSON.
 */
export function toComparedSql(left: RowValue, right: RowValue): readonly [Sql, Sql] | undefined {
  const isLarge = ({ exact }: RowValue): boolean => largeIntegerType.test(exact?.type ?? '')
  if (isLarge(left) && isLarge(right)) return [left.exact!.sql, right.exact!.sql]
  const isLiteral = (value: RowValue): boolean => isLarge(value) && value.literal !== undefined
  if ((isLiteral(left) && right.type === 'text') || (isLiteral(right) && left.type === 'text'))
    return [toTextSql(left), toTextSql(right)]
  return left.type === right.type ? [left.sql, right.sql] : undefined
}

const largeIntegerType = /^U?(?:BIG|HUGE)INT$/
const integerType = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/
