import { countDistinct, encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { findQuantile } from '../quantile.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { findMaxDecimals, createNumberFormatter, maxDecimals } from './format-number.ts'
import { readNumbers } from './number-models.ts'
import { createComputedPredictor, type Predictor } from './predictor.ts'
import { roundToDigits } from '../../round-to-digits.ts'

/**
 * A column of numbers that equals `factor * x + offset` in almost all rows. `x` is another column, the sum of adjacent
 * columns, or the product or quotient of two columns. The factor and offset are constant.
 */
export interface Formula {
  /** The index of the computed column. */
  readonly targetIndex: number
  /** The indexes of the input columns. */
  readonly inputIndexes: readonly number[]
  readonly operation: Operation
  readonly factor: number
  readonly offset: number
  /** The maximum difference that can be explained by rounding. */
  readonly tolerance: number
  /** Fraction of rows that violate the formula. */
  readonly mismatchShare: number
  /** Expected rate of legitimate exceptions: 0, because a formula with exact constants does not fit by chance. */
  readonly exceptionRate: 0
}

type Operation = 'sum' | 'product' | 'quotient'

const minFittingFraction = 0.85
const minComparedRows = 40
const minDistinctValues = 8
const maxColumns = 16
const maxTerms = 12
const maxSampledRows = 1000
/** A formula is first tried on this many rows. It is abandoned if few of these rows fit. */
const firstRowCount = 40
const minFirstFittingFraction = 0.6
/** Among formulas whose fractions of fitting rows differ by at most this much, the simplest one is selected. */
const maxFittingFractionDifference = 0.005
/**
 * Minimum spread of a column's numbers, as a multiple of the maximum rounding error. If the spread is smaller, many
 * formulas fit by chance.
 */
const minSpreadRatio = 50
/** Differences of up to this many rounding errors are attributed to another rounding method. */
const maxRoundingErrors = 3
const maxFormulasPerColumn = 3

interface NumericColumn {
  readonly index: number
  readonly numbers: Float64Array
  /** The maximum rounding error: half a unit in the last decimal place. */
  readonly maxRoundingError: number
  /** The distance between the 10th and 90th percentiles. */
  readonly spread: number
}

/**
 * Finds formulas such as unit conversions, percentages and means. Sums and products without a factor are found by
 * `findSums`.
 *
 * @yields After each column.
 */
export function* findFormulas({ rows, columns }: EncodedTable): Generator<undefined, Formula[]> {
  const step = Math.max(1, Math.floor(rows / maxSampledRows))
  const numericColumns = columns
    .flatMap((column, index) => (isNumericColumn(column) ? [{ column, index }] : []))
    .slice(0, maxColumns)
    .map(({ column, index }) => readNumericColumn(column, index, rows, step))
  const results: Formula[] = []
  for (const target of numericColumns) {
    yield
    if (target.spread < minSpreadRatio * target.maxRoundingError) continue
    const targetFormulas: Formula[] = []
    for (const { inputs, operation } of listInputs(numericColumns, target)) {
      const values = combineColumns(inputs, operation)
      const fit = fitFormula(
        target,
        values,
        inputs.length === 1,
        inputs.length === 1 ? (inputs[0]?.maxRoundingError ?? 0) : 0,
      )
      if (!fit || (operation !== 'quotient' && fit.factor === 1 && fit.offset === 0)) continue
      targetFormulas.push({
        ...fit,
        targetIndex: target.index,
        inputIndexes: inputs.map(({ index }) => index),
        operation,
        exceptionRate: 0,
      })
    }
    results.push(
      ...targetFormulas
        .toSorted((a, b) => a.inputIndexes.length - b.inputIndexes.length || a.mismatchShare - b.mismatchShare)
        .slice(0, maxFormulasPerColumn),
    )
  }
  return results
}

function* listInputs(
  numericColumns: readonly NumericColumn[],
  target: NumericColumn,
): Generator<{ inputs: readonly NumericColumn[]; operation: Operation }> {
  const otherColumns = numericColumns.filter((column) => column !== target)
  for (const [index, first] of otherColumns.entries()) {
    yield { inputs: [first], operation: 'sum' }
    for (const second of otherColumns.slice(index + 1)) {
      yield { inputs: [first, second], operation: 'product' }
      yield { inputs: [first, second], operation: 'quotient' }
      yield { inputs: [second, first], operation: 'quotient' }
    }
    for (let end = index + 2; end <= Math.min(otherColumns.length, index + maxTerms); end++)
      yield { inputs: otherColumns.slice(index, end), operation: 'sum' }
  }
}

function combineNumbers(numbers: readonly number[], operation: Operation): number {
  if (operation === 'sum') return numbers.reduce((sum, number) => sum + number, 0)
  const [first = Number.NaN, second = Number.NaN] = numbers
  return operation === 'product' ? first * second : first / second
}

const combineColumns = (inputs: readonly NumericColumn[], operation: Operation): Float64Array => {
  const [first] = inputs
  return Float64Array.from(first?.numbers ?? [], (_, row) =>
    combineNumbers(
      inputs.map(({ numbers }) => numbers[row] as number),
      operation,
    ),
  )
}

type Fit = Pick<Formula, 'factor' | 'offset' | 'tolerance' | 'mismatchShare'>

/** Fits the factor. If no factor fits on its own and an offset is allowed, also fits an offset. */
function fitFormula(
  target: NumericColumn,
  values: Float64Array,
  allowsOffset: boolean,
  maxInputRoundingError: number,
): Fit | undefined {
  const { numbers, maxRoundingError } = target
  const rows: number[] = []
  for (let row = 0; row < values.length; row++)
    if (Number.isFinite(values[row]) && !Number.isNaN(numbers[row])) rows.push(row)
  if (rows.length < minComparedRows) return undefined
  const spacedRows = rows.filter((_, index) => index % Math.max(1, Math.floor(rows.length / firstRowCount)) === 0)
  for (const usesOffset of allowsOffset ? [false, true] : [false]) {
    const isClose = (factor: number, offset: number, row: number, tolerance: number): boolean =>
      Math.abs((numbers[row] as number) - factor * (values[row] as number) - offset) <=
      1.01 * tolerance + 1e-9 * Math.abs(numbers[row] as number)
    const roughLine = estimateLine(numbers, values, spacedRows, usesOffset)
    if (!roughLine) continue
    const computeRoughTolerance = (row: number): number =>
      maxRoundingError + Math.abs(roughLine.factor) * maxInputRoundingError + 0.02 * Math.abs(numbers[row] as number)
    const firstFittingRows = spacedRows.filter((row) =>
      isClose(roughLine.factor, roughLine.offset, row, computeRoughTolerance(row)),
    )
    if (firstFittingRows.length < minFirstFittingFraction * spacedRows.length) continue
    const line = estimateLine(numbers, values, rows, usesOffset)
    if (!line) continue
    const tolerance = maxRoundingError + Math.abs(line.factor) * maxInputRoundingError
    if (target.spread < minSpreadRatio * tolerance) continue
    const maxAbsoluteValue = rows.reduce((max, row) => Math.max(max, Math.abs(values[row] as number)), 0)
    const candidates = listSimpleLines(line, maxRoundingError / maxAbsoluteValue, maxRoundingError, usesOffset).map(
      ({ factor, offset }) => ({
        factor,
        offset,
        fittingRows: rows.filter((row) => isClose(factor, offset, row, tolerance)),
      }),
    )
    const maxFittingCount = candidates.reduce((max, { fittingRows }) => Math.max(max, fittingRows.length), 0)
    const [best] = candidates
      .filter(({ fittingRows }) => fittingRows.length >= maxFittingCount - maxFittingFractionDifference * rows.length)
      .toSorted((a, b) => countDigits(a) - countDigits(b))
    if (!best || maxFittingCount < minFittingFraction * rows.length) continue
    if (new Set(best.fittingRows.map((row) => values[row])).size < minDistinctValues) continue
    const { factor, offset } = best
    return { factor, offset, tolerance, mismatchShare: 1 - best.fittingRows.length / rows.length }
  }
  return undefined
}

/**
 * Estimates the factor and offset. Without an offset, the factor is the median ratio of the rows with large values;
 * otherwise, it is the median slope between distant rows.
 */
function estimateLine(
  numbers: Float64Array,
  values: Float64Array,
  rows: readonly number[],
  hasOffset: boolean,
): { factor: number; offset: number } | undefined {
  const sortedRows = rows.toSorted((a, b) => Math.abs(values[a] as number) - Math.abs(values[b] as number))
  if (!hasOffset) {
    const largeRows = sortedRows.slice(Math.floor(sortedRows.length / 2))
    const factor = findMedian(largeRows.map((row) => (numbers[row] as number) / (values[row] as number)))
    return Number.isFinite(factor) && factor !== 0 ? { factor, offset: 0 } : undefined
  }
  const rowsSortedByValue = rows.toSorted((a, b) => (values[a] as number) - (values[b] as number))
  const half = Math.floor(rowsSortedByValue.length / 2)
  const slopes = rowsSortedByValue.slice(0, rowsSortedByValue.length - half).map((row, index) => {
    const otherRow = rowsSortedByValue[index + half] as number
    return (
      ((numbers[otherRow] as number) - (numbers[row] as number)) /
      ((values[otherRow] as number) - (values[row] as number))
    )
  })
  const factor = findMedian(slopes.filter((slope) => Number.isFinite(slope)))
  if (!Number.isFinite(factor) || factor === 0) return undefined
  const offset = findMedian(rows.map((row) => (numbers[row] as number) - factor * (values[row] as number)))
  return { factor, offset }
}

const findMedian = (numbers: readonly number[]): number =>
  findQuantile(
    numbers.toSorted((a, b) => a - b),
    0.5,
  ) ?? Number.NaN

const countDigits = ({ factor, offset }: { factor: number; offset: number }): number =>
  Math.min(String(factor).length, String(1 / factor).length) + String(offset).length

/**
 * Lists candidate lines: the estimated line, and lines with fewer digits that differ from it by no more than rounding
 * errors.
 */
function listSimpleLines(
  { factor, offset }: { factor: number; offset: number },
  factorRoundingError: number,
  maxRoundingError: number,
  hasOffset: boolean,
): { factor: number; offset: number }[] {
  const factors = new Set([factor])
  for (let digits = 1; digits <= 7; digits++)
    for (const simpleFactor of [roundToDigits(factor, digits), 1 / roundToDigits(1 / factor, digits)])
      if (Math.abs(simpleFactor - factor) <= Math.max(20 * factorRoundingError, 1e-5 * Math.abs(factor)))
        factors.add(simpleFactor)
  return [...factors].flatMap((simpleFactor) => {
    if (!hasOffset) return [{ factor: simpleFactor, offset: 0 }]
    const decimals = Math.min(maxDecimals, Math.max(0, Math.ceil(-Math.log10(2 * maxRoundingError))))
    return [offset, Number(offset.toFixed(decimals)), Math.round(offset)].map((simpleOffset) => ({
      factor: simpleFactor,
      offset: simpleOffset,
    }))
  })
}

function readNumericColumn(column: EncodedColumn, index: number, rowCount: number, step: number): NumericColumn {
  const numbersByCode = readNumbers(column)
  const numbers = new Float64Array(Math.ceil(rowCount / step))
  for (let row = 0, position = 0; row < rowCount; row += step, position++)
    numbers[position] = numbersByCode[column.repairedCodes[row] as number] as number
  const sortedNumbers = numbers.filter((number) => !Number.isNaN(number)).sort()
  const spread = (findQuantile(sortedNumbers, 0.9) ?? 0) - (findQuantile(sortedNumbers, 0.1) ?? 0)
  return { index, numbers, maxRoundingError: 0.5 * 10 ** -findMaxDecimals(column), spread }
}

function isNumericColumn(column: EncodedColumn): boolean {
  const { values, counts } = column
  let nonEmptyCount = 0
  let numberCount = 0
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (code === 0 || count === 0) return
    nonEmptyCount += count
    if (isNumber(text)) numberCount += count
  })
  return nonEmptyCount > 0 && numberCount >= 0.9 * nonEmptyCount && countDistinct(column) >= 2
}

