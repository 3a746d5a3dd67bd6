import { isLargeInteger } from '@aw-flow/schema'
import type jsonata from 'jsonata'
import { encodeDigits, readLargeInteger, toExactNumber } from './large-integer.ts'

type Node = Record<string, unknown>
type Comparable = number | bigint | string

const operators: Readonly<Record<string, (left: Comparable, right: Comparable) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}
const arithmetic: Readonly<
  Record<
    string,
    { numbers: (left: number, right: number) => number; integers?: (left: bigint, right: bigint) => bigint }
  >
> = {
  '+': { numbers: (left, right) => left + right, integers: (left, right) => left + right },
  '-': { numbers: (left, right) => left - right, integers: (left, right) => left - right },
  '*': { numbers: (left, right) => left * right, integers: (left, right) => left * right },
  '/': { numbers: (left, right) => left / right },
  '%': { numbers: (left, right) => left % right },
}
const toFunctionName = (operator: string): string => `aw ${operator}`
const sortKeyName = 'aw sort key'
const withoutNullName = 'aw without null'

/**
 * Defines comparisons that JSONata rejects: null, and values of different types, are neither less nor more than each
 * other, so that the comparison is false. `=` and `!=` already accept all values. In `^(…)` and `$sort`, numbers precede
 * text, and other values are last. A comparison with a missing value has no value, as in JSONata, and neither has a
 * calculation with a missing value or null. Integers that are text because a number would lose digits are ordered as
 * numbers.
 */
export function defineComparisons(expression: jsonata.Expression): void {
  rewriteComparisons(expression.ast())
  for (const [operator, compare] of Object.entries(operators)) {
    expression.registerFunction(toFunctionName(operator), (left: unknown, right: unknown) => {
      if (left === undefined || right === undefined) return undefined
      const [exactLeft, exactRight] = [toExactNumber(left), toExactNumber(right)]
      if (isNumeric(exactLeft) && isNumeric(exactRight)) return compare(exactLeft, exactRight)
      return typeof left === 'string' && typeof right === 'string' && compare(left, right)
    })
  }
  for (const [operator, { numbers, integers }] of Object.entries(arithmetic)) {
    expression.registerFunction(toFunctionName(operator), (left: unknown, right: unknown) => {
      const large = integers && calculateExactly(left, right, integers)
      if (large !== undefined) return large
      requireNumber(left ?? undefined, 'T2001', operator)
      requireNumber(right ?? undefined, 'T2002', operator)
      return (left ?? undefined) === undefined || (right ?? undefined) === undefined
        ? undefined
        : numbers(left as number, right as number)
    })
  }
  expression.registerFunction(withoutNullName, (value: unknown) => value ?? undefined)
  expression.registerFunction(sortKeyName, toSortKey)
}

/**
 * Converts a value to text with the order of the values: numbers, then text. Other values have no key, so they are last.
 * JSONata evaluates each term once per comparison, so a separate term for the type would evaluate it twice.
 */
function toSortKey(value: unknown): string | undefined {
  if (typeof value === 'string')
    return isLargeInteger(value) ? `n${encodeNumber(Number(value))}${encodeDigits(value)}` : `t${value}`
  return typeof value === 'number' ? `n${encodeNumber(value)}` : undefined
}

/** Returns whether a value follows another one in the order of the values. */
export function isAfter(left: unknown, right: unknown): boolean {
  const [leftKey, rightKey] = [toSortKey(left), toSortKey(right)]
  return leftKey === undefined ? rightKey !== undefined : rightKey !== undefined && leftKey > rightKey
}

/** Encodes a number as text of the same order: its bits, with those of negative numbers inverted. */
function encodeNumber(value: number): string {
  const bits = new DataView(new ArrayBuffer(8))
  // Adding zero makes negative zero equal to zero.
  bits.setFloat64(0, value + 0)
  const isNegative = value < 0
  const [high, low] = [bits.getUint32(0), bits.getUint32(4)].map((word) => (isNegative ? ~word >>> 0 : word)) as [
    number,
    number,
  ]
  const toHex = (word: number): string => word.toString(16).padStart(8, '0')
  return toHex(isNegative ? high : (high | 0x8000_0000) >>> 0) + toHex(low)
}

const isNumeric = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint'

/** Turns integer literals that lose digits as numbers into text, which the same integers in values are. */
export function keepDigitsOfLiterals(tree: unknown, source: string): void {
  if (typeof tree !== 'object' || tree === null || tree instanceof RegExp) return
  const node = tree as Node
  // An index stays a number, because text would select the whole list.
  if (node.type === 'filter' && (node.expr as Node).type === 'number') return
  for (const child of Object.values(node)) keepDigitsOfLiterals(child, source)
  const text = readLargeInteger(node, source)
  if (text !== undefined) Object.assign(node, { type: 'string', value: text })
}

/** Calculates with an integer that is kept as text, and another one. Returns `undefined` for all other values. */
function calculateExactly(
  left: unknown,
  right: unknown,
  calculate: (left: bigint, right: bigint) => bigint,
): string | number | undefined {
  if (typeof left !== 'string' && typeof right !== 'string') return undefined
  const [exactLeft, exactRight] = [left, right].map((value) =>
    Number.isInteger(value) ? BigInt(value as number) : toExactNumber(value),
  )
  if (typeof exactLeft !== 'bigint' || typeof exactRight !== 'bigint') return undefined
  const result = calculate(exactLeft, exactRight)
  return isLargeInteger(String(result)) ? String(result) : Number(result)
}

/** Throws JSONata's error for an operand that is not a finite number. A missing operand is accepted. */
function requireNumber(value: unknown, code: string, token: string): void {
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return
  throw Object.assign(new Error(code), { code: typeof value === 'number' ? 'D1001' : code, token, value })
}

function rewriteComparisons(tree: unknown): void {
  if (typeof tree !== 'object' || tree === null || tree instanceof RegExp) return
  const node = tree as Node
  for (const child of Object.values(node)) rewriteComparisons(child)
  const operator = String(node.value)
  if (node.type === 'binary' && (Object.hasOwn(operators, operator) || Object.hasOwn(arithmetic, operator))) {
    Object.assign(node, createCall(toFunctionName(operator), [node.lhs, node.rhs], node.position))
    delete node.lhs
    delete node.rhs
  }
  if (node.type === 'unary' && operator === '-') node.expression = withoutNull(node.expression, node.position)
  if (node.type === 'binary' && operator === '..') {
    node.lhs = withoutNull(node.lhs, node.position)
    node.rhs = withoutNull(node.rhs, node.position)
  }
  if (node.type === 'sort')
    for (const term of node.terms as Node[]) term.expression = createCall(sortKeyName, [term.expression], node.position)
}

const withoutNull = (operand: unknown, position: unknown): unknown =>
  (operand as Node).type === 'number' ? operand : createCall(withoutNullName, [operand], position)

const createCall = (name: string, operands: readonly unknown[], position: unknown): Node => ({
  type: 'function',
  value: '(',
  position,
  procedure: { type: 'variable', value: name, position },
  arguments: operands,
})
