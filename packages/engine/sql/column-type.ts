import { unsafeSql, type Sql } from './sql.ts'

const integers = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT']
const unsigned = ['UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT']

/** True for a type that counts whole numbers. */
export const isInteger = (type: string): boolean => integers.includes(type) || unsigned.includes(type)

/** True for DOUBLE and FLOAT, whose sums depend on their order. */
export const isFloat = (type: string): boolean => type === 'DOUBLE' || type === 'FLOAT'

/** True for DATE, TIME and the types of moments. */
export const isTime = (type: string): boolean => /^(?:DATE|TIME|TIMESTAMP(?:_S|_MS|_NS)?)$/.test(type)

/** Digits before and behind the point of a DECIMAL, or of the integers that it must hold. */
function decimalOf(type: string): { whole: number; scale: number } | undefined {
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? []
  if (width !== undefined) return { whole: Number(width) - Number(scale), scale: Number(scale) }
  const whole = [3, 5, 10, 19, 38][integers.indexOf(type)] ?? [3, 5, 10, 20][unsigned.indexOf(type)]
  return whole === undefined ? undefined : { whole, scale: 0 }
}

export const isNumber = (type: string): boolean => isFloat(type) || decimalOf(type) !== undefined

/**
 * The narrowest type that holds the values of both: integers widen, with a DECIMAL they are a DECIMAL, with a DOUBLE
 * all are DOUBLE, days with moments are moments, and what has nothing in common is text.
 */
export function commonType(one: string, other: string): string {
  if (one === other) return one
  if (isNumber(one) && isNumber(other)) return commonNumber(one, other)
  const moments = ['DATE', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP']
  if (moments.includes(one) && moments.includes(other)) return 'TIMESTAMP'
  return 'VARCHAR'
}

function commonNumber(one: string, other: string): string {
  if (isFloat(one) || isFloat(other)) return 'DOUBLE'
  if (isInteger(one) && isInteger(other)) return commonInteger(one, other)
  const [first, second] = [decimalOf(one)!, decimalOf(other)!]
  const scale = Math.max(first.scale, second.scale)
  const width = Math.max(first.whole, second.whole) + scale
  return width <= 38 ? `DECIMAL(${width},${scale})` : 'DOUBLE'
}

function commonInteger(one: string, other: string): string {
  // A type without a sign needs the next wider one with it.
  const rank = (type: string): number => (unsigned.includes(type) ? unsigned.indexOf(type) + 1 : integers.indexOf(type))
  if (unsigned.includes(one) && unsigned.includes(other)) return rank(one) > rank(other) ? one : other
  return integers[Math.max(rank(one), rank(other))]!
}

const nameable =
  /^(?:BOOLEAN|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d{1,2},\d{1,2}\)|VARCHAR|DATE|TIME|TIMESTAMP(?:_S|_MS|_NS)?|UUID|BLOB|INTERVAL)(?:\[\])*$/

/** A type's name as SQL. What comes of a table is DuckDB's own name; everything else must be a simple one. */
export function typeSql(type: string): Sql {
  if (!nameable.test(type)) throw new RangeError(`"${type}" is not a type that a column can be given.`)
  return unsafeSql(type)
}

/** True for a type that a column can be cast to by name. */
export const isNameable = (type: string): boolean => nameable.test(type)
