import { isLargeInteger } from '@aw-flow/schema'

interface LiteralNode {
  readonly type?: unknown
  readonly value?: unknown
  /** The offset after the literal. */
  readonly position?: unknown
}

/**
 * Returns an integer literal as text with all its digits if it loses some as a number, as the parser of JSON does.
 *
 * @param source The expression.
 */
export function readLargeInteger({ type, value, position }: LiteralNode, source: string): string | undefined {
  if (type !== 'number' || typeof position !== 'number' || Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER)
    return undefined
  let start = position
  while (/\d/.test(source[start - 1] ?? '')) start--
  const text = `${Number(value) < 0 ? '-' : ''}${source.slice(start, position)}`
  return Number(text) === value && isLargeInteger(text) ? text : undefined
}

/** Returns a value that compares with numbers by its size: a `bigint` for an integer that is kept as text. */
export const toExactNumber = (value: unknown): unknown =>
  typeof value === 'string' && isLargeInteger(value) ? BigInt(value) : value

/**
 * Returns text with the order of integers that are equal as numbers: the number of digits and the digits, each inverted
 * for a negative integer.
 */
export function encodeDigits(integer: string): string {
  const digits = integer.replace('-', '')
  const key = `${String(digits.length).padStart(9, '0')}${digits}`
  return integer.startsWith('-') ? key.replaceAll(/\d/g, (digit) => String(9 - Number(digit))) : key
}
