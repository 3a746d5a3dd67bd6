import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'
import type { Comparison, Scalar } from './condition.ts'
import { connectors } from './comparison-phrases.ts'
import { isDate, toPeriod, findComparedColumn } from './compared-columns.ts'
import { stopWords, type ParsedValue, readValue } from './read-values.ts'

export const rangeWords = new Set(['from', 'von', 'for', 'fur', 'in', 'months', 'years', 'years:', 'period'])

/** Reads a range such as "1950 to 1999", without the word before it. */
export function readRange(
  tokens: readonly Token[],
  index: number,
  column: Column | undefined,
): { readonly values: readonly [Scalar, Scalar]; readonly end: number } | undefined {
  const first = readValue(tokens, index, column)
  if (!first || !['to', 'bis', 'until', 'through', 'till', '-'].includes(tokens[first.end]?.folded ?? ''))
    return undefined
  const second = readValue(tokens, first.end + 1, column)
  if (!second || typeof second.value !== typeof first.value) return undefined
  return typeof first.value === 'number' || isDate(first.value) || /^\d{4}-\d{2}$/.test(String(first.value))
    ? { values: [first.value, second.value], end: second.end }
    : undefined
}

/** Words that can precede a year or month that filters rows. */
export const yearCueWords = new Set(
  'in im the den der during within year years jahr jahre jahres for fur of only nur just aus'.split(' '),
)

/** Reads a year or month such as "2014" or "May 2014". */
export function readPeriodValue(tokens: readonly Token[], startIndex: number): ParsedValue | undefined {
  let index = startIndex
  while (
    tokens[index] &&
    (stopWords.has(tokens[index]!.folded) || /^(?:year|jahr|month|monat)$/.test(tokens[index]!.folded))
  )
    index++
  const value = tokens[index]?.value
  // A number before a numeric column is an amount, not a year: "for 2000 people".
  const next = tokens[index + 1]
  const isAmount = typeof value === 'number' && next?.kind === 'column' && isNumber(next.column!.type)
  return value !== undefined && toPeriod(value) && !isAmount ? { value, end: index + 1 } : undefined
}

/** Reads the years that follow a first one: "and 2017". */
export function readYears(
  tokens: readonly Token[],
  startIndex: number,
): { readonly years: readonly number[]; readonly end: number } {
  const years: number[] = []
  let end = startIndex
  while (tokens[end] && (tokens[end]!.kind === 'comma' || connectors.has(tokens[end]!.folded))) {
    const yearIndex = tokens[end]!.kind === 'comma' && connectors.has(tokens[end + 1]?.folded ?? '') ? end + 2 : end + 1
    const next = tokens[yearIndex]
    if (next?.kind !== 'number' || !/^(?:19|20)\d{2}$/.test(next.raw)) break
    years.push(Number(next.value))
    end = yearIndex + 1
  }
  return { years, end }
}

/**
 * The comparisons that words before a year or month express, and whether they refer to the end of the period: "until
 * 2020" means before the end of 2020.
 */
const yearLimits: ReadonlyMap<string, readonly [is: Comparison, isEnd: boolean]> = new Map([
  ['since', ['at-least', false]],
  ['seit', ['at-least', false]],
  ['ab', ['at-least', false]],
  ['from', ['at-least', false]],
  ['after', ['at-least', true]],
  ['before', ['less', false]],
  ['vor', ['less', false]],
  ['nach', ['at-least', true]],
  ['until', ['less', true]],
  ['bis', ['less', true]],
])

/** Returns whether a word before a year is a time limit: "since", "until". */
export const isYearLimit = (word: string): boolean => yearLimits.has(word)

/** Reads a time limit such as "since 2024". Returns `undefined` if the table has no column to compare it with. */
export function readTimeLimit(
  word: string,
  values: readonly Scalar[],
  columns: readonly Column[],
): { readonly column: Column; readonly comparison: Comparison; readonly value: Scalar } | undefined {
  const [year] = values
  const period = year === undefined ? undefined : toPeriod(year)
  const column = yearLimits.has(word) && period ? findComparedColumn(columns, year) : undefined
  const limit = yearLimits.get(word)
  if (!column || !limit || !period || values.length > 1) return undefined
  const [comparison, isEnd] = limit
  return {
    column,
    comparison,
    value: isTemporal(column.type) ? (isEnd ? period.end : period.start) : Number(year) + (isEnd ? 1 : 0),
  }
}
