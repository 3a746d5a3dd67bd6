import type { EncodedColumn } from '../encoded-table.ts'
import { toAlphanumericKey } from '../scoring/error-rates.ts'
import { findTruncations, findTransformations } from './transformations.ts'

/** Minimum fraction of character pairs that two similar values have in common. */
const minPairSimilarity = 0.5
/** Maximum ratio of a misspelling's frequency to the frequency of the correct value. */
const maxMisspellingRatio = 0.3

/**
 * Returns whether a wrong value is wrong in every row of the column, for example because it stands for null, such as
 * `n/a`, or is another spelling of the correct value. Otherwise, it is wrong only in its row and is correct in others.
 *
 * @param correctValues - Values known to be correct in this column.
 */
export function isValueError(
  text: string,
  correctValue: string,
  correctValues: ReadonlySet<string>,
  { observedCounts, codes }: EncodedColumn,
): boolean {
  if (correctValues.has(text)) return false
  if (correctValue === '') return true
  if (toAlphanumericKey(text) === toAlphanumericKey(correctValue) && toAlphanumericKey(text) !== '') return true
  const transformations = [
    findTransformations(text, correctValue),
    findTransformations(correctValue, text),
    findTruncations(correctValue, text),
  ]
  if (transformations.some(({ length }) => length > 0)) return true
  if (/\p{L}/u.test(text) !== /\p{L}/u.test(correctValue) && /\d/.test(text) !== /\d/.test(correctValue)) return true
  const countCells = (value: string): number => observedCounts[codes.get(value) ?? -1] ?? 0
  const isRare = countCells(text) <= Math.max(1, maxMisspellingRatio * countCells(correctValue))
  return isRare && !/^[-+\d.,]+$/.test(text) && measureSimilarity(text, correctValue) >= minPairSimilarity
}

function measureSimilarity(a: string, b: string): number {
  const listCharacterPairs = (text: string): Set<string> =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2)))
  const [first, second] = [listCharacterPairs(a), listCharacterPairs(b)]
  if (first.size + second.size === 0) return 0
  let commonCount = 0
  for (const pair of first) if (second.has(pair)) commonCount++
  return (2 * commonCount) / (first.size + second.size)
}
