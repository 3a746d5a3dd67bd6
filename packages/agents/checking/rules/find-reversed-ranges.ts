import { splitNameWords } from '../../column-meaning.ts'
import { readNumbersByRow } from '../dependencies/number-models.ts'
import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { findQuantile } from '../quantile.ts'
import { findDateForm } from './find-impossible-values.ts'
import type { CellViolation } from './violation.ts'

const minRows = 30
const minDistinct = 3
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

/** Maximum share of wrong rows if the column names do not indicate a range. */
const maxWrongUnnamedShare = 0.08
/** Minimum ratio of the share of wrong rows expected for independent columns to the actual share. */
const minChanceRatio = 4
/** Minimum share of wrong rows expected for independent columns. */
const minChance = 0.15
const minWrong = 3
/** Maximum ratio, in either direction, of the median distance in wrong rows to that in correct rows. */
const maxDistanceRatio = 2.5
const minUnnamedRows = 60
const maxColumns = 16

/**
 * Finds rows whose start is after their end, or whose minimum is above their maximum. The two columns must contain
 * numbers, dates or times that are in order in almost all rows. They form a range if the column names indicate it.
 * Dates and times also form a range if their order is unlikely to be a coincidence and distances in wrong rows are
 * similar to those in correct rows, but in the opposite direction. The repair swaps the values; rows with an unusual
 * distance are not reported.
 */
export function findReversedRanges({ rows, columns }: EncodedTable): CellViolation[] {
  const ordinals = columns.map((column) => readOrdinals(column))
  const violations = new Map<number, CellViolation>()
  const addViolations = (start: number, end: number, wrong: readonly number[], logOdds: number): void => {
    const [first, last] = [columns[start], columns[end]] as [EncodedColumn, EncodedColumn]
    const params = { columns: `${first.name}, ${last.name}` }
    for (const row of wrong) {
      const [startKey, endKey] = [row * columns.length + start, row * columns.length + end]
      if (violations.has(startKey) || violations.has(endKey)) continue
      const shared = { row, kind: 'swapped-values', rule: 'dependency', params, logOdds } as const
      violations.set(startKey, { ...shared, column: start, value: getRepairedText(last, row) })
      violations.set(endKey, { ...shared, column: end, value: getRepairedText(first, row) })
    }
  }
  for (const [start, end] of findRanges(columns)) {
    const [from, to] = [ordinals[start], ordinals[end]]
    if (!from || !to) continue
    const { compared, wrong, largest } = compareOrder(from, to, rows)
    if (compared < minRows || wrong.length > maxWrongShare * compared) continue
    addViolations(start, end, wrong.filter((row) => measureDistance(from, to, row) >= -maxDistance * largest), 3) // oxfmt-ignore
  }
  const readable = ordinals.flatMap((ordinal, index) => (ordinal ? [{ ordinal, index }] : [])).slice(0, maxColumns)
  for (const { ordinal: from, index: start } of readable)
    for (const { ordinal: to, index: end } of readable) {
      if (start === end || from.type !== to.type || from.type === 'number') continue
      const wrong = findUnnamedReversals(from, to, rows)
      if (wrong) addViolations(start, end, wrong, 3)
    }
  return [...violations.values()]
}

interface Comparison {
  compared: number
  /** The rows whose start is after their end. */
  wrong: number[]
  /** The largest distance between values in the correct order. */
  largest: number
}

const measureDistance = (from: Ordinals, to: Ordinals, row: number, otherRow = row): number =>
  (to.numbersByRow[otherRow] as number) - (from.numbersByRow[row] as number)

function compareOrder(from: Ordinals, to: Ordinals, rows: number): Comparison {
  let compared = 0
  let largest = 0
  const wrong: number[] = []
  for (let row = 0; row < rows; row++) {
    const distance = measureDistance(from, to, row)
    if (Number.isNaN(distance)) continue
    compared++
    if (distance < 0) wrong.push(row)
    else largest = Math.max(largest, distance)
  }
  return { compared, wrong, largest }
}

