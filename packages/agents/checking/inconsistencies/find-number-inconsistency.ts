import { findQuantile } from '../quantile.ts'
import { countCells, parseValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'
import { groupThousands, toPlainNumber } from './plain-number.ts'
import { roundToDigits } from '../../round-to-digits.ts'

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
/**
 * Matches a number followed by a footnote mark ("5*", "5[1]"), a remark ("5 (est)"), a tolerance ("5 +/- 1"), "~" or
 * "?".
 */
const remarkPattern = /^([-+]?\d[\d.,]*)\s*(?:\*+|[†‡]|\[\w{1,3}\]|\((?:[^\d()]{1,20}|\w{1,2})\)|~|\?|\+\/-.*)$/u
/** Matches a number that is marked as approximate: "~5", "ca. 5", "approx. 5". */
const approximatePattern = /^(?:~|ca?\.\s?|approx\.?\s|about\s|≈\s?|circa\s|est\.?\s)([-+]?\d[\d.,]*)$/iu
/** Matches a rating that includes the maximum rating: "3.9/10". */
const ratingPattern = /^(\d+(?:\.\d+)?) ?\/ ?(5|10|20|100)$/
const minRatings = 5
/** Matches a number with a scale: "5k", "1.2 million". */
const scaledPattern = /^[$€£]?\s?([-+]?\d+(?:\.\d+)?)\s?(k|m|mn|b|bn|thousand|million|billion)$/i
/** Matches a number in scientific notation, which spreadsheets use for large numbers: "1.25E+05". */
const scientificPattern = /^([-+]?\d(?:\.\d+)?)e\+?(\d{1,2})$/i
/** Matches a negative number in accounting notation: "(1,250.00)". */
const negativePattern = /^\(([\d][\d.,]*)\)$/
/** Matches degrees and minutes, optionally with seconds: "52°31'N", "13°24'18"". */
const degreesPattern = /^(\d{1,3})°\s?(\d{1,2})['′’]\s?(?:(\d{1,2}(?:\.\d+)?)["″”]\s?)?([NSEW])?$/i
/** Matches decimal degrees with a degree sign or a direction: "52.5°", "52.5 N". */
const decimalDegreesPattern = /^(\d{1,3}\.\d+)\s?(?:°\s?([NSEW])?|([NSEW]))$/i
/** The power of ten of each scale, keyed by the scale's first letter. */
const powers: Readonly<Record<string, number>> = { k: 3, t: 3, m: 6, b: 9 }
/** Maximum share of cells with rounding errors. If there are more, rounding errors are normal for the column. */
const maxNoiseShare = 0.2
/** If at least this many distinct numbers have rounding errors, the column may have been computed. */
const minComputedNumbers = 4
/** Of the numbers with a rounding error, the minimum share whose exact value occurs in another cell. */
const minPairedNoiseShare = 0.5
/** Maximum ratio, in either direction, of the median of scaled numbers to the median of plain numbers. */
const maxScaledRatio = 1000

const minExponent = 3
/**
 * Thousands separators are canonical only if numbers with separators are at least this many times as frequent as
 * numbers of 1,000 or more without them.
 */
const minGroupedRatio = 2

type NumberFormat =
  | 'plain'
  | 'scaled'
  | 'grouped'
  | 'comma'
  | 'currency'
  | 'scientific'
  | 'degrees'
  | 'negative'
  | 'zeros'
  | 'remark'
  | 'blank'

/**
 * Finds numbers that are written in several formats, for example with thousands separators, a decimal comma, a
 * currency, trailing zeros or a remark.
 */
export function findNumberInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const total = countCells(values)
  if (!hasDeviations(values)) return undefined
  const maxRating = findMaxRating(values)
  const numbers = parseValues(values, minNumberShare, (text) =>
    parseNumber(maxRating === undefined ? text : text.replace(ratingPattern, '$1*')),
  )
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
  const findMedian = (targetFormat: NumberFormat): number =>
    findQuantile(
      numbers
        .flatMap(({ format, number }) => (format === targetFormat ? [Number(number)] : []))
        .toSorted((a, b) => a - b),
      0.5,
    ) ?? 0
  const medianRatio = findMedian('scaled') / Math.max(1, findMedian('plain'))
  const isScalePlausible = medianRatio > 1 / maxScaledRatio && medianRatio < maxScaledRatio
  const noisyNumbers = new Set(numbers.filter(({ format, text }) => format === 'plain' && hasRoundingError(text)))
  // If many numbers have rounding errors, or the exact numbers do not occur in other cells, the column was computed.
  const knownValues = new Set(values.map(({ text }) => text))
  const pairedNumbers = [...noisyNumbers].filter(({ text }) => knownValues.has(toPlainNumber(text)))
  const isNoiseUnusual =
    noisyNumbers.size < minComputedNumbers ||
    (countCells([...noisyNumbers]) <= maxNoiseShare * total &&
      countCells(pairedNumbers) >= minPairedNoiseShare * countCells([...noisyNumbers]))
  const hasGroupedNumbers = numbers.some(({ format }) => format === 'grouped')
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const entry of numbers) {
    const { text, format, number, cellCount: count } = entry
    if (format === 'grouped' && !isMostlyUngrouped) continue
    if (format === 'plain' && usesThousandsSeparators && hasThousands(text)) {
      rewrites.set(text, { replacement: groupThousands(text), logOdds: 4 })
      changedCellCount += count
      continue
    }
    if (format === 'scaled' && !isScalePlausible) continue
    const hasNoise = isNoiseUnusual && noisyNumbers.has(entry)
    if (format === 'plain' && !hasNoise) continue
    if (format === 'zeros' && !isWholeNumberColumn) continue
    // If there are no other negative numbers, parentheses may have another meaning.
    if (format === 'negative' && !numbers.some((other) => other.format !== 'negative' && other.number.startsWith('-')))
      continue
    if (format === 'comma' && hasGroupedNumbers) continue
    const replacement = format === 'zeros' || hasNoise ? toPlainNumber(number) : number
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
  !plainPattern.test(text) || trailingZerosPattern.test(text) ? /\d/.test(text) : text.length > 15

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

/**
 * Returns whether a number has the rounding error of a computation. Exact numbers that a program exported with 17
 * digits do not count.
 */
const hasRoundingError = (text: string): boolean =>
  /\d{15}/.test(text.replace('.', '')) && toPlainNumber(text) !== text && !hasRedundantDigits(text)

/** Returns whether a number has more digits than needed to represent the same DOUBLE. */
const hasRedundantDigits = (text: string): boolean => String(Number(text)).length < text.length - 1

/** Returns the maximum rating if enough cells contain it ("3.9/10") and no number exceeds it. */
function findMaxRating(values: readonly DistinctValue[]): number | undefined {
  const ratings = values.flatMap(({ text, cellCount }) => {
    const [, , maxRating] = (text.includes('/') ? ratingPattern.exec(text) : null) ?? []
    return maxRating === undefined ? [] : [{ text: maxRating, cellCount }]
  })
  const [first] = ratings
  if (!first || countCells(ratings) < minRatings || ratings.some(({ text }) => text !== first.text)) return undefined
  const maxRating = Number(first.text)
  return values.every(({ text }) => !(Number.parseFloat(text) > maxRating)) ? maxRating : undefined
}

/**
 * Converts a coordinate to decimal degrees. Degrees, minutes and seconds are rounded to four decimal places, a
 * precision of about 10 m.
 */
function parseDegrees(text: string): string | undefined {
  const [, decimalDegrees, hemisphere, bareDirection] = decimalDegreesPattern.exec(text) ?? []
  if (decimalDegrees !== undefined)
    return /[SW]/i.test(hemisphere ?? bareDirection ?? '') ? `-${decimalDegrees}` : decimalDegrees
  const match = degreesPattern.exec(text)
  if (!match) return undefined
  const [, degrees, minutes, seconds = '0', direction = ''] = match
  const sign = /[SW]/i.test(direction) ? -1 : 1
  return String(Number((sign * (Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600)).toFixed(4)))
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
  const degrees = parseDegrees(trimmed)
  if (degrees !== undefined) return { format: 'degrees', number: degrees }
  const [, factor, magnitude = ''] = scaledPattern.exec(trimmed) ?? []
  const power = powers[magnitude.charAt(0).toLowerCase()]
  if (factor !== undefined && power !== undefined) return { format: 'scaled', number: String(roundToDigits(Number(factor) * 10 ** power, 12)) } // oxfmt-ignore
  const annotatedNumber = (remarkPattern.exec(trimmed) ?? approximatePattern.exec(trimmed))?.[1]
  if (annotatedNumber !== undefined) return { format: 'remark', number: annotatedNumber.replaceAll(',', '') }
  return undefined
}
