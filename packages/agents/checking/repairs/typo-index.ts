import { findTypo } from './typo.ts'

/**
 * An index of values that finds those one typo away from a string. A typo leaves one half of a value unchanged, unless it
 * swaps the two characters in the middle: values are indexed by their first half, by their second half, and by both
 * halves without the middle (like FastSS by T. Bocek, E. Hunt and B. Stiller, 2007, with halves instead of deletions).
 */
export interface TypoIndex {
  findSimilar(text: string): string[]
}

/** Maximum number of values per key. More values are usually serial codes, of which only the first are compared. */
const maxValuesPerKey = 400

export function createTypoIndex(values: Iterable<string>): TypoIndex {
  const valuesByLength = new Map<number, Map<string, string[]>>()
  for (const value of values) {
    if (value.length < 1) continue
    const valuesByKey = valuesByLength.get(value.length) ?? new Map<string, string[]>()
    valuesByLength.set(value.length, valuesByKey)
    for (const key of computeKeys(value, value.length)) {
      const bucket = valuesByKey.get(key)
      if (!bucket) valuesByKey.set(key, [value])
      else if (bucket.length < maxValuesPerKey) bucket.push(value)
    }
  }
  return {
    findSimilar(text) {
      const results = new Set<string>()
      for (let length = text.length - 1; length <= text.length + 1; length++) {
        const valuesByKey = valuesByLength.get(length)
        if (!valuesByKey) continue
        for (const key of computeKeys(text, length)) {
          for (const value of valuesByKey.get(key) ?? []) if (findTypo(text, value)) results.add(value)
        }
      }
      return [...results]
    },
  }
}

/** Computes the index keys of values that have a given length and are similar to the text. */
function computeKeys(text: string, length: number): string[] {
  const half = Math.floor(length / 2)
  const first = `<${text.slice(0, half)}`
  const second = `>${text.slice(text.length - (length - half))}`
  if (text.length !== length) return [first, second]
  return [first, second, `|${text.slice(0, Math.max(0, half - 1))}|${text.slice(half + 1)}`]
}
