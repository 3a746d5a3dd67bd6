import type jsonata from 'jsonata'

type Node = Record<string, unknown>

const operators: Readonly<Record<string, (left: number | string, right: number | string) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}
const toFunctionName = (operator: string): string => `aw ${operator}`
const sortKeyName = 'aw sort key'

/**
 * Defines comparisons that JSONata rejects: null, and values of different types, are neither less nor more than each
 * other, so that the comparison is false. `=` and `!=` already accept all values. In `^(…)`, numbers precede text, and
 * other values are last. A comparison with a missing value has no value, as in JSONata.
 */
export function defineComparisons(expression: jsonata.Expression): void {
  rewriteComparisons(expression.ast())
  for (const [operator, compare] of Object.entries(operators)) {
    expression.registerFunction(toFunctionName(operator), (left: unknown, right: unknown) => {
      if (left === undefined || right === undefined) return undefined
      return isComparable(left) && isComparable(right) && typeof left === typeof right && compare(left, right)
    })
  }
  expression.registerFunction(sortKeyName, toSortKey)
}

/**
 * Converts a value to text with the order of the values: numbers, then text. Other values have no key, so they are last.
 * JSONata evaluates each term once per comparison, so a separate term for the type would evaluate it twice.
 */
function toSortKey(value: unknown): string | undefined {
  if (typeof value === 'string') return `t${value}`
  return typeof value === 'number' ? `n${encodeNumber(value)}` : undefined
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

const isComparable = (value: unknown): value is number | string =>
  typeof value === 'number' || typeof value === 'string'

function rewriteComparisons(tree: unknown): void {
  if (typeof tree !== 'object' || tree === null || tree instanceof RegExp) return
  const node = tree as Node
  for (const child of Object.values(node)) rewriteComparisons(child)
  if (node.type === 'binary' && Object.hasOwn(operators, String(node.value))) {
    Object.assign(node, createCall(toFunctionName(String(node.value)), [node.lhs, node.rhs], node.position))
    delete node.lhs
    delete node.rhs
  }
  if (node.type === 'sort')
    for (const term of node.terms as Node[]) term.expression = createCall(sortKeyName, [term.expression], node.position)
}

const createCall = (name: string, operands: readonly unknown[], position: unknown): Node => ({
  type: 'function',
  value: '(',
  position,
  procedure: { type: 'variable', value: name, position },
  arguments: operands,
})
