import { countDistinct, encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { findDateFormat } from '../rules/find-impossible-values.ts'
import { readNumbers } from './number-models.ts'
import { createComputedPredictor, type Predictor } from './predictor.ts'

/** A column of ages in whole years that can be computed from a column of birth dates in almost all rows. */
export interface AgeRelation {
  /** The index of the column of birth dates. */
  readonly birthIndex: number
  /** The index of the column of ages. */
  readonly ageIndex: number
  /** The first and last day on which most ages are correct, in days since the Unix epoch. */
  readonly referenceDays: readonly [first: number, last: number]
  /** Birth dates indexed by code, in days since the Unix epoch. */
  readonly days: readonly (number | undefined)[]
  /** Fraction of rows whose age does not follow from the birth date. */
  readonly mismatchShare: number
  /** Expected rate of legitimate exceptions. */
  readonly exceptionRate: 0
}

const minFittingFraction = 0.85
const minComparedRows = 40
const minDistinct = 10
const maxAge = 130
const daysPerYear = 365.2425
/** Tolerance in days. It is needed because a leap day can shift a birthday by one day. */
const toleranceDays = 1

/**
 * Finds columns of ages that can be computed from birth dates. This is the case if there is a day on which almost all
 * ages are correct.
 */
export function findAges({ rows, columns }: EncodedTable): AgeRelation[] {
  const birthDateColumns = columns.flatMap((column, index) => {
    const days = readDays(column)
    return days ? [{ index, days }] : []
  })
  if (birthDateColumns.length === 0) return []
  const ageIndexes = columns.flatMap((column, index) => (isAgeColumn(column) ? [index] : []))
  return birthDateColumns.flatMap(({ index: birthIndex, days }) =>
    ageIndexes.flatMap((ageIndex): AgeRelation[] => {
      const [birthDateColumn, ageColumn] = [columns[birthIndex], columns[ageIndex]] as [EncodedColumn, EncodedColumn]
      const agesByCode = readNumbers(ageColumn)
      const endpoints: { day: number; change: 1 | -1 }[] = []
      let comparedCount = 0
      for (let row = 0; row < rows; row++) {
        const day = days[birthDateColumn.repairedCodes[row] as number]
        const age = agesByCode[ageColumn.repairedCodes[row] as number] as number
        if (day === undefined || Number.isNaN(age)) continue
        comparedCount++
        endpoints.push(
          { day: day + age * daysPerYear - toleranceDays, change: 1 },
          { day: day + (age + 1) * daysPerYear + toleranceDays, change: -1 },
        )
      }
      const { referenceDays, fittingCount } = findLargestOverlap(endpoints)
      const mismatchRate = 1 - fittingCount / Math.max(1, comparedCount)
      if (comparedCount < minComparedRows || mismatchRate > 1 - minFittingFraction) return []
      return [{ birthIndex, ageIndex, referenceDays, days, mismatchShare: mismatchRate, exceptionRate: 0 }]
    }),
  )
}

/** Finds the range of days that lies within the largest number of intervals. */
function findLargestOverlap(endpoints: { day: number; change: 1 | -1 }[]): {
  referenceDays: readonly [number, number]
  fittingCount: number
} {
  endpoints.sort((a, b) => a.day - b.day || b.change - a.change)
  let openIntervalCount = 0
  let fittingCount = 0
  let referenceDays: readonly [number, number] = [0, 0]
  endpoints.forEach(({ day, change }, index) => {
    openIntervalCount += change
    if (openIntervalCount <= fittingCount) return
    fittingCount = openIntervalCount
    referenceDays = [day, endpoints[index + 1]?.day ?? day]
  })
  return { referenceDays, fittingCount }
}

/** Returns a date column's dates, indexed by code, or `undefined` if the column does not contain dates. */
function readDays(column: EncodedColumn): (number | undefined)[] | undefined {
  const valueCounts = column.values.flatMap((text, code) =>
    code > 0 && (column.counts[code] as number) > 0 ? [{ text, cellCount: column.counts[code] as number }] : [],
  )
  if (valueCounts.length < minDistinct) return undefined
  const format = findDateFormat(valueCounts)
  return format ? column.values.map((text) => format.parse(text)) : undefined
}

/** Returns whether almost all values are plausible ages in whole years. */
function isAgeColumn(column: EncodedColumn): boolean {
  if (countDistinct(column) < minDistinct) return false
  const numbers = readNumbers(column)
  let [nonEmptyCount, fittingCount] = [0, 0]
  column.counts.forEach((count, code) => {
    if (code === 0) return
    nonEmptyCount += count
    const number = numbers[code] as number
    if (Number.isInteger(number) && number >= 0 && number <= maxAge) fittingCount += count
  })
  return nonEmptyCount > 0 && fittingCount >= 0.9 * nonEmptyCount
}

/** Creates predictors that compute ages from birth dates. */
export function createAgePredictors({ columns }: EncodedTable, relations: readonly AgeRelation[]): Predictor[] {
  return relations.map((relation) => {
    const { birthIndex, ageIndex, referenceDays, days } = relation
    const [birthDateColumn, ageColumn] = [columns[birthIndex], columns[ageIndex]] as [EncodedColumn, EncodedColumn]
    const [first, last] = referenceDays
    return createComputedPredictor(
      { targetIndex: ageIndex, sourceIndexes: [birthIndex], kind: 'whole' },
      relation,
      ageColumn,
      (row) => {
        const day = days[birthDateColumn.repairedCodes[row] as number]
        if (day === undefined) return undefined
        const [low, high] = [first - toleranceDays, last + toleranceDays].map((date) =>
          Math.floor((date - day) / daysPerYear),
        )
        const cellCode = ageColumn.repairedCodes[row] as number
        const currentAge = Number(ageColumn.values[cellCode])
        if (currentAge === low || currentAge === high) return cellCode
        const middle = Math.floor(((first + last) / 2 - day) / daysPerYear)
        return middle < 0 ? undefined : encodeText(ageColumn, String(middle))
      },
    )
  })
}
