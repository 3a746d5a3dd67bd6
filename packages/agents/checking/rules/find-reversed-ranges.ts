import { splitNameWords } from '../../column-meaning.ts'
import { readNumbersByRow } from '../read-numbers.ts'
import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { findDateFormat } from './find-impossible-values.ts'
import type { CellViolation } from './violation.ts'

const minRows = 30
const minDistinctValues = 3
const maxWrongShare = 0.15
/** Maximum distance between swapped values, relative to the largest distance between values in the correct order. */
const maxDistance = 1.5

/** Pairs of words that distinguish the names of a range's start and end columns. */
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
 * Finds rows whose start is after their end, or whose minimum is above their maximum. The two columns must contain
 * numbers, dates or times that are in order in almost all rows, and their names must indicate a range. The repair swaps
 * the values; rows with an unusual distance are not reported.
 */
export function findReversedRanges({ rows: rowCount, columns }: EncodedTable): CellViolation[] {
  const ordinalsByColumn = columns.map((column) => readOrdinals(column))
  const violations = new Map<number, CellViolation>()
  const addViolations = (startIndex: number, endIndex: number, wrongRows: readonly number[], logOdds: number): void => {
    const [startColumn, endColumn] = [columns[startIndex], columns[endIndex]] as [EncodedColumn, EncodedColumn]
    const params = { columns: `${startColumn.name}, ${endColumn.name}` }
    for (const row of wrongRows) {
      const [startKey, endKey] = [row * columns.length + startIndex, row * columns.length + endIndex]
      if (violations.has(startKey) || violations.has(endKey)) continue
      const sharedFields = { row, kind: 'swapped-values', rule: 'dependency', params, logOdds } as const
      violations.set(startKey, { ...sharedFields, column: startIndex, replacement: getRepairedText(endColumn, row) })
      violations.set(endKey, { ...sharedFields, column: endIndex, replacement: getRepairedText(startColumn, row) })
    }
  }
  for (const [startIndex, endIndex] of findRanges(columns)) {
    const [start, end] = [ordinalsByColumn[startIndex], ordinalsByColumn[endIndex]]
    if (!start || !end) continue
    const { comparedCount, wrongRows, maxCorrectDistance } = compareOrder(start, end, rowCount)
    if (comparedCount < minRows || wrongRows.length > maxWrongShare * comparedCount) continue
    addViolations(startIndex, endIndex, wrongRows.filter((row) => measureDistance(start, end, row) >= -maxDistance * maxCorrectDistance), 3) // oxfmt-ignore
  }
  return [...violations.values()]
}

interface Comparison {
  comparedCount: number
  /** The rows whose start is after their end. */
  wrongRows: number[]
  /** The largest distance between values in the correct order. */
  maxCorrectDistance: number
}

const measureDistance = (start: Ordinals, end: Ordinals, row: number): number =>
  (end.numbersByRow[row] as number) - (start.numbersByRow[row] as number)

function compareOrder(start: Ordinals, end: Ordinals, rowCount: number): Comparison {
  let comparedCount = 0
  let maxCorrectDistance = 0
  const wrongRows: number[] = []
  for (let row = 0; row < rowCount; row++) {
    const distance = measureDistance(start, end, row)
    if (Number.isNaN(distance)) continue
    comparedCount++
    if (distance < 0) wrongRows.push(row)
    else maxCorrectDistance = Math.max(maxCorrectDistance, distance)
  }
  return { comparedCount, wrongRows, maxCorrectDistance }
}

const getRepairedText = ({ values, repairedCodes }: EncodedColumn, row: number): string =>
  values[repairedCodes[row] as number] as string

/** Finds pairs of columns whose names differ only in their words for start and end. */
function findRanges(columns: readonly EncodedColumn[]): (readonly [number, number])[] {
  const wordsByColumn = columns.map(({ name }) => splitNameWords(name))
  return wordsByColumn.flatMap((words, startIndex) =>
    rangeWordPairs.flatMap(([startWord, endWord]) => {
      const index = words.indexOf(startWord)
      if (index < 0) return []
      const endName = words.with(index, endWord).join(' ')
      const endIndex = wordsByColumn.findIndex((candidate) => candidate.join(' ') === endName)
      return endIndex >= 0 ? [[startIndex, endIndex] as const] : []
    }),
  )
}

/** A column's values as numbers that have the same order, indexed by row. NaN for values that cannot be converted. */
interface Ordinals {
  readonly type: 'date' | 'time' | 'number'
  readonly numbersByRow: Float64Array
}

/**
 * Converts a column's dates to days since the Unix epoch, its times to minutes since midnight, or its numbers to
 * doubles. Returns `undefined` for other columns.
 */
function readOrdinals(column: EncodedColumn): Ordinals | undefined {
  const distinctValues = column.values.flatMap((text, code) =>
    code > 0 && (column.counts[code] as number) > 0 ? [{ text, cellCount: column.counts[code] as number }] : [],
  )
  if (distinctValues.length < minDistinctValues) return undefined
  const createOrdinals = (type: Ordinals['type'], parse: (text: string) => number): Ordinals => {
    const numbersByCode = column.values.map(parse)
    return { type, numbersByRow: Float64Array.from(column.repairedCodes, (code) => numbersByCode[code] as number) }
  }
  const parseDay = findDateFormat(distinctValues)?.parse
  if (parseDay) return createOrdinals('date', (text) => parseDay(text) ?? Number.NaN)
  const nonEmptyCount = column.repairedCodes.length - (column.counts[0] as number)
  const isMostlyConvertible = ({ numbersByRow }: Ordinals): boolean =>
    numbersByRow.reduce((sum, number) => sum + (Number.isNaN(number) ? 0 : 1), 0) >= 0.95 * nonEmptyCount
  const numbers: Ordinals = { type: 'number', numbersByRow: readNumbersByRow(column) }
  if (isMostlyConvertible(numbers)) return numbers
  const times = createOrdinals('time', parseMinutes)
  return isMostlyConvertible(times) ? times : undefined
}

/** Parses a time of day and returns the minutes since midnight, or NaN if the text is not a time of day. */
function parseMinutes(text: string): number {
  const [, hours = '', minutes = ''] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text) ?? []
  return hours === '' || Number(hours) > 24 || Number(minutes) > 59 ? Number.NaN : Number(hours) * 60 + Number(minutes)
}
