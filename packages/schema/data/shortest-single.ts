/** Number of significant digits that suffice to identify every single-precision number. */
const maxDigits = 9

/**
 * Returns the number with the fewest digits that equals a value in single precision (FLOAT): 0.1 for
 * 0.10000000149011612, which is the double-precision value.
 *
 * @public
 */
export function toShortestFloat(value: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value) || Math.fround(value) !== value) return value
  for (let digits = 1; digits < maxDigits; digits++) {
    const candidate = Number(value.toPrecision(digits))
    if (Math.fround(candidate) === value) return candidate
  }
  return Number(value.toPrecision(maxDigits))
}
