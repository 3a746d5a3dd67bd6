/**
 * Pairs of words for true and false in several languages. A column must contain both words of a pair, except that
 * either `true` or `false` is enough, because these words are unambiguous.
 */
const wordPairs: readonly (readonly [string, string])[] = [
  ['true', 'false'],
  ['wahr', 'falsch'],
  ['vrai', 'faux'],
  ['verdadero', 'falso'],
  ['verdadeiro', 'falso'],
  ['vero', 'falso'],
  ['yes', 'no'],
  ['y', 'n'],
  ['t', 'f'],
  ['on', 'off'],
  ['ja', 'nein'],
  ['j', 'n'],
  ['oui', 'non'],
  ['o', 'n'],
  ['sí', 'no'],
  ['si', 'no'],
  ['sì', 'no'],
  ['s', 'n'],
  ['sim', 'não'],
  ['sim', 'nao'],
  ['ja', 'nee'],
  ['ja', 'neen'],
  ['ja', 'nej'],
  ['ja', 'nei'],
  ['já', 'nei'],
  ['kyllä', 'ei'],
  ['jah', 'ei'],
  ['tak', 'nie'],
  ['ano', 'ne'],
  ['áno', 'nie'],
  ['da', 'ne'],
  ['da', 'nu'],
  ['taip', 'ne'],
  ['jā', 'nē'],
  ['igen', 'nem'],
  ['да', 'нет'],
  ['да', 'не'],
  ['так', 'ні'],
  ['ναι', 'όχι'],
  ['evet', 'hayır'],
  ['כן', 'לא'],
  ['نعم', 'لا'],
  ['ya', 'tidak'],
  ['có', 'không'],
  ['是', '否'],
  ['有', '無'],
  ['はい', 'いいえ'],
  ['예', '아니오'],
  ['예', '아니요'],
]

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
