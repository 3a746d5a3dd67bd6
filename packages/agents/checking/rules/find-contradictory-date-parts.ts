import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { findDateFormat, type DayParser } from './find-impossible-values.ts'
import type { CellViolation } from './violation.ts'
import { appendAll } from '../large-lists.ts'

const minRows = 20
const minMatchingShare = 0.9
const minPartValues = 3

/** A part of a date that another column may contain. */
interface DatePart {
  readonly name: 'weekday' | 'quarter' | 'month' | 'year'
  /** Returns this part of a date. The date is given in days since the Unix epoch. */
  extract(day: number): number
}

const toDate = (day: number): Date => new Date(day * 86_400_000)
const dateParts: readonly DatePart[] = [
  // January 1, 1970 was a Thursday.
  { name: 'weekday', extract: (day) => (day + 4) % 7 },
  { name: 'quarter', extract: (day) => Math.floor(toDate(day).getUTCMonth() / 3) },
  { name: 'month', extract: (day) => toDate(day).getUTCMonth() },
  { name: 'year', extract: (day) => toDate(day).getUTCFullYear() },
]

/**
 * Finds weekdays, months, quarters and years that contradict a date in the same row. Their names are learned from the
 * table, so "Mon", "Montag" and "1" are all supported.
 */
export function findContradictoryDateParts({ rows: rowCount, columns }: EncodedTable): CellViolation[] {
  const dateColumns = columns.flatMap((column, columnIndex) => {
    const dayByCode = parseDays(column)
    return dayByCode ? [{ columnIndex, partsByCode: dateParts.map((part) => extractPart(dayByCode, part)) }] : []
  })
  const results: CellViolation[] = []
  columns.forEach((column, columnIndex) => {
    const distinctCount = column.counts.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0)
    if (distinctCount < 2 || distinctCount > 60) return
    for (const date of dateColumns) {
      if (date.columnIndex === columnIndex) continue
      for (const partByCode of date.partsByCode) {
        const violations = findViolations({ rows: rowCount, columns }, columnIndex, date.columnIndex, partByCode)
        if (violations) {
          appendAll(results, violations)
          return
        }
      }
    }
  })
  return results
}

/** The same part of all dates, indexed by code. `noPart` for values that are not dates. */
type PartByCode = Int32Array
const noPart = -1_000_000

/** Extracts a part of each distinct date. Distinct dates are used because most dates occur in many rows. */
const extractPart = (dayByCode: readonly (number | undefined)[], part: DatePart): PartByCode =>
  Int32Array.from(dayByCode, (day) => (day === undefined ? noPart : part.extract(day)))

/**
 * Returns a date column's dates as days since the Unix epoch, indexed by code, or `undefined` if the column does not
 * contain dates.
 */
function parseDays(column: EncodedColumn): (number | undefined)[] | undefined {
  const distinctValues = column.values.flatMap((text, code) =>
    code > 0 && (column.counts[code] as number) > 0 ? [{ text, cellCount: column.counts[code] as number }] : [],
  )
  if (distinctValues.length < minRows) return undefined
  const parseDay: DayParser | undefined = findDateFormat(distinctValues)?.parse
  return parseDay ? column.values.map((text) => parseDay(text)) : undefined
}

function findViolations(
  { rows: rowCount, columns }: EncodedTable,
  columnIndex: number,
  dateIndex: number,
  partByCode: PartByCode,
): CellViolation[] | undefined {
  const column = columns[columnIndex] as EncodedColumn
  const dateColumn = columns[dateIndex] as EncodedColumn
  const countsByPart = new Map<number, Map<number, number>>()
  let total = 0
  for (let row = 0; row < rowCount; row++) {
    const part = partByCode[dateColumn.repairedCodes[row] as number] as number
    const code = column.repairedCodes[row] as number
    if (part === noPart || code === 0) continue
    total++
    const counts = countsByPart.get(part) ?? new Map<number, number>()
    counts.set(code, (counts.get(code) ?? 0) + 1)
    countsByPart.set(part, counts)
  }
  if (total < minRows || countsByPart.size < minPartValues) return undefined
  const topCodeAndCountByPart = new Map(
    [...countsByPart].map(([value, counts]) => [value, [...counts].sort((a, b) => b[1] - a[1])[0] as [number, number]]),
  )
  const matchingRowCount = [...topCodeAndCountByPart.values()].reduce((sum, [, count]) => sum + count, 0)
  const codes = new Set([...topCodeAndCountByPart.values()].map(([code]) => code))
  // Values and date parts must correspond one to one.
  if (matchingRowCount < minMatchingShare * total || matchingRowCount === total || codes.size < countsByPart.size)
    return undefined
  const results: CellViolation[] = []
  for (let row = 0; row < rowCount; row++) {
    const part = partByCode[dateColumn.repairedCodes[row] as number] as number
    if (part === noPart || column.repairedCodes[row] === 0) continue
    const [code] = topCodeAndCountByPart.get(part) as [number, number]
    if (column.repairedCodes[row] === code) continue
    const value = column.values[code] as string
    const params = { date: dateColumn.name, value }
    results.push({
      row,
      column: columnIndex,
      kind: 'date-part',
      rule: 'dependency',
      params,
      replacement: value,
      logOdds: 2.5,
    })
  }
  return results
}
