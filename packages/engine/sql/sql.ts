/**
 * SQL text that is safe to run. It is created by the `sql` tag, never from an untrusted string.
 *
 * @public
 */
export interface Sql {
  /** The text of the statement or fragment. */
  readonly text: string
  /** Distinguishes SQL from plain strings. */
  readonly isSql: true
}

/** A value that the `sql` tag formats as a SQL literal. */
type LiteralValue = null | boolean | number | bigint | string
type Part = LiteralValue | Sql | readonly Sql[]

const wrap = (text: string): Sql => ({ text, isSql: true })
const isSql = (part: Part): part is Sql => typeof part === 'object' && part !== null && 'isSql' in part

/**
 * Builds SQL from a template. Values are formatted as literals, SQL fragments are inserted unchanged, and lists of
 * fragments are joined with commas. Use `quoteIdentifier` to quote identifiers.
 *
 * @param parts Values, fragments and lists of fragments. Numbers are formatted as their shortest exact literals.
 * @returns A fragment that can be inserted into other fragments.
 * @example
 * sql`SELECT ${quoteIdentifier('price')} FROM ${quoteIdentifier('orders')} WHERE ${quoteIdentifier('city')} = ${"L'Aquila"}`.text
 * // SELECT "price" FROM "orders" WHERE "city" = 'L''Aquila'
 * @public
 */
export function sql(strings: TemplateStringsArray, ...parts: Part[]): Sql {
  let text = strings[0] ?? ''
  parts.forEach((part, index) => {
    text += toSqlText(part) + (strings[index + 1] ?? '')
  })
  return wrap(text)
}

function toSqlText(part: Part): string {
  if (Array.isArray(part)) return (part as readonly Sql[]).map((part) => part.text).join(', ')
  if (isSql(part as Part)) return (part as Sql).text
  return toLiteral(part as LiteralValue)
}

/** Formats a value as a SQL literal. NUL characters become `chr(0)`, because DuckDB's lexer stops at them. */
function toLiteral(value: LiteralValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return `'NaN'::DOUBLE`
    if (!Number.isFinite(value)) return value > 0 ? `'Infinity'::DOUBLE` : `'-Infinity'::DOUBLE`
    return Object.is(value, -0) ? '-0.0' : String(value)
  }
  const segments = value.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`)
  return segments.length === 1 ? (segments[0] as string) : `(${segments.join(' || chr(0) || ')})`
}

/**
 * Quotes the name of a table or column.
 *
 * @example
 * quoteIdentifier('unit price').text // "unit price", in double quotes
 * @public
 */
export const quoteIdentifier = (identifier: string): Sql => wrap(`"${identifier.replaceAll('"', '""')}"`)

/**
 * The former name of `quoteIdentifier`.
 *
 * @deprecated Use `quoteIdentifier`.
 * @public
 */
export const name = quoteIdentifier

/**
 * Joins SQL fragments with a separator.
 *
 * @param separator The SQL text between fragments. It is inserted unchanged, so it must not contain untrusted text.
 * @example
 * join([sql`a > 1`, sql`b IS NULL`], ' AND ').text // a > 1 AND b IS NULL
 * @public
 */
export const join = (fragments: readonly Sql[], separator: string): Sql =>
  wrap(fragments.map((part) => part.text).join(separator))

/**
 * Marks raw text as SQL. The caller must ensure that it contains no untrusted text.
 *
 * @example
 * const direction = unsafeSql(isDescending ? 'DESC' : 'ASC')
 * @public
 */
export const unsafeSql = (text: string): Sql => wrap(text)
