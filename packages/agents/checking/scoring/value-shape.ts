import { message, type Message } from '@aw-flow/messages'
import { roundToDigits } from '../../round-to-digits.ts'
import { createTypoIndex } from '../repairs/typo-index.ts'

/**
 * Returns the exact shape of a string. Digits become `9`, lowercase letters `a` and uppercase letters `A`; other
 * characters are unchanged. Impossible dates have a separate shape.
 */
export const toExactShape = (text: string): string =>
  (isImpossibleDate(text) ? 'impossible ' : '') + (toAsciiShape(text) ?? toUnicodeShape(text))

const toUnicodeShape = (text: string): string =>
  text
    .replace(/\d/g, '9')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}|\p{Lo}|\p{Lm}/gu, 'a')

/**
 * Returns the shape of an ASCII string, or `undefined` for other strings. This is several times as fast as regular
 * expressions.
 */
function toAsciiShape(text: string): string | undefined {
  let shape = ''
  for (let index = 0; index < text.length; index++) {
    const codeUnit = text.charCodeAt(index)
    if (codeUnit > 127) return undefined
    if (codeUnit >= 48 && codeUnit <= 57) shape += '9'
    else if (codeUnit >= 65 && codeUnit <= 90) shape += 'A'
    else if (codeUnit >= 97 && codeUnit <= 122) shape += 'a'
    else shape += text[index]
  }
  return shape
}

/** Length of the shortest date that `isImpossibleDate` recognizes. */
const minDateLength = 10

/**
 * Returns whether a string is formatted as a date, but the date or its time does not exist, such as month 13, day 32 or
 * minute 60.
 */
