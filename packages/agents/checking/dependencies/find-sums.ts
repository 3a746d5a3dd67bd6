import { encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { createNumberFormatter } from './format-number.ts'
import { readNumbers } from './number-models.ts'
import { createComputedPredictor, estimateExceptionRate, type Predictor } from './predictor.ts'

/**
 * A column that, in almost all rows, is the sum or product of other columns. Differences and quotients are represented
 * as the equivalent sum or product.
 */
export interface SumRelation {
  /** The index of the column with the result. */
  total: number
  /** The indexes of the columns that are added or multiplied. */
  terms: readonly number[]
  operation: 'sum' | 'product'
  /** Share of rows that violate the relation. */
  differing: number
  /** Expected rate of legitimate exceptions. */
  exceptionRate: number
}

const minFittingShare = 0.9
const minCompared = 30
/** After this many rows, a relation is abandoned if few of the rows fit. */
const earlyRows = 40
const minEarlyFittingShare = 0.6
const maxColumns = 16
const maxTerms = 12
const sampleRows = 2000
const minInformative = 10
const minInformativeFittingShare = 0.7

/** A numeric column and its values in the sampled rows. */
interface NumericColumn {
  columnIndex: number
  numbers: Float64Array
  /** The maximum rounding error of a product: half a unit in the last decimal place. */
  rounding: number
}

/**
 * Finds columns that are the sum or product of two numeric columns, or the sum of up to twelve adjacent ones. Trivial
 * rows are not evidence: for a sum, rows in which almost all numbers are 0; for a product, rows with factors of 0 or 1.
 *
 * @param noise - Estimated share of cells that are wrong when only their own column is considered.
 */
export function findSums({ rows, columns }: EncodedTable, noise: number): SumRelation[] {
  const step = Math.max(1, Math.floor(rows / sampleRows))
  const numeric = columns
    .flatMap((column, columnIndex) => (isNumeric(column) ? [columnIndex] : []))
    .slice(0, maxColumns)
    .map((columnIndex) => readNumeric(columns[columnIndex] as EncodedColumn, columnIndex, rows, step))
  const results: SumRelation[] = []
  const addRelation = (
    total: NumericColumn,
    terms: readonly NumericColumn[],
    operation: SumRelation['operation'],
  ): void => {
    const differing = measureRelation(total, terms, operation)
    if (differing === undefined) return
    const exceptionRate = estimateExceptionRate(differing, noise, terms.length + 1)
    results.push({
      total: total.columnIndex,
      terms: terms.map(({ columnIndex }) => columnIndex),
      operation,
      differing,
      exceptionRate,
    })
  }
  for (const total of numeric) {
    const others = numeric.filter((other) => other !== total)
    others.forEach((left, index) => {
      for (const right of others.slice(index + 1)) {
        addRelation(total, [left, right], 'sum')
        addRelation(total, [left, right], 'product')
      }
    })
    for (let start = 0; start < others.length; start++)
      for (let end = start + 3; end <= Math.min(others.length, start + maxTerms); end++)
        addRelation(total, others.slice(start, end), 'sum')
  }
  // In columns with many zeros, a term can look like a total, so only the best relation between the same columns is
  // kept.
  const listColumns = ({ total, terms }: SumRelation): number[] => [total, ...terms]
  const containsColumns = (a: SumRelation, b: SumRelation): boolean =>
    listColumns(a).every((columnIndex) => listColumns(b).includes(columnIndex))
  return results.filter(
    (sum) =>
      !results.some(
        (other) =>
          other !== sum &&
          containsColumns(other, sum) &&
          (other.differing < sum.differing ||
            (other.differing === sum.differing && other.terms.length < sum.terms.length)),
      ),
  )
}

function readNumeric(column: EncodedColumn, columnIndex: number, rows: number, step: number): NumericColumn {
  const numbersByCode = readNumbers(column)
  const numbers = new Float64Array(Math.ceil(rows / step))
  for (let row = 0, index = 0; row < rows; row += step, index++)
    numbers[index] = numbersByCode[column.repaired[row] as number] as number
  return { columnIndex, numbers, rounding: findRounding(column) }
}

/** Returns the share of rows that violate the relation, or `undefined` if the relation holds too rarely. */
function measureRelation(
  total: NumericColumn,
  terms: readonly NumericColumn[],
  operation: SumRelation['operation'],
): number | undefined {
  let compared = 0
  let fitting = 0
  let informative = 0
  let informativeFitting = 0
  // In a sum of many columns, the first and last columns must not be always 0.
  let [first, last] = [0, 0]
  for (let index = 0; index < total.numbers.length; index++) {
    const expected = total.numbers[index] as number
    let result = operation === 'sum' ? 0 : 1
    let different = operation === 'sum' && expected !== 0 ? 1 : 0
    for (const { numbers } of terms) {
      const number = numbers[index] as number
      if (operation === 'sum') {
        result += number
        if (number !== 0) different++
      } else {
        result *= number
        if (number !== 0 && Math.abs(number) !== 1) different++
      }
    }
    if (Number.isNaN(expected + result)) continue
    compared++
    const isInformative = different >= 2 && (operation === 'sum' || total.rounding <= 0.01 * Math.abs(expected))
    if (isInformative) informative++
    if (isWithinRounding(expected, result, operation === 'sum' ? 0 : total.rounding)) {
      fitting++
      if (isInformative) {
        informativeFitting++
        if (terms[0]?.numbers[index] !== 0) first++
        if (terms.at(-1)?.numbers[index] !== 0) last++
      }
    }
    if (compared === earlyRows && fitting < minEarlyFittingShare * compared) return undefined
  }
  const isRelation =
    compared >= minCompared &&
    fitting >= minFittingShare * compared &&
    informativeFitting >= minInformative &&
    informativeFitting >= minInformativeFittingShare * informative &&
    (terms.length === 2 || (first >= minInformative && last >= minInformative))
  return isRelation ? 1 - fitting / compared : undefined
}

const isWithinRounding = (expected: number, result: number, rounding: number): boolean =>
  Math.abs(expected - result) <= 1.01 * rounding + 1e-9 * Math.max(1, Math.abs(expected))

/** Returns half a unit in the last decimal place of a column's numbers. */
function findRounding({ values, counts }: EncodedColumn): number {
  let decimals = 0
  values.forEach((text, code) => {
    if ((counts[code] as number) > 0 && isNumber(text))
      decimals = Math.max(decimals, /\.(\d*)$/.exec(text)?.[1]?.length ?? 0)
  })
  return 0.5 * 10 ** -decimals
}

function isNumeric({ values, counts }: EncodedColumn): boolean {
  let filled = 0
  let numbers = 0
  let distinct = 0
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (code === 0 || count === 0) return
    filled += count
    if (isNumber(text)) {
      numbers += count
      distinct++
    }
  })
  return filled > 0 && numbers >= 0.9 * filled && distinct >= 5
}

