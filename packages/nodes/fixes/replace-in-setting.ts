import type { Json } from '@aw-flow/schema'

/**
 * Replaces a string that is the entire value of a setting, at any depth; returns the same value without an occurrence.
 */
export function replaceValue(value: Json, from: string, to: string | number | boolean): Json {
  if (value === from) return to
  if (Array.isArray(value)) return value.map((item) => replaceValue(item, from, to))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceValue(item, from, to)]))
}

/** Matches a string, a comment, or a name with or without backticks, in the languages of settings. */
const expressionTokens =
  /"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|`[^`]*`?|\$?[\p{L}_][\p{L}\p{N}_]*/gu

const plainName = /^[\p{L}_][\p{L}\p{N}_]*$/u

/** Quotes a name for a JSONata expression if necessary. */
const quoteName = (name: string): string => (plainName.test(name) ? name : `\`${name}\``)

/** Replaces a name in a JSONata expression, outside strings and comments. Names of functions begin with `$`. */
export const replaceName = (expression: string, from: string, to: string): string =>
  expression.replaceAll(expressionTokens, (token) =>
    token === from || token === `\`${from}\`` ? (to.startsWith('$') ? to : quoteName(to)) : token,
  )
