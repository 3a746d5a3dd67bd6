import { unsafeSql, type Sql } from './sql.ts'

const signedIntegers = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT']
const unsignedIntegers = ['UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT']

/** Returns whether a type is an integer type. @internal */
export const isInteger = (type: string): boolean => signedIntegers.includes(type) || unsignedIntegers.includes(type)

/**
 * Returns whether a type is DOUBLE or FLOAT. The sum of such values depends on the order in which they are added.
 * @internal
 */
export const isFloat = (type: string): boolean => type === 'DOUBLE' || type === 'FLOAT'

/** Returns whether a type is DATE, TIME or a timestamp. @internal */
export const isTemporal = (type: string): boolean => /^(?:DATE|TIME|TIMESTAMP(?:_S|_MS|_NS)?)$/.test(type)

/**
 * Returns the number of digits before and after the decimal point of a DECIMAL type, or of the DECIMAL type that can
 * represent all values of an integer type.
 */
function toDecimal(type: string): { integerDigits: number; scale: number } | undefined {
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? []
  if (width !== undefined) return { integerDigits: Number(width) - Number(scale), scale: Number(scale) }
  const integerDigits =
    [3, 5, 10, 19, 38][signedIntegers.indexOf(type)] ?? [3, 5, 10, 20][unsignedIntegers.indexOf(type)]
  return integerDigits === undefined ? undefined : { integerDigits, scale: 0 }
}

/** @internal */
export const isNumber = (type: string): boolean => isFloat(type) || toDecimal(type) !== undefined

/**
 * Returns the narrowest type that can represent the values of two types. Integer types widen, integers and DECIMALs
 * become DECIMAL, numbers and DOUBLE become DOUBLE, dates and timestamps become TIMESTAMP, and all other combinations
 * become text.
 *
 * @internal
 */
export function findCommonType(left: string, right: string): string {
  if (left === right) return left
  if (isNumber(left) && isNumber(right)) return findCommonNumericType(left, right)
  const temporalTypes = ['DATE', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP']
  if (temporalTypes.includes(left) && temporalTypes.includes(right)) return 'TIMESTAMP'
  return 'VARCHAR'
}

function findCommonNumericType(left: string, right: string): string {
  if (isFloat(left) || isFloat(right)) return 'DOUBLE'
  if (isInteger(left) && isInteger(right)) return findCommonIntegerType(left, right)
  const [first, second] = [toDecimal(left)!, toDecimal(right)!]
  const scale = Math.max(first.scale, second.scale)
  const width = Math.max(first.integerDigits, second.integerDigits) + scale
  return width <= 38 ? `DECIMAL(${width},${scale})` : 'DOUBLE'
}

function findCommonIntegerType(left: string, right: string): string {
  // An unsigned type requires the next wider signed type.
  const getRank = (type: string): number =>
    unsignedIntegers.includes(type) ? unsignedIntegers.indexOf(type) + 1 : signedIntegers.indexOf(type)
  if (unsignedIntegers.includes(left) && unsignedIntegers.includes(right))
    return getRank(left) > getRank(right) ? left : right
  return signedIntegers[Math.max(getRank(left), getRank(right))]!
}

const sqlTypePattern =
  /^(?:BOOLEAN|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d{1,2},\d{1,2}\)|VARCHAR|DATE|TIME|TIMESTAMP(?:_S|_MS|_NS)?|UUID|BLOB|INTERVAL)(?:\[\])*$/

/** Converts a type name to SQL. Throws if it is neither a simple DuckDB type nor a list of one. @internal */
export function compileType(type: string): Sql {
  if (!sqlTypePattern.test(type)) throw new RangeError(`"${type}" is not a type that columns can be cast to.`)
  return unsafeSql(type)
}

/** Returns whether a string is a SQL type that columns can be cast to. @internal */
export const isSqlType = (type: string): boolean => sqlTypePattern.test(type)
