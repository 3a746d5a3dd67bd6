import type { Text } from '@aw-flow/messages'
import type { Json } from '../document/workflow.ts'
import { getAt, isObject, type ForeignNode, type ForeignSettings } from './foreign-workflow.ts'
import type { Translated } from './translate-expression.ts'

/** A part of a text: literal, or an expression of the tool. */
export type TemplatePart = { literal: string } | { expression: string }

/** The expressions of a tool. */
export interface ExpressionLanguage {
  /** Splits a text. A text without expressions is one literal. */
  split(text: string): readonly TemplatePart[]
  /** Translates an expression to JSONata, or returns `undefined` if it has no counterpart with the same meaning. */
  translate(expression: string): Translated | undefined
}

/** Reads the settings of a node, translates expressions, and records what was read. */
export interface SettingsReader {
  readonly node: ForeignNode
  /** Returns the value at a path such as `options.timeout`. */
  get(path: string): Json | undefined
  /** Returns the text at a path with translated expressions in `{{…}}`. */
  text(path: string): string | undefined
  /** Translates the expressions of a value for a setting that accepts `{{…}}`. */
  template(value: Json | undefined): string
  /** Translates a value to a JSONata expression: a literal, or the expressions of a text. */
  expression(value: Json | undefined): string
  /** Translates an expression of the tool without delimiters, or returns `undefined`. */
  translate(expression: string): string | undefined
  /** Records that the node behaves differently. */
  approximate(reason: Text): void
}

/** Record of reading the settings of a node. */
export interface ReaderRecord {
  readonly reasons: Text[]
  /** Expressions that have no counterpart and remain as they are. */
  readonly keptExpressions: string[]
  /** Returns the paths of settings that were not read, except empty ones and those in `ignored`. */
  listUnread(ignored: readonly string[]): string[]
}

/** Translated characters of a whole workflow. Beyond them, expressions are kept: a short one can refer to a long value. */
export const createTranslationBudget = () => ({ characters: 16_000_000 })

/** Maximum number of paths that a problem of a node lists. */
export const maxListedPaths = 50

export function createSettingsReader(
  node: ForeignNode,
  language: ExpressionLanguage,
  budget: { characters: number },
): { reader: SettingsReader; record: ReaderRecord } {
  const readPaths = new Set<string>()
  const record = { reasons: [] as Text[], keptExpressions: [] as string[] }

  const get = (path: string): Json | undefined => {
    readPaths.add(path)
    return getAt(node.settings, path)
  }
  const translate = (expression: string): string | undefined => {
    const translated = budget.characters > 0 ? language.translate(expression) : undefined
    budget.characters -= translated?.code.length ?? 0
    if (!translated) record.keptExpressions.push(expression.trim())
    return translated?.code
  }
  const template = (value: Json | undefined): string => {
    if (value === undefined || value === null) return ''
    if (typeof value !== 'string') return typeof value === 'object' ? JSON.stringify(value) : String(value)
    return language
      .split(value)
      .map((part) => {
        if ('literal' in part) return part.literal.replaceAll('{{', '\\{{')
        return `{{ ${translate(part.expression) ?? part.expression.trim()} }}`
      })
      .join('')
  }
  const expression = (value: Json | undefined): string => {
    if (value === undefined) return 'null'
    if (typeof value !== 'string') return JSON.stringify(value)
    const codes = language.split(value).flatMap((part) => {
      if ('literal' in part) return part.literal === '' ? [] : [JSON.stringify(part.literal)]
      // An expression that has no counterpart stays visible as text, because a wrong value would go unnoticed.
      return [translate(part.expression) ?? JSON.stringify(`{{ ${part.expression.trim()} }}`)]
    })
    return codes.length === 0 ? '""' : codes.join(' & ')
  }
  const reader: SettingsReader = {
    node,
    get,
    text: (path) => {
      const value = get(path)
      return value === undefined || value === null ? undefined : template(value)
    },
    template,
    expression,
    translate,
    approximate: (reason) => record.reasons.push(reason),
  }
  const listUnread = (ignored: readonly string[]): string[] => listLeaves(node.settings, [...readPaths, ...ignored])
  return { reader, record: { ...record, listUnread } }
}

/** Lists the paths of values that are not empty and not at or below one of the known paths. */
function listLeaves(settings: ForeignSettings, knownPaths: readonly string[]): string[] {
  const known = new Set(knownPaths)
  const leaves: string[] = []
  const visit = (value: Json, path: string): void => {
    if (leaves.length === maxListedPaths || known.has(path) || isEmpty(value)) return
    if (!isObject(value)) {
      leaves.push(path)
      return
    }
    for (const [name, inner] of Object.entries(value)) visit(inner, `${path}.${name}`)
  }
  for (const [name, value] of Object.entries(settings)) visit(value, name)
  return leaves
}

const isEmpty = (value: Json): boolean =>
  value === null ||
  value === '' ||
  value === false ||
  (typeof value === 'object' && Object.values(value).every((inner) => isEmpty(inner as Json)))

/** Splits a text at `{{…}}`. Quotes and inner braces belong to the expression. */
export function splitBraces(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let start = 0
  // A quotation mark without a second one is searched for again and again.
  let unclosed = 0
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', start)) {
    const closed = unclosed < maxUnclosed ? findEnd(text, open + 2) : undefined
    if (closed === undefined) unclosed++
    // An apostrophe in a text such as {{it's}} is not a quotation mark.
    const end = closed ?? text.indexOf('}}', open + 2)
    if (end < 0) break
    if (open > start) parts.push({ literal: text.slice(start, open) })
    parts.push({ expression: text.slice(open + 2, end) })
    start = end + 2
  }
  if (start < text.length || parts.length === 0) parts.push({ literal: text.slice(start) })
  return parts
}

/** Maximum length of an expression, in characters. */
const maxExpressionLength = 4_000
/** Maximum number of expressions of a text whose end is not found at once. */
const maxUnclosed = 1_000

function findEnd(text: string, start: number): number | undefined {
  let quote: string | undefined
  let depth = 0
  for (let index = start; index < Math.min(text.length, start + maxExpressionLength); index++) {
    const character = text[index]!
    if (quote !== undefined) {
      if (character === '\\') index++
      else if (character === quote) quote = undefined
    } else if (character === '"' || character === "'" || character === '`') quote = character
    else if (character === '{') depth++
    else if (character === '}') {
      if (depth === 0 && text[index + 1] === '}') return index
      depth = Math.max(0, depth - 1)
    }
  }
  return undefined
}
