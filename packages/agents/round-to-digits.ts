/**
 * Rounds a number to a number of significant digits. The largest numbers are returned unchanged if they would round to
 * infinity, which JSON cannot represent.
 */
export function roundToDigits(number: number, digits: number): number {
  const rounded = Number(number.toPrecision(digits))
  return Number.isFinite(rounded) ? rounded : number
}
