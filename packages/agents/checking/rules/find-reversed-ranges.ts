import { splitNameWords } from '../../column-meaning.ts'
import { readNumbersByRow } from '../dependencies/number-models.ts'
import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { findDateForm } from './find-impossible-values.ts'
import type { CellViolation } from './violation.ts'

const minRows = 30
const maxWrong = 0.15
/** Maximum distance between swapped values, relative to the largest distance in the correct order. */
const maxDistance = 1.5

/** Words of column names for the start and the end of the same range. */
const rangeWordPairs: readonly (readonly [start: string, end: string])[] = [
  ['start', 'end'],
  ['start', 'finish'],
  ['start', 'stop'],
  ['started', 'ended'],
  ['begin', 'end'],
  ['from', 'to'],
  ['min', 'max'],
  ['minimum', 'maximum'],
  ['low', 'high'],
  ['lower', 'upper'],
  ['first', 'last'],
  ['birth', 'death'],
  ['born', 'died'],
  ['opened', 'closed'],
  ['created', 'closed'],
  ['order', 'ship'],
  ['von', 'bis'],
  ['beginn', 'ende'],
  ['anfang', 'ende'],
  ['desde', 'hasta'],
  ['inicio', 'fin'],
  ['debut', 'fin'],
]

/**
 * Finds rows whose start is after their end, or whose minimum is above their maximum, in two columns of numbers or
 * dates whose names indicate a range that almost all rows respect. The repair swaps the values if their distance is
 * usual.
 */
export function findReversedRanges({ rows, columns }: EncodedTable): CellViolation[] {
  const violations: CellViolation[] = []
  for (const [start, end] of findRanges(columns)) {
    const [first, last] = [columns[start], columns[end]] as [EncodedColumn, EncodedColumn]
    const [from, to] = [readOrdinals(first), readOrdinals(last)]
    if (!from || !to) continue
    let compared = 0
    let largest = 0
    const wrong: number[] = []
    for (let row = 0; row < rows; row++) {
      const distance = (to[row] as number) - (from[row] as number)
      if (Number.isNaN(distance)) continue
      compared++
      if (distance < 0) wrong.push(row)
      else largest = Math.max(largest, distance)
    }
    if (compared < minRows || wrong.length > maxWrong * compared) continue
    const params = { columns: `${first.name}, ${last.name}` }
    for (const row of wrong) {
      if ((from[row] as number) - (to[row] as number) > maxDistance * largest) continue
      const shared = { row, kind: 'swapped-values', rule: 'dependency', params, logOdds: 3 } as const
      violations.push({ ...shared, column: start, value: getRepairedText(last, row) })
      violations.push({ ...shared, column: end, value: getRepairedText(first, row) })
    }
  }
  return violations
}

const getRepairedText = ({ values, repaired }: EncodedColumn, row: number): string =>
  values[repaired[row] as number] as string

/** Pairs of columns whose names differ only in the words for start and end. */
function findRanges(columns: readonly EncodedColumn[]): (readonly [number, number])[] {
  const names = columns.map(({ name }) => splitNameWords(name))
  return names.flatMap((words, start) =>
    rangeWordPairs.flatMap(([first, last]) => {
      const index = words.indexOf(first)
      if (index < 0) return []
      const other = words.with(index, last).join(' ')
      const end = names.findIndex((candidate) => candidate.join(' ') === other)
      return end >= 0 ? [[start, end] as const] : []
    }),
  )
}

/** Numbers, or the days of dates, by row; `undefined` if the column has neither. */
function readOrdinals(column: EncodedColumn): Float64Array | undefined {
  const texts = column.values.flatMap((text, code) =>
    code > 0 && (column.counts[code] as number) > 0 ? [{ text, cells: column.counts[code] as number }] : [],
  )
  const parseDay = findDateForm(texts)?.read
  if (parseDay) {
    const days = column.values.map((text) => parseDay(text) ?? NaN)
    return Float64Array.from(column.repaired, (code) => days[code] as number)
  }
  const numbers = readNumbersByRow(column)
  const filled = column.repaired.length - (column.counts[0] as number)
  const numeric = numbers.reduce((sum, number) => sum + (Number.isNaN(number) ? 0 : 1), 0)
  return numeric >= 0.95 * filled ? numbers : undefined
}
