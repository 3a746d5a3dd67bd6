import { cellsOf, groupTexts, type Habit, type Rewrite, type WrittenText } from './habit.ts'

const minDurations = 0.85
const minCanonical = 0.5
const minCells = 3
const spoken =
  /^(?:(\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?)\.?)?[\s,]*(?:and\s*)?(?:(\d+)\s*(?:m|mins?|minutes?)\.?)?(?:\s*0+\s*(?:s|secs?|seconds?)\.?)?$/i
/** Numbers without a unit, which are as large as the minutes of the other cells. */
const bare = /^\d{1,4}$/
const maxBare = 0.4
const maxRatio = 4

/** The minutes of "2 h 5 min", "125 min" or "1.5 hours". */
function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = spoken.exec(text.trim()) ?? []
  if (hours === undefined && minutes === undefined) return undefined
  return Math.round(60 * Number(hours ?? 0)) + Number(minutes ?? 0)
}

/** The numbers of a text replaced by 9. */
const templateOf = (text: string): string => text.replace(/\d+(?:\.\d+)?/g, '9')

/** Finds durations in several forms, such as "125 min" and "2 h 5 min". The most frequent form is canonical. */
export function findDurationHabit(texts: readonly WrittenText[]): Habit | undefined {
  const all = cellsOf(texts)
  const read = texts.flatMap((entry) => {
    const minutes = minutesOf(entry.text)
    return minutes === undefined ? [] : [{ ...entry, minutes }]
  })
  const main = groupTexts(read, templateOf)[0]
  if (!main || main.cells < minCanonical * all) return undefined
  const numbers = texts
    .filter(({ text }) => bare.test(text))
    .map((entry) => ({ ...entry, minutes: Number(entry.text) }))
  if (cellsOf(numbers) > 0 && cellsOf(numbers) <= maxBare * all && areMinutes(numbers, read)) read.push(...numbers)
  if (cellsOf(read) < minDurations * all) return undefined
  const write = writerOf(main.key, main.texts, read)
  if (!write) return undefined
  const rewrites = new Map<string, Rewrite>()
  let cells = 0
  for (const { text, minutes, cells: count } of read) {
    if (templateOf(text) === main.key && minutesOf(write(minutes)) === minutes) continue
    const to = write(minutes)
    if (to === text) continue
    rewrites.set(text, { to, odds: 4 })
    cells += count
  }
  if (cells < minCells) return undefined
  return {
    kind: 'duration-format',
    params: { canonical: main.texts[0]?.text ?? '', example: [...rewrites.keys()][0] ?? '' },
    rewrites,
  }
}

interface Minutes extends WrittenText {
  readonly minutes: number
}

/** Whether numbers are about as large as the minutes of durations. */
function areMinutes(numbers: readonly Minutes[], durations: readonly Minutes[]): boolean {
  const middle = (entries: readonly Minutes[]): number =>
    entries.map(({ minutes }) => minutes).toSorted((a, b) => a - b)[Math.floor(entries.length / 2)] ?? 0
  const ratio = middle(numbers) / Math.max(1, middle(durations))
  return ratio <= maxRatio && ratio >= 1 / maxRatio
}

/** Writes minutes as a template does: "9 min", or "9 h 9 min" with a separate form for full hours. */
function writerOf(
  template: string,
  texts: readonly WrittenText[],
  read: readonly Minutes[],
): ((minutes: number) => string) | undefined {
  const fill = (form: string, numbers: readonly (number | string)[]): string => {
    let at = 0
    return form.replace(/9/g, () => String(numbers[at++]))
  }
  const places = template.split('9').length - 1
  if (places === 1 && minutesOf(template) === 9) return (minutes) => fill(template, [minutes])
  if (places !== 2) return undefined
  const isPadded = texts.some(({ text }) => /\D0\d\D/.test(text))
  const fullHours = groupTexts(
    read.filter(({ minutes }) => minutes % 60 === 0),
    templateOf,
  )[0]?.key
  const onlyMinutes = groupTexts(
    read.filter(({ minutes, text }) => minutes < 60 && !bare.test(text)),
    templateOf,
  )[0]?.key
  return (minutes) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
    if (rest === 0 && fullHours !== undefined && fullHours !== template && minutesOf(fullHours) === 540)
      return fill(fullHours, [hours])
    if (hours === 0 && onlyMinutes !== undefined && minutesOf(onlyMinutes) === 9) return fill(onlyMinutes, [rest])
    return fill(template, [hours, isPadded ? String(rest).padStart(2, '0') : rest])
  }
}
