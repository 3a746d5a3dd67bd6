import { message, type Text } from '@aw-flow/messages'
import { parseJson, type Config, type Json } from '@aw-flow/schema'
import { createTooManyCharactersError, limits } from './functions/bound-strings.ts'
import { compileExpression, type Expression } from './compile-expression.ts'
import { ExpressionError } from './expression-error.ts'
import { createValueInserter, toInsertedText, type InsertionPlace } from './insert-value.ts'

/** Evaluates an expression that occurs in a setting. */
export type EvaluatePlaceholder = (
  expression: Expression,
  setting: string,
) => Json | undefined | Promise<Json | undefined>

/** Converts an error in a setting's text to the error to throw. */
export type ToFailure = (cause: unknown, setting: string) => unknown

/** Settings whose strings contain `{{…}}`. A template is parsed once and evaluated in each run. */
export interface Template {
  /** The names that the expressions read; `undefined` if an expression can read any name. */
  readonly names: ReadonlySet<string> | undefined
  readonly expressions: readonly { readonly setting: string; readonly expression: Expression }[]
  /**
   * Returns how a setting depends on placeholders: as a single placeholder (`value`), as a string that contains
   * placeholders (`text`), or as an object or a list with such strings (`inside`).
   */
  findPlaceholder(path: readonly string[]): 'value' | 'text' | 'inside' | undefined
  /**
   * Fills in the evaluated placeholders. Results are not evaluated again. Returns a promise only if `evaluate` does.
   */
  fill(evaluate: EvaluatePlaceholder, toFailure: ToFailure): Config | Promise<Config>
}

export interface PlaceholderScan {
  template?: Template
  problems: { setting: string; reason: Text }[]
}

type Part = string | Expression
interface TemplateSetting {
  path: readonly string[]
  setting: string
  parts: Part[]
  place: InsertionPlace | undefined
}

/**
 * Finds `{{…}}` in the strings of settings. A placeholder ends at the first `}}` outside quotes and brackets; `\{{` is
 * a literal `{{`. A string that consists of a single placeholder is replaced with the placeholder's value, of any type;
 * in other strings, values are converted to text and escaped for their place.
 *
 * @param options.verbatim Settings whose strings are not searched, or their parts, such as `plan.columns`.
 * @param options.places The places of settings in which values are escaped, keyed by the path of a setting or of an
 *   enclosing one, such as `headers` or `conditions.0.value`.
 */
export function findPlaceholders(
  config: Config,
  {
    verbatim = [],
    places = {},
  }: { verbatim?: readonly string[]; places?: Readonly<Record<string, InsertionPlace>> } = {},
): PlaceholderScan {
  const templateSettings: TemplateSetting[] = []
  const problems: PlaceholderScan['problems'] = []
  const visit = (value: Json, path: readonly string[]): void => {
    if (verbatim.includes(path.join('.'))) return
    if (typeof value === 'string') {
      if (!value.includes('{{')) return
      const setting = path.join('.')
      try {
        templateSettings.push({ path, setting, parts: parseParts(value), place: findPlace(places, path) })
      } catch (cause) {
        if (!(cause instanceof ExpressionError)) throw cause
        problems.push({ setting, reason: cause.text })
      }
    } else if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, String(index)]))
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key])
    }
  }
  for (const [key, value] of Object.entries(config)) visit(value, [key])
  return templateSettings.length > 0 ? { template: createTemplate(config, templateSettings), problems } : { problems }
}

function findPlace(
  places: Readonly<Record<string, InsertionPlace>>,
  path: readonly string[],
): InsertionPlace | undefined {
  const key = path
    .map((_, index) => path.slice(0, path.length - index).join('.'))
    .find((name) => Object.hasOwn(places, name))
  return key === undefined ? undefined : places[key]
}

function createTemplate(config: Config, templateSettings: readonly TemplateSetting[]): Template {
  const expressions = templateSettings.flatMap(({ setting, parts }) =>
    parts.flatMap((part) => (typeof part === 'string' ? [] : [{ setting, expression: part }])),
  )
  const nameSets = expressions.map(({ expression }) => expression.names)
  const hasKnownNames = nameSets.every((names) => names !== undefined)
  return {
    names: hasKnownNames ? new Set(nameSets.flatMap((names) => [...(names ?? [])])) : undefined,
    expressions,
    findPlaceholder(path) {
      const entry = templateSettings.find((candidate) => path.every((key, index) => candidate.path[index] === key))
      if (!entry) return undefined
      if (entry.path.length > path.length) return 'inside'
      return isSinglePlaceholder(entry) ? 'value' : 'text'
    },
    fill(evaluate, toFailure) {
      const values = templateSettings.map((entry) => evaluateSetting(entry, evaluate, toFailure))
      return values.some((value) => value instanceof Promise)
        ? Promise.all(values).then((resolvedValues) => replaceValues(config, templateSettings, resolvedValues))
        : replaceValues(config, templateSettings, values as Json[])
    },
  }
}

const isSinglePlaceholder = ({ parts }: TemplateSetting): boolean => parts.length === 1 && typeof parts[0] !== 'string'

