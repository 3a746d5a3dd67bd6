import { message } from '@aw-flow/messages'
import { isNullWord } from '../../loading/columns/null-words.ts'
import { toLooseShape } from '../scoring/value-shape.ts'
import { countCells, selectValues, type DistinctValue, type Inconsistency, type Rewrite } from './inconsistency.ts'

const minNumberShare = 0.8
const minNumberCells = 10
/** The share of text that is assumed at least. */
const minTextShare = 0.01
/** How much each further text with the same pattern lowers the log odds, per doubling. */
const notationWeight = 1.2
/** Matches plain numbers, and numbers with separators, a currency, a percent sign or an exponent. */
const numberPattern =
  /^[-+−(]?\s?(?:[$€£¥]\s?)?(?:\d[\d.,'’\u00A0\u202F ]*|[.,]\d+)(?:e[-+]?\d+)?\s?(?:[%€$£]\s?)?\)?-?$/i
/** Matches numbers whose exact value is withheld: "<5", "≥ 100", "10+", "under 5". */
const censoredPattern =
  /^(?:[<>≤≥]\s?=?|under|below|less than|fewer than|over|above|more than|at \w+|up to|unter|über)\s*[$€£]?\d[\d.,]*\s?%?$|^\d[\d.,]*\s?%?\s?(?:\+|or (?:more|less|fewer)|and (?:over|above|under|below))$/i

/** Maximum length of a number with its notation. For longer text, the patterns would take quadratic time. */
const maxNumberLength = 100
const matches = (pattern: RegExp, text: string): boolean => text.length <= maxNumberLength && pattern.test(text.trim())

/**
 * Finds text in a column of numbers. A text whose pattern several other texts have, such as "12A" in a column of house
 * numbers, is probably another notation.
 */
export function findTextAmongNumbers(values: readonly DistinctValue[]): Inconsistency | undefined {
  const texts = selectTexts(values)?.filter(({ text }) => !matches(censoredPattern, text))
  if (!texts || texts.length === 0) return undefined
  const valueCountByShape = new Map<string, number>()
  for (const { text } of texts)
    valueCountByShape.set(toLooseShape(text), (valueCountByShape.get(toLooseShape(text)) ?? 0) + 1)
  const textShare = Math.max(minTextShare, countCells(texts) / countCells(values))
  const reason = message('finding.not-a-number', {})
  const rewrites = texts.map(({ text, cellCount }): [string, Rewrite] => {
    const similarCount = Math.max(cellCount, valueCountByShape.get(toLooseShape(text)) ?? 1)
    return [text, { logOdds: -Math.log(textShare) - notationWeight * Math.log(similarCount), reason }]
  })
  return { rule: 'pattern', params: {}, rewrites: new Map(rewrites) }
}

/** Finds numbers whose exact value is withheld or was not measured, such as "<5". They are correct but not numbers. */
export function findCensoredNumbers(values: readonly DistinctValue[]): Inconsistency | undefined {
  const censoredNumbers = selectTexts(values)?.filter(({ text }) => matches(censoredPattern, text)) ?? []
  const [example] = censoredNumbers
  return (
    example && {
      kind: 'censored',
      params: { example: example.text },
      rewrites: new Map(censoredNumbers.map(({ text }) => [text, { logOdds: 0 }])),
    }
  )
}

/** Returns the values of a column of numbers that are neither numbers nor null words. */
function selectTexts(values: readonly DistinctValue[]): DistinctValue[] | undefined {
  const numbers = selectValues(values, minNumberShare, ({ text }) => matches(numberPattern, text))
  if (!numbers || numbers.length === values.length || countCells(numbers) < minNumberCells) return undefined
  const numberTexts = new Set(numbers.map(({ text }) => text))
  return values.filter(({ text }) => !numberTexts.has(text) && !isNullWord(text))
}
