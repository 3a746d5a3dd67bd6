import { message } from '@aw-flow/messages'
import type jsonata from 'jsonata'
import { removeDuplicates } from './remove-duplicates.ts'
import { ExpressionError } from '../expression-error.ts'
import { isAfter } from './define-comparisons.ts'
import { readParameters, replaceNulls } from './null-arguments.ts'

/**
 * Expression limits: milliseconds, call depth, list items, string characters, and values and characters in a result.
 */
export const limits = {
  ms: 1_000,
  depth: 200,
  sequence: 100_000,
  characters: 1_000_000,
  values: 1_000_000,
  resultCharacters: 50_000_000,
} as const

/** Functions whose results can be much larger than their arguments. */
const growingFunctions: ReadonlySet<string> = new Set(['string', 'pad', 'replace', 'join', 'append', 'split', 'match'])

/** Functions that fail in JSONata if an argument is null or, for `$sort`, if values have different types. */
const valueFunctions: ReadonlySet<string> = new Set(
  `pad replace join split match contains length trim lowercase uppercase substring substringBefore
  substringAfter base64encode base64decode encodeUrl encodeUrlComponent decodeUrl
  decodeUrlComponent number abs floor ceil round power sqrt sum max min average formatNumber
  formatBase formatInteger parseInteger fromMillis toMillis now lookup merge sift each clone sort`.split(/\s+/),
)

/** Functions that `$reduce` can call: it requires two parameters, but `$map` passes the index as the second one. */
const binaryFunctions: ReadonlySet<string> = new Set(['append', 'power'])
const toCheckedName = (name: string): string => `aw ${name}`

interface NativeFunction {
  implementation(this: jsonata.Focus, ...args: unknown[]): unknown
  signature: { definition: string; validate(args: readonly unknown[], context: unknown): unknown[] }
}

/**
 * Limits the size of the strings and lists that an expression builds. JSONata's own limits do not cover them, and
 * doubling a string forty times exhausts memory. Rewrites the syntax tree so that `&` and functions call checked
 * versions, which also treat null like a missing value.
 *
 * @param isOrdered Whether other calls must stay as they are, because they would change the order of random numbers.
 */
export function checkCalls(expression: jsonata.Expression, isOrdered: boolean): void {
  const tree = expression.ast()
  const shouldSkipConcatenations = countConcatenations(tree) <= maxUncheckedConcatenations
  const checkedFunctions = isOrdered ? growingFunctions : new Set([...growingFunctions, ...valueFunctions])
  const usedNames = new Set<string>()
  const rename = (name: string): string => {
    if (!checkedFunctions.has(name)) return name
    usedNames.add(name)
    return toCheckedName(name)
  }
  rewrite(tree, rename, shouldSkipConcatenations)
  const findNative = (focus: jsonata.Focus, name: string): NativeFunction =>
    focus.environment.lookup(name) as NativeFunction
  expression.registerFunction(toCheckedName('&'), async function (left: unknown, right: unknown) {
    checkResultSize([left, right])
    const [leftText, rightText] = [left, right].map((operand) =>
      operand === undefined ? '' : findNative(this, 'string').implementation.call(this, operand),
    )
    return checkSize(`${String(await leftText)}${String(await rightText)}`)
  })
  expression.registerFunction(toCheckedName(comparisonCheckName), (value: unknown) => {
    checkResultSize(value)
    return value
  })
  expression.registerFunction('distinct', removeDuplicates, '<x:x>')
  for (const name of usedNames) {
    const call = async function (this: jsonata.Focus, ...args: unknown[]): Promise<unknown> {
      const { implementation, signature } = findNative(this, name)
      const parameters = readParameters(signature.definition)
      while (args.length > parameters.length && args.at(-1) === undefined) args.pop()
      const given = replaceNulls(parameters, args, this.input)
      // Null contains nothing, just as it is not less than anything.
      if (!given) return name === 'contains' && args.includes(null) ? false : undefined
      if (name === 'sort' && given.length === 1 && !hasObject(given[0])) given.push(isAfter)
      if (name === 'string') checkResultSize(given[0])
      if (name === 'pad' && Math.abs(Number(given[1])) > limits.characters)
        throw createTooLargeError('characters', Number(given[1]))
      return checkSize(await implementation.apply(this, signature.validate(given, this.input)))
    }
    Object.defineProperty(call, 'length', { value: binaryFunctions.has(name) ? 2 : 1 })
    // A partial application, such as `$power(?, 2)`, reads the parameters from the source.
    call.toString = () => 'function (a, b, c, d) {}'
    expression.registerFunction(toCheckedName(name), call)
  }
}

