import { parseDocument } from 'yaml'
import type { ParsedJson } from '../wire/parse-json.ts'
import { error, type Problem } from '../wire/problem.ts'
import type { Json } from '../document/workflow.ts'

/** Characters at most: reading takes some ten times as long as JSON does. */
const longest = 1_000_000
/** References to one place at most, so that a short text does not become a long value. */
const mostAliases = 50

/**
 * Reads one document of YAML 1.2 (its core schema: what JSON can say, and nothing that is made by a tag) as JSON. What is
 * wrong comes back as a problem with its line. A door of its own, `@aw-flow/schema/yaml`: pages load it when they need it.
 */
export function parseYaml(text: string): ParsedJson {
  if (text.length > longest) return { problem: malformed(`it has more than ${longest} characters`) }
  try {
    const document = parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'silent', prettyErrors: false })
    const [fault] = document.errors
    if (fault) {
      const line = text.slice(0, fault.pos[0]).split('\n').length
      return { problem: malformed(`at line ${line}: ${fault.message.replace(/\.$/, '')}`, line) }
    }
    const value: unknown = document.toJS({ maxAliasCount: mostAliases })
    return { json: JSON.parse(JSON.stringify(value ?? null)) as Json }
  } catch (cause) {
    // Too many references, or nested so deep that the stack does not hold it.
    return {
      problem: malformed(cause instanceof RangeError ? 'it is nested too deep' : String((cause as Error).message)),
    }
  }
}

const malformed = (what: string, line?: number): Problem =>
  error('yaml.malformed', `This is not YAML that can be read: ${what}.`, {
    ...(line === undefined ? {} : { where: { line } }),
    hint: 'Mend it there, or send the same as JSON.',
  })
