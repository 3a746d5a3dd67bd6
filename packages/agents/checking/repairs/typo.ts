/** A kind of typo: a character is replaced, dropped, doubled or inserted, or two adjacent characters are swapped. */
export type Typo = 'replace' | 'drop' | 'double' | 'insert' | 'swap'

/**
 * Returns the single typo that turns `intended` into `observed`, and its position in `intended`. Returns `undefined` if
 * the strings are equal or differ by more than one typo.
 */
export function findTypo(observed: string, intended: string): { typo: Typo; position: number } | undefined {
  const difference = observed.length - intended.length
  if (difference > 1 || difference < -1 || observed === intended) return undefined
  const length = Math.min(observed.length, intended.length)
  let position = 0
  while (position < length && observed.charCodeAt(position) === intended.charCodeAt(position)) position++
  if (difference === 0) {
    if (hasEqualEnds(observed, position + 1, intended, position + 1)) return { typo: 'replace', position }
    const isSwapped = observed[position] === intended[position + 1] && observed[position + 1] === intended[position]
    return isSwapped && hasEqualEnds(observed, position + 2, intended, position + 2)
      ? { typo: 'swap', position }
      : undefined
  }
  if (difference < 0)
    return hasEqualEnds(observed, position, intended, position + 1) ? { typo: 'drop', position } : undefined
  if (!hasEqualEnds(observed, position + 1, intended, position)) return undefined
  return { typo: position > 0 && observed[position] === observed[position - 1] ? 'double' : 'insert', position }
}

/** Returns whether two strings are equal from the given positions on. The remainders must have the same length. */
function hasEqualEnds(a: string, startA: number, b: string, startB: number): boolean {
  for (let index = a.length - 1, other = b.length - 1; index >= startA && other >= startB; index--, other--)
    if (a.charCodeAt(index) !== b.charCodeAt(other)) return false
  return true
}
