import { encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { createComputedPredictor, estimateExceptionRate, type Predictor } from './predictor.ts'

/**
 * A column of start times, a column of end times, and a column that contains the time between them in almost all rows.
 * The end may be on the next day.
 */
export interface DurationRelation {
  /** The index of the column with start times. */
  startIndex: number
  /** The index of the column with end times. */
  endIndex: number
  /** The index of the column with durations. */
  durationIndex: number
  /** Minutes per unit of the durations: 1 for minutes, 60 for hours. */
  minutesPerUnit: 1 | 60
  /** Fraction of rows in which the three values contradict each other. */
  mismatchShare: number
  /** Expected rate of legitimate exceptions. */
  exceptionRate: number
}

const minFittingFraction = 0.9
const minComparedRows = 30
const minDistinctValues = 8
const minParsedFraction = 0.9
const maxColumns = 8
const maxSampledRows = 2000
const minutesPerDay = 1440

const timeOfDayPattern = /^(\d{1,2}):(\d{2})(:00)?$/
const hoursAndMinutesPattern = /^(\d{1,3}):(\d{2})(?::00)?$/

/** Parses a time of day and returns the minutes since midnight, or NaN if the text is not a time of day. */
function parseMinutes(text: string): number {
  const [, hours = '', minutes = ''] = timeOfDayPattern.exec(text) ?? []
  const total = Number(hours) * 60 + Number(minutes)
  return hours === '' || Number(minutes) > 59 || total >= minutesPerDay ? Number.NaN : total
}

/**
 * Parses a duration written as a number or as hours and minutes. Returns minutes, or NaN if the text is not a duration.
 */
function parseDuration(text: string, minutesPerUnit: number): number {
  const [, hours = '', minutes = ''] = hoursAndMinutesPattern.exec(text) ?? []
  if (hours !== '') return Number(hours) * 60 + Number(minutes)
  return isNumber(text) ? Number(text) * minutesPerUnit : Number.NaN
}

const toMinuteOfDay = (minutes: number): number => ((minutes % minutesPerDay) + minutesPerDay) % minutesPerDay

/**
 * Finds columns of start times, end times and the durations between them.
 *
 * @param noise - Estimated fraction of wrong cells, based only on each cell's own column.
 */
export function findDurations({ rows, columns }: EncodedTable, noise: number): DurationRelation[] {
  const timeIndexes = findParseableColumns(columns, parseMinutes)
  if (timeIndexes.length < 2) return []
  const step = Math.max(1, Math.floor(rows / maxSampledRows))
  const results: DurationRelation[] = []
  for (const minutesPerUnit of [1, 60] as const)
    for (const durationIndex of findParseableColumns(columns, (text) => parseDuration(text, minutesPerUnit)))
      for (const startIndex of timeIndexes)
        for (const endIndex of timeIndexes) {
          if (startIndex === endIndex || startIndex === durationIndex || endIndex === durationIndex) continue
          const [startColumn, endColumn, durationColumn] = [startIndex, endIndex, durationIndex].map(
            (index) => columns[index],
          ) as [EncodedColumn, EncodedColumn, EncodedColumn]
          let comparedCount = 0
          let fittingCount = 0
          for (let row = 0; row < rows; row += step) {
            const difference =
              parseMinutes(getRepairedText(endColumn, row)) -
              parseMinutes(getRepairedText(startColumn, row)) -
              parseDuration(getRepairedText(durationColumn, row), minutesPerUnit)
            if (Number.isNaN(difference)) continue
            comparedCount++
            if (isWholeDays(difference)) fittingCount++
          }
          if (comparedCount < minComparedRows || fittingCount < minFittingFraction * comparedCount) continue
          const mismatchShare = 1 - fittingCount / comparedCount
          results.push({
            startIndex,
            endIndex,
            durationIndex,
            minutesPerUnit,
            mismatchShare,
            exceptionRate: estimateExceptionRate(mismatchShare, noise, 3),
          })
        }
  return results
}

/** Returns whether a difference is a whole number of days, with a tolerance for rounding to full minutes. */
const isWholeDays = (minutes: number): boolean => toMinuteOfDay(minutes + 0.5) <= 1

const getRepairedText = ({ values, repairedCodes }: EncodedColumn, row: number): string =>
  values[repairedCodes[row] as number] as string

/** Returns the indexes of the columns in which almost all cells can be parsed and enough values are distinct. */
function findParseableColumns(columns: readonly EncodedColumn[], parse: (text: string) => number): number[] {
  return columns
    .flatMap(({ values, counts }, index) => {
      let nonEmptyCount = 0
      let parsedCount = 0
      let distinctCount = 0
      values.forEach((text, code) => {
        const count = counts[code] as number
        if (code === 0 || count === 0) return
        nonEmptyCount += count
        if (Number.isNaN(parse(text))) return
        parsedCount += count
        distinctCount++
      })
      return nonEmptyCount > 0 && parsedCount >= minParsedFraction * nonEmptyCount && distinctCount >= minDistinctValues
        ? [index]
        : []
    })
    .slice(0, maxColumns)
}

/** Creates predictors for durations. They predict each of the three columns from the other two. */
export function createDurationPredictors(
  { columns }: EncodedTable,
  durations: readonly DurationRelation[],
): Predictor[] {
  return durations.flatMap((relation) => {
    const { startIndex, endIndex, durationIndex, minutesPerUnit } = relation
    const [startColumn, endColumn, durationColumn] = [startIndex, endIndex, durationIndex].map(
      (index) => columns[index],
    ) as [EncodedColumn, EncodedColumn, EncodedColumn]
    const isClockFormat = hoursAndMinutesPattern.test(durationColumn.values.find((text) => text !== '') ?? '')
    const createRelationPredictor = (
      targetIndex: number,
      sourceIndexes: readonly number[],
      kind: 'whole' | 'part',
      computeText: (row: number) => string | undefined,
    ): Predictor => {
      const column = columns[targetIndex] as EncodedColumn
      return createComputedPredictor({ targetIndex, sourceIndexes, kind }, relation, column, (row) => {
        const value = computeText(row)
        if (value === undefined) return undefined
        const difference =
          parseMinutes(getRepairedText(endColumn, row)) -
          parseMinutes(getRepairedText(startColumn, row)) -
          parseDuration(getRepairedText(durationColumn, row), minutesPerUnit)
        return isWholeDays(difference) ? (column.repairedCodes[row] as number) : encodeText(column, value)
      })
    }
    const formatResult = (column: EncodedColumn, minutes: number): string | undefined =>
      Number.isNaN(minutes) ? undefined : formatTime(column, toMinuteOfDay(minutes))
    return [
      createRelationPredictor(endIndex, [startIndex, durationIndex], 'whole', (row) =>
        formatResult(
          endColumn,
          parseMinutes(getRepairedText(startColumn, row)) +
            parseDuration(getRepairedText(durationColumn, row), minutesPerUnit),
        ),
      ),
      createRelationPredictor(startIndex, [endIndex, durationIndex], 'part', (row) =>
        formatResult(
          startColumn,
          parseMinutes(getRepairedText(endColumn, row)) -
            parseDuration(getRepairedText(durationColumn, row), minutesPerUnit),
        ),
      ),
      createRelationPredictor(durationIndex, [startIndex, endIndex], 'part', (row) => {
        const minutes = toMinuteOfDay(
          parseMinutes(getRepairedText(endColumn, row)) - parseMinutes(getRepairedText(startColumn, row)),
        )
        if (Number.isNaN(minutes)) return undefined
        return isClockFormat
          ? formatTime(durationColumn, minutes)
          : String(Number((minutes / minutesPerUnit).toFixed(2)))
      }),
    ]
  })
}

/** Formats a number of minutes in the style of a column, with or without a leading zero and seconds. */
function formatTime({ values }: EncodedColumn, minutes: number): string {
  const isPadded = values.some((text) => /^0\d:/.test(text))
  const hasSeconds = values.some((text) => /^\d{1,2}:\d{2}:00$/.test(text))
  const hours = String(Math.floor(minutes / 60))
  const paddedMinutes = String(Math.round(minutes % 60)).padStart(2, '0')
  return `${isPadded ? hours.padStart(2, '0') : hours}:${paddedMinutes}${hasSeconds ? ':00' : ''}`
}
