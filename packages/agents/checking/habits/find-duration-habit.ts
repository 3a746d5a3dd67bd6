import { cellsOf, groupTexts, type Habit, type Rewrite, type WrittenText } from './habit.ts'

const minDurations = 0.85
const minCanonical = 0.5
const minCells = 3
const spoken = /^(?:(\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?)\.?)?[\s,]*(?:and\s*)?(?:(\d+)\s*(?:m|mins?|minutes?)\.?)?$/i
const minutesOnly = /^(\d+)(\s*)(m|mins?\.?|minutes?)$/i

/** The minutes of "2 h 5 min", "125 min" or "1.5 hours". */
function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = spoken.exec(text.trim()) ?? []
  if (hours === undefined && minutes === undefined) return undefined
  return Math.round(60 * Number(hours ?? 0)) + Number(minutes ?? 0)
}

/** Finds durations in hours and minutes in a column of minutes; the most frequent form of minutes is canonical. */
export function findDurationHabit(texts: readonly WrittenText[]): Habit | undefined {
  const read = texts.filter(({ text }) => minutesOf(text) !== undefined)
  if (cellsOf(read) < minDurations * cellsOf(texts)) return undefined
  const [main] = groupTexts(read, (text) => {
    const [, , gap, word] = minutesOnly.exec(text) ?? []
    return word === undefined ? undefined : `${gap}${word}`
  })
  if (!main || main.cells < minCanonical * cellsOf(texts)) return undefined
  const rewrites = new Map<string, Rewrite>()
  let cells = 0
  for (const { text, cells: count } of read) {
    const to = `${minutesOf(text)}${main.key}`
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
