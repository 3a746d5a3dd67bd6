import type { Column } from '@aw-flow/schema'
import type { ColumnValues } from '../link-values.ts'
import { fold } from '../stem.ts'
import { tokenize } from '../words.ts'
import { canonicalPhraseByPhrase, patterns } from './canonical-phrases.ts'

/** Escapes a phrase for use in a regular expression. */
const escapeRegExp = (phrase: string): string => phrase.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)

/** Matches any phrase as complete words. Longer phrases take precedence. */
const anyPhrasePattern = new RegExp(
  String.raw`(?<![\p{L}\p{N}_-])(?:${[...canonicalPhraseByPhrase.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map(escapeRegExp)
    .join('|')})(?![\p{L}\p{N}_-])`,
  'gu',
)

/**
 * Replaces phrases for operations with equivalent phrases that the parsing rules understand: "toss the rows in excess
 * of 5" becomes "remove the rows more than 5". Column names, values and quoted text are not changed.
 */
export function canonicalizePhrases(text: string, columns: readonly Column[], values: ColumnValues): string {
  let result = text
  for (const [pattern, getReplacement] of rules)
    result = replaceOutsideNames(result, pattern, getReplacement, columns, values)
  return result
}

/**
 * Replaces matches of a pattern, except within the names of columns and values. The pattern is matched with the folded
 * text.
 */
function replaceOutsideNames(
  text: string,
  pattern: RegExp,
  getReplacement: (match: RegExpExecArray, text: string) => string,
  columns: readonly Column[],
  values: ColumnValues,
): string {
  const matches = [...fold(text).matchAll(pattern)]
  if (matches.length === 0) return text
  const names = tokenize(text, columns, values).filter(
    ({ kind, cell, column, isPartial, raw }) =>
      (kind === 'text' && /^["“„`']/.test(raw)) || cell !== undefined || (column !== undefined && isPartial !== true),
  )
  let result = ''
  let copiedEnd = 0
  for (const match of matches) {
    const [start, end] = [match.index, match.index + match[0].length]
    const preservedRange = match.indices![1]
    const isChanged = (name: { start: number; end: number }): boolean =>
      name.start < end &&
      name.end > start &&
      !(preservedRange && name.start >= preservedRange[0] && name.end <= preservedRange[1])
    if (names.some(isChanged)) continue
    result += text.slice(copiedEnd, start) + getReplacement(match, text)
    copiedEnd = end
  }
  return result + text.slice(copiedEnd)
}

/** Expands the group references in a replacement. The referenced parts keep their original spelling. */
const expandReferences = ({ indices }: RegExpExecArray, text: string, replacement: string): string =>
  replacement
    .replaceAll(/\$(\d)/g, (_, group: string) => {
      const range = indices![Number(group)]
      return range ? text.slice(...range) : ''
    })
    .replaceAll(/ {2,}/g, ' ')

/** Patterns, each with a function that returns the replacement for a match. */
const rules: readonly (readonly [RegExp, (match: RegExpExecArray, text: string) => string])[] = [
  [anyPhrasePattern, ([phrase]: RegExpExecArray) => canonicalPhraseByPhrase.get(phrase)!] as const,
  ...patterns.map(
    ([pattern, replacement]) =>
      [pattern, (match: RegExpExecArray, text: string) => expandReferences(match, text, replacement)] as const,
  ),
].map(([pattern, getReplacement]) => [new RegExp(pattern.source, `d${pattern.flags}`), getReplacement])
