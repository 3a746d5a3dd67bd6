import { message, type Text } from '@aw-flow/messages'
import { Lexer, parseDocument } from 'yaml'
import { error, type Problem } from '../wire/problem.ts'
import { failed, ok, type Result } from '../wire/result.ts'
import type { Json } from '../document/workflow.ts'

/**
 * Maximum length of a document, in characters. It is limited because parsing YAML takes about ten times as long as
 * parsing JSON.
 */
const maxCharacters = 1_000_000
/**
 * Maximum number of values after aliases have expanded, in addition to one per character, which no document without
 * aliases exceeds. A short string cannot expand to a large value.
 */
const maxExpandedValues = 100_000
/** Number of characters that count as a value, in a text or key. */
const charactersPerValue = 100
/** Maximum length of a parser error, in characters. */
const maxDetailLength = 200
/**
 * Maximum nesting depth of lists and objects on one line. Deeper documents slow down the parser or overflow its stack.
 */
const maxDepth = 100

/**
 * Parses a single YAML 1.2 document (core schema, no tags) to JSON. Exported from `@aw-flow/schema/yaml`, which pages
 * load on demand.
 *
 * @returns The JSON, or a problem that states the line of the syntax error.
 * @internal
 */
export function parseYaml(text: string): Result<Json> {
  if (text.length > maxCharacters)
    return failed(createMalformedProblem(message('yaml.too-long', { max: maxCharacters })))
  if (isTooDeep(text)) return failed(createMalformedProblem(message('yaml.too-deep', {})))
  try {
    // With a lower log level, all documents after the first one would be ignored.
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      logLevel: 'error',
      prettyErrors: false,
      intAsBigInt: true,
    })
    const [syntaxError] = document.errors
    if (syntaxError) {
      const line = text.slice(0, syntaxError.pos[0]).split('\n').length
      const detail = truncateDetail(syntaxError.message.replace(/\.$/, ''))
      return failed(createMalformedProblem(message('yaml.syntax', { line, detail }), line))
    }
    // The parser's own limit counts the aliases within aliases one by one, and takes seconds for a few kilobytes.
    const value: unknown = document.toJS({ maxAliasCount: -1 })
    if (countValues(value) > text.length + maxExpandedValues)
      throw new RangeError('The aliases expand to too many values')
    return ok(JSON.parse(JSON.stringify(value ?? null, replaceInteger)) as Json)
  } catch (cause) {
    // There are too many aliases, or the nesting is too deep for the stack.
    return failed(
      createMalformedProblem(
        cause instanceof RangeError && !cause.message.startsWith('The aliases')
          ? message('yaml.too-deep', {})
          : truncateDetail(String((cause as Error).message)),
      ),
    )
  }
}

/** Counts the values in a document. Aliases share objects, each of which is counted once and added for each use. */
function countValues(value: unknown, counts = new Map<object, number>()): number {
  if (typeof value === 'string') return 1 + value.length / charactersPerValue
  if (typeof value !== 'object' || value === null) return 1
  const known = counts.get(value)
  if (known !== undefined) return known
  let count = 1
  for (const [key, inner] of Object.entries(value))
    count += key.length / charactersPerValue + countValues(inner, counts)
  counts.set(value, count)
  return count
}

/** Returns an integer as a number, or as text if it would lose digits, as `parseJson` does. */
const replaceInteger = (_name: string, value: unknown): unknown => {
  if (typeof value !== 'bigint') return value
  return String(Number(value)) === String(value) ? Number(value) : String(value)
}

/**
 * Returns whether brackets, or the list and key indicators on one line, are nested too deeply. Nesting by indentation
 * does not need a check: each level lengthens its lines, so the maximum length limits it.
 */
function isTooDeep(text: string): boolean {
  let bracketDepth = 0
  let indicatorCount = 0
  let isScalar = false
  for (const token of new Lexer().lex(text)) {
    if (isScalar) isScalar = false
    else if (token === scalarToken) isScalar = true
    else if (token === '[' || token === '{') bracketDepth++
    else if (token === ']' || token === '}') bracketDepth--
    else if (token === '-' || token === '?') indicatorCount++
    else if (token.startsWith('\n') || token.startsWith('\r')) indicatorCount = 0
    if (bracketDepth > maxDepth || indicatorCount > maxDepth) return true
  }
  return false
}

/** Truncates a parser error, because it may contain the rest of the document. */
const truncateDetail = (text: string): string =>
  text.length > maxDetailLength ? `${text.slice(0, maxDetailLength)}…` : text

/** The token that precedes the text of a scalar. */
const scalarToken = '\x1f'

const createMalformedProblem = (reason: Text, line?: number): Problem =>
  error('yaml.malformed', { reason }, line === undefined ? {} : { where: { line } })
