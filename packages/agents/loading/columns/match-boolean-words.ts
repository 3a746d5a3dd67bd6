import pairs from './boolean-words.json' with { type: 'json' }

/**
 * Pairs of words for true and false in several languages. A column must contain both words of a pair, except that
 * either `true` or `false` is enough, because these words are unambiguous.
 */
const wordPairs = pairs.map(({ true: trueWord, false: falseWord }) => [trueWord, falseWord] as const)

/** Words for true and for false in any language, except those that mean both, and letters that mean anything. */
export const booleanWords = {
  trueWords: new Set(wordPairs.map(([trueWord]) => trueWord).filter((word) => !/^[ost]$/.test(word))),
  falseWords: new Set(wordPairs.map(([, falseWord]) => falseWord).filter((word) => !/^f$/.test(word))),
}

const maxWordLength = Math.max(...wordPairs.flat().map((word) => word.length))

/**
 * Splits a column's words into those for true and those for false, as written. Returns `undefined` if the column
 * contains other words.
 */
export function matchBooleanWords(
  words: ReadonlySet<string>,
): { trueValues: string[]; falseValues: string[] } | undefined {
  if (words.size === 0 || words.size > 6 || [...words].some((word) => word.length > maxWordLength)) return undefined
  for (const [trueWord, falseWord] of wordPairs) {
    const trueValues = [...words].filter((word) => word.toLowerCase() === trueWord)
    const falseValues = [...words].filter((word) => word.toLowerCase() === falseWord)
    if (trueValues.length + falseValues.length < words.size) continue
    if (trueWord !== 'true' && (trueValues.length === 0 || falseValues.length === 0)) continue
    return { trueValues: trueValues.sort(), falseValues: falseValues.sort() }
  }
  return undefined
}
