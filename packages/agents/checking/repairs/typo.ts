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

/** Optimal string alignment distance (Damerau, without overlapping swaps), or `most + 1` where it is more than `most`. */
export function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const line = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(
        (above[j] as number) + 1,
        (line[j - 1] as number) + 1,
        (above[j - 1] as number) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] as number) + 1)
      line.push(cost)
      if (cost < least) least = cost
    }
    if (least > most) return most + 1
    before = above
    above = line
  }
  return Math.min(above[b.length] as number, most + 1)
}
