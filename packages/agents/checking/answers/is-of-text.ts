import type { EncodedColumn } from '../encoded-table.ts'
import { bareText } from '../scoring/error-rates.ts'
import { findCuts, findTransformations } from './transformations.ts'

/** Minimum share of common pairs of adjacent characters. */
const minSimilarity = 0.5
/** Maximum number of cells with a misspelled text per cell with the correct one. */
const maxMisspelled = 0.3

/**
 * Whether a wrong text is wrong by itself, and therefore also in other cells of the column: a word for a missing value,
 * or a different form of the correct text. Otherwise, it is the correct value of another row.
 *
 * @param correctTexts - The texts that are known to be correct in the column.
 */
export function isOfText(
  text: string,
  correct: string,
  correctTexts: ReadonlySet<string>,
  { written, codes }: EncodedColumn,
): boolean {
  if (correctTexts.has(text)) return false
  if (correct === '') return true
  if (bareText(text) === bareText(correct) && bareText(text) !== '') return true
  const forms = [findTransformations(text, correct), findTransformations(correct, text), findCuts(correct, text)]
  if (forms.some(({ length }) => length > 0)) return true
  if (/\p{L}/u.test(text) !== /\p{L}/u.test(correct) && /\d/.test(text) !== /\d/.test(correct)) return true
  const cellsOf = (value: string): number => written[codes.get(value) ?? -1] ?? 0
  const isRare = cellsOf(text) <= Math.max(1, maxMisspelled * cellsOf(correct))
  return isRare && !/^[-+\d.,]+$/.test(text) && similarity(text, correct) >= minSimilarity
}

function similarity(a: string, b: string): number {
  const pairsOf = (text: string): Set<string> =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)))
  const [first, second] = [pairsOf(a), pairsOf(b)]
  if (first.size + second.size === 0) return 0
  let common = 0
  for (const pair of first) if (second.has(pair)) common++
  return (2 * common) / (first.size + second.size)
}
