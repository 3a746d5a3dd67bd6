import { encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { createNumberFormatter } from './format-number.ts'
import { readNumbers } from './number-models.ts'
import { createComputedPredictor, estimateExceptionRate, type Predictor } from './predictor.ts'

/**
 * A column that is the sum or product of other columns in almost all rows. Differences and quotients are represented as
 * the equivalent sum or product.
 */
export interface SumRelation {
  /** The index of the column with the result. */
  totalIndex: number
  /** The indexes of the columns that are added or multiplied. */
  termIndexes: readonly number[]
  operation: 'sum' | 'product'
  /** Fraction of rows that violate the relation. */
  mismatchShare: number
  /** Expected rate of legitimate exceptions. */
  exceptionRate: number
}

const minFittingFraction = 0.9
const minComparedRows = 30
/** After this many rows, a relation is abandoned if few of the rows fit. */
const earlyExitRowCount = 40
const minEarlyFittingFraction = 0.6
const maxColumns = 16
const maxTerms = 12
const maxSampledRows = 2000
const minInformativeRows = 10
const minInformativeFittingFraction = 0.7

/** A numeric column and its values in the sampled rows. */
interface NumericColumn {
  columnIndex: number
  numbers: Float64Array
  /** The maximum rounding error of a product: half a unit in the last decimal place. */
  maxRoundingError: number
}

/**
 * Finds columns that are the sum or product of two numeric columns, or the sum of up to twelve adjacent ones. Trivial
 * rows are not evidence: for a sum, rows in which almost all numbers are 0; for a product, rows with factors of 0 or 1.
 *
 * @param noise - Estimated fraction of wrong cells, based only on each cell's own column.
 */
export function findSums({ rows, columns }: EncodedTable, noise: number): SumRelation[] {
  const step = Math.max(1, Math.floor(rows / maxSampledRows))
  const numericColumns = columns
    .flatMap((column, columnIndex) => (isNumericColumn(column) ? [columnIndex] : []))
    .slice(0, maxColumns)
    .map((columnIndex) => readNumericColumn(columns[columnIndex] as EncodedColumn, columnIndex, rows, step))
  const results: SumRelation[] = []
  const addRelation = (
    total: NumericColumn,
    terms: readonly NumericColumn[],
    operation: SumRelation['operation'],
  ): void => {
    const mismatchRate = measureRelation(total, terms, operation)
    if (mismatchRate === undefined) return
    const exceptionRate = estimateExceptionRate(mismatchRate, noise, terms.length + 1)
    results.push({
      totalIndex: total.columnIndex,
      termIndexes: terms.map(({ columnIndex }) => columnIndex),
      operation,
      mismatchShare: mismatchRate,
      exceptionRate,
    })
  }
  for (const total of numericColumns) {
    const otherColumns = numericColumns.filter((other) => other !== total)
    otherColumns.forEach((left, index) => {
      for (const right of otherColumns.slice(index + 1)) {
        addRelation(total, [left, right], 'sum')
        addRelation(total, [left, right], 'product')
      }
    })
    for (let start = 0; start < otherColumns.length; start++)
      for (let end = start + 3; end <= Math.min(otherColumns.length, start + maxTerms); end++)
        addRelation(total, otherColumns.slice(start, end), 'sum')
  }
  // In columns with many zeros, a term can look like a total, so only the best relation between the same columns is
  // kept.
  const listColumnIndexes = ({ totalIndex, termIndexes }: SumRelation): number[] => [totalIndex, ...termIndexes]
  const isColumnSubset = (a: SumRelation, b: SumRelation): boolean =>
    listColumnIndexes(a).every((columnIndex) => listColumnIndexes(b).includes(columnIndex))
  return results.filter(
    (sum) =>
      !results.some(
        (other) =>
          other !== sum &&
          isColumnSubset(other, sum) &&
          (other.mismatchShare < sum.mismatchShare ||
            (other.mismatchShare === sum.mismatchShare && other.termIndexes.length < sum.termIndexes.length)),
      ),
  )
}

function readNumericColumn(column: EncodedColumn, columnIndex: number, rowCount: number, step: number): NumericColumn {
  const numbersByCode = readNumbers(column)
  const numbers = new Float64Array(Math.ceil(rowCount / step))
  for (let row = 0, index = 0; row < rowCount; row += step, index++)
    numbers[index] = numbersByCode[column.repairedCodes[row] as number] as number
  return { columnIndex, numbers, maxRoundingError: computeMaxRoundingError(column) }
}

/** Returns the fraction of rows that violate the relation, or `undefined` if the relation holds too rarely. */
function measureRelation(
  total: NumericColumn,
  terms: readonly NumericColumn[],
  operation: SumRelation['operation'],
): number | undefined {
  let comparedCount = 0
  let fittingCount = 0
  let informativeCount = 0
  let informativeFittingCount = 0
  // In a sum of many columns, the first and last columns must not always be 0.
  let [firstNonZeroCount, lastNonZeroCount] = [0, 0]
  for (let index = 0; index < total.numbers.length; index++) {
    const expected = total.numbers[index] as number
    let result = operation === 'sum' ? 0 : 1
    let nonTrivialCount = operation === 'sum' && expected !== 0 ? 1 : 0
    for (const { numbers } of terms) {
      const number = numbers[index] as number
      if (operation === 'sum') {
        result += number
        if (number !== 0) nonTrivialCount++
      } else {
        result *= number
        if (number !== 0 && Math.abs(number) !== 1) nonTrivialCount++
      }
    }
    if (Number.isNaN(expected + result)) continue
    comparedCount++
    const isInformative =
      nonTrivialCount >= 2 && (operation === 'sum' || total.maxRoundingError <= 0.01 * Math.abs(expected))
    if (isInformative) informativeCount++
    if (isWithinRounding(expected, result, operation === 'sum' ? 0 : total.maxRoundingError)) {
      fittingCount++
      if (isInformative) {
        informativeFittingCount++
        if (terms[0]?.numbers[index] !== 0) firstNonZeroCount++
        if (terms.at(-1)?.numbers[index] !== 0) lastNonZeroCount++
      }
    }
    if (comparedCount === earlyExitRowCount && fittingCount < minEarlyFittingFraction * comparedCount) return undefined
  }
  const isRelation =
    comparedCount >= minComparedRows &&
    fittingCount >= minFittingFraction * comparedCount &&
    informativeFittingCount >= minInformativeRows &&
    informativeFittingCount >= minInformativeFittingFraction * informativeCount &&
    (terms.length === 2 || (firstNonZeroCount >= minInformativeRows && lastNonZeroCount >= minInformativeRows))
  return isRelation ? 1 - fittingCount / comparedCount : undefined
}

const isWithinRounding = (expected: number, result: number, maxRoundingError: number): boolean =>
  Math.abs(expected - result) <= 1.01 * maxRoundingError + 1e-9 * Math.max(1, Math.abs(expected))

/** Returns half a unit in the last decimal place of a column's numbers. */
function computeMaxRoundingError({ values, counts }: EncodedColumn): number {
  let decimals = 0
  values.forEach((text, code) => {
    if ((counts[code] as number) > 0 && isNumber(text))
      decimals = Math.max(decimals, /\.(\d*)$/.exec(text)?.[1]?.length ?? 0)
  })
  return 0.5 * 10 ** -decimals
}

function isNumericColumn({ values, counts }: EncodedColumn): boolean {
  let nonEmptyCount = 0
  let numberCount = 0
  let distinctCount = 0
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (code === 0 || count === 0) return
    nonEmptyCount += count
    if (isNumber(text)) {
      numberCount += count
      distinctCount++
    }
  })
  return nonEmptyCount > 0 && numberCount >= 0.9 * nonEmptyCount && distinctCount >= 5
}

