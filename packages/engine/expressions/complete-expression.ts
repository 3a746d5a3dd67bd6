import { expressionFunctions } from './expression-functions.ts'
import type { ValueShape } from './value-shape.ts'

/** A completion at a position in an expression. @public */
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

const noCompletions: Completions = { from: 0, to: 0, options: [] }
const keywords = ['true', 'false', 'null', 'and', 'or', 'in', 'function']

/**
 * Completes an expression at a position: keys after a dot, functions and variables after `$`, otherwise names in scope.
 * Returns no completions inside strings and comments.
 *
 * @internal
 */
export function completeExpression(text: string, offset: number, scope: ExpressionScope): Completions {
  const before = text.slice(0, offset)
  const state = findState(before)
  if (state === 'text' || state === 'comment') return noCompletions
  const [variable] = state === 'name' ? [] : (/\$\w*$/.exec(before) ?? [])
  if (variable !== undefined) {
    const from = offset - variable.length
    return { from, to: findWordEnd(text, offset), options: filterByPrefix(variable, listVariables(text, from)) }
  }
  const wordPattern = state === 'name' ? /`[^`]*$/ : /[\p{L}_][\p{L}\p{N}_]*$/u
  const [word = ''] = wordPattern.exec(before) ?? []
  const from = offset - word.length
  const typedPrefix = word.replace(/^`/, '')
  const path = findPathBefore(text.slice(0, from))
  const to = findWordEnd(text, offset)
  if (path) {
    const shape = path.reduce<ValueShape | undefined>(step, { type: 'object', keys: scope })
    const keys = shape && itemShape(shape)
    const options =
      keys?.type === 'object'
        ? Object.entries(keys.keys).map(([key, keyShape]) => toCompletion(key, 'key', keyShape))
        : []
    return { from, to, options: filterByPrefix(typedPrefix, options) }
  }
  const names = Object.entries(scope).map(([name, shape]) => toCompletion(name, 'name', shape))
  const words = keywords.map((keyword): Completion => ({
    text: keyword,
    label: keyword,
    kind: 'keyword',
    detail: 'keyword',
  }))
  return { from, to, options: filterByPrefix(typedPrefix, [...names, ...words]) }
}

/** Returns whether the end of the prefix is inside a string, a comment, a quoted name, or none of these. */
function findState(prefix: string): 'text' | 'comment' | 'name' | 'free' {
  for (let index = 0; index < prefix.length; index++) {
    const char = prefix[index]!
    if (char === '"' || char === "'") {
      for (index++; index < prefix.length && prefix[index] !== char; index++) if (prefix[index] === '\\') index++
      if (index >= prefix.length) return 'text'
    } else if (char === '`') {
      const end = prefix.indexOf('`', index + 1)
      if (end < 0) return 'name'
      index = end
    } else if (prefix.startsWith('/*', index)) {
      const end = prefix.indexOf('*/', index + 2)
      if (end < 0) return 'comment'
      index = end + 1
    }
  }
  return 'free'
}

function findWordEnd(text: string, offset: number): number {
  const [rest = ''] = /^[\p{L}\p{N}_]*`?/u.exec(text.slice(offset)) ?? []
  return offset + rest.length
}

/** Returns the steps of the path before a dot; `undefined` if no dot precedes the position. */
function findPathBefore(before: string): string[] | undefined {
  let rest = before.trimEnd()
  if (!rest.endsWith('.')) return undefined
  const steps: string[] = []
  while (rest.endsWith('.')) {
    rest = rest.slice(0, -1).trimEnd()
    // Brackets select items and do not change their shape.
    while (rest.endsWith(']')) rest = removeBrackets(rest)
    const [, quoted, plain] = /(?:`([^`]*)`|([\p{L}_$][\p{L}\p{N}_]*))$/u.exec(rest) ?? []
    const name = quoted ?? plain
    if (name === undefined) return ['\0']
    steps.unshift(name)
    rest = rest.slice(0, rest.length - (quoted === undefined ? name.length : name.length + 2)).trimEnd()
  }
  return steps[0] === '$$' || steps[0] === '$' ? steps.slice(1) : steps
}

function removeBrackets(text: string): string {
  let depth = 0
  for (let index = text.length - 1; index >= 0; index--) {
    if (text[index] === ']') depth++
    else if (text[index] === '[' && --depth === 0) return text.slice(0, index).trimEnd()
  }
  return ''
}

const itemShape = (shape: ValueShape): ValueShape => (shape.type === 'list' ? itemShape(shape.of) : shape)

function step(shape: ValueShape | undefined, key: string): ValueShape | undefined {
  const object = shape && itemShape(shape)
  return object?.type === 'object' && Object.hasOwn(object.keys, key) ? object.keys[key] : undefined
}

const plainName = /^[\p{L}_][\p{L}\p{N}_]*$/u

function toCompletion(name: string, kind: 'name' | 'key', shape: ValueShape): Completion {
  const isPlain = plainName.test(name) && !keywords.includes(name)
  return { text: isPlain ? name : `\`${name}\``, label: name, kind, detail: describeShape(shape) }
}

function describeShape(shape: ValueShape): string {
  if (shape.type === 'list') return shape.of.type === 'any' ? 'list' : `list of ${describeShape(shape.of)}`
  return shape.type === 'any' ? 'value' : shape.type
}

function listVariables(text: string, cursor: number): Completion[] {
  const names = new Set<string>()
  for (const { 1: name, index } of text.matchAll(/(\$\w+)\s*:=/g)) if (index !== cursor) names.add(name!)
  for (const { 1: parameters } of text.matchAll(/(?:function|λ)\s*\(([^)]*)\)/g)) {
    for (const [name] of parameters!.matchAll(/\$\w+/g)) names.add(name)
  }
  return [
    ...[...names].map((name): Completion => ({ text: name, label: name, kind: 'variable', detail: 'variable' })),
    ...expressionFunctions.map(({ name, call, about }): Completion => ({
      text: `${name}(`,
      label: name,
      kind: 'function',
      detail: call,
      about,
    })),
  ]
}

const filterByPrefix = (typedPrefix: string, options: readonly Completion[]): Completion[] =>
  options.filter(({ label }) => label.toLowerCase().startsWith(typedPrefix.toLowerCase()))
