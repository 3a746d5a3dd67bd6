import type { DistinctValue, Inconsistency, Rewrite } from './inconsistency.ts'

/** Cyrillic and Greek letters and the Latin letters that look the same. */
const latinLookAlikes: ReadonlyMap<string, string> = new Map(
  [
    ['АВЕЅІЈКМНОРСТУХаеѕіјорсух', 'ABESIJKMHOPCTYXaesijopcyx'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο', 'ABEZHIKMNOPTYXo'],
  ].flatMap(([others = '', latin = '']) => [...others].map((letter, index) => [letter, latin[index] ?? ''] as const)),
)
const otherLookAlikes: ReadonlyMap<string, string> = new Map(
  [...latinLookAlikes]
    .filter(([letter]) => /\p{Script=Cyrillic}/u.test(letter))
    .map(([letter, latin]) => [latin, letter]),
)
const wordPattern = /\p{L}+/gu

/**
 * Finds words with letters of two scripts that look alike, such as a Cyrillic "а" in an English word. Nobody sees the
 * difference, but the values are not equal.
 */
export function findMixedScripts(values: readonly DistinctValue[]): Inconsistency | undefined {
  const rewrites = new Map<string, Rewrite>()
  for (const { text } of values) {
    // Most values are ASCII or have no Latin letter, and these patterns are faster than the one for words.
    if (!/[A-Za-z]/.test(text) || !/[\u0370-\u03FF\u0400-\u04FF]/.test(text)) continue
    const replacement = text.replaceAll(wordPattern, unifyScript)
    if (replacement !== text) rewrites.set(text, { replacement, logOdds: 4 })
  }
  const [example] = rewrites
  return (
    example && {
      kind: 'mixed-script',
      params: { example: example[0], canonical: example[1].replacement ?? '' },
      rewrites,
    }
  )
}

/** Replaces the letters of a word's rarer script. Returns words with letters that have no look-alike unchanged. */
function unifyScript(word: string): string {
  const letters = [...word]
  const otherLetters = letters.filter((letter) => /[\u0370-\u03FF\u0400-\u04FF]/.test(letter))
  const latinLetters = letters.filter((letter) => /\p{Script=Latin}/u.test(letter))
  if (otherLetters.length === 0 || latinLetters.length === 0) return word
  const [rare, lookAlikes] =
    otherLetters.length <= latinLetters.length
      ? ([otherLetters, latinLookAlikes] as const)
      : ([latinLetters, otherLookAlikes] as const)
  return rare.every((letter) => lookAlikes.has(letter))
    ? letters.map((letter) => (rare.includes(letter) ? (lookAlikes.get(letter) ?? letter) : letter)).join('')
    : word
}
