import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { findDateForm, type DayReader } from './find-impossible-values.ts'
import type { CellViolation } from './violation.ts'

const minRows = 20
const minFitting = 0.9
const minFittingValues = 3

/** A text that can be derived from a date. The first day of 1970 was a Thursday. */
interface DatePart {
  readonly name: 'weekday' | 'quarter' | 'month' | 'year'
  of(day: number): number
}

const dateOf = (day: number): Date => new Date(day * 86_400_000)
const dateParts: readonly DatePart[] = [
  { name: 'weekday', of: (day) => (day + 4) % 7 },
  { name: 'quarter', of: (day) => Math.floor(dateOf(day).getUTCMonth() / 3) },
  { name: 'month', of: (day) => dateOf(day).getUTCMonth() },
  { name: 'year', of: (day) => dateOf(day).getUTCFullYear() },
]

/**
 * Finds weekdays, months, quarters and years that contradict the date of their row. The texts of the parts are learned
 * from the table: "Mon", "Montag" and "1" are all possible.
 */
export function findWrongDateParts({ rows, columns }: EncodedTable): CellViolation[] {
  const dates = columns.flatMap((column, at) => {
    const read = dayReaderOf(column)
    return read ? [{ at, days: Array.from(column.believed, (code) => read[code]) }] : []
  })
  const found: CellViolation[] = []
  columns.forEach((column, at) => {
    const distinct = column.counts.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0)
    if (distinct < 2 || distinct > 60) return
    for (const date of dates) {
      if (date.at === at) continue
      for (const part of dateParts) {
        const violations = violationsOf({ rows, columns }, at, date, part)
        if (violations) {
          found.push(...violations)
          return
        }
      }
    }
  })
  return found
}

/** The day of each code of a column of dates. */
function dayReaderOf(column: EncodedColumn): (number | undefined)[] | undefined {
  const texts = column.values.flatMap((text, code) =>
    code > 0 && (column.counts[code] as number) > 0 ? [{ text, cells: column.counts[code] as number }] : [],
  )
  if (texts.length < minRows) return undefined
  const read: DayReader | undefined = findDateForm(texts)?.read
  return read ? column.values.map((text) => read(text)) : undefined
}

function violationsOf(
  { rows, columns }: EncodedTable,
  at: number,
  date: { at: number; days: readonly (number | undefined)[] },
  part: DatePart,
): CellViolation[] | undefined {
  const column = columns[at] as EncodedColumn
  const byPart = new Map<number, Map<number, number>>()
  let all = 0
  for (let row = 0; row < rows; row++) {
    const day = date.days[row]
    const code = column.believed[row] as number
    if (day === undefined || code === 0) continue
    all++
    const counts = byPart.get(part.of(day)) ?? new Map<number, number>()
    counts.set(code, (counts.get(code) ?? 0) + 1)
    byPart.set(part.of(day), counts)
  }
  if (all < minRows || byPart.size < minFittingValues) return undefined
  const usual = new Map(
    [...byPart].map(([value, counts]) => [value, [...counts].sort((a, b) => b[1] - a[1])[0] as [number, number]]),
  )
  const fitting = [...usual.values()].reduce((sum, [, count]) => sum + count, 0)
  const codes = new Set([...usual.values()].map(([code]) => code))
  // Each part has its own text, and each text its own part.
  if (fitting < minFitting * all || fitting === all || codes.size < byPart.size) return undefined
  const found: CellViolation[] = []
  for (let row = 0; row < rows; row++) {
    const day = date.days[row]
    if (day === undefined || column.believed[row] === 0) continue
    const [code] = usual.get(part.of(day)) as [number, number]
    if (column.believed[row] === code) continue
    const value = column.values[code] as string
    const params = { date: (columns[date.at] as EncodedColumn).name, value }
    found.push({ row, column: at, kind: 'date-part', rule: 'dependency', params, value, odds: 2.5 })
  }
  return found
}
