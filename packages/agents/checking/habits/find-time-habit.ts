import { cellsOf, groupTexts, type Habit, type Rewrite, type WrittenText } from './habit.ts'

const minTimes = 0.7
const minCanonical = 0.5
const minCells = 3
/** A time of day, with or without what a source adds: a date, a remark, a time zone. */
const anyTime = /(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])(?:(\s*)([ap]\.?\s?m?\.?)(?![a-z](?![a-z]{2}\s)))?/i
const pureTime = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:(\s*)([ap]\.?m\.?))?$/i

/** How a time of day is written. */
interface TimeStyle {
  isPadded: boolean
  hasSeconds: boolean
  gap: string
  /** The words for the two halves of the day; absent where hours are counted to 24. */
  halves?: readonly [string, string]
}

interface Time {
  hour: number
  minute: string
  second: string | undefined
}

function readTime(text: string): Time | undefined {
  const found = anyTime.exec(text)
  if (!found) return undefined
  const [, hours = '', minute = '', second, , half] = found
  const hour = Number(hours)
  if (hour > 24 || Number(minute) > 59 || (half !== undefined && (hour === 0 || hour > 12))) return undefined
  const inDay = half === undefined ? hour : (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0)
  return { hour: inDay, minute, second }
}

function writeTime({ hour, minute, second }: Time, { isPadded, hasSeconds, gap, halves }: TimeStyle): string {
  const shown = halves ? hour % 12 || 12 : hour
  const head = `${isPadded ? String(shown).padStart(2, '0') : shown}:${minute}${hasSeconds ? `:${second ?? '00'}` : ''}`
  return halves ? `${head}${gap}${hour >= 12 ? halves[1] : halves[0]}` : head
}

const shapeOf = (text: string): string | undefined => {
  const [, hours = '', , second, gap = '', half = ''] = pureTime.exec(text) ?? []
  if (hours === '') return undefined
  return `${second === undefined ? '' : 's'}|${gap}|${half.replace(/[ap]/i, (mark) => (mark === mark.toLowerCase() ? 'x' : 'X'))}`
}

/** Times of day in several forms, or with dates and remarks beside them: "7:10 a.m.", "19:25", "11/30 7:45 p.m. (Estimated)". */
export function findTimeHabit(texts: readonly WrittenText[]): Habit | undefined {
  const times = texts.filter(({ text }) => readTime(text) !== undefined)
  if (cellsOf(times) < minTimes * cellsOf(texts)) return undefined
  const [main] = groupTexts(times, shapeOf)
  if (!main || main.cells < minCanonical * cellsOf(texts)) return undefined
  const style = styleOf(main.texts)
  const rewrites = new Map<string, Rewrite>()
  let cells = 0
  for (const { text, cells: count } of times) {
    if (shapeOf(text) === main.key) continue
    const time = readTime(text) as Time
    const to = writeTime(time, style)
    if (to === text) continue
    rewrites.set(text, { to, odds: 4 })
    cells += count
  }
  if (cells < minCells) return undefined
  return {
    kind: 'time-format',
    params: { canonical: main.texts[0]?.text ?? '', example: [...rewrites.keys()][0] ?? '' },
    rewrites,
  }
}

function styleOf(texts: readonly WrittenText[]): TimeStyle {
  const found = texts.map(({ text }) => pureTime.exec(text) as RegExpExecArray)
  const [, , , second, gap = '', half] = found[0] as RegExpExecArray
  const isPadded = found.some(([, hours = '']) => hours.startsWith('0'))
  const mark = half?.slice(1) ?? ''
  const isUpper = half !== undefined && half[0] === half[0]?.toUpperCase()
  return {
    isPadded,
    hasSeconds: second !== undefined,
    gap,
    ...(half === undefined
      ? {}
      : { halves: (isUpper ? [`A${mark}`, `P${mark}`] : [`a${mark}`, `p${mark}`]) as [string, string] }),
  }
}