/**
 * Finds the rows with values in the wrong order if only the values, not the column names, indicate that two columns
 * form a range. Returns `undefined` if they do not.
 */
function findUnnamedReversals(from: Ordinals, to: Ordinals, rows: number): number[] | undefined {
  const { compared, wrong } = compareOrder(from, to, rows)
  if (compared < minUnnamedRows || wrong.length < minWrong || wrong.length > maxWrongUnnamedShare * compared)
    return undefined
  // To estimate chance, each start is compared with the end of a distant row.
  const shift = Math.floor(rows / 2) + 1
  let [paired, reversed] = [0, 0]
  const correct: number[] = []
  for (let row = 0; row < rows; row++) {
    const distance = measureDistance(from, to, row)
    if (distance >= 0) correct.push(distance)
    const otherDistance = measureDistance(from, to, row, (row + shift) % rows)
    if (Number.isNaN(otherDistance)) continue
    paired++
    if (otherDistance < 0) reversed++
  }
  const chance = reversed / Math.max(1, paired)
  if (chance < minChance || chance < (minChanceRatio * wrong.length) / compared) return undefined
  correct.sort((a, b) => a - b)
  const backwards = wrong.map((row) => -measureDistance(from, to, row)).toSorted((a, b) => a - b)
  const [correctMedian = 0, wrongMedian = 0] = [findQuantile(correct, 0.5), findQuantile(backwards, 0.5)]
  const [min = 0, max = 0] = [findQuantile(correct, 0.01), findQuantile(correct, 0.99)]
  if (wrongMedian > maxDistanceRatio * correctMedian || correctMedian > maxDistanceRatio * wrongMedian) return undefined
  return wrong.filter((row) => {
    const distance = -measureDistance(from, to, row)
    return distance >= min && distance <= maxDistance * max
  })
}

const getRepairedText = ({ values, repaired }: EncodedColumn, row: number): string =>
  values[repaired[row] as number] as string

/** Finds pairs of columns whose names differ only in their words for start and end. */
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

/** A column's values as numbers that have the same order, indexed by row. NaN for values that cannot be converted. */
interface Ordinals {
  readonly type: 'date' | 'time' | 'number'
  readonly numbersByRow: Float64Array
}

/**
 * Converts a column of dates to days, of times to minutes, or of numbers to numbers. Returns `undefined` for other
 * columns.
 */
function readOrdinals(column: EncodedColumn): Ordinals | undefined {
  const texts = column.values.flatMap((text, code) =>
    code > 0 && (column.counts[code] as number) > 0 ? [{ text, cells: column.counts[code] as number }] : [],
  )
  if (texts.length < minDistinct) return undefined
  const createOrdinals = (type: Ordinals['type'], read: (text: string) => number): Ordinals => {
    const numbersByCode = column.values.map(read)
    return { type, numbersByRow: Float64Array.from(column.repaired, (code) => numbersByCode[code] as number) }
  }
  const parseDay = findDateForm(texts)?.read
  if (parseDay) return createOrdinals('date', (text) => parseDay(text) ?? Number.NaN)
  const filled = column.repaired.length - (column.counts[0] as number)
  const isUsual = ({ numbersByRow }: Ordinals): boolean =>
    numbersByRow.reduce((sum, number) => sum + (Number.isNaN(number) ? 0 : 1), 0) >= 0.95 * filled
  const numbers: Ordinals = { type: 'number', numbersByRow: readNumbersByRow(column) }
  if (isUsual(numbers)) return numbers
  const times = createOrdinals('time', readMinutes)
  return isUsual(times) ? times : undefined
}

/** Parses a time of day and returns the minutes since midnight, or NaN if the text is not a time of day. */
function readMinutes(text: string): number {
  const [, hours = '', minutes = ''] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text) ?? []
  return hours === '' || Number(hours) > 24 || Number(minutes) > 59 ? Number.NaN : Number(hours) * 60 + Number(minutes)
}
