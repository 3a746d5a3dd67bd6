import { countCells, groupTexts, type Inconsistency, type Rewrite, type DistinctText } from './inconsistency.ts'

const minDurations = 0.85
const minCanonical = 0.5
const minCells = 3
/** Longer texts are not durations; the pattern would take quadratic time. */
const maxDurationLength = 100
/** Hours and minutes with their units ("1 h 30 min", "1.5 hours", "90 minutes"), and seconds only if they are 0. */
const durationPattern =
  /^(?:(\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?)\.?)?[\s,]*(?:and\s*)?(?:(\d+)\s*(?:m|mins?|minutes?)\.?)?(?:\s*0+\s*(?:s|secs?|seconds?)\.?)?$/i
/** A number without a unit. */
const bareNumber = /^\d{1,4}$/
const maxBare = 0.4
const maxRatio = 4

/** The minutes of "2 h 5 min", "125 min" or "1.5 hours". */
function parseMinutes(text: string): number | undefined {
  if (text.length > maxDurationLength) return undefined
  const [, hours, minutes] = durationPattern.exec(text.trim()) ?? []
  if (hours === undefined && minutes === undefined) return undefined
  return Math.round(60 * Number(hours ?? 0)) + Number(minutes ?? 0)
}

/** Replaces the numbers of a string with 9. */
const toTemplate = (text: string): string => text.replace(/\d+(?:\.\d+)?/g, '9')

/** Finds durations in several forms, such as "125 min" and "2 h 5 min". The most frequent form is canonical. */
export function findDurationInconsistency(texts: readonly DistinctText[]): Inconsistency | undefined {
  const total = countCells(texts)
  const durations = texts.flatMap((entry) => {
    const minutes = parseMinutes(entry.text)
    return minutes === undefined ? [] : [{ ...entry, minutes }]
  })
  const main = groupTexts(durations, toTemplate)[0]
  if (!main || main.cells < minCanonical * total) return undefined
  const numbers = texts
    .filter(({ text }) => bareNumber.test(text))
    .map((entry) => ({ ...entry, minutes: Number(entry.text) }))
  if (countCells(numbers) > 0 && countCells(numbers) <= maxBare * total && areMinutes(numbers, durations))
    durations.push(...numbers)
  if (countCells(durations) < minDurations * total) return undefined
  const format = createFormatter(main.key, main.texts, durations)
  if (!format) return undefined
  const rewrites = new Map<string, Rewrite>()
  let cells = 0
  for (const { text, minutes, cells: count } of durations) {
    if (toTemplate(text) === main.key && parseMinutes(format(minutes)) === minutes) continue
    const to = format(minutes)
    if (to === text) continue
    rewrites.set(text, { to, logOdds: 4 })
    cells += count
  }
  if (cells < minCells) return undefined
  return {
    kind: 'duration-format',
    params: { canonical: main.texts[0]?.text ?? '', example: [...rewrites.keys()][0] ?? '' },
    rewrites,
  }
}

interface Minutes extends DistinctText {
  readonly minutes: number
}

/** Returns whether numbers are about as large as the minutes of durations. */
function areMinutes(numbers: readonly Minutes[], durations: readonly Minutes[]): boolean {
  const findMedian = (entries: readonly Minutes[]): number =>
    entries.map(({ minutes }) => minutes).toSorted((a, b) => a - b)[Math.floor(entries.length / 2)] ?? 0
  const ratio = findMedian(numbers) / Math.max(1, findMedian(durations))
  return ratio <= maxRatio && ratio >= 1 / maxRatio
}

/**
 * Creates a function that formats minutes like a template: "9 min", or "9 h 9 min" with a separate form for full hours.
 */
function createFormatter(
  template: string,
  texts: readonly DistinctText[],
  durations: readonly Minutes[],
): ((minutes: number) => string) | undefined {
  const fill = (form: string, numbers: readonly (number | string)[]): string => {
    let index = 0
    return form.replace(/9/g, () => String(numbers[index++]))
  }
  const numberCount = template.split('9').length - 1
  if (numberCount === 1 && parseMinutes(template) === 9) return (minutes) => fill(template, [minutes])
  if (numberCount !== 2) return undefined
  const isPadded = texts.some(({ text }) => /\D0\d\D/.test(text))
  const fullHours = groupTexts(
    durations.filter(({ minutes }) => minutes % 60 === 0),
    toTemplate,
  )[0]?.key
  const onlyMinutes = groupTexts(
    durations.filter(({ minutes, text }) => minutes < 60 && !bareNumber.test(text)),
    toTemplate,
  )[0]?.key
  return (minutes) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
    if (rest === 0 && fullHours !== undefined && fullHours !== template && parseMinutes(fullHours) === 540)
      return fill(fullHours, [hours])
    if (hours === 0 && onlyMinutes !== undefined && parseMinutes(onlyMinutes) === 9) return fill(onlyMinutes, [rest])
    return fill(template, [hours, isPadded ? String(rest).padStart(2, '0') : rest])
  }
}