/**
 * Creates predictors for sums and products. They predict the total from its terms, and each term from the total and the
 * other terms.
 */
export function createSumPredictors({ columns }: EncodedTable, sums: readonly SumRelation[]): Predictor[] {
  const numbers = columns.map((column) => readNumbers(column))
  const getRepairedNumber = (index: number, row: number): number =>
    (numbers[index] as Float64Array)[(columns[index] as EncodedColumn).repaired[row] as number] ?? NaN
  return sums.flatMap((sum) => {
    const { total, terms, operation } = sum
    const isSum = operation === 'sum'
    const totalRounding = isSum ? 0 : findRounding(columns[total] as EncodedColumn)
    const combine = (indexes: readonly number[], row: number): number =>
      indexes.reduce(
        (result, index) => (isSum ? result + getRepairedNumber(index, row) : result * getRepairedNumber(index, row)),
        isSum ? 0 : 1,
      )
    const createRelationPredictor = (
      kind: 'whole' | 'part',
      to: number,
      from: readonly number[],
      compute: (row: number) => number,
    ): Predictor => {
      const column = columns[to] as EncodedColumn
      const format = createNumberFormatter(column, isSum)
      return createComputedPredictor({ to, from, kind }, sum, column, (row) => {
        const number = compute(row)
        if (!Number.isFinite(number)) return undefined
        return isWithinRounding(getRepairedNumber(total, row), combine(terms, row), totalRounding)
          ? (column.repaired[row] as number)
          : encodeText(column, format(number))
      })
    }
    return [
      createRelationPredictor('whole', total, terms, (row) => combine(terms, row)),
      ...terms.map((term) => {
        const others = terms.filter((other) => other !== term)
        return createRelationPredictor('part', term, [total, ...others], (row) =>
          isSum
            ? getRepairedNumber(total, row) - combine(others, row)
            : getRepairedNumber(total, row) / combine(others, row),
        )
      }),
    ]
  })
}
