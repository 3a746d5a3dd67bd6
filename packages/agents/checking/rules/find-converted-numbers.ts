import { findTypeByName } from '../../profiling/name-tests.ts'
import { createNumberFormatter } from '../dependencies/format-number.ts'
import { readNumbersByRow } from '../dependencies/number-models.ts'
import { countDistinct, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { findQuantile } from '../quantile.ts'
import { conversions, applyConversion, invertConversion, isPlausible, type Conversion } from './conversions.ts'
import type { CellViolation } from './violation.ts'
import { appendAll } from '../large-lists.ts'

const minNumbers = 100
const minNumericShare = 0.9
const minDistinctNumbers = 15
const maxColumns = 40
/** Maximum number of reference columns per kind from which expected numbers are computed. */
const maxReferences = 8
/** Maximum number of rows that are sampled to find conversions. */
const maxSampledRows = 4000
const minConvertedNumbers = 6
const minDistinctConvertedNumbers = 5
const minTypicalShare = 0.55
/** A number is typical if it is within this many standard deviations of its expected value. */
const maxTypicalDeviations = 2.6
/** Minimum effect of a conversion if another column indicates the converted rows, in standard deviations. */
const minShiftByGroup = 2.9
/** Minimum effect of a conversion if no other column indicates the converted rows, in standard deviations. */
const minShift = 6
/** Maximum tolerance, relative to the effect of the conversion. */
const maxRelativeTolerance = 0.25
const maxGroups = 100
const minGroups = 4
const minGroupShare = 0.3
/** Lower bound of the tolerance for the mismatch between converted-back and typical numbers, in standard deviations. */
const minTolerance = 0.25
/** Upper bound of the tolerance for this mismatch, in standard deviations. */
const maxTolerance = 0.5
/**
 * Maximum typical distance of the other groups, in standard deviations. If all groups deviate, a single deviating group
 * is not evidence.
 */
const maxGroupDistance = 0.5
const minGroupNumbers = 5
/** Quantiles at which distances are compared. */
const comparedQuantiles = [0.1, 0.3, 0.5, 0.7, 0.9]
const minExplainedShare = 0.85

/** A column's numbers, and the number expected in each row. NaN if there is none. */
interface Expectation {
  readonly numbers: Float64Array
  readonly expected: Float64Array
  /** Whether distances are measured as differences of logarithms. */
  readonly isLog: boolean
  /** Robust estimate of the standard deviation of the distances. */
  readonly deviation: number
  /** The median of the expected numbers. */
  readonly center: number
}

interface Match {
  readonly expectation: Expectation
  readonly conversion: Conversion
  /** The positions of the converted numbers among the examined rows. */
  readonly positions: readonly number[]
  /** How much the distances of converted-back numbers differ from those of typical numbers, in standard deviations. */
  readonly mismatch: number
  /** The column whose values indicate the converted rows, and the codes of these values. */
  readonly group?: { readonly columnIndex: number; readonly codes: ReadonlySet<number> }
}

/**
 * Finds numbers in a different unit than the rest of their column, such as pounds among kilograms. Such numbers are
 * outliers, but become typical when they are converted back. They are compared with the whole column, with rows in the
 * same group or with a proportional column. If a conversion has a small effect, it is reported only if another column,
 * such as the rows' source, indicates the converted rows.
 */
export function findConvertedNumbers({ rows: rowCount, columns }: EncodedTable): CellViolation[] {
  if (rowCount < minNumbers || columns.length > maxColumns) return []
  const numericColumns = columns.flatMap((column, index) => (isNumericColumn(column, rowCount) ? [index] : []))
  const groupColumns = columns.flatMap((column, index) => (countDistinct(column) >= 2 ? [index] : []))
  const numbersByColumn = new Map(
    numericColumns.map((index) => [index, readNumbersByRow(columns[index] as EncodedColumn)]),
  )
  const getNumbers = (index: number): Float64Array => numbersByColumn.get(index) as Float64Array
  const step = Math.max(1, Math.floor(rowCount / maxSampledRows))
  const sampledRows = Int32Array.from(
    { length: Math.floor((rowCount - 1) / step) + 1 },
    (_, position) => position * step,
  )
  const allRows = step === 1 ? sampledRows : Int32Array.from({ length: rowCount }, (_, row) => row)
  const results: CellViolation[] = []
  for (const index of numericColumns) {
    const column = columns[index] as EncodedColumn
    if (countDistinct(column) < minDistinctNumbers || hasNoConvertibleUnit(column)) continue
    const references = listReferences(columns, index, numericColumns, groupColumns, rowCount)
    const candidates = references.flatMap((reference) => {
      const match = findMatch(
        columns,
        index,
        sampledRows,
        computeExpectations(reference, index, sampledRows, getNumbers, columns),
        reference,
      )
      return match ? [{ reference, match }] : []
    })
    const [best] = candidates.toSorted(
      (a, b) =>
        Number(b.match.group !== undefined) - Number(a.match.group !== undefined) ||
        b.match.positions.length - a.match.positions.length ||
        a.match.mismatch - b.match.mismatch,
    )
    if (!best) continue
    const match =
      step === 1
        ? best.match
        : findMatch(
            columns,
            index,
            allRows,
            computeExpectations(best.reference, index, allRows, getNumbers, columns),
            best.reference,
          )
    if (match) appendAll(results, createViolations(column, index, allRows, match))
  }
  return results
}

function createViolations(
  column: EncodedColumn,
  index: number,
  rowByPosition: Int32Array,
  { expectation, conversion, positions, group }: Match,
): CellViolation[] {
  const format = createNumberFormatter(column, false)
  const getText = (position: number): string =>
    column.values[column.repairedCodes[rowByPosition[position] as number] as number] as string
  const getRepair = (position: number): string =>
    format(invertConversion(conversion, expectation.numbers[position] as number))
  const [first = 0] = positions
  const params = { example: getText(first), canonical: getRepair(first) }
  return positions.map((position) => ({
    row: rowByPosition[position] as number,
    column: index,
    kind: 'number-format',
    rule: 'outlier',
    params,
    replacement: getRepair(position),
    logOdds: group ? 4 : 3,
  }))
}

type Reference = { readonly kind: 'all' } | { readonly kind: 'group' | 'ratio'; readonly columnIndex: number }

/**
 * Lists the references from which a column's expected numbers can be computed: the column as a whole, columns with
 * repeated values, and columns that may be proportional.
 */
function listReferences(
  columns: readonly EncodedColumn[],
  index: number,
  numericColumns: readonly number[],
  groupColumns: readonly number[],
  rowCount: number,
): Reference[] {
  const groups = groupColumns
    .filter(
      (column) =>
        column !== index &&
        !numericColumns.includes(column) &&
        countDistinct(columns[column] as EncodedColumn) * 5 <= rowCount,
    )
    .toSorted((a, b) => countDistinct(columns[b] as EncodedColumn) - countDistinct(columns[a] as EncodedColumn))
  return [
    { kind: 'all' },
    ...groups.slice(0, maxReferences).map((column) => ({ kind: 'group' as const, columnIndex: column })),
    ...numericColumns
      .filter((column) => column !== index)
      .toSorted((a, b) => Math.abs(a - index) - Math.abs(b - index))
      .slice(0, maxReferences)
      .map((column) => ({ kind: 'ratio' as const, columnIndex: column })),
  ]
}

/**
 * Computes the expected numbers, on a linear scale and, if almost all numbers are positive, on a logarithmic scale. For
 * proportional columns, only the logarithmic scale is used.
 */
function computeExpectations(
  reference: Reference,
  index: number,
  rows: Int32Array,
  getNumbers: (index: number) => Float64Array,
  columns: readonly EncodedColumn[],
): Expectation[] {
  const numbers = Float64Array.from(rows, (row) => getNumbers(index)[row] as number)
  const positiveCount = numbers.reduce((count, number) => count + (number > 0 ? 1 : 0), 0)
  const nonEmptyCount = numbers.reduce((count, number) => count + (Number.isNaN(number) ? 0 : 1), 0)
  const expected = computeExpectedNumbers(reference, numbers, rows, getNumbers, columns)
  const center = findQuantile(expected.filter((number) => !Number.isNaN(number)).sort(), 0.5) ?? Number.NaN
  return [false, true].flatMap((isLog) => {
    if (isLog ? positiveCount < 0.99 * nonEmptyCount : reference.kind === 'ratio') return []
    const distances = numbers.map((number, position) =>
      Math.abs(measureDistance(number, expected[position] as number, isLog)),
    )
    const sorted = distances.filter((distance) => Number.isFinite(distance)).sort()
    if (sorted.length < minNumbers || sorted.length < 0.8 * nonEmptyCount) return []
    const deviation = 1.4826 * (findQuantile(sorted, 0.5) ?? 0)
    return deviation > 0 ? [{ numbers, expected, isLog, deviation, center }] : []
  })
}

const measureDistance = (number: number, expected: number, isLog: boolean): number =>
  isLog ? Math.log(number / expected) : number - expected

function computeExpectedNumbers(
  reference: Reference,
  numbers: Float64Array,
  rows: Int32Array,
  getNumbers: (index: number) => Float64Array,
  columns: readonly EncodedColumn[],
): Float64Array {
  if (reference.kind === 'ratio') {
    const otherNumbers = Float64Array.from(rows, (row) => getNumbers(reference.columnIndex)[row] as number)
    const ratios = numbers.map((number, position) => number / (otherNumbers[position] as number))
    const ratio = findQuantile(ratios.filter((value) => Number.isFinite(value) && value > 0).sort(), 0.5) ?? Number.NaN
    return otherNumbers.map((other) => other * ratio)
  }
  const codes = reference.kind === 'all' ? undefined : (columns[reference.columnIndex] as EncodedColumn).repairedCodes
  const numbersByCode = new Map<number, number[]>()
  numbers.forEach((number, position) => {
    if (Number.isNaN(number)) return
    const code = codes ? (codes[rows[position] as number] as number) : 1
    const group = numbersByCode.get(code)
    if (group) group.push(number)
    else numbersByCode.set(code, [number])
  })
  const medians = new Map(
    [...numbersByCode].map(([code, group]) => [
      code,
      code === 0 || group.length < 5
        ? Number.NaN
        : (findQuantile(
            group.sort((a, b) => a - b),
            0.5,
          ) as number),
    ]),
  )
  return numbers.map(
    (_, position) => medians.get(codes ? (codes[rows[position] as number] as number) : 1) ?? Number.NaN,
  )
}

function findMatch(
  columns: readonly EncodedColumn[],
  index: number,
  rows: Int32Array,
  expectations: readonly Expectation[],
  reference: Reference,
): Match | undefined {
  let best: Match | undefined
  for (const expectation of expectations) {
    // For a proportional column, distant groups are not evidence, because a group may have a different ratio.
    const distantGroups = reference.kind === 'ratio' ? [] : findDistantGroups(columns, index, rows, expectation)
    for (const conversion of conversions) {
      if (expectation.isLog !== (conversion.offset === 0) || !isPlausible(conversion, expectation.center)) continue
      const candidate = findConvertedPositions(expectation, conversion)
      if (!candidate) {
        const match = findConvertedGroup(distantGroups, expectation, conversion)
        if (match && (!best || match.mismatch < best.mismatch)) best = match
        continue
      }
      const { positions, mismatch } = candidate
      const group = findGroup(columns, index, rows, positions, expectation)
      const shift = measureShift(expectation, conversion)
      if (!group && (shift < minShift || isPowerOfTen(conversion))) continue
      if (reference.kind === 'ratio' && !restoresColumn(expectation, conversion, positions)) continue
      const match = group
        ? {
            expectation,
            conversion,
            mismatch,
            group,
            positions: selectPositions(columns, rows, expectation, conversion, group),
          }
        : { expectation, conversion, mismatch, positions }
      if (!best || mismatch < best.mismatch) best = match
    }
  }
  return best
}

/**
 * Returns whether a conversion only shifts the decimal point. Such conversions need more evidence, because counts and
 * keys naturally include shorter numbers.
 */
const isPowerOfTen = ({ factor }: Conversion): boolean => Number.isInteger(Math.round(1e6 * Math.log10(factor)) / 1e6)

/**
 * Returns whether the converted numbers themselves are unusual, rather than the numbers in the proportional column.
 * This is the case if converting the numbers back brings them closer to their own column's median.
 */
function restoresColumn({ numbers }: Expectation, conversion: Conversion, positions: readonly number[]): boolean {
  const median = findQuantile(numbers.filter((number) => number > 0).sort(), 0.5) ?? Number.NaN
  const measure = (toNumber: (number: number) => number): number =>
    Math.abs(
      positions.reduce((sum, position) => sum + Math.log(toNumber(numbers[position] as number) / median), 0) /
        positions.length,
    )
  return measure((number) => invertConversion(conversion, number)) < measure((number) => number)
}

/** Selects the positions in a group whose numbers are closer to the expected number after they are converted back. */
function selectPositions(
  columns: readonly EncodedColumn[],
  rows: Int32Array,
  { numbers, expected, isLog }: Expectation,
  conversion: Conversion,
  group: { columnIndex: number; codes: ReadonlySet<number> },
): number[] {
  const { repairedCodes } = columns[group.columnIndex] as EncodedColumn
  const positions: number[] = []
  for (const [position, row] of rows.entries()) {
    if (!group.codes.has(repairedCodes[row] as number)) continue
    const [number, center] = [numbers[position] as number, expected[position] as number]
    const restoredDistance = Math.abs(measureDistance(invertConversion(conversion, number), center, isLog))
    if (restoredDistance < Math.abs(measureDistance(number, center, isLog))) positions.push(position)
  }
  return positions
}

/** Measures the effect of a conversion on a typical number, in standard deviations. */
const measureShift = ({ center, isLog, deviation }: Expectation, conversion: Conversion): number =>
  Math.abs(measureDistance(applyConversion(conversion, center), center, isLog)) / deviation

/**
 * Finds the numbers that are typical only after they are converted back. Returns `undefined` if they do not look like
 * converted numbers.
 */
function findConvertedPositions(
  expectation: Expectation,
  conversion: Conversion,
): { positions: number[]; mismatch: number } | undefined {
  const { numbers, expected, isLog, deviation } = expectation
  const shift = measureShift(expectation, conversion)
  if (!(shift >= minShiftByGroup)) return undefined
  const positions: number[] = []
  const restoredDistances: number[] = []
  const typicalDistances: number[] = []
  let [comparedCount, otherCount] = [0, 0]
  const direction = Math.sign(conversion.factor - 1)
  for (let position = 0; position < numbers.length; position++) {
    const number = numbers[position] as number
    const center = expected[position] as number
    const distance = measureDistance(number, center, isLog)
    if (Number.isNaN(distance)) continue
    comparedCount++
    if (Math.abs(distance) <= maxTypicalDeviations * deviation) {
      typicalDistances.push(distance)
      continue
    }
    const restoredDistance = measureDistance(invertConversion(conversion, number), center, isLog)
    if (Math.abs(restoredDistance) <= maxTypicalDeviations * deviation) {
      positions.push(position)
      restoredDistances.push(restoredDistance)
    } else if (Math.sign(distance) === direction) otherCount++
  }
  if (
    positions.length < minConvertedNumbers ||
    typicalDistances.length < minTypicalShare * comparedCount ||
    2 * otherCount > positions.length
  )
    return undefined
  if (new Set(positions.map((position) => numbers[position])).size < minDistinctConvertedNumbers) return undefined
  const [sortedRestoredDistances, sortedTypicalDistances] = [restoredDistances, typicalDistances].map((distances) =>
    distances.sort((a, b) => a - b),
  ) as [number[], number[]]
  const mismatch = measureMismatch(sortedRestoredDistances, sortedTypicalDistances, deviation)
  const tolerance = getTolerance(positions.length)
  return tolerance > maxRelativeTolerance * shift || mismatch > tolerance ? undefined : { positions, mismatch }
}

/** Finds a column in which a few values occur in almost all rows with converted numbers but in few other rows. */
function findGroup(
  columns: readonly EncodedColumn[],
  index: number,
  rows: Int32Array,
  positions: readonly number[],
  expectation: Expectation,
): { columnIndex: number; codes: ReadonlySet<number> } | undefined {
  for (const [column, { repairedCodes }] of columns.entries()) {
    const distinctCount = countDistinct(columns[column] as EncodedColumn)
    if (column === index || distinctCount < minGroups || distinctCount > maxGroups) continue
    const [allCounts, convertedCounts] = [new Map<number, number>(), new Map<number, number>()]
    for (const row of rows)
      allCounts.set(repairedCodes[row] as number, (allCounts.get(repairedCodes[row] as number) ?? 0) + 1)
    for (const position of positions) {
      const code = repairedCodes[rows[position] as number] as number
      convertedCounts.set(code, (convertedCounts.get(code) ?? 0) + 1)
    }
    const codes = new Set(
      [...convertedCounts]
        .filter(([code, count]) => code !== 0 && count >= 3 && count >= minGroupShare * (allCounts.get(code) as number))
        .map(([code]) => code),
    )
    const explainedCount = [...codes].reduce((sum, code) => sum + (convertedCounts.get(code) as number), 0)
    if (
      codes.size > 0 &&
      codes.size * 3 <= distinctCount &&
      explainedCount >= minExplainedShare * positions.length &&
      hasExpectedGroups(repairedCodes, codes, rows, expectation)
    )
      return { columnIndex: column, codes }
  }
  return undefined
}

const minGroupSize = 12
/** Minimum effect of converting a whole group, in standard deviations. */
const minGroupShift = 2
/** Minimum distance of a distant group's median, in standard deviations. */
const minMedianDistance = 1.5
/** Minimum ratio of a distant group's median distance to that of almost all other groups. */
const minIsolationRatio = 4

/** Groups of rows whose numbers are far from the expected ones, in a column whose other groups are close to them. */
interface DistantGroups {
  readonly columnIndex: number
  readonly codes: ReadonlySet<number>
  readonly positions: readonly number[]
  /** The distances of the numbers in the other groups, in ascending order. */
  readonly typicalDistances: readonly number[]
}

function findDistantGroups(
  columns: readonly EncodedColumn[],
  index: number,
  rows: Int32Array,
  expectation: Expectation,
): DistantGroups[] {
  const { numbers, expected, isLog, deviation } = expectation
  const distances = numbers.map((number, position) => measureDistance(number, expected[position] as number, isLog))
  const sortedPositions = Int32Array.from(distances, (_, position) => position)
    .filter((position) => Number.isFinite(distances[position]))
    .sort((a, b) => (distances[a] as number) - (distances[b] as number))
  return columns.flatMap((groupColumn, column): DistantGroups[] => {
    const distinctCount = countDistinct(groupColumn)
    if (column === index || distinctCount < minGroups || distinctCount > maxGroups) return []
    const positionsByCode = new Map<number, number[]>()
    for (const position of sortedPositions) {
      const code = groupColumn.repairedCodes[rows[position] as number] as number
      const group = positionsByCode.get(code)
      if (group) group.push(position)
      else if (code !== 0) positionsByCode.set(code, [position])
    }
    const isDistant = (group: readonly number[]): boolean =>
      group.length >= minGroupSize &&
      Math.abs(distances[group[Math.floor((group.length - 1) / 2)] as number] as number) >=
        minMedianDistance * deviation
    const distantGroups = [...positionsByCode].filter(([, group]) => isDistant(group))
    if (distantGroups.length === 0 || distantGroups.length * 3 > distinctCount) return []
    const codes = new Set(distantGroups.map(([code]) => code))
    const getMedian = (group: readonly number[]): number =>
      Math.abs(distances[group[Math.floor((group.length - 1) / 2)] as number] as number)
    const otherMedians = [...positionsByCode]
      .filter(([code, group]) => !codes.has(code) && group.length >= minGroupNumbers)
      .map(([, group]) => getMedian(group))
      .toSorted((a, b) => a - b)
    const maxOtherMedian = findQuantile(otherMedians, 0.9)
    if (otherMedians.length < minGroups - 1 || maxOtherMedian === undefined) return []
    if (distantGroups.some(([, group]) => getMedian(group) < minIsolationRatio * maxOtherMedian)) return []
    const typicalDistances = Array.from(
      sortedPositions.filter((position) => !codes.has(groupColumn.repairedCodes[rows[position] as number] as number)),
      (position) => distances[position] as number,
    )
    return [{ columnIndex: column, codes, positions: distantGroups.flatMap(([, group]) => group), typicalDistances }]
  })
}

/**
 * Finds groups of rows whose numbers are all in a different unit. Their range may overlap with that of the other
 * numbers.
 */
function findConvertedGroup(
  groups: readonly DistantGroups[],
  expectation: Expectation,
  conversion: Conversion,
): Match | undefined {
  const { numbers, expected, isLog, deviation } = expectation
  if (!(measureShift(expectation, conversion) >= minGroupShift)) return undefined
  for (const { columnIndex: column, codes, positions, typicalDistances } of groups) {
    if (!canResultFromConversion(numbers, positions, conversion)) continue
    const restoredDistances = positions
      .map((position) =>
        measureDistance(invertConversion(conversion, numbers[position] as number), expected[position] as number, isLog),
      )
      .toSorted((a, b) => a - b)
    const mismatch = measureMismatch(restoredDistances, typicalDistances, deviation)
    if (mismatch <= getTolerance(positions.length))
      return { expectation, conversion, positions, mismatch, group: { columnIndex: column, codes } }
  }
  return undefined
}

/** Minimum share of numbers that can result from converting a whole number. */
const minReachableShare = 0.9

/**
 * Returns whether the numbers can result from converting whole numbers. Conversions with a factor above 1 skip some
 * whole numbers. If such numbers occur, the numbers are not converted but, for example, counts of a larger group.
 * Always returns `true` for columns with fractions.
 */
function canResultFromConversion(numbers: Float64Array, positions: readonly number[], conversion: Conversion): boolean {
  if (!numbers.every((number) => Number.isNaN(number) || Number.isInteger(number))) return true
  const reachablePositions = positions.filter((position) => {
    const number = numbers[position] as number
    return Math.round(applyConversion(conversion, Math.round(invertConversion(conversion, number)))) === number
  })
  return reachablePositions.length >= minReachableShare * positions.length
}

/** Measures the mean difference between the quantiles of two sorted lists of distances, in standard deviations. */
function measureMismatch(
  restoredDistances: readonly number[],
  typicalDistances: readonly number[],
  deviation: number,
): number {
  const differences = comparedQuantiles.map((quantile) =>
    Math.abs(
      (findQuantile(restoredDistances, quantile) as number) - (findQuantile(typicalDistances, quantile) as number),
    ),
  )
  return differences.reduce((sum, difference) => sum + difference, 0) / differences.length / deviation
}

const getTolerance = (numberCount: number): number =>
  Math.max(minTolerance, Math.min(maxTolerance, 2 / Math.sqrt(numberCount)))

/** Returns whether the numbers of the remaining groups are close to the expected ones. */
function hasExpectedGroups(
  groupCodes: Int32Array,
  excludedCodes: ReadonlySet<number>,
  rows: Int32Array,
  { numbers, expected, isLog, deviation }: Expectation,
): boolean {
  const distances = new Map<number, number[]>()
  rows.forEach((row, position) => {
    const code = groupCodes[row] as number
    const distance = measureDistance(numbers[position] as number, expected[position] as number, isLog)
    if (code === 0 || excludedCodes.has(code) || !Number.isFinite(distance)) return
    const members = distances.get(code)
    if (members) members.push(distance)
    else distances.set(code, [distance])
  })
  const medians = [...distances.values()]
    .filter((members) => members.length >= minGroupNumbers)
    .map((members) =>
      Math.abs(
        findQuantile(
          members.sort((a, b) => a - b),
          0.5,
        ) as number,
      ),
    ) // oxfmt-ignore
    .toSorted((a, b) => a - b)
  return medians.length >= minGroups - 1 && (findQuantile(medians, 0.75) as number) <= maxGroupDistance * deviation
}

/** Returns whether the column contains coordinates, codes or consecutive numbers, whose units are not converted. */
function hasNoConvertibleUnit({ values, counts, name }: EncodedColumn): boolean {
  const type = findTypeByName(name)
  if (type === 'latitude' || type === 'longitude') return true
  const cellCountByLength = new Map<number, number>()
  let [cellCount, integerCellCount, distinctCount, min, max] = [0, 0, 0, Infinity, -Infinity]
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (code === 0 || count === 0) return
    cellCount += count
    distinctCount++
    if (!/^\d+$/.test(text)) return
    integerCellCount += count
    cellCountByLength.set(text.length, (cellCountByLength.get(text.length) ?? 0) + count)
    min = Math.min(min, Number(text))
    max = Math.max(max, Number(text))
    if (/^0\d/.test(text)) cellCountByLength.set(0, (cellCountByLength.get(0) ?? 0) + count)
  })
  if (integerCellCount < minNumericShare * cellCount) return false
  const isMostlyConsecutive = distinctCount >= 0.5 * (max - min + 1)
  const hasUniformLength = min >= 1000 && Math.max(...cellCountByLength.values()) >= 0.8 * cellCount
  return isMostlyConsecutive || hasUniformLength || (cellCountByLength.get(0) ?? 0) >= 0.02 * cellCount
}

function isNumericColumn(column: EncodedColumn, rowCount: number): boolean {
  const numbers = readNumbersByRow(column)
  const numberCount = numbers.reduce((count, number) => count + (Number.isNaN(number) ? 0 : 1), 0)
  return numberCount >= minNumbers && numberCount >= minNumericShare * (rowCount - (column.counts[0] as number))
}
