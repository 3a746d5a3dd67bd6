import { message } from '@aw-flow/messages'
import type jsonata from 'jsonata'
import { distinct } from './distinct.ts'
import { ExpressionError } from './expression-error.ts'

/** Limits of an expression: time, call depth, items of a list, characters of a text, values of a result. */
export const limits = { ms: 1_000, depth: 200, sequence: 100_000, characters: 1_000_000, values: 1_000_000 } as const

/** Functions whose results can be much larger than their arguments, with their signatures. */
const growing: Readonly<Record<string, string>> = {
  string: '<x-b?:s>',
  pad: '<s-ns?:s>',
  replace: '<s-(sf)(sf)n?:s>',
  join: '<a<s>s?:s>',
  append: '<xx:a>',
  split: '<s-(sf)n?:a<s>>',
  match: '<s-f<s:o>n?:a<o>>',
}
const bounded = (name: string): string => `aw ${name}`

interface Native {
  implementation(this: jsonata.Focus, ...args: unknown[]): unknown
}

/**
 * Bounds the texts and lists that an expression builds. JSONata's own limits do not cover them, and doubling a text
 * forty times exhausts any memory. In the syntax tree, `&` and the functions above are replaced with bounded versions.
 */
export function boundStrings(expression: jsonata.Expression): void {
  const tree = expression.ast()
  const few = countJoins(tree) <= uncounted
  rewrite(tree, few)
  const native = (focus: jsonata.Focus, name: string, args: unknown[]): unknown =>
    (focus.environment.lookup(name) as Native).implementation.apply(focus, args)
  expression.registerFunction(bounded('&'), async function (left: unknown, right: unknown) {
    countValues([left, right])
    const [a, b] = [left, right].map((side) => (side === undefined ? '' : native(this, 'string', [side])))
    return counted(`${String(await a)}${String(await b)}`)
  })
  expression.registerFunction(bounded(comparing), (value: unknown) => {
    countValues(value)
    return value
  })
  expression.registerFunction('distinct', distinct, '<x:x>')
  for (const [name, signature] of Object.entries(growing)) {
    const call = async function (this: jsonata.Focus, ...args: unknown[]): Promise<unknown> {
      if (name === 'string') countValues(args[0])
      if (name === 'pad' && Math.abs(Number(args[1])) > limits.characters) throw tooLong('characters', Number(args[1]))
      return counted(await native(this, name, args))
    }
    expression.registerFunction(bounded(name), call, signature)
  }
}

/**
 * Throws if a value contains more values than a result may. An object that is referenced several times counts each
 * time, because each reference would be serialized or compared.
 */
export function countValues(value: unknown): void {
  let count = 0
  const visit = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return
    const inner = Array.isArray(one) ? (one as unknown[]) : Object.values(one)
    if ((count += inner.length) > limits.values) {
      throw new ExpressionError(message('expression.too-many-values', { max: limits.values }))
    }
    for (const next of inner) visit(next)
  }
  visit(value)
}

function counted(value: unknown): unknown {
  if (typeof value === 'string' && value.length > limits.characters) throw tooLong('characters', value.length)
  if (Array.isArray(value) && value.length > limits.sequence) throw tooLong('sequence', value.length)
  return value
}

const tooLong = (what: 'characters' | 'sequence', count: number): Error =>
  new ExpressionError(
    what === 'sequence'
      ? message('expression.too-many-items', { count, max: limits.sequence })
      : message('expression.too-many-characters', { count, max: limits.characters }),
  )

/** Up to this number of `&` operators are not bounded: n of them make a text at most 2^n times as long. */
const uncounted = 8

const makers: ReadonlySet<unknown> = new Set(['zip', 'append', 'merge', 'map', 'each', 'reduce'])

/**
 * Counts `&` operators. Functions, bindings, objects and lists count as more than the unbounded number, because they
 * can reference the same text many times and a single `&` would serialize all references.
 */
function countJoins(tree: unknown): number {
  if (typeof tree !== 'object' || tree === null) return 0
  const { type, value, ...rest } = tree as Record<string, unknown>
  const makes =
    type === 'lambda' ||
    type === 'bind' ||
    type === 'transform' ||
    (type === 'unary' && value !== '-') ||
    (type === 'variable' && makers.has(value))
  const own = makes ? uncounted + 1 : type === 'binary' && value === '&' ? 1 : 0
  return Object.values(rest).reduce<number>((sum, one) => sum + countJoins(one), own)
}

function rewrite(tree: unknown, few: boolean): void {
  if (typeof tree !== 'object' || tree === null) return
  const node = tree as Record<string, unknown>
  for (const one of Object.values(node)) rewrite(one, few)
  if (
    node.type === 'binary' &&
    (node.value === '=' || node.value === '!=') &&
    !isLiteral(node.lhs) &&
    !isLiteral(node.rhs)
  ) {
    node.lhs = countedOperand(node.lhs, node.position)
  }
  if (node.type === 'variable' && typeof node.value === 'string' && Object.hasOwn(growing, node.value)) {
    node.value = bounded(node.value)
  }
  if (node.type === 'binary' && node.value === '&' && !few) {
    node.type = 'function'
    node.value = '('
    node.procedure = { type: 'variable', value: bounded('&'), position: node.position }
    node.arguments = [node.lhs, node.rhs]
    delete node.lhs
    delete node.rhs
  }
}

const comparing = 'compared'

const isLiteral = (node: unknown): boolean =>
  typeof node === 'object' &&
  node !== null &&
  ['string', 'number', 'value'].includes(String((node as { type?: unknown }).type))

/** Bounds the operands of comparisons. */
const countedOperand = (operand: unknown, position: unknown): Record<string, unknown> => ({
  type: 'function',
  value: '(',
  position,
  procedure: { type: 'variable', value: bounded(comparing), position },
  arguments: [operand],
})
