import { roundToDigits } from '../../round-to-digits.ts'

/** Number of significant decimal digits that a DOUBLE always preserves. */
const safeDigits = 15
/** Rounding is applied only if it removes at least this many digits. */
const minRemovedDigits = 7

/**
 * Returns a number in its shortest decimal form, without trailing zeros or binary rounding errors:
 * "0.055999999999999994" becomes "0.056". Other text is returned unchanged.
 */
export function toPlainNumber(text: string): string {
  if (!/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text)) return text
  const digits = text.replace(/^[-+]?0*\.?0*/, '').replace('.', '').length
  const shortest = digits > safeDigits ? String(roundToDigits(Number(text), 12)) : text
  // If rounding removes only a few digits, they are assumed to be significant.
  const rounded = shortest.includes('e') || shortest.length > text.length - minRemovedDigits ? text : shortest
  const [integerPart = '', fraction = ''] = rounded.split('.')
  let end = fraction.length
  while (fraction[end - 1] === '0') end--
  const decimals = fraction.slice(0, end)
  return decimals === '' ? integerPart : `${integerPart}.${decimals}`
}

/** Longer numbers are not grouped, because matching the pattern takes quadratic time. */
const maxGroupedDigits = 100

/** Inserts commas as thousands separators: "1,234.5". Very long numbers are returned unchanged. */
export function groupThousands(text: string): string {
  const [integerPart = '', fraction] = text.split('.')
  const grouped = integerPart.length <= maxGroupedDigits ? integerPart.replace(/\B(?=(?:\d{3})+$)/g, ',') : integerPart
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}
