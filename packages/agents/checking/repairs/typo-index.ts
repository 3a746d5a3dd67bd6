import { findTypo } from './typo.ts'

/**
 * An index that finds the values that differ from a string by a single typo. Such a typo leaves one half of a value
 * unchanged, unless it swaps the two characters in the middle. Values are therefore indexed by their first half, by
 * their second half, and by both halves without the middle. This resembles FastSS (T. Bocek, E. Hunt and B. Stiller,
 * 2007), with halves instead of deletions.
 */
export type TypoIndex = ReturnType<typeof createTypoIndex>

/**
 * Maximum number of values per key. If there are more, they are usually serial codes, and only the first ones are
 * compared.
 */
const maxValuesPerKey = 400
const noValues: readonly string[] = []

/**
 * Creates an index. It is built when it is first used.
 *
 * @param values - Values, which must not change later.
 * @param texts - The strings that will be looked up, if they are few. The index then contains only what they need.
 */
export function createTypoIndex(values: readonly string[], texts?: readonly string[]) {
  let index: ReadonlyMap<number, ReadonlyMap<string, readonly string[]>> | undefined
  /** The results by text. Each round of a check looks up the same texts. */
  const resultsByText = new Map<string, readonly string[]>()
  return {
    findSimilar(text: string): readonly string[] {
      const known = resultsByText.get(text)
      if (known) return known
      index ??= indexValues(values, texts)
      const results = new Set<string>()
      for (let length = text.length - 1; length <= text.length + 1; length++) {
        const valuesByKey = index.get(length)
        if (!valuesByKey) continue
        for (const key of computeKeys(text, length)) {
          for (const value of valuesByKey.get(key) ?? []) if (findTypo(text, value)) results.add(value)
        }
      }
      const similarValues = results.size === 0 ? noValues : [...results]
      resultsByText.set(text, similarValues)
      return similarValues
    },
  }
}

function indexValues(values: readonly string[], texts: readonly string[] | undefined) {
  const neededKeys =
    texts &&
    new Set(texts.flatMap((text) => [-1, 0, 1].flatMap((difference) => computeKeys(text, text.length + difference))))
  const valuesByLength = new Map<number, Map<string, string[]>>()
  for (const value of values) {
    if (value.length < 1) continue
    const valuesByKey = valuesByLength.get(value.length) ?? new Map<string, string[]>()
    valuesByLength.set(value.length, valuesByKey)
    for (const key of computeKeys(value, value.length)) {
      if (neededKeys?.has(key) === false) continue
      const bucket = valuesByKey.get(key)
      if (!bucket) valuesByKey.set(key, [value])
      else if (bucket.length < maxValuesPerKey) bucket.push(value)
    }
  }
  return valuesByLength
}

/** Computes the keys under which values of a given length that are similar to the text are indexed. */
function computeKeys(text: string, length: number): string[] {
  const halfLength = Math.floor(length / 2)
  const firstKey = `<${text.slice(0, halfLength)}`
  const secondKey = `>${text.slice(text.length - (length - halfLength))}`
  if (text.length !== length) return [firstKey, secondKey]
  return [firstKey, secondKey, `|${text.slice(0, Math.max(0, halfLength - 1))}|${text.slice(halfLength + 1)}`]
}
