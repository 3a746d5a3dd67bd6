import type { EncodedColumn } from '../encoded-table.ts'
import { toBareText } from '../scoring/error-rates.ts'
import { findTruncations, findTransformations } from './transformations.ts'

/** Minimum share of common pairs of adjacent characters. */
const minSimilarity = 0.5
/** Maximum ratio of cells with a misspelled value to cells with the correct value. */
const maxMisspelledRatio = 0.3

/**
 * Returns whether a wrong value is also wrong in all other cells of the column: it is a null word or a different form
 * of the correct value. Otherwise, it is the correct value of another row.
 *
 * @param correctTexts - The values that are known to be correct in the column.
 */
export function isTextError(
  text: string,
  correct: string,
  correctTexts: ReadonlySet<string>,
  { observedCounts, codes }: EncodedColumn,
): boolean {
  if (correctTexts.has(text)) return false
  if (correct === '') return true
  if (toBareText(text) === toBareText(correct) && toBareText(text) !== '') return true
  const transformations = [
    findTransformations(text, correct),
    findTransformations(correct, text),
    findTruncations(correct, text),
  ]
  if (transformations.some(({ length }) => length > 0)) return true
  if (/\p{L}/u.test(text) !== /\p{L}/u.test(correct) && /\d/.test(text) !== /\d/.test(correct)) return true
  const countCells = (value: string): number => observedCounts[codes.get(value) ?? -1] ?? 0
  const isRare = countCells(text) <= Math.max(1, maxMisspelledRatio * countCells(correct))
  return isRare && !/^[-+\d.,]+$/.test(text) && measureSimilarity(text, correct) >= minSimilarity
}

function measureSimilarity(a: string, b: string): number {
  const listCharacterPairs = (text: string): Set<string> =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2)))
  const [first, second] = [listCharacterPairs(a), listCharacterPairs(b)]
  if (first.size + second.size === 0) return 0
  let common = 0
  for (const pair of first) if (second.has(pair)) common++
  return (2 * common) / (first.size + second.size)
}
