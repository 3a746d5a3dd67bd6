import { expressionFunctions } from './functions/expression-functions.ts'
import type { ValueShape } from './value-shape.ts'

/** A completion at a position in an expression. @public */
export interface Completion {
  /** The text that replaces the range from `from` to `to`. */
  text: string
  /** The text displayed in the completion list. */
  label: string
  /** The kind of item to insert. */
  kind: 'name' | 'key' | 'variable' | 'function' | 'keyword'
  /** A short description, such as the value's type or the function's signature. */
  detail: string
  /** For a function: a one-sentence description. */
  description?: string
}

/** The completions at a position in an expression. @public */
export interface Completions {
  /** The start of the text to replace, as a zero-based character offset. */
  from: number
  /** The end of the text to replace, as a zero-based character offset. */
  to: number
  /** The completions, best match first. */
  options: Completion[]
}

/**
 * The top-level names that an expression can read, each with the shape of its value as far as it is known. @internal
 */
export type ExpressionScope = Readonly<Record<string, ValueShape>>

const noCompletions: Completions = { from: 0, to: 0, options: [] }
const keywords = ['true', 'false', 'null', 'and', 'or', 'in', 'function']

/** The maximum number of characters before the cursor that are searched for a name. */
const maxNameLength = 500

/**
 * Completes an expression at a position: keys after a dot, functions and variables after `$`, and names in scope
 * everywhere else. Returns no completions inside strings and comments.
 *
 * @internal
 */
export function completeExpression(text: string, offset: number, scope: ExpressionScope): Completions {
  const prefix = text.slice(0, offset)
  const context = findContext(prefix)
  if (context === 'string' || context === 'comment') return noCompletions
  const [variable] = context === 'quoted name' ? [] : (/\$\w*$/.exec(prefix) ?? [])
  if (variable !== undefined) {
    const from = offset - variable.length
    return {
      from,
      to: findWordEnd(text, offset),
      options: filterByPrefix(variable, listVariablesAndFunctions(text, from)),
    }
  }
  const wordPattern = context === 'quoted name' ? /`[^`]*$/ : /[\p{L}_][\p{L}\p{N}_]*$/u
  const [word = ''] = wordPattern.exec(prefix.slice(-maxNameLength)) ?? []
  const from = offset - word.length
  const typedPrefix = word.replace(/^`/, '')
  const path = parsePathBeforeCursor(text.slice(0, from))
  const to = findWordEnd(text, offset)
  if (path) {
    const shape = path.reduce<ValueShape | undefined>(resolveKey, { type: 'object', keys: scope })
    const itemShape = shape && getItemShape(shape)
    const options =
      itemShape?.type === 'object'
        ? Object.entries(itemShape.keys).map(([key, keyShape]) => toCompletion(key, 'key', keyShape))
        : []
    return { from, to, options: filterByPrefix(typedPrefix, options) }
  }
  const names = Object.entries(scope).map(([name, shape]) => toCompletion(name, 'name', shape))
  const keywordCompletions = keywords.map((keyword): Completion => ({
    text: keyword,
    label: keyword,
    kind: 'keyword',
    detail: 'keyword',
  }))
  return { from, to, options: filterByPrefix(typedPrefix, [...names, ...keywordCompletions]) }
}

/** Determines whether a prefix ends inside a string, a comment, a quoted name or plain code. */
function findContext(prefix: string): 'string' | 'comment' | 'quoted name' | 'code' {
  for (let index = 0; index < prefix.length; index++) {
    const char = prefix[index]!
    if (char === '"' || char === "'") {
      for (index++; index < prefix.length && prefix[index] !== char; index++) if (prefix[index] === '\\') index++
      if (index >= prefix.length) return 'string'
    } else if (char === '`') {
      const end = prefix.indexOf('`', index + 1)
      if (end < 0) return 'quoted name'
      index = end
    } else if (prefix.startsWith('/*', index)) {
      const end = prefix.indexOf('*/', index + 2)
      if (end < 0) return 'comment'
      index = end + 1
    }
  }
  return 'code'
}

function findWordEnd(text: string, offset: number): number {
  const [rest = ''] = /^[\p{L}\p{N}_]*`?/u.exec(text.slice(offset)) ?? []
  return offset + rest.length
}

/** Returns the steps of the path before the final dot; `undefined` if the prefix does not end with a dot. */
function parsePathBeforeCursor(prefix: string): string[] | undefined {
  let rest = prefix.trimEnd()
  if (!rest.endsWith('.')) return undefined
  const steps: string[] = []
  while (rest.endsWith('.')) {
    rest = rest.slice(0, -1).trimEnd()
    // Brackets select items without changing their shape.
    while (rest.endsWith(']')) rest = removeBrackets(rest)
    const [, quotedName, plainName] = /(?:`([^`]*)`|([\p{L}_$][\p{L}\p{N}_]*))$/u.exec(rest.slice(-maxNameLength)) ?? []
    const name = quotedName ?? plainName
    // The text before the dot is not a name, so return a key that no object has.
    if (name === undefined) return ['\0']
    steps.unshift(name)
    rest = rest.slice(0, rest.length - (quotedName === undefined ? name.length : name.length + 2)).trimEnd()
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

const getItemShape = (shape: ValueShape): ValueShape => (shape.type === 'list' ? getItemShape(shape.of) : shape)

function resolveKey(shape: ValueShape | undefined, key: string): ValueShape | undefined {
  const object = shape && getItemShape(shape)
  return object?.type === 'object' && Object.hasOwn(object.keys, key) ? object.keys[key] : undefined
}

const plainNamePattern = /^[\p{L}_][\p{L}\p{N}_]*$/u

function toCompletion(name: string, kind: 'name' | 'key', shape: ValueShape): Completion {
  const isPlain = plainNamePattern.test(name) && !keywords.includes(name)
  return { text: isPlain ? name : `\`${name}\``, label: name, kind, detail: describeShape(shape) }
}

function describeShape(shape: ValueShape): string {
  if (shape.type === 'list') return shape.of.type === 'any' ? 'list' : `list of ${describeShape(shape.of)}`
  return shape.type === 'any' ? 'value' : shape.type
}

function listVariablesAndFunctions(text: string, cursor: number): Completion[] {
  const names = new Set<string>()
  for (const { 1: name, index } of text.matchAll(/(\$\w+)\s*:=/g)) if (index !== cursor) names.add(name!)
  for (const { 1: parameters } of text.matchAll(/(?:function|λ)\s*\(([^()]*)\)/g)) {
    for (const [name] of parameters!.matchAll(/\$\w+/g)) names.add(name)
  }
  return [
    ...[...names].map((name): Completion => ({ text: name, label: name, kind: 'variable', detail: 'variable' })),
    ...expressionFunctions.map(({ name, signature, description }): Completion => ({
      text: `${name}(`,
      label: name,
      kind: 'function',
      detail: signature,
      description,
    })),
  ]
}

const filterByPrefix = (typedPrefix: string, options: readonly Completion[]): Completion[] =>
  options.filter(({ label }) => label.toLowerCase().startsWith(typedPrefix.toLowerCase()))
