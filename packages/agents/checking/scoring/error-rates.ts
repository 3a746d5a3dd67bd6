import { editDistance } from '../../profiling/edit-distance.ts'
import { typoBetween, type Typo } from '../repairs/typo.ts'

/** How a cell becomes wrong. */
export type ErrorKind = Typo | 'format' | 'other' | 'missing' | 'cut' | 'garbled'

/** Share of all cells with each kind of error. */
export type ErrorRates = Readonly<Record<ErrorKind, number>> & {
  /** A character that replaces unreadable ones, and the share of cells that have it. */
  readonly placeholder?: { readonly character: string; readonly rate: number }
}

/** Prior error rates. */
export const defaultErrorRates: ErrorRates = {
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

/** The letters and digits of a text in lower case, without its format. */
export const bareText = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/**
 * Log likelihood of an observed text given the intended one (a noisy channel model); -Infinity if no known error
 * explains it.
 *
 * @param several - Whether to consider more than one typo.
 */
export function logErrorLikelihood(written: string, meant: string, rates: ErrorRates, several = false): number {
  const found = typoBetween(written, meant)
  const { length } = meant
  let best = -Infinity
  if (found) {
    const { typo, at } = found
    const places = {
      replace: length * (/\d/.test(meant[at] ?? '') ? 9 : 25),
      drop: length,
      double: length,
      insert: (length + 1) * 30,
      swap: Math.max(1, length - 1),
    }
    best = Math.log(rates[typo] / places[typo])
  }
  if (written !== '' && bareText(written) === bareText(meant)) best = Math.max(best, Math.log(rates.format / 8))
  if (written.length >= 2 && written.length < length && written.length >= 0.3 * length && meant.startsWith(written))
    best = Math.max(best, Math.log(rates.cut / length))
  const { placeholder } = rates
  if (placeholder && written.length === length && length > 0) {
    let replaced = 0
    let at = 0
    for (; at < length && (written[at] === meant[at] || written[at] === placeholder.character); at++)
      if (written[at] !== meant[at]) replaced++
    if (at === length && replaced > 0)
      best = Math.max(best, Math.log(placeholder.rate) - Math.min(replaced, 3) * Math.log(length))
  }
  if (several && best === -Infinity && length >= 6 && length <= 80) {
    const typos = editDistance(written, meant, Math.min(3, Math.floor(length / 5) + 1))
    if (typos !== Infinity) best = Math.log(rates.garbled) - 1.5 * typos * Math.log(length * 5)
  }
  return best
}
