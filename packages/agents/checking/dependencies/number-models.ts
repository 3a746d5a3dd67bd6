import { countDistinct, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { findQuantile } from '../quantile.ts'
import { fitResidualDensity, type ResidualDensity } from './residual-density.ts'
import { isNumber } from '../scoring/value-shape.ts'

/**
 * A model that computes the expected value of each number:
 *
 * - `rows`: the median of the two rows above and the two rows below, optionally among rows with the same value in
 * column `otherIndex`
 * - `group`: the median of the rows with the same value in column `otherIndex`
 * - `ratio`: a fixed ratio to the number in column `otherIndex`
 * - `similar`: the median of the rows with similar numbers in column `otherIndex`
 * - `all`: the median of all numbers
 */
export interface NumberModel {
  /** The index of the column whose numbers are predicted. */
  targetIndex: number
  kind: 'all' | 'rows' | 'group' | 'ratio' | 'similar'
  /** The index of the other column that the model uses; -1 if it uses none. */
  otherIndex: number
  /** Whether the model predicts the logarithms of the numbers. */
  isLog: boolean
}

/** A number model, fitted to the current repaired values. */
export interface NumberFit {
  model: NumberModel
  /** The expected value (or its logarithm if `isLog` is set), indexed by row. NaN if there is none. */
  expected: Float64Array
  residuals: ResidualDensity
  /** Returns the probability density of a number in a row, or `undefined` if the row has no expected value. */
  getDensity(row: number, number: number): number | undefined
  /** Fraction of numbers that are far from their expected value and are therefore exceptions or errors. */
  outlierShare: number
  /** The mean log density of the numbers, or `-Infinity` if the model is not usable. */
  score: number
}

const minRows = 40
const minDistinct = 12
const maxGroupings = 8
const maxMeasurementColumns = 12
const maxExactFraction = 0.3
const maxModeFraction = 0.3
/** Minimum gain in mean log density over the `all` model, in nats per cell. */
const minGain = 0.5

/** Parsed numbers, keyed by the list of strings that they were parsed from. Such a list only ever grows. */
const numberCache = new WeakMap<readonly string[], Float64Array>()

/** Parses a column's values as numbers, indexed by code. NaN for values that are not numbers. */
export function readNumbers({ values }: EncodedColumn): Float64Array {
  const cached = numberCache.get(values)
  if (cached?.length === values.length) return cached
  const numbers = new Float64Array(values.length)
  if (cached) numbers.set(cached)
  for (let code = cached?.length ?? 0; code < values.length; code++) {
    const text = values[code] as string
    numbers[code] = isNumber(text) ? Number(text) : Number.NaN
  }
  numberCache.set(values, numbers)
  return numbers
}

/** Returns a column's repaired values as numbers, indexed by row. NaN for values that are not numbers. */
export function readNumbersByRow(column: EncodedColumn): Float64Array {
  const numbers = readNumbers(column)
  const { repairedCodes } = column
  const numbersByRow = new Float64Array(repairedCodes.length)
  for (let row = 0; row < repairedCodes.length; row++)
    numbersByRow[row] = numbers[repairedCodes[row] as number] as number
  return numbersByRow
}

/**
 * Selects the number model with the highest mean log density for each column of measurements. If no model is clearly
 * better, selects the `all` model.
 *
 * @yields After each column.
 */
export function* findNumberModels({ rows, columns }: EncodedTable): Generator<undefined, NumberModel[]> {
  const measurementIndexes = columns.flatMap((column, columnIndex) =>
    isMeasurementColumn(column) ? [columnIndex] : [],
  )
  const numbers = new Map(
    measurementIndexes.map((columnIndex) => [columnIndex, readNumbersByRow(columns[columnIndex] as EncodedColumn)]),
  )
  const groupColumns = columns
    .flatMap((column, columnIndex) => {
      const distinctCount = countDistinct(column)
      return distinctCount >= 2 && distinctCount * 4 <= rows ? [{ columnIndex, distinctCount }] : []
    })
    .sort((a, b) => b.distinctCount - a.distinctCount || a.columnIndex - b.columnIndex)
    .slice(0, maxGroupings)
    .map(({ columnIndex }) => columnIndex)
  const models: NumberModel[] = []
  const sample = createSharedNumbers(sampleBlocks(columns, rows))
  for (const targetIndex of measurementIndexes) {
    yield
    const targetNumbers = numbers.get(targetIndex) as Float64Array
    const candidates: Omit<NumberModel, 'targetIndex' | 'isLog'>[] = [
      { kind: 'rows', otherIndex: -1 },
      ...groupColumns
        .filter((otherIndex) => otherIndex !== targetIndex)
        .flatMap((otherIndex) => (['rows', 'group'] as const).map((kind) => ({ kind, otherIndex }))),
      ...measurementIndexes
        .filter((otherIndex) => otherIndex !== targetIndex)
        .slice(0, maxMeasurementColumns)
        .flatMap((otherIndex) => (['ratio', 'similar'] as const).map((kind) => ({ kind, otherIndex }))),
    ]
    const scales = isMostlyPositive(targetNumbers) ? [false, true] : [false]
    const fits = [{ kind: 'all' as const, otherIndex: -1 }, ...candidates].flatMap((candidate) =>
      scales.map((isLog) => fitNumberModel({ targetIndex, isLog, ...candidate }, sample)),
    )
    const baseline = Math.max(...fits.filter(({ model }) => model.kind === 'all').map(({ score }) => score))
    const [best] = fits
      .map((fit) => ({ fit, score: fit.score - (fit.model.kind === 'all' ? 0 : minGain) }))
      .sort((a, b) => b.score - a.score)
    models.push(
      best && best.score > baseline
        ? best.fit.model
        : (fits.find(({ model, score }) => model.kind === 'all' && score === baseline) as NumberFit).model,
    )
  }
  return models
}

/** Maximum number of rows on which models are compared. They are sampled in evenly spaced blocks of adjacent rows. */
const maxSampledRows = 8_000
const sampledBlockCount = 16

function sampleBlocks(columns: readonly EncodedColumn[], rowCount: number): readonly EncodedColumn[] {
  if (rowCount <= maxSampledRows) return columns
  const size = maxSampledRows / sampledBlockCount
  const starts = Array.from({ length: sampledBlockCount }, (_, block) =>
    Math.floor((block * (rowCount - size)) / (sampledBlockCount - 1)),
  )
  return columns.map((column) => {
    const repairedCodes = new Int32Array(maxSampledRows)
    starts.forEach((start, block) =>
      repairedCodes.set(column.repairedCodes.subarray(start, start + size), block * size),
    )
    const counts = column.values.map(() => 0)
    for (const code of repairedCodes) counts[code] = (counts[code] as number) + 1
    return { ...column, repairedCodes, counts }
  })
}

/** Maximum interquartile range, in powers of ten. A column with a wider range mixes several quantities. */
const maxMagnitudeRange = 4

/**
 * Returns whether a column contains measurements: almost all values are numbers, many of them are distinct, none
 * dominates, and their magnitudes are similar (see `maxMagnitudeRange`).
 */
function isMeasurementColumn({ values, counts }: EncodedColumn): boolean {
  let nonEmptyCount = 0
  let numberCount = 0
  let distinctCount = 0
  let modeCount = 0
  const magnitudes: number[] = []
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (code === 0 || count === 0) return
    nonEmptyCount += count
    if (!isNumber(text)) return
    numberCount += count
    if (Number(text) !== 0) magnitudes.push(Math.log10(Math.abs(Number(text))))
    modeCount = Math.max(modeCount, count)
    distinctCount++
  })
  magnitudes.sort((a, b) => a - b)
  const getQuantile = (probability: number): number => findQuantile(magnitudes, probability) ?? 0
  return (
    numberCount >= minRows &&
    numberCount >= 0.9 * nonEmptyCount &&
    distinctCount >= minDistinct &&
    modeCount <= maxModeFraction * numberCount &&
    getQuantile(0.75) - getQuantile(0.25) <= maxMagnitudeRange
  )
}

