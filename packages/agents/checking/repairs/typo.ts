/** A typing error: a character replaced, dropped, doubled or inserted, or two adjacent characters swapped. */
export type Typo = 'replace' | 'drop' | 'double' | 'insert' | 'swap'

/** The single typo that turns `meant` into `written`, and its position in `meant`; `undefined` if there is none. */
export function typoBetween(written: string, meant: string): { typo: Typo; at: number } | undefined {
  const difference = written.length - meant.length
  if (difference > 1 || difference < -1 || written === meant) return undefined
  const length = Math.min(written.length, meant.length)
  let at = 0
  while (at < length && written.charCodeAt(at) === meant.charCodeAt(at)) at++
  if (difference === 0) {
    if (endsEqually(written, at + 1, meant, at + 1)) return { typo: 'replace', at }
    const isSwapped = written[at] === meant[at + 1] && written[at + 1] === meant[at]
    return isSwapped && endsEqually(written, at + 2, meant, at + 2) ? { typo: 'swap', at } : undefined
  }
  if (difference < 0) return endsEqually(written, at, meant, at + 1) ? { typo: 'drop', at } : undefined
  if (!endsEqually(written, at + 1, meant, at)) return undefined
  return { typo: at > 0 && written[at] === written[at - 1] ? 'double' : 'insert', at }
}

/** Whether the remainders of two texts from these positions are equal; both have the same length. */
function endsEqually(a: string, fromA: number, b: string, fromB: number): boolean {
  for (let at = a.length - 1, other = b.length - 1; at >= fromA && other >= fromB; at--, other--)
    if (a.charCodeAt(at) !== b.charCodeAt(other)) return false
  return true
}