/**
 * Throws if a value contains more nested values or characters than a result may have. An object or string that is
 * referenced several times counts each time, because each reference would be serialized or compared.
 */
export function checkResultSize(value: unknown): void {
  let valueCount = 0
  let characterCount = 0
  const addText = (text: string): void => {
    if ((characterCount += text.length) > limits.resultCharacters)
      throw createTooManyCharactersError(characterCount, limits.resultCharacters)
  }
  const visit = (nested: unknown): void => {
    if (typeof nested === 'string') return addText(nested)
    if (typeof nested !== 'object' || nested === null) return
    const isList = Array.isArray(nested)
    const items = isList ? (nested as unknown[]) : Object.values(nested)
    if ((valueCount += items.length) > limits.values) {
      throw new ExpressionError(message('expression.too-many-values', { max: limits.values }))
    }
    if (!isList) for (const key of Object.keys(nested)) addText(key)
    for (const item of items) visit(item)
  }
  visit(value)
}

function checkSize(value: unknown): unknown {
  if (typeof value === 'string' && value.length > limits.characters)
    throw createTooLargeError('characters', value.length)
  if (Array.isArray(value) && value.length > limits.sequence) throw createTooLargeError('sequence', value.length)
  return value
}

const createTooLargeError = (unit: 'characters' | 'sequence', count: number): Error =>
  unit === 'sequence'
    ? new ExpressionError(message('expression.too-many-items', { count, max: limits.sequence }))
    : createTooManyCharactersError(count, limits.characters)

export const createTooManyCharactersError = (count: number, max: number): ExpressionError =>
  new ExpressionError(message('expression.too-many-characters', { count, max }))

/**
 * With at most this many `&` operators, no size checks are added: n operators make a string at most 2^n times as long.
 */
const maxUncheckedConcatenations = 8

const duplicatingFunctions: ReadonlySet<unknown> = new Set(['zip', 'append', 'merge', 'map', 'each', 'reduce'])

/**
 * Counts `&` operators. A function, binding, object or list constructor counts as more than
 * `maxUncheckedConcatenations`, because it can reference the same string many times, and a single `&` would serialize
 * every reference.
 */
function countConcatenations(tree: unknown): number {
  if (typeof tree !== 'object' || tree === null) return 0
  const { type, value, ...rest } = tree as Record<string, unknown>
  const canDuplicate =
    type === 'lambda' ||
    type === 'bind' ||
    type === 'transform' ||
    (type === 'unary' && value !== '-') ||
    (type === 'variable' && duplicatingFunctions.has(value))
  const ownCount = canDuplicate ? maxUncheckedConcatenations + 1 : type === 'binary' && value === '&' ? 1 : 0
  return Object.values(rest).reduce<number>((sum, child) => sum + countConcatenations(child), ownCount)
}

function rewrite(tree: unknown, rename: (name: string) => string, shouldSkipConcatenations: boolean): void {
  if (typeof tree !== 'object' || tree === null) return
  const node = tree as Record<string, unknown>
  for (const child of Object.values(node)) rewrite(child, rename, shouldSkipConcatenations)
  if (
    node.type === 'binary' &&
    (node.value === '=' || node.value === '!=') &&
    !isLiteral(node.lhs) &&
    !isLiteral(node.rhs)
  ) {
    node.lhs = wrapOperand(node.lhs, node.position)
  }
  if (node.type === 'variable' && typeof node.value === 'string') node.value = rename(node.value)
  if (node.type === 'binary' && node.value === '&' && !shouldSkipConcatenations) {
    node.type = 'function'
    node.value = '('
    node.procedure = { type: 'variable', value: toCheckedName('&'), position: node.position }
    node.arguments = [node.lhs, node.rhs]
    delete node.lhs
    delete node.rhs
  }
}

const hasObject = (list: unknown): boolean => [list].flat().some((item) => typeof item === 'object' && item !== null)

const comparisonCheckName = 'compared'

const isLiteral = (node: unknown): boolean =>
  typeof node === 'object' &&
  node !== null &&
  ['string', 'number', 'value'].includes(String((node as { type?: unknown }).type))

/** Wraps an operand of a comparison in a size check. */
const wrapOperand = (operand: unknown, position: unknown): Record<string, unknown> => ({
  type: 'function',
  value: '(',
  position,
  procedure: { type: 'variable', value: toCheckedName(comparisonCheckName), position },
  arguments: [operand],
})