export function isImpossibleDate(text: string): boolean {
  if (text.length < minDateLength || !'-/.'.includes(text[4]!)) return false
  const match = /^(\d{4})([-/.])(\d{2})\2(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?.*)?$/.exec(text)
  if (!match) return false
  const [year, month, day, hour, minute, second] = [1, 3, 4, 5, 6, 7].map((group) => Number(match[group] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const daysInMonth =
    month === 2
      ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
        ? 29
        : 28
      : [4, 6, 9, 11].includes(month)
        ? 30
        : 31
  return month < 1 || month > 12 || day < 1 || day > daysInMonth || hour > 24 || minute > 59 || second > 60
}

const groupedNumberPattern = /(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)/g

/**
 * Returns the loose shape of a string. Each run of letters becomes `a`, and each run of digits becomes `9`, including
 * its thousands separators.
 */
export const toLooseShape = (text: string): string =>
  text
    .replace(groupedNumberPattern, '9')
    .replace(/\p{L}+/gu, 'a')
    .replace(/\d+/g, '9')

/**
 * A model of the shapes of a column's values. It uses the finest level of detail at which a few shapes cover almost all
 * values.
 */
export interface ShapeModel {
  toShape: (text: string) => string
  /** The shapes that occur in more than 2% of the cells. */
  commonShapes: readonly string[]
  /**
   * Returns the probability that another cell has the same shape as a string. If the column has no common shapes,
   * returns 1.
   */
  computeProbability(text: string): number
  /** Returns a message that explains why a string's shape is unusual. */
  describeReason(text: string): Message
  /** Whether the shapes represent numbers, which can have any length. */
  isNumeric?: boolean
}

const emptyShapeModel: ShapeModel = {
  toShape: () => '',
  commonShapes: [],
  computeProbability: () => 1,
  describeReason: () => message('finding.character', {}),
}

export const isNumber = (text: string): boolean => /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)

/**
 * Builds a column's shape model from its values and their cell counts. Only shapes with digits are modeled, because a
 * column of words may always contain new words.
 *
 * @param isNumeric - Whether the values are numbers. Numbers have exact shapes only if almost all of them have the same
 * number of digits.
 */
export function buildShapeModel(
  values: readonly (readonly [text: string, cellCount: number])[],
  isNumeric: boolean,
): ShapeModel {
  const total = values.reduce((sum, [, cellCount]) => sum + cellCount, 0)
  if (total < 20) return emptyShapeModel
  const hasTooFewNumbers = isNumeric && values.length < minDistinctNumbers
  return (
    (hasTooFewNumbers || (isNumeric && hasTailBeyondDigitCount(values))
      ? undefined
      : buildModel(toExactShape, values, total, isNumeric ? 1 : 3, isNumeric ? 0.98 : 0.95)) ??
    (isNumeric ? buildNumberModel(values, total) : buildModel(toLooseShape, values, total, 4, 0.95)) ??
    emptyShapeModel
  )
}

/** Minimum number of cells with a number just above a power of ten. */
const minCellCountAbove = 5
/** Minimum ratio of cells just above a power of ten to cells just below it. */
const minAboveToBelowRatio = 0.1

/**
 * Returns whether numbers with more digits than usual are the tail of the distribution. This is the case if the
 * distribution continues across the power of ten at which these numbers start. The distribution of codes with a fixed
 * number of digits ends there.
 */
function hasTailBeyondDigitCount(values: readonly (readonly [string, number])[]): boolean {
  const cellCountByDigits = new Map<number, number>()
  const magnitudes = values.flatMap(([text, cellCount]) =>
    isNumber(text) ? [[Math.abs(Number(text)), cellCount] as const] : [],
  )
  const countDigits = (magnitude: number): number => (magnitude < 1 ? 0 : Math.floor(Math.log10(magnitude) + 1e-12) + 1)
  for (const [magnitude, cellCount] of magnitudes) {
    const digits = countDigits(magnitude)
    cellCountByDigits.set(digits, (cellCountByDigits.get(digits) ?? 0) + cellCount)
  }
  const [[digitCount] = [0]] = [...cellCountByDigits].sort((a, b) => b[1] - a[1])
  const countCellsInRange = (min: number, max: number): number =>
    magnitudes.reduce((sum, [magnitude, cellCount]) => sum + (magnitude >= min && magnitude < max ? cellCount : 0), 0)
  const limit = 10 ** digitCount
  const cellCountBelow = countCellsInRange(0.8 * limit, limit)
  const cellCountAbove = countCellsInRange(limit, 1.2 * limit)
  return (
    cellCountBelow > 0 && cellCountAbove >= minCellCountAbove && cellCountAbove >= minAboveToBelowRatio * cellCountBelow
  )
}

/** Minimum number of distinct numbers. Fewer numbers may have the same number of digits by chance. */
const minDistinctNumbers = 100
/** Minimum number of distinct numbers with leading zeros in a column of codes. */
const minZeroPaddedNumbers = 2
/** Minimum share of distinct values in a column of codes with leading zeros. */
const minDistinctShare = 0.95
/** Minimum number of cells required to infer the usual number of decimal places. */
const minDecimalCells = 20

/**
 * Builds the shape model of a column of numbers. Values that are not numbers are unusual. The following are also
 * unusual if they are rare: numbers with unnecessary or missing zeros ("007", ".5"), with more or fewer decimal places
 * or with the opposite sign, and outliers.
 */
function buildNumberModel(values: readonly (readonly [string, number])[], total: number): ShapeModel {
  const numbers = values.filter(([text]) => isNumber(text))
  const computeShare = (predicate: (text: string) => boolean): number =>
    numbers.reduce((sum, [text, cellCount]) => sum + (predicate(text) ? cellCount : 0), 0) / total
  const deviations: [shape: NumberShape, predicate: (text: string) => boolean][] = []
  const addDeviation = (shape: NumberShape, predicate: (text: string) => boolean, maxShare: number): void => {
    if (computeShare(predicate) < maxShare) deviations.push([shape, predicate])
  }
  // If almost all numbers are distinct, those with leading zeros are codes.
  const zeroPaddedCount = values.filter(([text]) => /^0\d+$/.test(text)).length
  const isCodeColumn = zeroPaddedCount >= minZeroPaddedNumbers && values.length >= minDistinctShare * total
  addDeviation('number-zeros', (text) => !plainNumberPattern.test(text) && !(isCodeColumn && /^0\d+$/.test(text)), 0.03)
  // 0 is excluded, because it is often written without decimal places.
  const nonZeroNumbers = numbers.filter(([text]) => Number(text) !== 0)
  const nonZeroCellCount = nonZeroNumbers.reduce((sum, [, cellCount]) => sum + cellCount, 0)
  if (nonZeroCellCount >= minDecimalCells) {
    const usualDecimals = findMaxDecimals(nonZeroNumbers)
    const usualDecimalsCellCount = nonZeroNumbers.reduce(
      (sum, [text, cellCount]) => sum + (countDecimals(text) === usualDecimals ? cellCount : 0),
      0,
    )
    if (usualDecimalsCellCount >= 0.5 * nonZeroCellCount)
      addDeviation('more-decimals', (text) => countDecimals(text) > usualDecimals, 0.02 * (nonZeroCellCount / total))
    addDeviation('fewer-decimals', (text) => countDecimals(text) < usualDecimals, 0.03)
  }
  addDeviation('negative', (text) => text.startsWith('-'), 0.002)
  addDeviation('not-negative', (text) => !text.startsWith('-'), 0.02)
  const { outlierBounds, typicalRange } = computeBounds(numbers, total)
  addDeviation('far', (text) => Number(text) < outlierBounds[0] || Number(text) > outlierBounds[1], 0.01)
  const toShape = (text: string): NumberShape =>
    isNumber(text) ? (deviations.find(([, predicate]) => predicate(text))?.[0] ?? 'number') : 'not-a-number'
  let outlierCount: number | undefined
  const countOutliers = (): number => (outlierCount ??= numbers.filter(([text]) => toShape(text) === 'far').length)
  // If values that are not numbers often have the same shape, they are an alternative notation.
  const nonNumberShapeCounts = new Map<string, number>()
  for (const [text, cellCount] of values)
    if (!isNumber(text))
      nonNumberShapeCounts.set(toLooseShape(text), (nonNumberShapeCounts.get(toLooseShape(text)) ?? 0) + cellCount)
  return {
    toShape,
    commonShapes: ['number'],
    computeProbability(text) {
      const shape = toShape(text)
      if (shape === 'number') return 1
      // Several outliers indicate a long tail of the distribution.
      if (shape === 'far') return Math.max(0.0005, (countOutliers() - 1) / values.length)
      return Math.max(0.0005, ((nonNumberShapeCounts.get(toLooseShape(text)) ?? 1) - 1) / total)
    },
    describeReason(text) {
      const shape = toShape(text)
      if (shape === 'far')
        return message('finding.outlier', { value: text, min: round(typicalRange[0]), max: round(typicalRange[1]) })
      return shape === 'number' ? message('finding.character', {}) : message(`finding.${shape}`, {})
    },
    isNumeric: true,
  }
}

type NumberShape =
  | 'number'
  | 'not-a-number'
  | 'number-zeros'
  | 'more-decimals'
  | 'fewer-decimals'
  | 'negative'
  | 'not-negative'
  | 'far'

const round = (value: number): number => roundToDigits(value, 4)

/** Returns the number of decimal places of a number without an exponent, otherwise 0. */
function countDecimals(text: string): number {
  const point = text.indexOf('.')
  return point < 0 || /e/i.test(text) ? 0 : text.length - point - 1
}

/** Returns the largest number of decimal places that more than 2% of the values have. */
function findMaxDecimals(values: readonly (readonly [string, number])[]): number {
  const counts = new Map<number, number>()
  let total = 0
  for (const [text, cellCount] of values) {
    const decimals = countDecimals(text)
    counts.set(decimals, (counts.get(decimals) ?? 0) + cellCount)
    total += cellCount
  }
  return Math.max(0, ...[...counts].filter(([, cellCount]) => cellCount > total / 50).map(([decimals]) => decimals))
}

/** Computes the typical range (2nd to 97th percentile), and the bounds beyond which a number is an outlier. */
function computeBounds(
  numbers: readonly (readonly [string, number])[],
  total: number,
): { typicalRange: [number, number]; outlierBounds: [number, number] } {
  const sortedNumbers = numbers
    .map(([text, cellCount]) => [Number(text), cellCount] as const)
    .sort((a, b) => a[0] - b[0])
  const findQuantile = (fraction: number): number => {
    let sum = 0
    for (const [number, cellCount] of sortedNumbers) if ((sum += cellCount) >= fraction * total) return number
    return sortedNumbers.at(-1)?.[0] ?? 0
  }
  const [low, median, high] = [findQuantile(0.02), findQuantile(0.5), findQuantile(0.97)]
  const typicalRange: [number, number] = [low, high]
  // In an almost constant column, other numbers are outliers only if they do not repeat, as flags and counts do.
  if (low === high) {
    const others = sortedNumbers.filter(([number]) => number !== median)
    const otherCount = others.reduce((sum, [, cellCount]) => sum + cellCount, 0)
    const isConstant = median !== 0 && others.length >= minOutlierVariety * otherCount
    return { typicalRange, outlierBounds: isConstant ? [median, median] : [-Infinity, Infinity] }
  }
  // Amounts and sizes have a long tail, so their bounds are computed on a logarithmic scale instead.
  if (low > 0 && high - median > maxSkew * (median - low)) {
    const factor = Math.max(high / median, Math.sqrt(median / low))
    return { typicalRange, outlierBounds: [low / factor ** outlierFactor, median * factor ** outlierFactor] }
  }
  if (high - median > maxSkew * (median - low) || median - low > maxSkew * (high - median))
    return { typicalRange, outlierBounds: [-Infinity, Infinity] }
  return {
    typicalRange,
    outlierBounds: [median - outlierFactor * (median - low), median + outlierFactor * (high - median)],
  }
}

const maxSkew = 4
/** Minimum number of distinct outliers per outlier in an almost constant column. */
const minOutlierVariety = 0.7
const outlierFactor = 3

const plainNumberPattern = /^[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/

/** Minimum share of cells with a common shape. */
const minCommonShare = 0.7
/** Maximum share of cells with a shape that is one typo away from a common one. */
const maxNearShapeShare = 0.01

function buildModel(
  toShape: (text: string) => string,
  values: readonly (readonly [string, number])[],
  total: number,
  maxShapes: number,
  minCoveredShare: number,
): ShapeModel | undefined {
  const cellCountByShape = new Map<string, number>()
  for (const [text, count] of values) {
    const shape = toShape(text)
    cellCountByShape.set(shape, (cellCountByShape.get(shape) ?? 0) + count)
  }
  const sortedShapeCounts = [...cellCountByShape].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const commonShapeCounts = sortedShapeCounts.filter(([, count]) => count > total / 50).slice(0, maxShapes)
  const commonCount = commonShapeCounts.reduce((sum, [, count]) => sum + count, 0)
  if (commonCount < minCommonShare * total || commonShapeCounts.some(([shape]) => !shape.includes('9')))
    return undefined
  // Rare shapes that are one typo away from a common one are its typos, however many there are.
  const shapeIndex = createTypoIndex(commonShapeCounts.map(([shape]) => shape))
  const nearShapes = new Set(
    sortedShapeCounts.flatMap(([shape, count]) =>
      count <= maxNearShapeShare * total && shapeIndex.findSimilar(shape).length > 0 ? [shape] : [],
    ),
  )
  const nearCount = sortedShapeCounts.reduce((sum, [shape, count]) => sum + (nearShapes.has(shape) ? count : 0), 0)
  if (commonCount + nearCount < minCoveredShare * total) return undefined
  // If common shapes differ only in the length of their numbers, exact shapes are not meaningful.
  if (new Set(commonShapeCounts.map(([shape]) => shape.replace(/9+/g, '9'))).size < commonShapeCounts.length)
    return undefined
  const rareShapeCount = sortedShapeCounts.filter(([shape, count]) => count <= 2 && !nearShapes.has(shape)).length
  return {
    toShape,
    commonShapes: commonShapeCounts.map(([shape]) => shape),
    computeProbability(text) {
      const shape = toShape(text)
      const count = nearShapes.has(shape) ? 0 : (cellCountByShape.get(shape) ?? 1) - 1
      return count > 0 ? count / total : Math.max(0.3, rareShapeCount * 0.1) / total
    },
    describeReason: (text) =>
      isImpossibleDate(text)
        ? message('finding.impossible-date', {})
        : message('finding.pattern', { pattern: toShape(text), usual: commonShapeCounts.map(([shape]) => shape) }),
  }
}