/** Evaluates a setting. Returns the value of a single placeholder, otherwise a string or a list of strings. */
function evaluateSetting(
  entry: TemplateSetting,
  evaluate: EvaluatePlaceholder,
  toFailure: ToFailure,
): Json | Promise<Json> {
  const { setting, parts } = entry
  const values = parts.map((part) => (typeof part === 'string' ? part : evaluate(part, setting)))
  const combine = (resolvedValues: readonly (Json | undefined)[]): Json => {
    try {
      return isSinglePlaceholder(entry)
        ? toSettingValue(resolvedValues[0] ?? null, entry.place)
        : joinParts(resolvedValues, entry)
    } catch (cause) {
      throw toFailure(cause, setting)
    }
  }
  return values.some((value) => value instanceof Promise)
    ? Promise.all(values).then(combine)
    : combine(values as (Json | undefined)[])
}

function replaceValues(config: Config, templateSettings: readonly TemplateSetting[], values: readonly Json[]): Config {
  let filledConfig: Json = config
  for (let index = 0; index < templateSettings.length; index++)
    filledConfig = replaceAtPath(filledConfig, templateSettings[index]!.path, 0, values[index]!)
  return filledConfig as Config
}

/**
 * Returns the value of a setting that is a single placeholder. JSON is text, a header has no line breaks, and a list of
 * addresses is one text.
 */
function toSettingValue(value: Json, place: InsertionPlace | undefined): Json {
  if (place === 'header') return typeof value === 'object' ? value : createValueInserter(place).insert(value)
  if (place === 'addresses') return Array.isArray(value) ? createValueInserter(place).insert(value) : value
  if (place === 'lines') return Array.isArray(value) ? createValueInserter(place).insert(value) : value
  if (place === 'json-if-needed' && typeof value === 'string' && parseJson(value).ok) return value
  if (place === 'document' && typeof value === 'string') return value
  return place === 'json' || place === 'json-if-needed' || place === 'document' ? JSON.stringify(value) : value
}

/** Matches an expression whose value is encoded already, which is not encoded twice. */
const encodesForUrl = /^\$encodeUrl(?:Component)?\([^)]*\)$/

function joinParts(values: readonly (Json | undefined)[], { parts, place }: TemplateSetting): Json {
  if (place === undefined) return joinText(values)
  if (place === 'commas') return joinItems(values, parts)
  if (place === 'json-if-needed') {
    const text = joinText(values)
    if (parseJson(text).ok) return text
  }
  const inserter = createValueInserter(place === 'json-if-needed' || place === 'document' ? 'json' : place)
  const isUrl = place === 'url' || place === 'form'
  return joinText(
    parts.map((part, index) => {
      if (typeof part !== 'string')
        return isUrl && encodesForUrl.test(part.text)
          ? toInsertedText(values[index])
          : inserter.insert(values[index] ?? null)
      inserter.addLiteral(part)
      return part
    }),
  )
}

/** Splits the literal text of a setting at commas. A value is part of an item, and a list is several items. */
function joinItems(values: readonly (Json | undefined)[], parts: readonly Part[]): string[] {
  const items: string[][] = [[]]
  for (const [index, part] of parts.entries()) {
    const value = values[index] ?? null
    const texts =
      typeof part === 'string' ? part.split(',') : (Array.isArray(value) ? value : [value]).map(toInsertedText)
    items.at(-1)!.push(...texts.slice(0, 1))
    for (const text of texts.slice(1)) items.push([text])
  }
  return items.map((item) => joinText(item).trim())
}

function joinText(values: readonly (Json | undefined)[]): string {
  let text = ''
  for (const value of values) {
    const part = toInsertedText(value)
    const characterCount = text.length + part.length
    if (characterCount > limits.resultCharacters)
      throw createTooManyCharactersError(characterCount, limits.resultCharacters)
    text += part
  }
  return text
}

function replaceAtPath(target: Json, path: readonly string[], depth: number, value: Json): Json {
  const key = path[depth]
  if (key === undefined) return value
  if (Array.isArray(target)) {
    return target.map((item, index) => (String(index) === key ? replaceAtPath(item, path, depth + 1, value) : item))
  }
  const object = target as Config
  return { ...object, [key]: replaceAtPath(object[key] ?? null, path, depth + 1, value) }
}

function parseParts(text: string): Part[] {
  const parts: Part[] = []
  let literal = ''
  for (let offset = 0; offset < text.length;) {
    if (text.startsWith('\\{{', offset)) {
      literal += '{{'
      offset += 3
    } else if (text.startsWith('{{', offset)) {
      const end = findPlaceholderEnd(text, offset + 2)
      if (end < 0) throw new ExpressionError(message('expression.unclosed', { text: text.slice(offset, offset + 40) }))
      if (literal) parts.push(literal)
      literal = ''
      parts.push(compileExpression(text.slice(offset + 2, end)))
      offset = end + 2
    } else literal += text[offset++]
  }
  if (literal) parts.push(literal)
  return parts
}

const closingBrackets: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' }

/** Returns the offset of the first `}}` outside quotes and brackets, or -1 if there is none. */
function findPlaceholderEnd(text: string, start: number): number {
  const stack: string[] = []
  for (let offset = start; offset < text.length; offset++) {
    const char = text[offset]!
    if (char === '"' || char === "'" || char === '`') {
      for (offset++; offset < text.length && text[offset] !== char; offset++) if (text[offset] === '\\') offset++
    } else if (stack.length === 0 && text.startsWith('}}', offset)) return offset
    else if (closingBrackets[char]) stack.push(closingBrackets[char])
    else if (char === stack.at(-1)) stack.pop()
  }
  return -1
}
