/** So many digits a decimal number keeps when it goes through a binary one. */
const safeDigits = 15
const minSaved = 7

/** A number in its shortest decimal form: without zeros at its end, and without what binary arithmetic adds ("0.055999999999999994"). */
export function plainNumber(text: string): string {
  if (!/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text)) return text
  const digits = text.replace(/^[-+]?0*\.?0*/, '').replace('.', '').length
  const short = digits > safeDigits ? String(Number(Number(text).toPrecision(12))) : text
  // Many digits are meant where rounding saves few of them.
  const rounded = short.includes('e') || short.length > text.length - minSaved ? text : short
  const [whole = '', fraction = ''] = rounded.split('.')
  const kept = fraction.replace(/0+$/, '')
  return kept === '' ? whole : `${whole}.${kept}`
}
