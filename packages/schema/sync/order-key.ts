const digits = '0123456789abcdefghijklmnopqrstuvwxyz'
/** Length of the integer part of a key. A list would need 30 million insertions at one end to exceed it. */
const integerLength = 5
const firstKey = 'i0000'

/** The syntax of an order key: an integer of five base-36 digits and a fraction without trailing zeros. */
export const orderKeyPattern = /^[0-9a-z]{5}(?:[0-9a-z]{0,250}[1-9a-z])?$/

/**
 * Returns an order key between two others. Keys are compared as strings.
 *
 * @param before The key that the result follows, or `''` for the start of the list.
 * @param after The key that follows the result, or `''` for the end of the list.
 */
export function createKeyBetween(before: string, after: string): string {
  if (before === '') return after === '' ? firstKey : addToInteger(after, -1)
  const next = addToInteger(before, 1)
  if (after === '' || next < after) return next
  const integer = before.slice(0, integerLength)
  const hasSameInteger = after.startsWith(integer)
  return integer + createFractionBetween(before.slice(integerLength), hasSameInteger ? after.slice(integerLength) : '')
}

const addToInteger = (key: string, difference: number): string =>
  (Number.parseInt(key.slice(0, integerLength), digits.length) + difference)
    .toString(digits.length)
    .padStart(integerLength, '0')

/** Returns a fraction between two others. `after` is greater than `before`, or `''` for the end of the integer. */
function createFractionBetween(before: string, after: string): string {
  let fraction = ''
  let hasUpperLimit = after !== ''
  for (let index = 0; ; index++) {
    const low = index < before.length ? digits.indexOf(before[index]!) : 0
    const high = hasUpperLimit ? digits.indexOf(after[index]!) : digits.length
    if (high - low > 1) return fraction + digits[(low + high) >> 1]!
    fraction += digits[low]!
    if (high > low) hasUpperLimit = false
  }
}
