import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCells = 3
const minLetters = 4
/** A value must be at least this many times as frequent as its variant. */
const minRatio = 3
/** Minimum share of cells that have at least `minLetters` letters. */
const minWordShare = 0.6

const transliterations: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  ø: 'oe',
  å: 'aa',
}

/**
 * Returns keys that variants of a value share: its letters and digits in lower case, with "and" instead of "&". Values
 * with diacritics have two keys: one without diacritics and one with transliterated letters.
 */
function listKeys(text: string): string[] {
  const normalizedText = text.toLowerCase().replaceAll('&', ' and ')
  const simplify = (value: string): string =>
    value
      .normalize('NFKD')
      .replaceAll(/\p{M}+/gu, '')
      // Punctuation between digits is kept, because it is significant ("1.5", "2-3").
      .replaceAll(/(?<!\d)[^\p{L}\p{N}]+|[^\p{L}\p{N}]+(?!\d)/gu, '')
  const transliterated = normalizedText.replaceAll(/[äöüßæøå]/g, (letter) => transliterations[letter] ?? letter)
  return [...new Set([simplify(normalizedText), simplify(transliterated)])]
}

/**
 * Finds values that differ from a more frequent value only in punctuation, diacritics or "&" ("Koeln" for "Köln",
 * "Sales & Marketing" for "Sales and Marketing").
 */
export function findSpellingVariants(values: readonly DistinctValue[]): Inconsistency | undefined {
  const wordValues = values.filter(({ text }) => (text.match(/\p{L}/gu) ?? []).length >= minLetters)
  if (countCells(wordValues) < minWordShare * countCells(values)) return undefined
  const rewrites = findKeyVariants(wordValues)
  const changedCellCount = countCells(wordValues.filter(({ text }) => rewrites.has(text)))
  const [example] = rewrites
  if (!example || changedCellCount < minCells) return undefined
  return { kind: 'variant', params: { example: example[0], canonical: example[1].replacement ?? '' }, rewrites }
}

function findKeyVariants(values: readonly DistinctValue[]): Map<string, Rewrite> {
  const topValueByKey = new Map<string, DistinctValue>()
  for (const entry of values)
    for (const key of listKeys(entry.text))
      if (entry.cellCount > (topValueByKey.get(key)?.cellCount ?? 0)) topValueByKey.set(key, entry)
  const rewrites = new Map<string, Rewrite>()
  for (const { text, cellCount } of values) {
    const frequentEntry = listKeys(text)
      .map((key) => topValueByKey.get(key))
      .find((entry) => entry !== undefined && entry.cellCount >= minRatio * cellCount)
    // Differences in letter case and spaces are left to other finders.
    if (frequentEntry && toComparisonKey(frequentEntry.text) !== toComparisonKey(text))
      rewrites.set(text, { replacement: frequentEntry.text, logOdds: 3 })
  }
  return rewrites
}

/**
 * Removes differences in letter case, hyphens, slashes and spaces. Hyphens, slashes and spaces are often
 * interchangeable in compounds.
 */
const toComparisonKey = (text: string): string => text.toLowerCase().replaceAll(/[\s/-]+/g, '')
