import { message, type Text } from '@aw-flow/messages'
import { parseDocument } from 'yaml'
import type { ParsedJson } from '../wire/parse-json.ts'
import { error, type Problem } from '../wire/problem.ts'
import type { Json } from '../document/workflow.ts'

/** Maximum length of a document, because parsing YAML takes about ten times as long as JSON. */
const maxCharacters = 1_000_000
/** Maximum number of aliases of an anchor, so that a short text does not expand into a large value. */
const maxAliases = 50

/**
 * Parses one YAML 1.2 document (core schema, no tags) into JSON. Exported from `@aw-flow/schema/yaml`, which pages load
 * on demand.
 *
 * @returns The JSON, or a problem with the line of the syntax error.
 * @internal
 */
export function parseYaml(text: string): ParsedJson {
  if (text.length > maxCharacters) return { problem: malformed(message('yaml.too-long', { max: maxCharacters })) }
  try {
    const document = parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'silent', prettyErrors: false })
    const [fault] = document.errors
    if (fault) {
      const line = text.slice(0, fault.pos[0]).split('\n').length
      return { problem: malformed(message('yaml.syntax', { line, detail: fault.message.replace(/\.$/, '') }), line) }
    }
    const value: unknown = document.toJS({ maxAliasCount: maxAliases })
    return { json: JSON.parse(JSON.stringify(value ?? null)) as Json }
  } catch (cause) {
    // Too many aliases, or nested beyond the size of the stack.
    return {
      problem: malformed(cause instanceof RangeError ? message('yaml.too-deep', {}) : String((cause as Error).message)),
    }
  }
}

const malformed = (reason: Text, line?: number): Problem =>
  error('yaml.malformed', { reason }, line === undefined ? {} : { where: { line } })
