import { expressionFunctions } from './expression-functions.ts'
import type { ValueShape } from './value-shape.ts'

/** A completion at a position of an expression. @public */
export interface Completion {
  /** The text that replaces `from` to `to`. */
  text: string
  label: string
  kind: 'name' | 'key' | 'variable' | 'function' | 'keyword'
  /** A short description, such as its type or signature. */
  detail: string
  about?: string
}

/** @public */
export interface Completions {
  /** Offsets of the text to replace. */
  from: number
  to: number
  options: Completion[]
}

/** The top-level names that an expression can read, with the known shapes of their values. @internal */
export type ExpressionScope = Readonly<Record<string, ValueShape>>

const none: Completions = { from: 0, to: 0, options: [] }
const keywords = ['true', 'false', 'null', 'and', 'or', 'in', 'function']

/**
 * Completes an expression at a position: keys after a dot, functions and variables after `$`, otherwise names in scope.
 * Returns nothing inside strings and comments.
 *
 * @internal
 */
export function completeExpression(text: string, offset: number, scope: ExpressionScope): Completions {
  const before = text.slice(0, offset)
  const state = stateAt(before)
  if (state === 'text' || state === 'comment') return none
  const [variable] = state === 'name' ? [] : (/\$\w*$/.exec(before) ?? [])
  if (variable !== undefined) {
    const from = offset - variable.length
    return { from, to: wordEnd(text, offset), options: starting(variable, variables(text, from)) }
  }
  const open = state === 'name' ? /`[^`]*$/ : /[\p{L}_][\p{L}\p{N}_]*$/u
  const [word = ''] = open.exec(before) ?? []
  const from = offset - word.length
  const typed = word.replace(/^`/, '')
  const path = pathBefore(text.slice(0, from))
  const to = wordEnd(text, offset)
  if (path) {
    const shape = path.reduce<ValueShape | undefined>(step, { type: 'object', keys: scope })
    const keys = shape && inList(shape)
    const options = keys?.type === 'object' ? Object.entries(keys.keys).map(([key, one]) => named(key, 'key', one)) : []
    return { from, to, options: starting(typed, options) }
  }
  const names = Object.entries(scope).map(([name, shape]) => named(name, 'name', shape))
  const words = keywords.map((keyword): Completion => ({
    text: keyword,
    label: keyword,
    kind: 'keyword',
    detail: 'keyword',
  }))
  return { from, to, options: starting(typed, [...names, ...words]) }
}

/** Whether a position is inside a string, a comment, a quoted name, or none of these. */
function stateAt(before: string): 'text' | 'comment' | 'name' | 'free' {
  for (let at = 0; at < before.length; at++) {
    const sign = before[at]!
    if (sign === '"' || sign === "'") {
      for (at++; at < before.length && before[at] !== sign; at++) if (before[at] === '\\') at++
      if (at >= before.length) return 'text'
    } else if (sign === '`') {
      const end = before.indexOf('`', at + 1)
      if (end < 0) return 'name'
      at = end
    } else if (before.startsWith('/*', at)) {
      const end = before.indexOf('*/', at + 2)
      if (end < 0) return 'comment'
      at = end + 1
    }
  }
  return 'free'
}

function wordEnd(text: string, offset: number): number {
  const [rest = ''] = /^[\p{L}\p{N}_]*`?/u.exec(text.slice(offset)) ?? []
  return offset + rest.length
}

/** The steps of the path before a dot; `undefined` if there is no dot before the position. */
function pathBefore(before: string): string[] | undefined {
  let at = before.trimEnd()
  if (!at.endsWith('.')) return undefined
  const steps: string[] = []
  while (at.endsWith('.')) {
    at = at.slice(0, -1).trimEnd()
    // Brackets select items and do not change their shape.
    while (at.endsWith(']')) at = withoutBrackets(at)
    const [, quoted, plain] = /(?:`([^`]*)`|([\p{L}_$][\p{L}\p{N}_]*))$/u.exec(at) ?? []
    const name = quoted ?? plain
    if (name === undefined) return ['\0']
    steps.unshift(name)
    at = at.slice(0, at.length - (quoted === undefined ? name.length : name.length + 2)).trimEnd()
  }
  return steps[0] === '$$' || steps[0] === '$' ? steps.slice(1) : steps
}

function withoutBrackets(text: string): string {
  let depth = 0
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ']') depth++
    else if (text[at] === '[' && --depth === 0) return text.slice(0, at).trimEnd()
  }
  return ''
}

const inList = (shape: ValueShape): ValueShape => (shape.type === 'list' ? inList(shape.of) : shape)

function step(shape: ValueShape | undefined, key: string): ValueShape | undefined {
  const object = shape && inList(shape)
  return object?.type === 'object' && Object.hasOwn(object.keys, key) ? object.keys[key] : undefined
}

const plainName = /^[\p{L}_][\p{L}\p{N}_]*$/u

function named(name: string, kind: 'name' | 'key', shape: ValueShape): Completion {
  const isPlain = plainName.test(name) && !keywords.includes(name)
  return { text: isPlain ? name : `\`${name}\``, label: name, kind, detail: wordFor(shape) }
}

function wordFor(shape: ValueShape): string {
  if (shape.type === 'list') return shape.of.type === 'any' ? 'list' : `list of ${wordFor(shape.of)}`
  return shape.type === 'any' ? 'value' : shape.type
}

function variables(text: string, at: number): Completion[] {
  const set = new Set<string>()
  for (const { 1: name, index } of text.matchAll(/(\$\w+)\s*:=/g)) if (index !== at) set.add(name!)
  for (const { 1: parameters } of text.matchAll(/(?:function|λ)\s*\(([^)]*)\)/g)) {
    for (const [name] of parameters!.matchAll(/\$\w+/g)) set.add(name)
  }
  return [
    ...[...set].map((name): Completion => ({ text: name, label: name, kind: 'variable', detail: 'variable' })),
    ...expressionFunctions.map(({ name, call, about }): Completion => ({
      text: `${name}(`,
      label: name,
      kind: 'function',
      detail: call,
      about,
    })),
  ]
}

const starting = (typed: string, options: readonly Completion[]): Completion[] =>
  options.filter(({ label }) => label.toLowerCase().startsWith(typed.toLowerCase()))
