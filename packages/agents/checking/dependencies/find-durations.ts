import { encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { createComputedPredictor, estimateExceptionRate, type Predictor } from './predictor.ts'

/** Columns with a start, an end and the time between them in almost all rows. The end may be on the next day. */
export interface Duration {
  start: number
  end: number
  duration: number
  /** Minutes per unit of the duration: 1 for minutes, 60 for hours. */
  unit: 1 | 60
  /** Share of rows where the three contradict each other. */
  differing: number
  /** Rate of legitimate exceptions. */
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

/** Returns the minutes after midnight; NaN for other strings. */
function parseMinutes(text: string): number {
  const [, hours = '', minutes = ''] = timeOfDay.exec(text) ?? []
  const total = Number(hours) * 60 + Number(minutes)
  return hours === '' || Number(minutes) > 59 || total >= dayMinutes ? Number.NaN : total
}

/** Parses a number, or hours and minutes, as a duration. Returns minutes; NaN for other strings. */
function parseDuration(text: string, unit: number): number {
  const [, hours = '', minutes = ''] = hoursAndMinutes.exec(text) ?? []
  if (hours !== '') return Number(hours) * 60 + Number(minutes)
  return isNumber(text) ? Number(text) * unit : Number.NaN
}

const toMinuteOfDay = (minutes: number): number => ((minutes % dayMinutes) + dayMinutes) % dayMinutes

/**
 * Finds columns of times and the duration between them.
 *
 * @param noise - Share of cells that are wrong within their own column.
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

/** Returns whether a difference is a number of full days, with a tolerance of one minute for rounding. */
const isWholeDays = (minutes: number): boolean => toMinuteOfDay(minutes + 0.5) <= 1

const getRepairedText = ({ values, repaired }: EncodedColumn, row: number): string =>
  values[repaired[row] as number] as string

/** Returns the columns with several distinct values, almost all of which can be parsed. */
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

/** Creates duration predictors: each of the three columns is predicted from the other two. */
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

/** Formats minutes like the values of a column: with or without a leading zero and seconds. */
function formatTime({ values }: EncodedColumn, minutes: number): string {
  const isPadded = values.some((text) => /^0\d:/.test(text))
  const hasSeconds = values.some((text) => /^\d{1,2}:\d{2}:00$/.test(text))
  const hours = String(Math.floor(minutes / 60))
  const rest = String(Math.round(minutes % 60)).padStart(2, '0')
  return `${isPadded ? hours.padStart(2, '0') : hours}:${rest}${hasSeconds ? ':00' : ''}`
}
