import type { z } from './zod.ts'

type Issue = z.core.$ZodIssue

/**
 * What is wrong at a place of a document, with what stands there: `expected text, found 42`. Only for whoever has given
 * the document: what is found may be anything.
 */
export function issueWords(issue: Issue, document: unknown): string {
  if (issue.code === 'unrecognized_keys') return issue.message
  const found = foundAt(document, issue.path)
  // A schema's own words are a sentence.
  if (issue.message.endsWith('.')) return `${issue.message.slice(0, -1)} (found ${found})`
  const expected = expectedBy(issue)
  return expected === undefined ? `${issue.message}, found ${found}` : `expected ${expected}, found ${found}`
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

const things: Readonly<Record<string, string>> = { string: 'character', array: 'item' }

const many = (count: number | bigint, origin: string): string =>
  things[origin] === undefined ? String(count) : `${count} ${things[origin]}${Number(count) === 1 ? '' : 's'}`

function expectedBy(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? issue.expected
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ')
    case 'too_big':
      return `at most ${many(issue.maximum, issue.origin)}`
    case 'too_small':
      return `at least ${many(issue.minimum, issue.origin)}`
    default:
      return undefined
  }
}

const longest = 40

function foundAt(document: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[name] : undefined,
    document,
  )
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
