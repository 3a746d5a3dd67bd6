import { slipBetween, slipsBetween, type Slip } from './slip.ts'

/** Ways in which a cell becomes wrong. */
export type ErrorKind = Slip | 'format' | 'other' | 'missing' | 'cut' | 'garbled'

/** Which share of all cells became wrong in which way. */
export type ErrorRates = Readonly<Record<ErrorKind, number>> & {
  /** The character that stands for any that could not be read, and in which share of cells one does. */
  readonly blot?: { readonly character: string; readonly rate: number }
}

/** What is expected of a table of which nothing is known. */
export const usualRates: ErrorRates = {
  replace: 0.003,
  drop: 0.003,
  double: 0.003,
  insert: 0.002,
  swap: 0.003,
  format: 0.004,
  other: 0.004,
  missing: 0.004,
  cut: 0.001,
  garbled: 0.002,
}

/** Letters and digits alone, in lower case: what is left when format is taken away. */
export const bareText = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/**
 * Log of the share of cells that were to hold `meant` and hold `written`; -Infinity where no known error leads there. `several`: more
 * than one slip is thought of too.
 */
export function logMiswritten(written: string, meant: string, rates: ErrorRates, several = false): number {
  const found = slipBetween(written, meant)
  const { length } = meant
  let best = -Infinity
  if (found) {
    const { slip, at } = found
    const places = {
      replace: length * (/\d/.test(meant[at] ?? '') ? 9 : 25),
      drop: length,
      double: length,
      insert: (length + 1) * 30,
      swap: Math.max(1, length - 1),
    }
    best = Math.log(rates[slip] / places[slip])
  }
  if (written !== '' && bareText(written) === bareText(meant)) best = Math.max(best, Math.log(rates.format / 8))
  if (written.length >= 2 && written.length < length && written.length >= 0.3 * length && meant.startsWith(written))
    best = Math.max(best, Math.log(rates.cut / length))
  const { blot } = rates
  if (blot && written.length === length && length > 0) {
    let blots = 0
    let at = 0
    for (; at < length && (written[at] === meant[at] || written[at] === blot.character); at++)
      if (written[at] !== meant[at]) blots++
    if (at === length && blots > 0) best = Math.max(best, Math.log(blot.rate) - Math.min(blots, 3) * Math.log(length))
  }
  if (several && best === -Infinity && length >= 6 && length <= 80) {
    const slips = slipsBetween(written, meant, Math.min(3, Math.floor(length / 5) + 1))
    if (slips <= Math.min(3, Math.floor(length / 5) + 1))
      best = Math.log(rates.garbled) - 1.5 * slips * Math.log(length * 5)
  }
  return best
}
