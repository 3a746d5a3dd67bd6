import { splitNameWords } from '../../column-meaning.ts'

/** Units of a quantity, each with its size, and other spellings of their names. */
const units: Record<string, { quantity: string; size: number; spellings: string[] }> = {
  mg: { quantity: 'mass', size: 0.001, spellings: ['milligram', 'milligrams'] },
  g: { quantity: 'mass', size: 1, spellings: ['gr', 'gram', 'grams', 'gramm'] },
  kg: { quantity: 'mass', size: 1000, spellings: ['kgs', 'kilo', 'kilos', 'kilogram', 'kilograms'] },
  t: { quantity: 'mass', size: 1_000_000, spellings: ['ton', 'tons', 'tonne', 'tonnes', 'tonnen'] },
  mm: { quantity: 'length', size: 0.001, spellings: [] },
  cm: { quantity: 'length', size: 0.01, spellings: ['centimeter', 'centimeters'] },
  m: { quantity: 'length', size: 1, spellings: ['meter', 'meters', 'metre', 'metres'] },
  km: { quantity: 'length', size: 1000, spellings: ['kilometer', 'kilometers', 'kilometre', 'kilometres'] },
  s: { quantity: 'time', size: 1, spellings: ['sec', 'secs', 'second', 'seconds', 'sekunden'] },
  min: { quantity: 'time', size: 60, spellings: ['mins', 'minute', 'minutes', 'minuten'] },
  h: { quantity: 'time', size: 3600, spellings: ['hr', 'hrs', 'hour', 'hours', 'std', 'stunden'] },
  c: { quantity: 'temperature', size: 1, spellings: ['°c', 'celsius'] },
  l: { quantity: 'volume', size: 1, spellings: ['liter', 'liters', 'litre', 'litres'] },
  ml: { quantity: 'volume', size: 0.001, spellings: [] },
  kwh: { quantity: 'energy', size: 1, spellings: [] },
}
const unitNames = new Map(
  Object.entries(units).flatMap(([unit, { spellings }]) => [unit, ...spellings].map((spelling) => [spelling, unit])),
)

const qualifierPattern = /^(?:[~≈]|ca\.?|c\.|circa|approx\.?|approximately|about|around|etwa|rund)\s*(?=\d)/i
const amountPattern = /^([+-]?\d+(?:[.,'’ \u00a0\u202f]\d+)*[.,]?)(\s*)(?:([\p{L}°]{1,12})\.?)?(\+)?$/u

/** A number with an optional unit, as written in a cell. */
export interface AmountWithUnit {
  /** The number as written. */
  number: string
  /** The unit in lower case, by its usual name if it is known; empty if there is none. */
  unit: string
  /** The unit as written, with the spaces before it. */
  suffix: string
  isKnownUnit: boolean
  /** Whether the cell says that the number is not exact, such as "ca. 90" or "2+". */
  isApproximate: boolean
}

/** Reads a cell such as "12 g", "7 min", "~90 000" or "2+". Returns `undefined` for other cells. */
export function readAmount(text: string): AmountWithUnit | undefined {
  const textWithoutQualifier = text.replace(qualifierPattern, '')
  const match = amountPattern.exec(textWithoutQualifier)
  if (!match) return undefined
  const [, number = '', space = '', word = '', plus] = match
  const name = unitNames.get(word.toLowerCase())
  return {
    number,
    unit: name ?? word.toLowerCase(),
    suffix: `${space}${word}`,
    isKnownUnit: name !== undefined,
    isApproximate: plus !== undefined || textWithoutQualifier !== text,
  }
}

/** Returns the unit in a column name such as `minutes`, `Weight kg` or `height (cm)`, or `undefined`. */
export const findUnitInName = (name: string): string | undefined =>
  splitNameWords(name)
    .filter((word, index) => word.length > 1 || index > 0)
    .map((word) => unitNames.get(word))
    .find((unit) => unit !== undefined)

/** Converts a number between units of the same quantity. Returns `undefined` for other units. */
export function convertUnit(number: number, from: string, to: string): number | undefined {
  const [source, target] = [units[from], units[to]]
  if (from === to) return number
  if (!source || !target || source.quantity !== target.quantity) return undefined
  return Number(((number * source.size) / target.size).toPrecision(12))
}