const isMostlyPositive = (numbers: Float64Array): boolean => {
  let positiveCount = 0
  let otherCount = 0
  for (const number of numbers)
    if (number > 0) positiveCount++
    else if (number <= 0) otherCount++
  return positiveCount > 0 && otherCount <= 0.005 * positiveCount
}

/** Data that the models of a table share. It is computed once per column, from the repaired values at that time. */
interface SharedNumbers {
  readonly columns: readonly EncodedColumn[]
  /** Returns the repaired numbers, indexed by row. */
  getNumbers(column: number): Float64Array
  /** Returns the repaired numbers or, if `isLog` is set, their logarithms, indexed by row. */
  getScaledNumbers(column: number, isLog: boolean): Float64Array
  /** Returns the rows that contain a number, sorted by number. */
  getSortedRows(column: number, isLog: boolean): Int32Array
  /** Returns the smallest step between scaled numbers. */
  getResolution(column: number, isLog: boolean): number
}

/** Creates the data that number models of the same repaired values share. */
export function createSharedNumbers(columns: readonly EncodedColumn[]): SharedNumbers {
  const getNumbers = cacheByColumn((column) => readNumbersByRow(columns[column] as EncodedColumn))
  const getScaledNumbers = cacheByColumn((column, isLog) =>
    isLog ? getNumbers(column).map((number) => (number > 0 ? Math.log(number) : Number.NaN)) : getNumbers(column),
  )
  const getStep = cacheByColumn((column) => findResolution(columns[column] as EncodedColumn))
  return {
    columns,
    getNumbers,
    getScaledNumbers,
    getSortedRows: cacheByColumn((column, isLog) => sortRows(getScaledNumbers(column, isLog))),
    getResolution: cacheByColumn((column, isLog) =>
      isLog ? Math.abs(getStep(column) / computeMedian(getNumbers(column))) : getStep(column),
    ),
  }
}

