import type jsonata from 'jsonata'

type Node = Record<string, unknown>

const operators: Readonly<Record<string, (left: number | string, right: number | string) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}
const toFunctionName = (operator: string): string => `aw ${operator}`
const rankName = 'aw rank'
const keyName = 'aw key'

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
  expression.registerFunction(rankName, (value: unknown) =>
    isComparable(value) ? (typeof value === 'number' ? 0 : 1) : undefined,
  )
  expression.registerFunction(keyName, (value: unknown) => (isComparable(value) ? value : undefined))
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
    node.terms = (node.terms as Node[]).flatMap((term) =>
      [rankName, keyName].map((name) => ({
        ...term,
        expression: createCall(name, [term.expression], node.position),
      })),
    )
}

const createCall = (name: string, operands: readonly unknown[], position: unknown): Node => ({
  type: 'function',
  value: '(',
  position,
  procedure: { type: 'variable', value: name, position },
  arguments: operands,
})
