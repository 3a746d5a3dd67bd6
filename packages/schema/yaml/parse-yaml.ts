import { message, type Text } from '@aw-flow/messages'
import { Lexer, parseDocument } from 'yaml'
import type { ParsedJson } from '../wire/parse-json.ts'
import { error, type Problem } from '../wire/problem.ts'
import type { Json } from '../document/workflow.ts'

/** The maximum length of a document, because parsing YAML takes about ten times as long as JSON. */
const maxCharacters = 1_000_000
/** The maximum number of aliases of an anchor, so that a short string does not expand into a large value. */
const maxAliases = 50
/** The maximum number of characters in a parser error. */
const maxDetailLength = 200
/**
 * The maximum nesting of lists and objects on one line; deeper documents make the parser slow or overflow its stack.
 */
const maxDepth = 100

/**
 * Parses one YAML 1.2 document (core schema, no tags) into JSON. Exported from `@aw-flow/schema/yaml`, which pages load
 * on demand.
 *
 * @returns The JSON, or a problem with the line of the syntax error.
 * @internal
 */
export function parseYaml(text: string): ParsedJson {
  if (text.length > maxCharacters)
    return { problem: createMalformedProblem(message('yaml.too-long', { max: maxCharacters })) }
  if (isTooDeep(text)) return { problem: createMalformedProblem(message('yaml.too-deep', {})) }
  try {
    // A lower log level would ignore all documents after the first one.
    const document = parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'error', prettyErrors: false })
    const [syntaxError] = document.errors
    if (syntaxError) {
      const line = text.slice(0, syntaxError.pos[0]).split('\n').length
      return {
        problem: createMalformedProblem(
          message('yaml.syntax', { line, detail: shorten(syntaxError.message.replace(/\.$/, '')) }),
          line,
        ),
      }
    }
    const value: unknown = document.toJS({ maxAliasCount: maxAliases })
    return { json: JSON.parse(JSON.stringify(value ?? null)) as Json }
  } catch (cause) {
    // Too many aliases, or nested too deeply for the stack.
    return {
      problem: createMalformedProblem(
        cause instanceof RangeError ? message('yaml.too-deep', {}) : shorten(String((cause as Error).message)),
      ),
    }
  }
}

/**
 * Returns whether brackets, or the list and key indicators of one line, nest too deeply. Nesting by indentation needs
 * no check: each level makes its lines longer, so the length of the text limits it.
 */
function isTooDeep(text: string): boolean {
  let brackets = 0
  let indicators = 0
  let isScalar = false
  for (const token of new Lexer().lex(text)) {
    if (isScalar) isScalar = false
    else if (token === scalarMark) isScalar = true
    else if (token === '[' || token === '{') brackets++
    else if (token === ']' || token === '}') brackets--
    else if (token === '-' || token === '?') indicators++
    else if (token.startsWith('\n') || token.startsWith('\r')) indicators = 0
    if (brackets > maxDepth || indicators > maxDepth) return true
  }
  return false
}

/** Shortens a parser error, which may contain the rest of the document. */
const shorten = (text: string): string => (text.length > maxDetailLength ? `${text.slice(0, maxDetailLength)}…` : text)

/** The token before the text of a scalar. */
const scalarMark = '\x1f'

const createMalformedProblem = (reason: Text, line?: number): Problem =>
  error('yaml.malformed', { reason }, line === undefined ? {} : { where: { line } })