function cacheByColumn<Result>(
  compute: (column: number, isLog: boolean) => Result,
): (column: number, isLog?: boolean) => Result {
  const results = new Map<number, Result>()
  return (column, isLog = false) => {
    const key = 2 * column + (isLog ? 1 : 0)
    const cached = results.get(key)
    if (cached !== undefined) return cached
    const result = compute(column, isLog)
    results.set(key, result)
    return result
  }
}

/** Fits a number model to the repaired values. */
export function fitNumberModel(model: NumberModel, sharedNumbers: SharedNumbers): NumberFit {
  const { targetIndex, kind, otherIndex, isLog } = model
  const scaledNumbers = sharedNumbers.getScaledNumbers(targetIndex, isLog)
  const getGroups = (): Int32Array => (sharedNumbers.columns[otherIndex] as EncodedColumn).repairedCodes
  const expected =
    kind === 'all'
      ? predictFromGroups(
          scaledNumbers,
          sharedNumbers.getSortedRows(targetIndex, isLog),
          new Int32Array(scaledNumbers.length),
        )
      : kind === 'group'
        ? predictFromGroups(scaledNumbers, sharedNumbers.getSortedRows(targetIndex, isLog), getGroups())
        : kind === 'rows'
          ? predictFromAdjacentRows(scaledNumbers, otherIndex < 0 ? undefined : getGroups())
          : kind === 'ratio'
            ? predictFromRatio(scaledNumbers, sharedNumbers.getScaledNumbers(otherIndex, isLog), isLog)
            : predictFromSimilarRows(scaledNumbers, sharedNumbers.getSortedRows(otherIndex, false))
  const residualsByRow = scaledNumbers
    .map((number, row) => number - (expected[row] as number))
    .filter((residual) => !Number.isNaN(residual))
  const residualDensity = fitResidualDensity(residualsByRow, sharedNumbers.getResolution(targetIndex, isLog))
  const getDensity = (row: number, number: number): number | undefined => {
    const center = expected[row] as number
    const position = isLog ? Math.log(number) : number
    if (Number.isNaN(center)) return undefined
    if (Number.isNaN(position) || !Number.isFinite(position)) return 0
    return residualDensity.getDensity(position - center) / (isLog ? number : 1)
  }
  let sum = 0
  let total = 0
  let predictedCount = 0
  let outlierCount = 0
  let exactCount = 0
  scaledNumbers.forEach((number, row) => {
    if (Number.isNaN(number)) return
    total++
    const likelihood = getDensity(row, isLog ? Math.exp(number) : number)
    if (likelihood === undefined) return
    predictedCount++
    sum += Math.log(likelihood)
    const difference = Math.abs(number - (expected[row] as number))
    if (difference > 2 * residualDensity.percentile95) outlierCount++
    if (difference < 1e-9 * Math.max(1, Math.abs(number))) exactCount++
  })
  // A model is usable only if it covers most rows. If it is exact in many rows, it is a dependency rather than a
  // regression.
  const isUsable =
    predictedCount >= 0.8 * total &&
    predictedCount >= minRows &&
    (kind === 'all' || exactCount < maxExactFraction * predictedCount)
  return {
    model,
    expected,
    residuals: residualDensity,
    getDensity,
    outlierShare: outlierCount / Math.max(1, predictedCount),
    score: isUsable ? sum / predictedCount : -Infinity,
  }
}

