import { stem } from './stem.ts'

/** Minimum length of the correct word. Shorter words are too similar to other words. */
const minLength = 6

/**
 * Whether a folded word differs from another word's stem by exactly one edit: a letter inserted, removed or changed, or
 * two adjacent letters swapped.
 */
export function isMisspelled(folded: string, other: string): boolean {
  const word = stem(folded)
  if (other.length < minLength || Math.abs(word.length - other.length) > 1 || word[0] !== other[0]) return false
  let start = 0
  while (start < word.length && word[start] === other[start]) start++
  let end = 0
  const shorter = Math.min(word.length, other.length)
  while (end < shorter - start && word.at(-1 - end) === other.at(-1 - end)) end++
  const [own, wanted] = [word.slice(start, word.length - end), other.slice(start, other.length - end)]
  const isSwapped = own.length === 2 && wanted.length === 2 && own[0] === wanted[1] && own[1] === wanted[0]
  return word !== other && (isSwapped || Math.max(own.length, wanted.length) === 1)
}
