import { findQuantile } from '../quantile.ts'
import { countCells, groupValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'
import { appendAll } from '../large-lists.ts'

const minDurationShare = 0.85
const minCanonicalShare = 0.5
const minCells = 3
/** Longer strings are not durations, and matching them would take quadratic time. */
const maxDurationLength = 100
/**
 * Matches hours and minutes with units ("1 h 30 min", "1.5 hours", "90 minutes"). Seconds are allowed only if they are
 * 0.
 */
const durationPattern =
  /^(?:(\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?)\.?)?[\s,]*(?:and\s*)?(?:(\d+)\s*(?:m|mins?|minutes?)\.?)?(?:\s*0+\s*(?:s|secs?|seconds?)\.?)?$/i
/** Matches hours and minutes separated by a colon ("1:30", "01:30:00"). Seconds are allowed only if they are 0. */
const clockPattern = /^(\d{1,3}):([0-5]\d)(?::00)?$/
const clockTemplate = /^9:9(?::9)?$/
/** Matches a number without a unit. */
const bareNumberPattern = /^\d{1,4}$/
const maxBareNumberShare = 0.4
const maxMedianRatio = 4

/**
 * Parses a duration such as "2 h 5 min", "125 min" or "1.5 hours" and returns minutes, or `undefined` if the text is
 * not a duration.
 */
function parseMinutes(text: string): number | undefined {
  if (text.length > maxDurationLength) return undefined
  const trimmed = text.trim()
  const [, hours, minutes] = clockPattern.exec(trimmed) ?? durationPattern.exec(trimmed) ?? []
  if (hours === undefined && minutes === undefined) return undefined
  return Math.round(60 * Number(hours ?? 0)) + Number(minutes ?? 0)
}

/** Replaces each number in a string with 9. */
const toTemplate = (text: string): string => text.replace(/\d+(?:\.\d+)?/g, '9')

/**
 * Finds durations that are written in several formats, such as "125 min" and "2 h 5 min". The most frequent format is
 * canonical.
 */
export function findDurationInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const total = countCells(values)
  const durations = values.flatMap((entry) => {
    const minutes = parseMinutes(entry.text)
    return minutes === undefined ? [] : [{ ...entry, minutes }]
  })
  const mainGroup = groupValues(durations, toTemplate)[0]
  if (mainGroup && mainGroup.cellCount < minCanonicalShare * total) return convertToMinutes(values, durations, total)
  if (!mainGroup || mainGroup.cellCount < minCanonicalShare * total) return undefined
  // If no value has a unit, hours and minutes may be times of day.
  const durationsWithUnits = durations.filter(({ text }) => !clockPattern.test(text.trim()))
  if (countCells(durationsWithUnits) < minCells) return undefined
  const bareNumbers = values
    .filter(({ text }) => bareNumberPattern.test(text))
    .map((entry) => ({ ...entry, minutes: Number(entry.text) }))
  if (
    countCells(bareNumbers) > 0 &&
    countCells(bareNumbers) <= maxBareNumberShare * total &&
    hasSimilarMagnitude(bareNumbers, durations)
  )
    appendAll(durations, bareNumbers)
  if (countCells(durations) < minDurationShare * total) return undefined
  const format = createFormatter(mainGroup.key, mainGroup.values, durations)
  if (!format) return undefined
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const { text, minutes, cellCount: count } of durations) {
    if (toTemplate(text) === mainGroup.key && parseMinutes(format(minutes)) === minutes) continue
    const replacement = format(minutes)
    if (replacement === text) continue
    rewrites.set(text, { replacement, logOdds: 4 })
    changedCellCount += count
  }
  if (changedCellCount < minCells) return undefined
  return {
    kind: 'duration-format',
    params: { canonical: mainGroup.values[0]?.text ?? '', example: [...rewrites.keys()][0] ?? '' },
    rewrites,
  }
}

/**
 * Converts durations with units to minutes if most cells contain a number of minutes, such as "1h 52m" in a column with
 * "112".
 */