/**
 * Creates predictors for formulas. They predict the computed column from its inputs, and each input from the computed
 * column and the other inputs.
 */
export function createFormulaPredictors({ columns }: EncodedTable, formulas: readonly Formula[]): Predictor[] {
  const numbers = columns.map((column) => readNumbers(column))
  const getNumber = (index: number, row: number): number =>
    (numbers[index] as Float64Array)[(columns[index] as EncodedColumn).repairedCodes[row] as number] ?? Number.NaN
  return formulas.flatMap((formula) => {
    const { targetIndex, inputIndexes, operation, factor, offset, tolerance } = formula
    const combineRow = (row: number): number =>
      combineNumbers(
        inputIndexes.map((index) => getNumber(index, row)),
        operation,
      )
    const isClose = (row: number): boolean =>
      Math.abs(getNumber(targetIndex, row) - factor * combineRow(row) - offset) <=
      maxRoundingErrors * tolerance + 1e-9 * Math.abs(getNumber(targetIndex, row))
    const createFormulaPredictor = (
      kind: 'whole' | 'part',
      target: number,
      inputs: readonly number[],
      compute: (row: number) => number,
    ): Predictor => {
      const column = columns[target] as EncodedColumn
      const format = createNumberFormatter(column, false)
      return createComputedPredictor({ targetIndex: target, sourceIndexes: inputs, kind }, formula, column, (row) => {
        const number = compute(row)
        if (!Number.isFinite(number)) return undefined
        return isClose(row) ? (column.repairedCodes[row] as number) : encodeText(column, format(number))
      })
    }
    const solveForInput = (position: number, row: number): number => {
      const combinedNumber = (getNumber(targetIndex, row) - offset) / factor
      if (operation === 'sum')
        return inputIndexes.reduce(
          (rest, index, otherPosition) => (otherPosition === position ? rest : rest - getNumber(index, row)),
          combinedNumber,
        )
      const otherNumber = getNumber(inputIndexes[1 - position] as number, row)
      if (operation === 'product') return combinedNumber / otherNumber
      return position === 0 ? combinedNumber * otherNumber : otherNumber / combinedNumber
    }
    return [
      createFormulaPredictor('whole', targetIndex, inputIndexes, (row) => factor * combineRow(row) + offset),
      ...inputIndexes.map((index, position) =>
        createFormulaPredictor(
          'part',
          index,
          [targetIndex, ...inputIndexes.filter((otherIndex) => otherIndex !== index)],
          (row) => solveForInput(position, row),
        ),
      ),
    ]
  })
}
