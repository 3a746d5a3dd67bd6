import { typoBetween } from './typo.ts'

/**
 * An index of values that finds those one typo away from a text. A typo leaves one half of a value unchanged, unless it
 * swaps the two characters in the middle: values are indexed by their first half, by their second half, and by both
 * halves without the middle (as FastSS by T. Bocek, E. Hunt and B. Stiller, 2007, with halves instead of deletions).
 */
export interface TypoIndex {
  near(text: string): string[]
}

/** Maximum number of values per key: more are serial codes, of which only the first are compared. */
const maxPerKey = 400

/** Builds an index of values. */
export function createTypoIndex(values: Iterable<string>): TypoIndex {
  const valuesByKey = new Map<string, string[]>()
  for (const value of values)
    for (const key of keys(value, value.length)) {
      const known = valuesByKey.get(key)
      if (!known) valuesByKey.set(key, [value])
      else if (known.length < maxPerKey) known.push(value)
    }
  return {
    near(text) {
      const found = new Set<string>()
      for (let length = text.length - 1; length <= text.length + 1; length++) {
        for (const key of keys(text, length)) {
          for (const value of valuesByKey.get(key) ?? []) if (typoBetween(text, value)) found.add(value)
        }
      }
      return [...found]
    },
  }
}

/** The keys of a text for values of a length. */
function keys(text: string, length: number): string[] {
  if (length < 1) return []
  const half = Math.floor(length / 2)
  const first = `${length}<${text.slice(0, half)}`
  const second = `${length}>${text.slice(text.length - (length - half))}`
  if (text.length !== length) return [first, second]
  return [first, second, `${length}|${text.slice(0, Math.max(0, half - 1))}|${text.slice(half + 1)}`]
}
