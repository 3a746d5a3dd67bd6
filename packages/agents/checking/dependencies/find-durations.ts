import { encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { createComputedPredictor, estimateExceptionRate, type Predictor } from './predictor.ts'

/**
 * A start column, an end column and a column that, in almost all rows, contains the time between them. The end may be
 * on the next day.
 */
export interface Duration {
  /** The index of the column with start times. */
  start: number
  /** The index of the column with end times. */
  end: number
  /** The index of the column with durations. */
  duration: number
  /** Minutes per unit of the durations: 1 for minutes, 60 for hours. */
  unit: 1 | 60
  /** Share of rows in which the three values contradict each other. */
  differing: number
  /** Expected rate of legitimate exceptions. */
  exceptionRate: number
}

const minFittingShare = 0.9
const minCompared = 30
const minDistinct = 8
const minParsedShare = 0.9
const maxColumns = 8
const sampleRows = 2000
const dayMinutes = 1440

const timeOfDay = /^(\d{1,2}):(\d{2})(:00)?$/
const hoursAndMinutes = /^(\d{1,3}):(\d{2})(?::00)?$/

/** Parses a time of day and returns the minutes since midnight, or NaN if the text is not a time of day. */
function parseMinutes(text: string): number {
  const [, hours = '', minutes = ''] = timeOfDay.exec(text) ?? []
  const total = Number(hours) * 60 + Number(minutes)
  return hours === '' || Number(minutes) > 59 || total >= dayMinutes ? Number.NaN : total
}

/**
 * Parses a duration written as a number or as hours and minutes. Returns minutes, or NaN if the text is not a duration.
 */
function parseDuration(text: string, unit: number): number {
  const [, hours = '', minutes = ''] = hoursAndMinutes.exec(text) ?? []
  if (hours !== '') return Number(hours) * 60 + Number(minutes)
  return isNumber(text) ? Number(text) * unit : Number.NaN
}

const toMinuteOfDay = (minutes: number): number => ((minutes % dayMinutes) + dayMinutes) % dayMinutes

/**
 * Finds columns of start times, end times and the durations between them.
 *
 * @param noise - Estimated share of cells that are wrong when only their own column is considered.
 */
export function findDurations({ rows, columns }: EncodedTable, noise: number): Duration[] {
  const times = findParseableColumns(columns, parseMinutes)
  if (times.length < 2) return []
  const step = Math.max(1, Math.floor(rows / sampleRows))
  const results: Duration[] = []
  for (const unit of [1, 60] as const)
    for (const duration of findParseableColumns(columns, (text) => parseDuration(text, unit)))
      for (const start of times)
        for (const end of times) {
          if (start === end || start === duration || end === duration) continue
          const [first, last, elapsed] = [start, end, duration].map((index) => columns[index]) as [
            EncodedColumn,
            EncodedColumn,
            EncodedColumn,
          ]
          let compared = 0
          let fitting = 0
          for (let row = 0; row < rows; row += step) {
            const difference =
              parseMinutes(getRepairedText(last, row)) -
              parseMinutes(getRepairedText(first, row)) -
              parseDuration(getRepairedText(elapsed, row), unit)
            if (Number.isNaN(difference)) continue
            compared++
            if (isWholeDays(difference)) fitting++
          }
          if (compared < minCompared || fitting < minFittingShare * compared) continue
          const differing = 1 - fitting / compared
          results.push({
            start,
            end,
            duration,
            unit,
            differing,
            exceptionRate: estimateExceptionRate(differing, noise, 3),
          })
        }
  return results
}

/** Returns whether a difference is a whole number of days, with a tolerance for rounding to full minutes. */
const isWholeDays = (minutes: number): boolean => toMinuteOfDay(minutes + 0.5) <= 1

const getRepairedText = ({ values, repaired }: EncodedColumn, row: number): string =>
  values[repaired[row] as number] as string

/** Returns the indexes of the columns in which almost all cells can be parsed and enough values are distinct. */
function findParseableColumns(columns: readonly EncodedColumn[], parse: (text: string) => number): number[] {
  return columns
    .flatMap(({ values, counts }, index) => {
      let filled = 0
      let cells = 0
      let distinct = 0
      values.forEach((text, code) => {
        const count = counts[code] as number
        if (code === 0 || count === 0) return
        filled += count
        if (Number.isNaN(parse(text))) return
        cells += count
        distinct++
      })
      return filled > 0 && cells >= minParsedShare * filled && distinct >= minDistinct ? [index] : []
    })
    .slice(0, maxColumns)
}

/** Creates predictors for durations. They predict each of the three columns from the other two. */
export function createDurationPredictors({ columns }: EncodedTable, durations: readonly Duration[]): Predictor[] {
  return durations.flatMap((relation) => {
    const { start, end, duration, unit } = relation
    const [first, last, elapsed] = [start, end, duration].map((index) => columns[index]) as [
      EncodedColumn,
      EncodedColumn,
      EncodedColumn,
    ]
    const isInHours = hoursAndMinutes.test(elapsed.values.find((text) => text !== '') ?? '')
    const createRelationPredictor = (
      to: number,
      from: readonly number[],
      kind: 'whole' | 'part',
      computeText: (row: number) => string | undefined,
    ): Predictor => {
      const column = columns[to] as EncodedColumn
      return createComputedPredictor({ to, from, kind }, relation, column, (row) => {
        const value = computeText(row)
        if (value === undefined) return undefined
        const difference =
          parseMinutes(getRepairedText(last, row)) -
          parseMinutes(getRepairedText(first, row)) -
          parseDuration(getRepairedText(elapsed, row), unit)
        return isWholeDays(difference) ? (column.repaired[row] as number) : encodeText(column, value)
      })
    }
    const formatResult = (column: EncodedColumn, minutes: number): string | undefined =>
      Number.isNaN(minutes) ? undefined : formatTime(column, toMinuteOfDay(minutes))
    return [
      createRelationPredictor(end, [start, duration], 'whole', (row) =>
        formatResult(
          last,
          parseMinutes(getRepairedText(first, row)) + parseDuration(getRepairedText(elapsed, row), unit),
        ),
      ),
      createRelationPredictor(start, [end, duration], 'part', (row) =>
        formatResult(
          first,
          parseMinutes(getRepairedText(last, row)) - parseDuration(getRepairedText(elapsed, row), unit),
        ),
      ),
      createRelationPredictor(duration, [start, end], 'part', (row) => {
        const minutes = toMinuteOfDay(
          parseMinutes(getRepairedText(last, row)) - parseMinutes(getRepairedText(first, row)),
        )
        if (Number.isNaN(minutes)) return undefined
        return isInHours ? formatTime(elapsed, minutes) : String(Number((minutes / unit).toFixed(2)))
      }),
    ]
  })
}

/** Formats a number of minutes in the style of a column, with or without a leading zero and seconds. */
function formatTime({ values }: EncodedColumn, minutes: number): string {
  const isPadded = values.some((text) => /^0\d:/.test(text))
  const hasSeconds = values.some((text) => /^\d{1,2}:\d{2}:00$/.test(text))
  const hours = String(Math.floor(minutes / 60))
  const rest = String(Math.round(minutes % 60)).padStart(2, '0')
  return `${isPadded ? hours.padStart(2, '0') : hours}:${rest}${hasSeconds ? ':00' : ''}`
}
