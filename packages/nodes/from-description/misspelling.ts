import { stem } from './stem.ts'

/** Minimum length of the correct word. Shorter words are too similar to other words. */
const minLength = 6

/**
 * Returns whether a folded word's stem differs from another stem by exactly one edit: an inserted, removed or changed
 * letter, or two swapped adjacent letters.
 */
export function isMisspelled(folded: string, otherStem: string): boolean {
  const word = stem(folded)
  if (otherStem.length < minLength || Math.abs(word.length - otherStem.length) > 1 || word[0] !== otherStem[0])
    return false
  let start = 0
  while (start < word.length && word[start] === otherStem[start]) start++
  let end = 0
  const shorterLength = Math.min(word.length, otherStem.length)
  while (end < shorterLength - start && word.at(-1 - end) === otherStem.at(-1 - end)) end++
  const [wordDifference, otherDifference] = [
    word.slice(start, word.length - end),
    otherStem.slice(start, otherStem.length - end),
  ]
  const isSwapped =
    wordDifference.length === 2 &&
    otherDifference.length === 2 &&
    wordDifference[0] === otherDifference[1] &&
    wordDifference[1] === otherDifference[0]
  return word !== otherStem && (isSwapped || Math.max(wordDifference.length, otherDifference.length) === 1)
}
