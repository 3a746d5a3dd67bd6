import { message, type Text } from '@aw-flow/messages'
import type { Config, Json } from '@aw-flow/schema'
import { compileExpression, type Expression } from './compile-expression.ts'
import { ExpressionError } from './expression-error.ts'

/** Evaluates an expression of a setting. */
export type EvaluateIn = (expression: Expression, setting: string) => Json | undefined | Promise<Json | undefined>

/** Settings with `{{…}}` in their texts, parsed once and evaluated at each run. */
export interface Template {
  /** The names that its expressions read; `undefined` if one may read any. */
  readonly names: ReadonlySet<string> | undefined
  readonly expressions: readonly { readonly setting: string; readonly expression: Expression }[]
  /** Whether a setting contains a placeholder, so that its value is unknown until it is evaluated. */
  fills(path: readonly string[]): boolean
  /** Evaluates the settings; results are not evaluated again. Returns a promise only if an expression does. */
  fill(evaluate: EvaluateIn): Config | Promise<Config>
}

export interface FoundPlaceholders {
  template?: Template
  problems: { setting: string; reason: Text }[]
}

type Part = string | Expression
interface Placed {
  path: readonly string[]
  setting: string
  parts: Part[]
}

/**
 * Finds `{{…}}` in the texts of settings. A placeholder ends at the first `}}` outside quotes and brackets; `\{{` is
 * literal. A text that consists of one placeholder becomes its value of any type; in other texts values become text.
 */
export function findPlaceholders(config: Config, verbatim: readonly string[] = []): FoundPlaceholders {
  const placed: Placed[] = []
  const problems: FoundPlaceholders['problems'] = []
  const visit = (value: Json, path: readonly string[]): void => {
    if (typeof value === 'string') {
      if (!value.includes('{{')) return
      const setting = path.join('.')
      try {
        placed.push({ path, setting, parts: partsOf(value) })
      } catch (cause) {
        if (!(cause instanceof ExpressionError)) throw cause
        problems.push({ setting, reason: cause.text })
      }
    } else if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, String(index)]))
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key])
    }
  }
  for (const [key, value] of Object.entries(config)) if (!verbatim.includes(key)) visit(value, [key])
  return placed.length > 0 ? { template: createTemplate(config, placed), problems } : { problems }
}

function createTemplate(config: Config, placed: readonly Placed[]): Template {
  const expressions = placed.flatMap(({ setting, parts }) =>
    parts.flatMap((part) => (typeof part === 'string' ? [] : [{ setting, expression: part }])),
  )
  const all = expressions.map(({ expression }) => expression.names)
  const known = all.every((names) => names !== undefined)
  return {
    names: known ? new Set(all.flatMap((names) => [...(names ?? [])])) : undefined,
    expressions,
    fills: (path) => placed.some((one) => path.every((key, at) => one.path[at] === key)),
    fill(evaluate) {
      const values = placed.map((one) => valueOf(one, evaluate))
      return values.some((value) => value instanceof Promise)
        ? Promise.all(values).then((done) => put(config, placed, done))
        : put(config, placed, values as Json[])
    },
  }
}

/** The evaluated setting: the value of a single placeholder, or a text. */
function valueOf({ setting, parts }: Placed, evaluate: EvaluateIn): Json | Promise<Json> {
  const values = parts.map((part) => (typeof part === 'string' ? part : evaluate(part, setting)))
  const isAlone = parts.length === 1 && typeof parts[0] !== 'string'
  const joined = (done: readonly (Json | undefined)[]): Json => (isAlone ? (done[0] ?? null) : textOf(done))
  return values.some((value) => value instanceof Promise)
    ? Promise.all(values).then(joined)
    : joined(values as (Json | undefined)[])
}

function put(config: Config, placed: readonly Placed[], values: readonly Json[]): Config {
  let filled: Json = config
  for (let at = 0; at < placed.length; at++) filled = withValue(filled, placed[at]!.path, 0, values[at]!)
  return filled as Config
}

function textOf(values: readonly (Json | undefined)[]): string {
  let text = ''
  for (const value of values) text += asText(value)
  return text
}

const asText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)

function withValue(at: Json, path: readonly string[], depth: number, value: Json): Json {
  const key = path[depth]
  if (key === undefined) return value
  if (Array.isArray(at)) {
    return at.map((item, index) => (String(index) === key ? withValue(item, path, depth + 1, value) : item))
  }
  const object = at as Config
  return { ...object, [key]: withValue(object[key] ?? null, path, depth + 1, value) }
}

function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let literal = ''
  for (let at = 0; at < text.length;) {
    if (text.startsWith('\\{{', at)) {
      literal += '{{'
      at += 3
    } else if (text.startsWith('{{', at)) {
      const end = endOf(text, at + 2)
      if (end < 0) throw new ExpressionError(message('expression.unclosed', { text: text.slice(at, at + 40) }))
      if (literal) parts.push(literal)
      literal = ''
      parts.push(compileExpression(text.slice(at + 2, end)))
      at = end + 2
    } else literal += text[at++]
  }
  if (literal) parts.push(literal)
  return parts
}

const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' }

/** The offset of the first `}}` outside quotes and brackets, or -1. */
function endOf(text: string, from: number): number {
  const open: string[] = []
  for (let at = from; at < text.length; at++) {
    const sign = text[at]!
    if (sign === '"' || sign === "'" || sign === '`') {
      for (at++; at < text.length && text[at] !== sign; at++) if (text[at] === '\\') at++
    } else if (open.length === 0 && text.startsWith('}}', at)) return at
    else if (closing[sign]) open.push(closing[sign])
    else if (sign === open.at(-1)) open.pop()
  }
  return -1
}
