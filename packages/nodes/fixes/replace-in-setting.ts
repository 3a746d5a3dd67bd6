import type { Json } from '@aw-flow/schema'

/**
 * Replaces a string wherever it is a complete value in a setting, at any depth. Returns an equal value if the string
 * does not occur.
 */
export function replaceValue(value: Json, oldValue: string, newValue: string | number | boolean): Json {
  if (value === oldValue) return newValue
  if (Array.isArray(value)) return value.map((item) => replaceValue(item, oldValue, newValue))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceValue(item, oldValue, newValue)]))
}

/** Matches a string, a comment, or a name with or without backticks in a JSONata expression. */
const expressionTokens =
  /"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|`[^`]*`?|\$?[\p{L}_][\p{L}\p{N}_]*/gu

const plainName = /^[\p{L}_][\p{L}\p{N}_]*$/u

/** Quotes a name for a JSONata expression if necessary. */
const quoteName = (name: string): string => (plainName.test(name) ? name : `\`${name}\``)

/** Replaces a name in a JSONata expression, except in strings and comments. Function names begin with `$`. */
export const replaceName = (expression: string, oldName: string, newName: string): string =>
  expression.replaceAll(expressionTokens, (token) =>
    token === oldName || token === `\`${oldName}\`` ? (newName.startsWith('$') ? newName : quoteName(newName)) : token,
  )
