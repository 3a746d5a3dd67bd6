/** Significant decimal digits that a DOUBLE preserves. */
const safeDigits = 15
/** Minimum number of digits that rounding removes. */
const minSaved = 7

/**
 * A number in its shortest decimal form: without trailing zeros and binary rounding errors ("0.055999999999999994").
 */
export function plainNumber(text: string): string {
  if (!/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text)) return text
  const digits = text.replace(/^[-+]?0*\.?0*/, '').replace('.', '').length
  const short = digits > safeDigits ? String(Number(Number(text).toPrecision(12))) : text
  // If rounding removes few digits, the number has that precision.
  const rounded = short.includes('e') || short.length > text.length - minSaved ? text : short
  const [whole = '', fraction = ''] = rounded.split('.')
  const decimals = fraction.replace(/0+$/, '')
  return decimals === '' ? whole : `${whole}.${decimals}`
}
