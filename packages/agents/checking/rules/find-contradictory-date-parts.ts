import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { findDateForm, type DayReader } from './find-impossible-values.ts'
import type { CellViolation } from './violation.ts'
import { appendAll } from '../large-lists.ts'

const minRows = 20
const minFitting = 0.9
const minFittingValues = 3

/** A part of a date that another column may contain. */
interface DatePart {
  readonly name: 'weekday' | 'quarter' | 'month' | 'year'
  extract(day: number): number
}

const toDate = (day: number): Date => new Date(day * 86_400_000)
const dateParts: readonly DatePart[] = [
  // The first day of 1970 was a Thursday.
  { name: 'weekday', extract: (day) => (day + 4) % 7 },
  { name: 'quarter', extract: (day) => Math.floor(toDate(day).getUTCMonth() / 3) },
  { name: 'month', extract: (day) => toDate(day).getUTCMonth() },
  { name: 'year', extract: (day) => toDate(day).getUTCFullYear() },
]

/**
 * Finds weekdays, months, quarters and years that contradict the date of their row. The names of the parts are learned
 * from the table: "Mon", "Montag" and "1" are all possible.
 */
export function findContradictoryDateParts({ rows, columns }: EncodedTable): CellViolation[] {
  const dates = columns.flatMap((column, columnIndex) => {
    const dayByCode = readDays(column)
    return dayByCode ? [{ columnIndex, days: Array.from(column.repaired, (code) => dayByCode[code]) }] : []
  })
  const results: CellViolation[] = []
  columns.forEach((column, columnIndex) => {
    const distinct = column.counts.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0)
    if (distinct < 2 || distinct > 60) return
    for (const date of dates) {
      if (date.columnIndex === columnIndex) continue
      for (const part of dateParts) {
        const violations = findViolations({ rows, columns }, columnIndex, date, part)
        if (violations) {
          appendAll(results, violations)
          return
        }
      }
    }
  })
  return results
}

/** Reads the day of each code of a date column. Returns `undefined` for other columns. */
function readDays(column: EncodedColumn): (number | undefined)[] | undefined {
  const texts = column.values.flatMap((text, code) =>
    code > 0 && (column.counts[code] as number) > 0 ? [{ text, cells: column.counts[code] as number }] : [],
  )
  if (texts.length < minRows) return undefined
  const parseDay: DayReader | undefined = findDateForm(texts)?.read
  return parseDay ? column.values.map((text) => parseDay(text)) : undefined
}

function findViolations(
  { rows, columns }: EncodedTable,
  columnIndex: number,
  date: { columnIndex: number; days: readonly (number | undefined)[] },
  part: DatePart,
): CellViolation[] | undefined {
  const column = columns[columnIndex] as EncodedColumn
  const byPart = new Map<number, Map<number, number>>()
  let all = 0
  for (let row = 0; row < rows; row++) {
    const day = date.days[row]
    const code = column.repaired[row] as number
    if (day === undefined || code === 0) continue
    all++
    const counts = byPart.get(part.extract(day)) ?? new Map<number, number>()
    counts.set(code, (counts.get(code) ?? 0) + 1)
    byPart.set(part.extract(day), counts)
  }
  if (all < minRows || byPart.size < minFittingValues) return undefined
  const codeByPart = new Map(
    [...byPart].map(([value, counts]) => [value, [...counts].sort((a, b) => b[1] - a[1])[0] as [number, number]]),
  )
  const fitting = [...codeByPart.values()].reduce((sum, [, count]) => sum + count, 0)
  const codes = new Set([...codeByPart.values()].map(([code]) => code))
  // Each part has its own text, and each text its own part.
  if (fitting < minFitting * all || fitting === all || codes.size < byPart.size) return undefined
  const results: CellViolation[] = []
  for (let row = 0; row < rows; row++) {
    const day = date.days[row]
    if (day === undefined || column.repaired[row] === 0) continue
    const [code] = codeByPart.get(part.extract(day)) as [number, number]
    if (column.repaired[row] === code) continue
    const value = column.values[code] as string
    const params = { date: (columns[date.columnIndex] as EncodedColumn).name, value }
    results.push({ row, column: columnIndex, kind: 'date-part', rule: 'dependency', params, value, logOdds: 2.5 })
  }
  return results
}
