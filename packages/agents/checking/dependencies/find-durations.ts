import { codeOf, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { computedPredictor, exceptionsOf, type Predictor } from './predictor.ts'

/** Columns with a start, an end and the time between them, in almost all rows; an end on the next day is allowed. */
export interface Duration {
  start: number
  end: number
  duration: number
  /** Minutes per unit of the duration: 1 for minutes, 60 for hours. */
  unit: 1 | 60
  /** Share of rows in which the three contradict each other. */
  differing: number
  /** Rate of legitimate exceptions. */
  exceptions: number
}

const minFitting = 0.9
const minSeen = 30
const minDistinct = 8
const minTyped = 0.9
const maxColumns = 8
const sampleRows = 2000
const dayMinutes = 1440

const timeOfDay = /^(\d{1,2}):(\d{2})(:00)?$/
const spoken = /^(\d{1,3}):(\d{2})(?::00)?$/

/** Minutes after midnight; NaN for other texts. */
function minutesOf(text: string): number {
  const [, hours = '', minutes = ''] = timeOfDay.exec(text) ?? []
  const read = Number(hours) * 60 + Number(minutes)
  return hours === '' || Number(minutes) > 59 || read >= dayMinutes ? Number.NaN : read
}

/** A duration as a number, or in hours and minutes. */
function durationOf(text: string, unit: number): number {
  const [, hours = '', minutes = ''] = spoken.exec(text) ?? []
  if (hours !== '') return Number(hours) * 60 + Number(minutes)
  return isNumber(text) ? Number(text) * unit : Number.NaN
}

const modulo = (minutes: number): number => ((minutes % dayMinutes) + dayMinutes) % dayMinutes

/**
 * Finds columns of times and the duration between them.
 *
 * @param noise - Share of cells that are wrong by the evidence of their own columns.
 */
export function findDurations({ rows, columns }: EncodedTable, noise: number): Duration[] {
  const times = columnsWith(columns, minutesOf)
  if (times.length < 2) return []
  const step = Math.max(1, Math.floor(rows / sampleRows))
  const found: Duration[] = []
  for (const unit of [1, 60] as const)
    for (const duration of columnsWith(columns, (text) => durationOf(text, unit)))
      for (const start of times)
        for (const end of times) {
          if (start === end || start === duration || end === duration) continue
          const [first, last, between] = [start, end, duration].map((at) => columns[at]) as [
            EncodedColumn,
            EncodedColumn,
            EncodedColumn,
          ]
          let seen = 0
          let fitting = 0
          for (let row = 0; row < rows; row += step) {
            const difference =
              minutesOf(textOf(last, row)) - minutesOf(textOf(first, row)) - durationOf(textOf(between, row), unit)
            if (Number.isNaN(difference)) continue
            seen++
            if (isWhole(difference)) fitting++
          }
          if (seen < minSeen || fitting < minFitting * seen) continue
          const differing = 1 - fitting / seen
          found.push({ start, end, duration, unit, differing, exceptions: exceptionsOf(differing, noise, 3) })
        }
  return found
}

/** Whether a difference is a number of full days, up to a minute of rounding. */
const isWhole = (minutes: number): boolean => modulo(minutes + 0.5) <= 1

const textOf = ({ values, believed }: EncodedColumn, row: number): string => values[believed[row] as number] as string

/** The columns in which almost all texts can be read, with several distinct values. */
function columnsWith(columns: readonly EncodedColumn[], read: (text: string) => number): number[] {
  return columns
    .flatMap(({ values, counts }, at) => {
      let filled = 0
      let cells = 0
      let distinct = 0
      values.forEach((text, code) => {
        const count = counts[code] as number
        if (code === 0 || count === 0) return
        filled += count
        if (Number.isNaN(read(text))) return
        cells += count
        distinct++
      })
      return filled > 0 && cells >= minTyped * filled && distinct >= minDistinct ? [at] : []
    })
    .slice(0, maxColumns)
}

/** Creates the predictors of durations: of each of the three columns by the other two. */
export function predictByDurations({ columns }: EncodedTable, durations: readonly Duration[]): Predictor[] {
  return durations.flatMap((of) => {
    const { start, end, duration, unit } = of
    const [first, last, between] = [start, end, duration].map((at) => columns[at]) as [
      EncodedColumn,
      EncodedColumn,
      EncodedColumn,
    ]
    const writesHours = spoken.test(between.values.find((text) => text !== '') ?? '')
    const predictor = (
      to: number,
      from: readonly number[],
      kind: 'whole' | 'part',
      result: (row: number) => string | undefined,
    ): Predictor => {
      const column = columns[to] as EncodedColumn
      return computedPredictor({ to, from, kind }, of, column, (row) => {
        const value = result(row)
        if (value === undefined) return undefined
        const difference =
          minutesOf(textOf(last, row)) - minutesOf(textOf(first, row)) - durationOf(textOf(between, row), unit)
        return isWhole(difference) ? (column.believed[row] as number) : codeOf(column, value)
      })
    }
    const write = (column: EncodedColumn, minutes: number): string | undefined =>
      Number.isNaN(minutes) ? undefined : writeTime(column, modulo(minutes))
    return [
      predictor(end, [start, duration], 'whole', (row) =>
        write(last, minutesOf(textOf(first, row)) + durationOf(textOf(between, row), unit)),
      ),
      predictor(start, [end, duration], 'part', (row) =>
        write(first, minutesOf(textOf(last, row)) - durationOf(textOf(between, row), unit)),
      ),
      predictor(duration, [start, end], 'part', (row) => {
        const minutes = modulo(minutesOf(textOf(last, row)) - minutesOf(textOf(first, row)))
        if (Number.isNaN(minutes)) return undefined
        return writesHours ? writeTime(between, minutes) : String(Number((minutes / unit).toFixed(2)))
      }),
    ]
  })
}

/** Writes minutes as a column does: with or without a leading zero and seconds. */
function writeTime({ values }: EncodedColumn, minutes: number): string {
  const isPadded = values.some((text) => /^0\d:/.test(text))
  const hasSeconds = values.some((text) => /^\d{1,2}:\d{2}:00$/.test(text))
  const hours = String(Math.floor(minutes / 60))
  const rest = String(Math.round(minutes % 60)).padStart(2, '0')
  return `${isPadded ? hours.padStart(2, '0') : hours}:${rest}${hasSeconds ? ':00' : ''}`
}
