import { message, type Message, type MessageCode, type ParamsOfCode, type Text } from '@aw-flow/messages'
import type { z } from './zod.ts'

type Issue = z.core.$ZodIssue

/** Codes of messages without parameters. */
type PlainCode = { [Code in MessageCode]: keyof ParamsOfCode<Code> extends never ? Code : never }[MessageCode]

/** Message codes for the custom error messages in this package's schemas, keyed by the message that Zod reports. */
const codesByMessage: Readonly<Record<string, PlainCode>> = {
  'Use letters, digits, "_", ".", ":" or "-", at most 128 characters.': 'value.id-characters',
  'A workflow needs a name.': 'value.name-missing',
  'A name can have at most 200 characters.': 'value.name-too-long',
  'Use letters, digits and "_", and do not begin with a digit.': 'value.variable-name',
}

const codesByType: Readonly<Record<string, PlainCode>> = {
  string: 'value.string',
  number: 'value.number',
  int: 'value.integer',
  boolean: 'value.boolean',
  object: 'value.object',
  record: 'value.object',
  array: 'value.array',
}

/**
 * Converts a Zod validation issue to a message. The message states the expected type or value and, if `document` is
 * passed, the value that was found ("expected text, found 42").
 *
 * @param issue An issue from a failed `safeParse`.
 * @param document The parsed value. Pass it only if the reader of the message is allowed to see it.
 * @internal
 */
export function toIssueMessage(issue: Issue, ...[document]: [document?: unknown]): Text {
  const innerIssue = findInnerIssue(issue)
  if (innerIssue) return toIssueMessage(innerIssue, document)
  if (issue.code === 'unrecognized_keys')
    return message('value.unknown-keys', { keys: issue.keys, count: issue.keys.length })
  const customCode = codesByMessage[issue.message]
  const expected = customCode ? message(customCode, {}) : describeExpected(issue)
  if (document === undefined) {
    if (expected === undefined) return removePeriod(issue.message)
    return customCode ? expected : message('value.expected-only', { expected })
  }
  const found = describeFound(document, issue.path)
  if (customCode) return message('value.refused', { reason: expected!, found })
  return expected === undefined
    ? message('value.with-found', { reason: removePeriod(issue.message), found })
    : message('value.expected', { expected, found })
}

const removePeriod = (text: string): string => text.replace(/\.$/, '')

function describeExpected(issue: Issue): Text | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const code = codesByType[issue.expected]
      return code === undefined ? issue.expected : message(code, {})
    }
    case 'invalid_value':
      return message('value.one-of', { values: issue.values.map((value) => JSON.stringify(value)) })
    case 'invalid_union': {
      const types = issue.errors.flatMap(([first]) => (first && describeExpected(first)) ?? [])
      const isComplete = types.length > 0 && types.length === issue.errors.length
      return isComplete ? message('value.one-of', { values: types }) : message('value.supported', {})
    }
    case 'too_big':
      return describeLimit('max', Number(issue.maximum), issue.origin)
    case 'too_small':
      return describeLimit('min', Number(issue.minimum), issue.origin)
    default:
      return undefined
  }
}

/** Returns the issue within a value that has the type of one option of a union, such as an item of a list. */
function findInnerIssue(issue: Issue): Issue | undefined {
  if (issue.code !== 'invalid_union') return undefined
  const options = issue.errors.filter(([first]) => first !== undefined && first.path.length > 0)
  const inner = options.length === 1 ? options[0]![0] : undefined
  return inner && { ...inner, path: [...issue.path, ...inner.path] }
}

function describeLimit(side: 'max' | 'min', value: number, origin: string): Message {
  if (origin === 'string')
    return side === 'max'
      ? message('value.max-characters', { max: value })
      : message('value.min-characters', { min: value })
  if (origin === 'array')
    return side === 'max' ? message('value.max-items', { max: value }) : message('value.min-items', { min: value })
  return side === 'max' ? message('value.max', { max: value }) : message('value.min', { min: value })
}

const maxValueLength = 40

function describeFound(document: unknown, path: readonly PropertyKey[]): Text {
  const value = path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[name] : undefined,
    document,
  )
  return describeValue(value)
}

/** Describes an unexpected value: its first characters, or its kind. */
export function describeValue(value: unknown): Text {
  if (value === undefined) return message('value.nothing', {})
  if (Array.isArray(value)) return message(value.length === 0 ? 'value.empty-array' : 'value.array', {})
  if (typeof value === 'object' && value !== null) return message('value.object', {})
  const text = JSON.stringify(value) ?? String(value)
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text
}