/** Returns the smallest step between a column's numbers: one unit in the last decimal place. */
function findResolution({ values, counts }: EncodedColumn): number {
  const countByPlaces = new Map<number, number>()
  let total = 0
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (count === 0 || !isNumber(text)) return
    total += count
    const places = /\.(\d*)$/.exec(text)?.[1]?.length ?? 0
    countByPlaces.set(places, (countByPlaces.get(places) ?? 0) + count)
  })
  const commonPlaces = [...countByPlaces].filter(([, count]) => count > total / 50).map(([places]) => places)
  return 10 ** -Math.max(0, ...commonPlaces)
}

function computeMedian(numbers: Float64Array): number {
  return findQuantile(numbers.filter((number) => !Number.isNaN(number)).sort(), 0.5) ?? Number.NaN
}

/**
 * Returns the rows that contain a number, sorted by number in ascending order. Rows with equal numbers keep their
 * order.
 */
function sortRows(numbers: Float64Array): Int32Array {
  const rows = listRows(numbers)
  return rows.sort((a, b) => (numbers[a] as number) - (numbers[b] as number) || a - b)
}

/** Returns the rows that contain a number, in table order. */
function listRows(numbers: Float64Array): Int32Array {
  const rows = new Int32Array(numbers.length)
  let count = 0
  for (let row = 0; row < numbers.length; row++) if (!Number.isNaN(numbers[row])) rows[count++] = row
  return rows.subarray(0, count)
}

/** Splits rows by group. Within each group, the rows keep their order. */
function splitByGroup(rows: Int32Array, groups: Int32Array): Int32Array[] {
  let maxGroup = 0
  for (const row of rows) maxGroup = Math.max(maxGroup, groups[row] as number)
  const offsets = new Int32Array(maxGroup + 1)
  for (const row of rows) offsets[groups[row] as number] = (offsets[groups[row] as number] as number) + 1
  const results: Int32Array[] = []
  const sortedRows = new Int32Array(rows.length)
  let start = 0
  for (let group = 0; group <= maxGroup; group++) {
    const size = offsets[group] as number
    if (size > 0) results.push(sortedRows.subarray(start, start + size))
    offsets[group] = start
    start += size
  }
  for (const row of rows) {
    const group = groups[row] as number
    sortedRows[offsets[group] as number] = row
    offsets[group] = (offsets[group] as number) + 1
  }
  return results
}