/**
 * Creates predictors for sums and products. They predict the total from its terms, and each term from the total and the
 * other terms.
 */
export function createSumPredictors({ columns }: EncodedTable, sums: readonly SumRelation[]): Predictor[] {
  const numbers = columns.map((column) => readNumbers(column))
  const getRepairedNumber = (index: number, row: number): number =>
    (numbers[index] as Float64Array)[(columns[index] as EncodedColumn).repairedCodes[row] as number] ?? NaN
  return sums.flatMap((sum) => {
    const { totalIndex, termIndexes, operation } = sum
    const isSum = operation === 'sum'
    const totalRoundingError = isSum ? 0 : computeMaxRoundingError(columns[totalIndex] as EncodedColumn)
    const combineNumbers = (indexes: readonly number[], row: number): number =>
      indexes.reduce(
        (result, index) => (isSum ? result + getRepairedNumber(index, row) : result * getRepairedNumber(index, row)),
        isSum ? 0 : 1,
      )
    const createRelationPredictor = (
      kind: 'whole' | 'part',
      targetIndex: number,
      sourceIndexes: readonly number[],
      compute: (row: number) => number,
    ): Predictor => {
      const column = columns[targetIndex] as EncodedColumn
      const format = createNumberFormatter(column, isSum)
      return createComputedPredictor({ targetIndex, sourceIndexes, kind }, sum, column, (row) => {
        const number = compute(row)
        if (!Number.isFinite(number)) return undefined
        return isWithinRounding(
          getRepairedNumber(totalIndex, row),
          combineNumbers(termIndexes, row),
          totalRoundingError,
        )
          ? (column.repairedCodes[row] as number)
          : encodeText(column, format(number))
      })
    }
    return [
      createRelationPredictor('whole', totalIndex, termIndexes, (row) => combineNumbers(termIndexes, row)),
      ...termIndexes.map((termIndex) => {
        const otherTermIndexes = termIndexes.filter((other) => other !== termIndex)
        return createRelationPredictor('part', termIndex, [totalIndex, ...otherTermIndexes], (row) =>
          isSum
            ? getRepairedNumber(totalIndex, row) - combineNumbers(otherTermIndexes, row)
            : getRepairedNumber(totalIndex, row) / combineNumbers(otherTermIndexes, row),
        )
      }),
    ]
  })
}
