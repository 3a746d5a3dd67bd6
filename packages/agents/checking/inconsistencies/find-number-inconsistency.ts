import { countCells, parseValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'
import { groupThousands, toPlainNumber } from './plain-number.ts'

const minNumberShare = 0.9
const minCanonicalShare = 0.5
const minCells = 3
const plainPattern = /^[-+]?(?:\d+(?:\.\d+)?|\.\d+)$/
const groupedPattern = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const decimalCommaPattern = /^[-+]?\d+,\d+$/
/** Matches a number with a currency before it ("$5", "USD 5") or after it ("5 €"). */
const currencyPattern = /^([$€£¥]\s?|[A-Z]{3}\s)(\d[\d.,]*)$|^(\d[\d.,]*)(\s?[€$£])$/u
/** Matches an amount with periods as thousands separators and a decimal comma: "269.000,00 €". */
const continentalPattern = /^(?:[€$£]\s?|EUR\s|CHF\s)?(-?\d{1,3}(?:\.\d{3})+,\d{1,2})(?:\s?(?:[€$£]|EUR|CHF))?$/u
const trailingZerosPattern = /^[-+]?\d+\.0+$/
/** Matches a number in scientific notation, which spreadsheets use for large numbers: "1.25E+05". */
const scientificPattern = /^([-+]?\d(?:\.\d+)?)e\+?(\d{1,2})$/i
/** Matches a negative number in accounting notation: "(1,250.00)". */
const negativePattern = /^\(([\d][\d.,]*)\)$/
const minExponent = 3
/**
 * Thousands separators are canonical only if numbers with separators are at least this many times as frequent as
 * numbers of 1,000 or more without them.
 */
const minGroupedRatio = 2

type NumberFormat = 'plain' | 'grouped' | 'comma' | 'currency' | 'scientific' | 'negative' | 'zeros' | 'blank'

/**
 * Finds numbers that are written in several formats, for example with thousands separators, a decimal comma, a
 * currency or trailing zeros.
 */
export function findNumberInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const total = countCells(values)
  if (!hasDeviations(values)) return undefined
  const numbers = parseValues(values, minNumberShare, parseNumber)
  if (!numbers) return undefined
  const countCellsWithFormat = (format: NumberFormat): number =>
    countCells(numbers.filter((entry) => entry.format === format))
  const wholeNumberCellCount = countCells(
    numbers.filter(({ format, text }) => format === 'plain' && /^[-+]?\d+$/.test(text)),
  )
  const plainCellCount = countCellsWithFormat('plain')
  const trailingZeroCellCount = countCellsWithFormat('zeros')
  // In a column of fractions, trailing zeros are canonical.
  const isWholeNumberColumn =
    wholeNumberCellCount >= minCanonicalShare * (wholeNumberCellCount + trailingZeroCellCount) &&
    countCellsWithFormat('plain') === wholeNumberCellCount
  const usesThousandsSeparators = hasGroupedThousands(numbers)
  const canonicalCellCount =
    plainCellCount +
    (isWholeNumberColumn ? 0 : trailingZeroCellCount) +
    (usesThousandsSeparators ? countCellsWithFormat('grouped') : 0)
  if (canonicalCellCount < minCanonicalShare * total) return undefined
  // Only numbers of 1,000 or more count, because smaller ones have no separator in either format.
  const isMostlyUngrouped =
    countCells(numbers.filter(({ format, text }) => format === 'plain' && /^[-+]?\d{4,}/.test(text))) >=
    2 * countCellsWithFormat('grouped')
  const hasGroupedNumbers = numbers.some(({ format }) => format === 'grouped')
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const { text, format, number, cellCount: count } of numbers) {
    if (format === 'grouped' && !isMostlyUngrouped) continue
    if (format === 'plain' && usesThousandsSeparators && hasThousands(text)) {
      rewrites.set(text, { replacement: groupThousands(text), logOdds: 4 })
      changedCellCount += count
      continue
    }
    if (format === 'plain') continue
    if (format === 'zeros' && !isWholeNumberColumn) continue
    // If there are no other negative numbers, parentheses may have another meaning.
    if (format === 'negative' && !numbers.some((other) => other.format !== 'negative' && other.number.startsWith('-')))
      continue
    if (format === 'comma' && hasGroupedNumbers) continue
    const replacement = format === 'zeros' ? toPlainNumber(number) : number
    if (replacement === text) continue
    rewrites.set(text, { replacement, logOdds: 4 })
    changedCellCount += count
  }
  if (changedCellCount < minCells) return undefined
  return {
    kind: 'number-format',
    params: { example: [...rewrites.keys()][0] ?? '', canonical: [...rewrites.values()][0]?.replacement ?? '' },
    rewrites,
  }
}

