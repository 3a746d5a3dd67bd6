/** A conversion of numbers to another unit: `factor * number + offset`. */
export interface Conversion {
  readonly factor: number
  readonly offset: number
}

/** Pounds per kilogram, centimeters per inch and so on. The powers of ten are for unit prefixes. */
const factors = [
  2.204_623, 2.54, 3.280_84, 1.609_344, 10.763_91, 28.349_52, 3.785_412, 1.943_84, 3.6, 60, 10, 100, 1000,
]

/** Conversions between common units, in both directions. */
export const conversions: readonly Conversion[] = [
  ...factors.flatMap((factor) => [
    { factor, offset: 0 },
    { factor: 1 / factor, offset: 0 },
  ]),
  { factor: 1.8, offset: 32 },
  { factor: 1 / 1.8, offset: -32 / 1.8 },
]

const minCelsius = -40
const maxCelsius = 45

/**
 * Returns whether a conversion is plausible for numbers of about this size in the original unit. Conversions with an
 * offset apply only to temperatures.
 */
export function isPlausible({ factor, offset }: Conversion, number: number): boolean {
  if (offset === 0) return true
  const celsius = factor > 1 ? number : factor * number + offset
  return celsius >= minCelsius && celsius <= maxCelsius
}

export const applyConversion = ({ factor, offset }: Conversion, number: number): number => factor * number + offset

export const invertConversion = ({ factor, offset }: Conversion, number: number): number => (number - offset) / factor
