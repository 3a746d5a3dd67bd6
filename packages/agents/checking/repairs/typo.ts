/** A typing error: a character replaced, dropped, doubled or inserted, or two adjacent characters swapped. */
export type Typo = 'replace' | 'drop' | 'double' | 'insert' | 'swap'

/** The single typo that turns `meant` into `written`, and its position in `meant`; `undefined` if there is none. */
export function typoBetween(written: string, meant: string): { typo: Typo; at: number } | undefined {
  const difference = written.length - meant.length
  if (difference > 1 || difference < -1 || written === meant) return undefined
  const length = Math.min(written.length, meant.length)
  let at = 0
  while (at < length && written[at] === meant[at]) at++
  if (difference === 0) {
    if (written.slice(at + 1) === meant.slice(at + 1)) return { typo: 'replace', at }
    const isSwapped = written[at] === meant[at + 1] && written[at + 1] === meant[at]
    return isSwapped && written.slice(at + 2) === meant.slice(at + 2) ? { typo: 'swap', at } : undefined
  }
  if (difference < 0) return written.slice(at) === meant.slice(at + 1) ? { typo: 'drop', at } : undefined
  if (written.slice(at + 1) !== meant.slice(at)) return undefined
  return { typo: at > 0 && written[at] === written[at - 1] ? 'double' : 'insert', at }
}
