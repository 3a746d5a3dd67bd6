import { computeEditDistance } from '../../profiling/edit-distance.ts'
import { findTypo, type Typo } from '../repairs/typo.ts'

/** A kind of error in a cell. */
export type ErrorKind = Typo | 'format' | 'other' | 'missing' | 'truncated' | 'garbled'

/** The share of all cells that have each kind of error. */
export type ErrorRates = Readonly<Record<ErrorKind, number>> & {
  /** A character that replaces unreadable ones, and the share of cells that contain it. Absent if there is none. */
  readonly placeholder?: { readonly character: string; readonly rate: number }
}

/** The error rates assumed before any errors are found. */
export const defaultErrorRates: ErrorRates = {
  replace: 0.003,
  drop: 0.003,
  double: 0.003,
  insert: 0.002,
  swap: 0.003,
  format: 0.004,
  other: 0.004,
  missing: 0.004,
  truncated: 0.001,
  garbled: 0.002,
}

/** Returns only the letters and digits of a string, in lower case. */
export function toAlphanumericKey(text: string): string {
  const lower = text.toLowerCase()
  // Most values need no replacement, and testing this pattern is several times as fast.
  if (/^[a-z\d]*$/.test(lower)) return lower
  return lower.replace(/^[ -~]*$/.test(lower) ? /[^a-z\d]+/g : /[^\p{L}\p{N}]+/gu, '')
}

/**
 * Computes the log likelihood of an observed string given the intended one, based on a noisy channel model. Returns
 * `-Infinity` if no known kind of error explains the difference.
 *
 * @param allowMultipleTypos - Whether the strings may differ by more than one typo.
 */
export function computeLogErrorLikelihood(
  observed: string,
  intended: string,
  rates: ErrorRates,
  allowMultipleTypos = false,
): number {
  const match = findTypo(observed, intended)
  const { length } = intended
  let best = -Infinity
  if (match) {
    const { typo, position } = match
    const alternatives = {
      replace: length * (/\d/.test(intended[position] ?? '') ? 9 : 25),
      drop: length,
      double: length,
      insert: (length + 1) * 30,
      swap: Math.max(1, length - 1),
    }
    best = Math.log(rates[typo] / alternatives[typo])
  }
  if (observed !== '' && toAlphanumericKey(observed) === toAlphanumericKey(intended))
    best = Math.max(best, Math.log(rates.format / 8))
  if (
    observed.length >= 2 &&
    observed.length < length &&
    observed.length >= 0.3 * length &&
    intended.startsWith(observed)
  )
    best = Math.max(best, Math.log(rates.truncated / length))
  const { placeholder } = rates
  if (placeholder && observed.length === length && length > 0) {
    let replacedCount = 0
    let position = 0
    for (
      ;
      position < length && (observed[position] === intended[position] || observed[position] === placeholder.character);
      position++
    )
      if (observed[position] !== intended[position]) replacedCount++
    if (position === length && replacedCount > 0)
      best = Math.max(best, Math.log(placeholder.rate) - Math.min(replacedCount, 3) * Math.log(length))
  }
  if (allowMultipleTypos && best === -Infinity && length >= 6 && length <= 80) {
    const typoCount = computeEditDistance(observed, intended, Math.min(3, Math.floor(length / 5) + 1))
    if (typoCount !== Infinity) best = Math.log(rates.garbled) - 1.5 * typoCount * Math.log(length * 5)
  }
  return best
}