/** Returns whether a number has four or more digits before the decimal point. */
const hasThousands = (text: string): boolean => /^[-+]?[1-9]\d{3,}(?:\.|$)/.test(text)

/**
 * Returns whether a column uses thousands separators in numbers of 1,000 or more. Four-digit numbers may omit the
 * separator by convention ("1500" but "15,000") or may be years. If the column contains four-digit numbers without
 * separators, some four-digit numbers with separators are therefore required.
 */
function hasGroupedThousands(numbers: readonly (DistinctValue & { format: NumberFormat })[]): boolean {
  const groupedNumbers = numbers.filter(({ format }) => format === 'grouped')
  const plainNumbers = numbers.filter(({ format, text }) => format === 'plain' && hasThousands(text))
  if (plainNumbers.length === 0 || countCells(groupedNumbers) < minGroupedRatio * countCells(plainNumbers)) return false
  const hasShortGroupedNumbers = countCells(groupedNumbers.filter(({ text }) => /^[-+]?\d,/.test(text))) >= minCells
  return hasShortGroupedNumbers || plainNumbers.every(({ text }) => /\d{5}/.test(text))
}

/**
 * Returns whether a value may be a number that deviates from the canonical form. This check is fast, because almost all
 * values of most columns are canonical.
 */
const mayDeviate = (text: string): boolean =>
  (!plainPattern.test(text) || trailingZerosPattern.test(text)) && /\d/.test(text)

/**
 * Returns whether enough cells may deviate. Stops as soon as enough are found, because columns may contain many values.
 */
function hasDeviations(values: readonly DistinctValue[]): boolean {
  let deviatingCellCount = 0
  for (const { text, cellCount } of values) {
    if (!mayDeviate(text)) continue
    deviatingCellCount += cellCount
    if (deviatingCellCount >= minCells) return true
  }
  return false
}

function parseNumber(text: string): { format: NumberFormat; number: string } | undefined {
  const trimmed = text.trim()
  if (trailingZerosPattern.test(trimmed)) return { format: 'zeros', number: trimmed }
  if (plainPattern.test(trimmed))
    return trimmed === text ? { format: 'plain', number: trimmed } : { format: 'blank', number: trimmed }
  if (groupedPattern.test(trimmed)) return { format: 'grouped', number: trimmed.replaceAll(',', '') }
  if (decimalCommaPattern.test(trimmed)) return { format: 'comma', number: trimmed.replace(',', '.') }
  const [, continentalAmount] = continentalPattern.exec(trimmed) ?? []
  if (continentalAmount !== undefined)
    return { format: 'currency', number: toPlainNumber(continentalAmount.replaceAll('.', '').replace(',', '.')) }
  const currencyMatch = currencyPattern.exec(trimmed)
  if (currencyMatch)
    return { format: 'currency', number: (currencyMatch[2] ?? currencyMatch[3] ?? '').replaceAll(',', '') }
  const [, mantissa, exponent] = scientificPattern.exec(trimmed) ?? []
  if (mantissa !== undefined && Number(exponent) >= minExponent)
    return { format: 'scientific', number: String(Number(trimmed)) }
  const [, negativeNumber] = negativePattern.exec(trimmed) ?? []
  if (negativeNumber !== undefined) return { format: 'negative', number: `-${negativeNumber.replaceAll(',', '')}` }
  return undefined
}
