import { countDistinct, encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { findDateForm } from '../rules/find-impossible-values.ts'
import { readNumbers } from './number-models.ts'
import { createComputedPredictor, type Predictor } from './predictor.ts'

/** A column of ages in whole years that, in almost all rows, follow from a column of birth dates. */
export interface Age {
  /** The index of the column of birth dates. */
  readonly birth: number
  /** The index of the column of ages. */
  readonly age: number
  /** The first and last day on which most ages are correct, in days since the Unix epoch. */
  readonly reference: readonly [first: number, last: number]
  /** Birth dates indexed by code, in days since the Unix epoch. */
  readonly days: readonly (number | undefined)[]
  /** Share of rows whose age does not follow from the birth date. */
  readonly differing: number
  /** Expected rate of legitimate exceptions. */
  readonly exceptionRate: 0
}

const minFittingShare = 0.85
const minCompared = 40
const minDistinct = 10
const maxAge = 130
const yearDays = 365.2425
/** Tolerance in days, because a leap day can shift a birthday by one day. */
const marginDays = 1

/**
 * Finds columns of ages that can be computed from birth dates. This is the case if there is a day on which almost all
 * ages are correct.
 */
export function findAges({ rows, columns }: EncodedTable): Age[] {
  const births = columns.flatMap((column, index) => {
    const days = readDays(column)
    return days ? [{ index, days }] : []
  })
  if (births.length === 0) return []
  const ages = columns.flatMap((column, index) => (isAgeColumn(column) ? [index] : []))
  return births.flatMap(({ index: birth, days }) =>
    ages.flatMap((age): Age[] => {
      const [dates, numbers] = [columns[birth], columns[age]] as [EncodedColumn, EncodedColumn]
      const years = readNumbers(numbers)
      const limits: { day: number; change: 1 | -1 }[] = []
      let compared = 0
      for (let row = 0; row < rows; row++) {
        const day = days[dates.repaired[row] as number]
        const year = years[numbers.repaired[row] as number] as number
        if (day === undefined || Number.isNaN(year)) continue
        compared++
        limits.push(
          { day: day + year * yearDays - marginDays, change: 1 },
          { day: day + (year + 1) * yearDays + marginDays, change: -1 },
        )
      }
      const { reference, fitting } = findLargestOverlap(limits)
      const differing = 1 - fitting / Math.max(1, compared)
      if (compared < minCompared || differing > 1 - minFittingShare) return []
      return [{ birth, age, reference, days, differing, exceptionRate: 0 }]
    }),
  )
}

/** Finds the range of days that the largest number of intervals overlap. */
function findLargestOverlap(limits: { day: number; change: 1 | -1 }[]): {
  reference: readonly [number, number]
  fitting: number
} {
  limits.sort((a, b) => a.day - b.day || b.change - a.change)
  let openIntervals = 0
  let fitting = 0
  let reference: readonly [number, number] = [0, 0]
  limits.forEach(({ day, change }, index) => {
    openIntervals += change
    if (openIntervals <= fitting) return
    fitting = openIntervals
    reference = [day, limits[index + 1]?.day ?? day]
  })
  return { reference, fitting }
}

/** Returns the date of each code of a date column, or `undefined` if the column does not contain dates. */
function readDays(column: EncodedColumn): (number | undefined)[] | undefined {
  const texts = column.values.flatMap((text, code) =>
    code > 0 && (column.counts[code] as number) > 0 ? [{ text, cells: column.counts[code] as number }] : [],
  )
  if (texts.length < minDistinct) return undefined
  const form = findDateForm(texts)
  return form ? column.values.map((text) => form.read(text)) : undefined
}

/** Returns whether almost all values are plausible ages in whole years. */
function isAgeColumn(column: EncodedColumn): boolean {
  if (countDistinct(column) < minDistinct) return false
  const numbers = readNumbers(column)
  let [filled, fitting] = [0, 0]
  column.counts.forEach((count, code) => {
    if (code === 0) return
    filled += count
    const number = numbers[code] as number
    if (Number.isInteger(number) && number >= 0 && number <= maxAge) fitting += count
  })
  return filled > 0 && fitting >= 0.9 * filled
}

/** Creates predictors that compute ages from birth dates. */
export function createAgePredictors({ columns }: EncodedTable, ages: readonly Age[]): Predictor[] {
  return ages.map((relation) => {
    const { birth, age, reference, days } = relation
    const [dates, numbers] = [columns[birth], columns[age]] as [EncodedColumn, EncodedColumn]
    const [first, last] = reference
    return createComputedPredictor({ to: age, from: [birth], kind: 'whole' }, relation, numbers, (row) => {
      const day = days[dates.repaired[row] as number]
      if (day === undefined) return undefined
      const [low, high] = [first - marginDays, last + marginDays].map((date) => Math.floor((date - day) / yearDays))
      const cellCode = numbers.repaired[row] as number
      const currentAge = Number(numbers.values[cellCode])
      if (currentAge === low || currentAge === high) return cellCode
      const middle = Math.floor(((first + last) / 2 - day) / yearDays)
      return middle < 0 ? undefined : encodeText(numbers, String(middle))
    })
  })
}