function convertToMinutes(
  values: readonly DistinctValue[],
  durations: readonly DurationValue[],
  total: number,
): Inconsistency | undefined {
  const bareNumbers = values
    .filter(({ text }) => bareNumberPattern.test(text))
    .map((entry) => ({ ...entry, minutes: Number(entry.text) }))
  const durationsWithUnits = durations.filter(({ text }) => /[a-z]/i.test(text))
  const isMinutesColumn =
    countCells(bareNumbers) >= minCanonicalShare * total && hasSimilarMedian(bareNumbers, durationsWithUnits)
  const isComplete = countCells(bareNumbers) + countCells(durationsWithUnits) >= minDurationShare * total
  if (countCells(durationsWithUnits) < minCells || !isMinutesColumn || !isComplete) return undefined
  const rewrites = new Map<string, Rewrite>(
    durationsWithUnits.map(({ text, minutes }) => [text, { replacement: String(minutes), logOdds: 4 }]),
  )
  return {
    kind: 'duration-format',
    params: { canonical: bareNumbers[0]?.text ?? '', example: durationsWithUnits[0]?.text ?? '' },
    rewrites,
  }
}

/** Returns whether the medians of two lists differ by at most a third. */
const hasSimilarMedian = (bareNumbers: readonly DurationValue[], durations: readonly DurationValue[]): boolean => {
  const [first, second] = [findMedianMinutes(bareNumbers), findMedianMinutes(durations)]
  return first * 3 <= second * 4 && second * 3 <= first * 4
}

interface DurationValue extends DistinctValue {
  readonly minutes: number
}

const findMedianMinutes = (entries: readonly DurationValue[]): number =>
  findQuantile(
    entries.map(({ minutes }) => minutes).toSorted((a, b) => a - b),
    0.5,
  ) ?? 0

/** Returns whether numbers without a unit are similar in magnitude to the durations' minutes. */
function hasSimilarMagnitude(bareNumbers: readonly DurationValue[], durations: readonly DurationValue[]): boolean {
  const ratio = findMedianMinutes(bareNumbers) / Math.max(1, findMedianMinutes(durations))
  return ratio <= maxMedianRatio && ratio >= 1 / maxMedianRatio
}

/** Creates a function that formats minutes with a colon. Hours are padded if they are padded in most values. */
function createClockFormatter(template: string, values: readonly DistinctValue[]): (minutes: number) => string {
  const paddedCellCount = countCells(values.filter(({ text }) => /^0\d/.test(text)))
  const unpaddedCellCount = countCells(values.filter(({ text }) => /^\d:/.test(text)))
  return (minutes) => {
    const hours = String(Math.floor(minutes / 60))
    const parts = [
      paddedCellCount > unpaddedCellCount ? hours.padStart(2, '0') : hours,
      String(minutes % 60).padStart(2, '0'),
    ]
    return [...parts, ...(template === '9:9:9' ? ['00'] : [])].join(':')
  }
}

/**
 * Creates a function that formats minutes according to a template such as "9 min" or "9 h 9 min". Full hours and
 * durations of less than an hour can have their own template. Returns `undefined` if the template is not supported.
 */
function createFormatter(
  template: string,
  values: readonly DistinctValue[],
  durations: readonly DurationValue[],
): ((minutes: number) => string) | undefined {
  const fillTemplate = (numberTemplate: string, numbers: readonly (number | string)[]): string => {
    let index = 0
    return numberTemplate.replace(/9/g, () => String(numbers[index++]))
  }
  if (clockTemplate.test(template)) return createClockFormatter(template, values)
  const numberCount = template.split('9').length - 1
  if (numberCount === 1 && parseMinutes(template) === 9) return (minutes) => fillTemplate(template, [minutes])
  if (numberCount !== 2) return undefined
  const isPadded = values.some(({ text }) => /\D0\d\D/.test(text))
  const fullHoursTemplate = groupValues(
    durations.filter(({ minutes }) => minutes % 60 === 0),
    toTemplate,
  )[0]?.key
  const minutesTemplate = groupValues(
    durations.filter(({ minutes, text }) => minutes < 60 && !bareNumberPattern.test(text)),
    toTemplate,
  )[0]?.key
  return (minutes) => {
    const [hours, remainingMinutes] = [Math.floor(minutes / 60), minutes % 60]
    if (
      remainingMinutes === 0 &&
      fullHoursTemplate !== undefined &&
      fullHoursTemplate !== template &&
      parseMinutes(fullHoursTemplate) === 540
    )
      return fillTemplate(fullHoursTemplate, [hours])
    if (hours === 0 && minutesTemplate !== undefined && parseMinutes(minutesTemplate) === 9)
      return fillTemplate(minutesTemplate, [remainingMinutes])
    return fillTemplate(template, [hours, isPadded ? String(remainingMinutes).padStart(2, '0') : remainingMinutes])
  }
}
