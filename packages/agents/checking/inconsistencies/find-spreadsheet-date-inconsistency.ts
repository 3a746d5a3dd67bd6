import { countCells, groupValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minRangeShare = 0.5
const minCells = 2
const minDistinctRanges = 5
/** Minimum share of ranges whose second number is not less than the first. */
const minAscendingShare = 0.8
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const rangePattern = /^(\d{1,6})([-–/])(\d{1,6})$/
const dayAndMonthPattern = /^(\d{1,2})[- ]([a-z]{3})$/i
const monthAndYearPattern = /^([a-z]{3})[- ](\d{2})$/i

const parseMonth = (name: string): number => months.indexOf(name.toLowerCase()) + 1

/**
 * Returns the two numbers that a spreadsheet changed to a date: "12-Sep" was originally "9-12", and "Sep-70" was
 * "9-70".
 */
function parseNumbers(text: string): readonly [first: number, second: number] | undefined {
  const [, day = '', monthName = ''] = dayAndMonthPattern.exec(text) ?? []
  if (parseMonth(monthName) > 0) return [parseMonth(monthName), Number(day)]
  const [, name = '', year = ''] = monthAndYearPattern.exec(text) ?? []
  return parseMonth(name) > 0 ? [parseMonth(name), Number(year)] : undefined
}

/**
 * Finds ranges and two-number codes that a spreadsheet converted to dates, such as "12-Sep" in a column with "23-31".
 */
export function findSpreadsheetDateInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const dates = values.filter(({ text }) => parseNumbers(text) !== undefined)
  const ranges = values.filter(({ text }) => rangePattern.test(text))
  if (countCells(dates) < minCells || ranges.length < minDistinctRanges) return undefined
  if (countCells(ranges) < minRangeShare * countCells(values) || countCells(ranges) < countCells(dates))
    return undefined
  const [separatorGroup] = groupValues(ranges, (text) => rangePattern.exec(text)?.[2])
  const ascendingRanges = ranges.filter(({ text }) => {
    const [, first, , second] = rangePattern.exec(text) ?? []
    return Number(first) <= Number(second)
  })
  const isAscending = countCells(ascendingRanges) >= minAscendingShare * countCells(ranges)
  const rewrites = new Map<string, Rewrite>()
  for (const { text } of dates) {
    const [first, second] = parseNumbers(text) as readonly [number, number]
    const isReversed = isAscending && first > second
    const numbers = isReversed ? [second, first] : [first, second]
    rewrites.set(text, { replacement: numbers.join(separatorGroup?.key ?? '-'), logOdds: 5 })
  }
  const [example] = rewrites
  return {
    kind: 'code-format',
    params: { forms: 2, canonical: example?.[1].replacement ?? '', example: example?.[0] ?? '' },
    rewrites,
  }
}

const roundedPattern = /^\d\.\d{1,6}E\+\d{1,2}$/i
const minLongCodeShare = 0.6
const minCodeDigits = 7

/**
 * Finds codes and phone numbers that a spreadsheet treated as numbers and rounded, such as "4.0123E+12" among 13-digit
 * codes. They are reported without a repair, because their last digits are lost.
 */
export function findRoundedCodes(values: readonly DistinctValue[]): Inconsistency | undefined {
  const roundedCodes = values.filter(({ text }) => roundedPattern.test(text))
  if (countCells(roundedCodes) < minCells) return undefined
  const others = values.filter(({ text }) => !roundedPattern.test(text))
  const extractDigits = (text: string): string => text.replace(/\D+/g, '')
  const codes = others.filter(
    ({ text }) => /^[+(]?\d[\d\s()/+-]*$/.test(text) && extractDigits(text).length >= minCodeDigits,
  )
  const [mainLengthGroup] = groupValues(codes, (text) => String(extractDigits(text).length))
  const hasSeparators = countCells(codes.filter(({ text }) => /\D/.test(text))) >= minLongCodeShare * countCells(codes)
  const hasUniformLength = mainLengthGroup !== undefined && mainLengthGroup.cellCount >= 0.9 * countCells(codes)
  if (countCells(codes) < minLongCodeShare * countCells(others) || (!hasSeparators && !hasUniformLength))
    return undefined
  const rewrites = new Map<string, Rewrite>(roundedCodes.map(({ text }) => [text, { logOdds: 5 }]))
  return {
    kind: 'code-format',
    params: { forms: 2, canonical: codes[0]?.text ?? '', example: roundedCodes[0]?.text ?? '' },
    rewrites,
  }
}
