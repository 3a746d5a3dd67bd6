/** Which comes first in a date that is written in numbers. */
export type DayOrder = 'day first' | 'month first'

/** A date in numbers: two of which one is the day and one the month, and the year. */
export interface OpenDate {
  pair: [number, number]
  year: number
}

const day = 86_400_000

/**
 * What the sequence of a column's dates says about which number is the day, where each of them could be: one reading
 * has dates at equal steps (daily, weekly, monthly, quarterly), or runs on without a step back, and the other has not.
 * `undefined` where both or neither do.
 */
export function orderBySequence(dates: readonly OpenDate[]): DayOrder | undefined {
  const distinct = new Set(dates.map(({ pair, year }) => `${pair[0]} ${pair[1]} ${year}`))
  if (distinct.size < 4) return undefined
  const dayFirst = describe(dates.map(({ pair, year }) => ({ year, month: pair[1], date: pair[0] })))
  const monthFirst = describe(dates.map(({ pair, year }) => ({ year, month: pair[0], date: pair[1] })))
  if (dayFirst.regular !== monthFirst.regular) return dayFirst.regular ? 'day first' : 'month first'
  if (dayFirst.regular) {
    // Days in a row are also the same day of every month: on the first that is usual, on the seventh it is not.
    if (dayFirst.daily && monthFirst.date !== 1) return 'day first'
    if (monthFirst.daily && dayFirst.date !== 1) return 'month first'
    return undefined
  }
  if (distinct.size < 6 || dayFirst.ordered === monthFirst.ordered) return undefined
  return dayFirst.ordered ? 'day first' : 'month first'
}

interface Sequence {
  regular: boolean
  daily: boolean
  ordered: boolean
  /** The day of the month, where all have the same. */
  date: number | undefined
}

function describe(dates: readonly { year: number; month: number; date: number }[]): Sequence {
  const times = dates.map(({ year, month, date }) => Date.UTC(year, month - 1, date) / day)
  const months = dates.map(({ year, month }) => 12 * year + month)
  const steps = stepsOf(times)
  const monthSteps = stepsOf(months)
  const sameDate = dates.every(({ date }) => date === dates[0]?.date)
  const isEven = (list: readonly number[]): boolean => list.length > 2 && list.every((step) => step === list[0])
  const moves = steps.some((step) => step !== 0)
  return {
    regular: moves && (isEven(steps) || (sameDate && isEven(monthSteps))),
    daily: isEven(steps) && Math.abs(steps[0] ?? 0) === 1,
    ordered: moves && (steps.every((step) => step >= 0) || steps.every((step) => step <= 0)),
    date: sameDate ? dates[0]?.date : undefined,
  }
}

/** The steps of a column from row to row; rows of equal date (several measurements a day) are one. */
const stepsOf = (values: readonly number[]): number[] =>
  values.slice(1).flatMap((value, index) => {
    const step = value - (values[index] as number)
    return step === 0 ? [] : [step]
  })
