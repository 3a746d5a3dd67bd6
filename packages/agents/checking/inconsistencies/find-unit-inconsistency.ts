import { defined } from '@aw-flow/schema'
import { findWeightedQuantile } from '../quantile.ts'
import {
  countCells,
  groupValues,
  parseValues,
  type Inconsistency,
  type Rewrite,
  type DistinctValue,
} from './inconsistency.ts'
import { toPlainNumber } from './plain-number.ts'
import { findMax } from '../large-lists.ts'
import { roundToDigits } from '../../round-to-digits.ts'
import units from './units.json' with { type: 'json' }

/** Matches a number, optionally followed by a unit or percent sign. */
const measurementPattern =
  /^([-+]?(?:\d+(?:\.\d+)?|\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?))(\s*)([\p{L}%°µ$€£"'][\p{L}%°µ²³/.*()\- "']{0,30}|)$/u
const minMeasuredShare = 0.85
/** A spelling is canonical only if at least this share of cells uses it. */
const minCanonicalShare = 0.6
const minCells = 5
/** Minimum length of codes that may end with a letter, such as an ISBN ("316148410X"). */
const minCodeLength = 6
/**
 * If the medians of numbers with and without a unit differ by at most this many powers of ten, both use the same scale.
 */
const maxScaleDistance = 0.7
/** Maximum difference between the ratio of two medians and the ratio of two units, in powers of ten. */
const maxConversionDistance = 0.35

/** The units of each dimension, as multiples of its base unit. */
const dimensions = units.dimensions.map((dimension): ReadonlyMap<string, number> => new Map(Object.entries(dimension)))
/** The zero point and degree size of each temperature unit, in degrees Celsius. */
const temperatures: ReadonlyMap<string, { zero: number; degree: number }> = new Map(Object.entries(units.temperatures))
/** The abbreviation of each unit, keyed by the stem of its name. */
const abbreviations: ReadonlyMap<string, string> = new Map(Object.entries(units.abbreviations))

/**
 * Returns a function that converts numbers between two units, or `undefined` if the units measure different quantities.
 */
function findConversion(sourceUnit: string, targetUnit: string): ((number: number) => number) | undefined {
  const multiples = dimensions.find((dimension) => dimension.has(sourceUnit) && dimension.has(targetUnit))
  if (multiples)
    return (number) => (number * (multiples.get(sourceUnit) as number)) / (multiples.get(targetUnit) as number)
  const [sourceScale, targetScale] = [temperatures.get(sourceUnit), temperatures.get(targetUnit)]
  return (
    sourceScale &&
    targetScale &&
    ((number) => (sourceScale.zero + number * sourceScale.degree - targetScale.zero) / targetScale.degree)
  )
}

interface Measurement {
  number: string
  separator: string
  unit: string
}

/** Splits a measurement into its number and unit. Returns `undefined` if the text is not a measurement. */
export function parseMeasurement(text: string): Measurement | undefined {
  const [, number, separator = '', unit = ''] = measurementPattern.exec(text.trim()) ?? []
  return number === undefined ? undefined : { number: number.replaceAll(',', ''), separator, unit }
}

/** Returns the letters of a unit in lower case, without a plural ending. */
const toStem = (unit: string): string => (/^(?:°[cf]$|\p{L}+)/u.exec(unit.toLowerCase())?.[0] ?? unit).replace(/s$/, '')

const normalizeUnit = (unit: string): string => {
  const stem = toStem(unit)
  return abbreviations.get(stem) ?? stem
}

const isKnownUnit = (unit: string): boolean =>
  temperatures.has(unit) ||
  [...abbreviations.values()].includes(unit) ||
  dimensions.some((dimension) => dimension.has(unit))

/**
 * Finds a unit that is spelled in several ways or present in only some cells: "12.0 oz", "12.0 oz.", "12 ounce", "12".
 * The canonical form is the spelling of most cells, or the number alone if no spelling is frequent enough. If a column
 * contains several units, see `convertUnits`.
 */
export function findUnitInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const measurements = parseValues(values, minMeasuredShare, parseMeasurement)
  if (!measurements) return undefined
  const valuesWithUnit = measurements.filter(({ unit }) => unit !== '')
  const valuesWithoutUnit = measurements.filter(({ unit }) => unit === '')
  if (countCells(valuesWithUnit) < minCells || isCodeColumn(measurements)) return undefined
  const unitGroups = groupValues(valuesWithUnit, (text) => normalizeUnit(parseMeasurement(text)?.unit ?? ''))
  const mainGroup = unitGroups[0]
  if (!mainGroup) return undefined
  // A letter after only some of the numbers is part of them, as in house numbers ("12 b").
  if (/^\p{L}$/u.test(mainGroup.key) && !isKnownUnit(mainGroup.key) && valuesWithoutUnit.length > 0) return undefined
  if (mainGroup.cellCount < 0.9 * countCells(valuesWithUnit))
    return convertUnits(mainGroup, valuesWithUnit, valuesWithoutUnit)
  if (isMagnitude(mainGroup.key, valuesWithUnit, valuesWithoutUnit)) return undefined
  const spellings = groupValues(valuesWithUnit, (text) => {
    const { separator = '', unit = '' } = parseMeasurement(text) ?? {}
    return `${separator === '' ? '' : ' '}${unit}`
  })
  const formatCount = spellings.length + (valuesWithoutUnit.length > 0 ? 1 : 0)
  if (formatCount < 2) return undefined
  const mainSpelling = spellings[0] as (typeof spellings)[number]
  const canonicalSpelling =
    mainSpelling.cellCount >= minCanonicalShare * countCells(measurements) ? mainSpelling.key : ''
  // If only some cells have a unit, the numbers may be on different scales: 0.05 and 5%, 1200 and 1.2 kg.
  const factor = valuesWithoutUnit.length === 0 ? 1 : findScaleFactor(mainGroup.key, valuesWithUnit, valuesWithoutUnit)
  if (factor === undefined && mainGroup.key === '%') return undefined
  if (canonicalSpelling === '' && valuesWithoutUnit.length === 0 && spellings.length < 3) return undefined
  const format = createNumberFormatter(valuesWithoutUnit.length > 0 ? valuesWithoutUnit : measurements)
  const rewrites = new Map<string, Rewrite>()
  for (const { text, number, separator, unit } of measurements) {
    const key = normalizeUnit(unit)
    if (unit !== '' && key !== mainGroup.key && isKnownUnit(key) && isKnownUnit(mainGroup.key)) {
      const replacement = convertRareUnit(number, findConversion(key, mainGroup.key), mainGroup.values)
      rewrites.set(text, {
        ...(replacement === undefined ? {} : { replacement: `${replacement}${canonicalSpelling}` }),
        logOdds: 4,
      })
      continue
    }
    const spelling = `${separator === '' ? '' : ' '}${unit}`
    if (spelling === canonicalSpelling && text === text.trim()) continue
    // If the medians match no conversion, the scale of a number without a unit is unknown.
    if (factor === undefined && unit === '') continue
    const multiplier = canonicalSpelling === '' ? (unit === '' ? 1 : factor) : unit === '' ? 1 / (factor ?? 1) : 1
    const convertedNumber =
      multiplier === undefined
        ? undefined
        : multiplier === 1
          ? number
          : convertNumber(number, (value) => value * multiplier)
    const newText =
      convertedNumber === undefined
        ? undefined
        : canonicalSpelling === ''
          ? format(convertedNumber)
          : `${toCanonicalNumber(convertedNumber, mainSpelling.values)}${canonicalSpelling}`
    if (newText !== text) rewrites.set(text, defined({ replacement: newText, logOdds: 4 }))
  }
  if (rewrites.size === 0) return undefined
  const example = valuesWithUnit[0] as DistinctValue
  return {
    kind: 'unit-spelling',
    params: {
      forms: formatCount,
      unit: mainSpelling.key.trim(),
      canonical: canonicalSpelling === '' ? '12' : `12${canonicalSpelling}`,
      example: example.text,
    },
    rewrites,
  }
}

/**
 * Converts a number with a rare unit and rounds it to the column's number of decimal places. Returns `undefined` if the
 * result is far outside the typical range, because the number or its unit may be wrong.
 */
function convertRareUnit(
  number: string,
  convert: ((number: number) => number) | undefined,
  usualValues: readonly DistinctValue[],
): string | undefined {
  const convertedNumber = convert?.(Number(number))
  const measurements = usualValues.map((entry) => ({ ...entry, number: parseMeasurement(entry.text)?.number ?? '' }))
  const [low, high] = findTypicalRange(measurements)
  if (convertedNumber === undefined || convertedNumber < low - (high - low) || convertedNumber > high + (high - low))
    return undefined
  const decimals = findMax(measurements.map((measure) => /\.(\d+)$/.exec(measure.number)?.[1]?.length ?? 0))
  return toPlainNumber(convertedNumber.toFixed(Math.min(decimals, 12)))
}

/** Returns whether a unit is actually a scale, such as "M" in "1.5M" in a column with "1500000". */
const isMagnitude = (
  unit: string,
  valuesWithUnit: readonly (DistinctValue & Measurement)[],
  valuesWithoutUnit: readonly (DistinctValue & Measurement)[],
): boolean =>
  /^(?:k|m|b|bn|mn)$/.test(unit) &&
  valuesWithoutUnit.length > 0 &&
  computeMedian(valuesWithoutUnit) > 30 * computeMedian(valuesWithUnit)

const toCanonicalNumber = (number: string, canonicalValues: readonly DistinctValue[]): string => {
  const hasFixedDecimals = canonicalValues.every(({ text }) => /^\S*\.\d/.test(text))
  return hasFixedDecimals || !/\.0+$/.test(number) ? number : toPlainNumber(number)
}

/**
 * Creates a function that formats numbers in the style of the given numbers. Trailing zeros are kept only if all
 * numbers have the same number of decimal places and enough of them do not end with 0.
 */
function createNumberFormatter(numbers: readonly (DistinctValue & { number: string })[]): (number: string) => string {
  const total = countCells(numbers)
  const decimalGroups = groupValues(
    numbers.map(({ number, cellCount }) => ({ text: number, cellCount })),
    (number) => String(/\.(\d*)$/.exec(number)?.[1]?.length ?? 0),
  )
  const trailingZeroCellCount = countCells(numbers.filter(({ number }) => /\.\d*0$/.test(number)))
  const isFixed = decimalGroups.length === 1 && decimalGroups[0]?.key !== '0'
  return isFixed && trailingZeroCellCount > 0 && trailingZeroCellCount <= maxTrailingZeroShare * total
    ? (number) => number
    : toPlainNumber
}

const maxTrailingZeroShare = 0.8

/**
 * Finds the factor that converts numbers with a unit to the scale of numbers without one. It is 1 if their medians are
 * similar, 0.01 for percentages in a column of fractions, or the ratio of two units, such as 1000 for kilograms in a
 * column of grams. Returns `undefined` if no factor fits.
 */
function findScaleFactor(
  unit: string,
  valuesWithUnit: readonly (DistinctValue & Measurement)[],
  valuesWithoutUnit: readonly (DistinctValue & Measurement)[],
): number | undefined {
  const [unitMedian, unitlessMedian] = [computeMedian(valuesWithUnit), computeMedian(valuesWithoutUnit)]
  if (unitMedian === 0 || unitlessMedian === 0) return 1
  const distance = Math.log10(unitlessMedian / unitMedian)
  if (Math.abs(distance) <= maxScaleDistance) return 1
  if (unit === '%') return Math.abs(distance + 2) <= maxScaleDistance ? 0.01 : undefined
  const multiples = dimensions.find((dimension) => dimension.has(unit))
  const ratios = [...(multiples?.values() ?? [])].map((multiple) => (multiples?.get(unit) as number) / multiple)
  const nearestRatio = ratios.toSorted(
    (a, b) => Math.abs(Math.log10(a) - distance) - Math.abs(Math.log10(b) - distance),
  )[0]
  return nearestRatio !== undefined && Math.abs(Math.log10(nearestRatio) - distance) <= maxConversionDistance
    ? nearestRatio
    : undefined
}

/** Applies a conversion and removes binary rounding errors. */
const convertNumber = (number: string, convert: (number: number) => number): string => {
  const convertedNumber = convert(Number(number))
  return convertedNumber === Number(number) ? number : String(roundToDigits(convertedNumber, 12))
}

/** Returns whether the values are codes such as ISBNs: numbers of equal length, optionally followed by one letter. */
function isCodeColumn(measurements: readonly (DistinctValue & Measurement)[]): boolean {
  const [mainGroup] = groupValues(measurements, (text) => (/^\d+\p{L}?$/u.test(text) ? String(text.length) : undefined))
  return (
    mainGroup !== undefined &&
    Number(mainGroup.key) >= minCodeLength &&
    mainGroup.cellCount >= minMeasuredShare * countCells(measurements)
  )
}

/** Other units are converted to the most frequent unit only if at least this share of cells uses that unit. */
const minMainUnitShare = 0.6
/** An unknown unit in capital letters must follow at least this many distinct numbers. */
const minNumbers = 3
/** Minimum share of converted values that are within the typical range. */
const minInRangeShare = 0.8

/**
 * Converts rare units to the most frequent unit of the same dimension ("1.85 m" in a column with "185 cm"). If most
 * numbers have no unit, also removes words after numbers ("104 p.", "98 pages"). Units that are used for different
 * magnitudes, such as grams for weights below 1 kg, are not changed.
 */
function convertUnits(
  mainGroup: ReturnType<typeof groupValues>[number],
  valuesWithUnit: readonly (DistinctValue & Measurement)[],
  valuesWithoutUnit: readonly (DistinctValue & Measurement)[],
): Inconsistency | undefined {
  const total = countCells(valuesWithUnit) + countCells(valuesWithoutUnit)
  const rewrites = new Map<string, Rewrite>()
  const isMostlyUnitless = countCells(valuesWithoutUnit) >= minMainUnitShare * total
  if (!isMostlyUnitless && mainGroup.cellCount < minMainUnitShare * total) return undefined
  const mainValues = new Set(mainGroup.values.map(({ text }) => text))
  const referenceValues = isMostlyUnitless
    ? valuesWithoutUnit
    : valuesWithUnit.filter(({ text }) => mainValues.has(text))
  const [low, high] = findTypicalRange(referenceValues)
  const [mainSpelling] = groupValues(mainGroup.values, (text) => text.replace(/^[-+]?[\d.,]+/, ''))
  const format = createNumberFormatter(referenceValues)
  const groups = groupValues(valuesWithUnit, (text) => normalizeUnit(parseMeasurement(text)?.unit ?? ''))
  const isInRange = (number: number): boolean => number >= low && number <= high
  // The implied unit of numbers without a unit is the unit whose numbers are in the same range.
  const impliedUnit = isMostlyUnitless
    ? groups.find(({ key, values, cellCount }) => {
        const valuesInRange = values.filter(({ text }) => isInRange(Number(parseMeasurement(text)?.number)))
        return isKnownUnit(key) && cellCount >= minCells && countCells(valuesInRange) >= minInRangeShare * cellCount
      })?.key
    : undefined
  // A single letter after a number is part of it ("12 b"), unless all such letters are units.
  const isLetter = (unit: string): boolean => /^\p{L}$/u.test(unit)
  const hasOnlyUnitLetters = valuesWithUnit.every(({ unit }) => !isLetter(unit) || isKnownUnit(normalizeUnit(unit)))
  for (const group of groups) {
    if (!isMostlyUnitless && group.key === mainGroup.key) continue
    const target = isMostlyUnitless ? impliedUnit : mainGroup.key
    const convert =
      (target === undefined ? undefined : findConversion(group.key, target)) ??
      (isMostlyUnitless ? (number: number) => number : undefined)
    if (!convert) continue
    const measurements = group.values.flatMap((entry) => {
      const measure = parseMeasurement(entry.text)
      return measure && (!isMostlyUnitless || hasOnlyUnitLetters || !isLetter(measure.unit))
        ? [{ ...entry, number: measure.number }]
        : []
    })
    const valuesInRange = measurements.filter(({ number }) => isInRange(convert(Number(number))))
    if (group.cellCount < minCells || countCells(valuesInRange) < minInRangeShare * group.cellCount) continue
    // Capital letters that always follow the same few numbers are part of a code ("1012 AB").
    const hasOnlyCapitals = group.values.every(({ text }) => /\s\p{Lu}+$/u.test(text))
    if (
      hasOnlyCapitals &&
      !isKnownUnit(group.key) &&
      new Set(measurements.map(({ number }) => number)).size < minNumbers
    )
      continue
    for (const { text, number } of measurements) {
      const replacement = isMostlyUnitless
        ? format(convertNumber(number, convert))
        : convertRareUnit(number, convert, mainGroup.values)
      const newText = isMostlyUnitless ? replacement : replacement && `${replacement}${mainSpelling?.key ?? ''}`
      rewrites.set(text, defined({ replacement: newText, logOdds: 3 }))
    }
  }
  const [example] = rewrites
  if (!example) return undefined
  const params = { forms: 2, unit: mainGroup.key, canonical: example[1].replacement ?? '', example: example[0] }
  return { kind: 'unit-spelling', params, rewrites }
}

/** Returns the range of values, excluding the smallest and largest 2%. */
function findTypicalRange(measurements: readonly (DistinctValue & Pick<Measurement, 'number'>)[]): [number, number] {
  const sortedNumbers = measurements
    .flatMap(({ number, cellCount }) =>
      Array.from({ length: Math.min(cellCount, maxCellsPerNumber) }, () => Number(number)),
    )
    .toSorted((a, b) => a - b)
  const margin = Math.floor(0.02 * sortedNumbers.length)
  return [sortedNumbers[margin] ?? 0, sortedNumbers[sortedNumbers.length - 1 - margin] ?? 0]
}

const maxCellsPerNumber = 100

const computeMedian = (measurements: readonly (DistinctValue & Measurement)[]): number =>
  findWeightedQuantile(
    measurements.map(({ number, cellCount }) => ({ number: Math.abs(Number(number)), cellCount })),
    0.5,
  )
