/** The order of day and month in a numeric date. */
export type DayOrder = 'day first' | 'month first'

/** A date whose `pair` contains the day and the month in unknown order. */
export interface AmbiguousDate {
  pair: [number, number]
  year: number
}

const msPerDay = 86_400_000

/**
 * Infers the order of day and month from the sequence of a column's dates. An order is plausible if it results in equal
 * steps, such as daily, weekly, monthly or quarterly, or in sorted dates. Returns `undefined` unless exactly one order
 * is plausible.
 */
export function inferOrderFromSequence(dates: readonly AmbiguousDate[]): DayOrder | undefined {
  const distinctDates = new Set(dates.map(({ pair, year }) => `${pair[0]} ${pair[1]} ${year}`))
  if (distinctDates.size < 4) return undefined
  const dayFirstSequence = describeSequence(
    dates.map(({ pair, year }) => ({ year, month: pair[1], dayOfMonth: pair[0] })),
  )
  const monthFirstSequence = describeSequence(
    dates.map(({ pair, year }) => ({ year, month: pair[0], dayOfMonth: pair[1] })),
  )
  if (dayFirstSequence.isRegular !== monthFirstSequence.isRegular)
    return dayFirstSequence.isRegular ? 'day first' : 'month first'
  if (dayFirstSequence.isRegular) {
    // Dates that are consecutive days in one order are the same day of successive months in the other. Monthly dates
    // are plausible for the first day of the month but not for the seventh.
    if (dayFirstSequence.isDaily && monthFirstSequence.dayOfMonth !== 1) return 'day first'
    if (monthFirstSequence.isDaily && dayFirstSequence.dayOfMonth !== 1) return 'month first'
    return undefined
  }
  if (distinctDates.size < 6 || dayFirstSequence.isSorted === monthFirstSequence.isSorted) return undefined
  return dayFirstSequence.isSorted ? 'day first' : 'month first'
}

interface Sequence {
  isRegular: boolean
  isDaily: boolean
  isSorted: boolean
  /** The day of the month if all dates share it, otherwise `undefined`. */
  dayOfMonth: number | undefined
}

function describeSequence(dates: readonly { year: number; month: number; dayOfMonth: number }[]): Sequence {
  const dayNumbers = dates.map(({ year, month, dayOfMonth }) => Date.UTC(year, month - 1, dayOfMonth) / msPerDay)
  const monthNumbers = dates.map(({ year, month }) => 12 * year + month)
  const steps = computeSteps(dayNumbers)
  const monthSteps = computeSteps(monthNumbers)
  const hasSameDayOfMonth = dates.every(({ dayOfMonth }) => dayOfMonth === dates[0]?.dayOfMonth)
  const isConstant = (list: readonly number[]): boolean => list.length > 2 && list.every((step) => step === list[0])
  const hasSteps = steps.some((step) => step !== 0)
  return {
    isRegular: hasSteps && (isConstant(steps) || (hasSameDayOfMonth && isConstant(monthSteps))),
    isDaily: isConstant(steps) && Math.abs(steps[0] ?? 0) === 1,
    isSorted: hasSteps && (steps.every((step) => step >= 0) || steps.every((step) => step <= 0)),
    dayOfMonth: hasSameDayOfMonth ? dates[0]?.dayOfMonth : undefined,
  }
}

/** Returns the differences between successive values, without zeros, because several rows may have the same date. */
const computeSteps = (values: readonly number[]): number[] =>
  values.slice(1).flatMap((value, index) => {
    const step = value - (values[index] as number)
    return step === 0 ? [] : [step]
  })
