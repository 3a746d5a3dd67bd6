import { countCells, groupTexts, type Habit, type Rewrite, type WrittenText } from './habit.ts'
import { toPlainNumber } from './plain-number.ts'

/** A number, optionally followed by a unit or a percent sign. */
const measurePattern =
  /^([-+]?(?:\d+(?:\.\d+)?|\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?))(\s*)([\p{L}%°µ$€£"'][\p{L}%°µ²³/.*()\- "']{0,30}|)$/u
const minMeasured = 0.85
/** Minimum share of cells with the canonical spelling of the unit. */
const minCanonical = 0.6
const minCells = 5

interface Measure {
  number: string
  gap: string
  unit: string
}

/** Splits a measurement into its number and unit; `undefined` if the text is not one. */
export function parseMeasure(text: string): Measure | undefined {
  const [, number, gap = '', unit = ''] = measurePattern.exec(text.trim()) ?? []
  return number === undefined ? undefined : { number: number.replaceAll(',', ''), gap, unit }
}

/** The letters of a unit in lower case, without a plural ending. */
const toStem = (unit: string): string => (/^\p{L}+/u.exec(unit.toLowerCase())?.[0] ?? unit).replace(/s$/, '')

/** The abbreviation of each unit name. */
const abbreviations: Readonly<Record<string, string>> = {
  ounce: 'oz',
  pound: 'lb',
  kilogram: 'kg',
  kilo: 'kg',
  gramm: 'g',
  gram: 'g',
  milligram: 'mg',
  hour: 'h',
  hr: 'h',
  minute: 'min',
  second: 'sec',
  feet: 'ft',
  foot: 'ft',
  inche: 'in',
  inch: 'in',
  centimeter: 'cm',
  centimetre: 'cm',
  millimeter: 'mm',
  millimetre: 'mm',
  kilometer: 'km',
  kilometre: 'km',
  mile: 'mi',
  meter: 'm',
  metre: 'm',
  liter: 'l',
  litre: 'l',
  milliliter: 'ml',
  millilitre: 'ml',
  gallon: 'gal',
  dollar: 'usd',
  euro: 'eur',
  percent: '%',
  pct: '%',
  year: 'y',
  yr: 'y',
  mph: 'mph',
  kmh: 'km/h',
}
const normalizeUnit = (unit: string): string => {
  const stem = toStem(unit)
  return abbreviations[stem] ?? stem
}

/**
 * Finds one unit in several spellings, or in some cells only: "12.0 oz", "12.0 oz.", "12 ounce", "12". The canonical
 * form is the spelling of most cells, or the number alone if no spelling is frequent enough. Columns with several units
 * are left unchanged, because their numbers would have to be converted.
 */
export function findUnitHabit(texts: readonly WrittenText[]): Habit | undefined {
  const all = countCells(texts)
  const measures = texts.flatMap((entry) => {
    const measure = parseMeasure(entry.text)
    return measure ? [{ ...entry, ...measure }] : []
  })
  if (countCells(measures) < minMeasured * all) return undefined
  const withUnit = measures.filter(({ unit }) => unit !== '')
  const withoutUnit = measures.filter(({ unit }) => unit === '')
  if (countCells(withUnit) < minCells) return undefined
  const units = groupTexts(withUnit, (text) => normalizeUnit(parseMeasure(text)?.unit ?? ''))
  const main = units[0]
  if (!main || main.cells < 0.9 * countCells(withUnit)) return undefined
  if (isMagnitude(main.key, withUnit, withoutUnit)) return undefined
  const spellings = groupTexts(withUnit, (text) => {
    const { gap = '', unit = '' } = parseMeasure(text) ?? {}
    return `${gap === '' ? '' : ' '}${unit}`
  })
  const forms = spellings.length + (withoutUnit.length > 0 ? 1 : 0)
  if (forms < 2) return undefined
  const top = spellings[0] as (typeof spellings)[number]
  const canonical = top.cells >= minCanonical * countCells(measures) ? top.key : ''
  // A percent sign in only some cells may imply a factor of 100.
  const factor = canonical === '' && main.key === '%' ? findPercentFactor(withUnit, withoutUnit) : 1
  if (factor === undefined) return undefined
  if (canonical === '' && withoutUnit.length === 0 && spellings.length < 3) return undefined
  const format = createNumberFormatter(withoutUnit.length > 0 ? withoutUnit : measures)
  const rewrites = new Map<string, Rewrite>()
  for (const { text, number, gap, unit } of measures) {
    const spelling = `${gap === '' ? '' : ' '}${unit}`
    if (spelling === canonical && text === text.trim()) continue
    const to =
      canonical === ''
        ? format(factor === 1 ? number : String(Number(number) * factor))
        : `${toCanonicalNumber(number, top.texts)}${canonical}`
    if (to !== text) rewrites.set(text, { to, odds: 4 })
  }
  if (rewrites.size === 0) return undefined
  const example = withUnit[0] as WrittenText
  return {
    kind: 'unit-spelling',
    params: {
      forms,
      unit: top.key.trim(),
      canonical: canonical === '' ? '12' : `12${canonical}`,
      example: example.text,
    },
    rewrites,
  }
}

/** Returns whether a unit is a power of ten, as in "1.5M" next to "1500000". */
const isMagnitude = (
  unit: string,
  withUnit: readonly (WrittenText & Measure)[],
  withoutUnit: readonly (WrittenText & Measure)[],
): boolean =>
  /^(?:k|m|b|bn|mn)$/.test(unit) && withoutUnit.length > 0 && computeMedian(withoutUnit) > 30 * computeMedian(withUnit)

const toCanonicalNumber = (number: string, canonical: readonly WrittenText[]): string => {
  const hasFixedDecimals = canonical.every(({ text }) => /^\S*\.\d/.test(text))
  return hasFixedDecimals || !/\.0+$/.test(number) ? number : toPlainNumber(number)
}

/**
 * Formats numbers like those without a unit. Trailing zeros are kept only if the column has a fixed number of decimals
 * and most of them are not 0.
 */
function createNumberFormatter(numbers: readonly (WrittenText & { number: string })[]): (number: string) => string {
  const all = countCells(numbers)
  const decimals = groupTexts(
    numbers.map(({ number, cells }) => ({ text: number, cells })),
    (number) => String(/\.(\d*)$/.exec(number)?.[1]?.length ?? 0),
  )
  const zeros = countCells(numbers.filter(({ number }) => /\.\d*0$/.test(number)))
  const isFixed = decimals.length === 1 && decimals[0]?.key !== '0'
  return isFixed && zeros > 0 && zeros <= maxZeros * all ? (number) => number : toPlainNumber
}

const maxZeros = 0.8

/** 1 if values with a percent sign are as large as those without, 0.01 if they are a hundred times as large. */
function findPercentFactor(
  withPercent: readonly (WrittenText & Measure)[],
  withoutUnit: readonly (WrittenText & Measure)[],
): number | undefined {
  if (withoutUnit.length === 0) return undefined
  const [signedMedian, bareMedian] = [computeMedian(withPercent), computeMedian(withoutUnit)]
  if (signedMedian === 0 || bareMedian === 0) return 1
  const distance = Math.log10(signedMedian / bareMedian)
  if (Math.abs(distance) <= 0.7) return 1
  return Math.abs(distance - 2) <= 0.7 ? 0.01 : undefined
}

function computeMedian(measures: readonly (WrittenText & Measure)[]): number {
  const sorted = measures
    .map(({ number, cells }) => ({ value: Math.abs(Number(number)), cells }))
    .sort((a, b) => a.value - b.value)
  const half = countCells(measures) / 2
  let cumulative = 0
  for (const { value, cells } of sorted) {
    cumulative += cells
    if (cumulative >= half) return value
  }
  return 0
}
