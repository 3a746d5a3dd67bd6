import type { Json } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import { createHash } from 'node:crypto'

/** Maximum length of a stored key, in characters. Longer keys are replaced with their SHA-256 hash. */
const maxKeyCharacters = 200
const placeholderPattern = /\{\{([^{}]*)\}\}/g
const pathPattern = /^\s*[^\s.{}[\]]+(\.[^\s.{}[\]]+)*\s*$/

/**
 * Returns the first placeholder in a template that is neither `{{name}}` nor `{{name.field}}`, or the text that starts
 * at an unmatched `{{` or `}}`.
 */
export function findInvalidPlaceholder(template: string): string | undefined {
  for (const [text, name = ''] of template.matchAll(placeholderPattern)) if (!pathPattern.test(name)) return text
  const remainder = template.replaceAll(placeholderPattern, '')
  const brace = /\{\{|\}\}/.exec(remainder)
  return brace ? remainder.slice(brace.index, brace.index + 20) : undefined
}

/**
 * Renders the concurrency key of a run by replacing placeholders such as `{{customer.id}}` with fields of the trigger
 * data. A missing field is rendered as an empty string, so runs without the field share a key.
 */
export function renderConcurrencyKey(template: string, data: Json | undefined): string {
  const key = template.replaceAll(placeholderPattern, (_, name: string) =>
    toText(readPath(data, name.trim().split('.'))),
  )
  return key.length > maxKeyCharacters ? createHash('sha256').update(key).digest('hex') : key
}

function readPath(data: Json | undefined, names: readonly string[]): Json | undefined {
  let value: Json | undefined = data
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, Json>)[name]
  }
  return value
}

const toText = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? toCanonicalJson(value) : String(value)