/**
 * Predicts each number as the median of the other numbers in its group.
 *
 * @param sortedRows - The rows that contain a number, sorted by number in ascending order.
 */
function predictFromGroups(numbers: Float64Array, sortedRows: Int32Array, groups: Int32Array): Float64Array {
  const expected = new Float64Array(numbers.length).fill(Number.NaN)
  for (const groupRows of splitByGroup(sortedRows, groups)) {
    if (groupRows.length < 5) continue
    const otherCount = groupRows.length - 1
    const [low, high] = [Math.floor((otherCount - 1) / 2), Math.ceil((otherCount - 1) / 2)]
    const getOther = (index: number, excludedIndex: number): number =>
      numbers[groupRows[index < excludedIndex ? index : index + 1] as number] as number
    for (let index = 0; index < groupRows.length; index++)
      expected[groupRows[index] as number] = (getOther(low, index) + getOther(high, index)) / 2
  }
  return expected
}

/**
 * Predicts each number as the median of the two rows above and the two rows below in the same group. The median is
 * robust against a single error.
 */
function predictFromAdjacentRows(numbers: Float64Array, groups: Int32Array | undefined): Float64Array {
  const allRows = listRows(numbers)
  const expected = new Float64Array(numbers.length).fill(Number.NaN)
  for (const rows of groups ? splitByGroup(allRows, groups) : [allRows]) {
    // Skips the two rows at each end: with fewer neighbors, the median is biased if the column rises or falls.
    for (let index = 2; index + 2 < rows.length; index++) {
      const a = numbers[rows[index - 2] as number] as number
      const b = numbers[rows[index - 1] as number] as number
      const c = numbers[rows[index + 1] as number] as number
      const d = numbers[rows[index + 2] as number] as number
      const low = Math.max(Math.min(a, b), Math.min(c, d))
      const middle = Math.min(Math.max(a, b), Math.max(c, d))
      expected[rows[index] as number] = (low + middle) / 2
    }
  }
  return expected
}

/** Predicts numbers as a fixed ratio to `others`. Both are logarithms if `isLog` is set. */
function predictFromRatio(numbers: Float64Array, others: Float64Array, isLog: boolean): Float64Array {
  if (isLog) {
    const offset = computeMedian(numbers.map((number, row) => number - (others[row] as number)))
    return others.map((other) => other + offset)
  }
  const factor = computeMedian(
    numbers.map((number, row) => (others[row] === 0 ? Number.NaN : number / (others[row] as number))),
  )
  return others.map((other) => other * factor)
}

const windowRadius = 4

/**
 * Predicts each number as the median of the four rows on either side after sorting by the other column.
 *
 * @param sortedRows - The rows that contain a number in the other column, sorted by that number.
 */
function predictFromSimilarRows(numbers: Float64Array, sortedRows: Int32Array): Float64Array {
  const rows = sortedRows.filter((row) => !Number.isNaN(numbers[row]))
  const expected = new Float64Array(numbers.length).fill(Number.NaN)
  const nearbyNumbers = new Float64Array(2 * windowRadius)
  for (let index = 0; index < rows.length; index++) {
    const last = Math.min(rows.length - 1, index + windowRadius)
    let count = 0
    for (let neighbor = Math.max(0, index - windowRadius); neighbor <= last; neighbor++) {
      if (neighbor === index) continue
      const number = numbers[rows[neighbor] as number] as number
      let position = count++
      for (; position > 0 && (nearbyNumbers[position - 1] as number) > number; position--)
        nearbyNumbers[position] = nearbyNumbers[position - 1] as number
      nearbyNumbers[position] = number
    }
    if (count < windowRadius) continue
    const middle = count / 2
    expected[rows[index] as number] =
      ((nearbyNumbers[Math.ceil(middle) - 1] as number) + (nearbyNumbers[Math.floor(middle)] as number)) / 2
  }
  return expected
}
