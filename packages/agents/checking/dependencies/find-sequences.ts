import { encodeText, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import type { Predictor } from './predictor.ts'
import { isNumber } from '../scoring/value-shape.ts'

/** A column whose values increase or decrease in equal steps, so that the surrounding rows determine a row's value. */
export interface Sequence {
  /** The index of the column. */
  columnIndex: number
  /** Fraction of rows whose value differs from the one that the surrounding rows determine. */
  mismatchShare: number
  /**
   * Fraction of rows that differ legitimately, for example because a step is skipped. Their value is still between
   * those of the adjacent rows.
   */
  exceptionRate: number
}

const minFittingFraction = 0.9
const minPredictedFraction = 0.6
const minExceptionRate = 0.0003

/**
 * Finds columns of numbers or dates in equal steps, such as row numbers or consecutive days. A sequence may restart.
 */
export function findSequences({ rows, columns }: EncodedTable): Sequence[] {
  return columns.flatMap((column, columnIndex) => {
    const positions = readPositions(column)
    if (positions.positionByCode.every(Number.isNaN)) return []
    let predictedCount = 0
    let fittingCount = 0
    let changingCount = 0
    let skippedCount = 0
    for (let row = 1; row + 1 < rows; row++) {
      const middle = findMiddle(column, positions, row)
      if (middle === undefined) continue
      predictedCount++
      const difference = (positions.positionByCode[column.repairedCodes[row] as number] as number) - middle.position
      if (difference === 0) {
        fittingCount++
        if (middle.step !== 0) changingCount++
      } else if (Math.abs(difference) < Math.abs(middle.step)) skippedCount++
    }
    if (
      predictedCount < 20 ||
      changingCount < 0.5 * fittingCount ||
      fittingCount < minFittingFraction * predictedCount ||
      predictedCount < minPredictedFraction * rows
    )
      return []
    return [
      {
        columnIndex,
        mismatchShare: 1 - fittingCount / predictedCount,
        exceptionRate: Math.max(minExceptionRate, skippedCount / predictedCount),
      },
    ]
  })
}

interface Positions {
  /** The number, or the date in days since the Unix epoch, indexed by code. NaN for other values. */
  positionByCode: Float64Array
  /** Formats a position in the style of an example value. */
  format(position: number, example: string): string
}

const datePattern = /^(\d{4})([-/.])(\d{2})\2(\d{2})(.*)$/s
const msPerDay = 86_400_000

function readPositions({ values }: EncodedColumn): Positions {
  const positionByCode = Float64Array.from(values, (text) => {
    const match = datePattern.exec(text)
    if (match) return Date.UTC(Number(match[1]), Number(match[3]) - 1, Number(match[4])) / msPerDay
    return isNumber(text) ? Number(text) : NaN
  })
  return {
    positionByCode,
    format(position, example) {
      const match = datePattern.exec(example)
      if (!match)
        return Number.isInteger(position)
          ? String(position).padStart(/^0\d/.test(example) ? example.length : 0, '0')
          : ''
      const day = new Date(position * msPerDay)
      const padTwoDigits = (part: number): string => String(part).padStart(2, '0')
      return (
        [day.getUTCFullYear(), padTwoDigits(day.getUTCMonth() + 1), padTwoDigits(day.getUTCDate())].join(
          match[2] as string,
        ) + (match[5] as string)
      )
    },
  }
}

/**
 * Returns the midpoint between the values of the rows above and below. Returns `undefined` unless the second row above
 * or the second row below continues with the same step.
 */
function findMiddle(
  { repairedCodes }: EncodedColumn,
  { positionByCode }: Positions,
  row: number,
): { position: number; step: number } | undefined {
  const positionAbove = positionByCode[repairedCodes[row - 1] ?? 0] ?? NaN
  const positionBelow = positionByCode[repairedCodes[row + 1] ?? 0] ?? NaN
  const step = (positionBelow - positionAbove) / 2
  if (!Number.isInteger(step)) return undefined
  const hasSameStepAbove = positionAbove - (positionByCode[repairedCodes[row - 2] ?? 0] ?? NaN) === step
  const hasSameStepBelow = (positionByCode[repairedCodes[row + 2] ?? 0] ?? NaN) - positionBelow === step
  return hasSameStepAbove || hasSameStepBelow ? { position: positionAbove + step, step } : undefined
}

/** Creates predictors for sequences, based on the table's current repaired values. */
export function createSequencePredictors({ columns }: EncodedTable, sequences: readonly Sequence[]): Predictor[] {
  return sequences.map(({ columnIndex, mismatchShare: mismatchRate, exceptionRate }) => {
    const column = columns[columnIndex] as EncodedColumn
    const positions = readPositions(column)
    return {
      targetIndex: columnIndex,
      sourceIndexes: [],
      kind: 'sequence',
      exceptionRate,
      unanimousExceptionRate: exceptionRate,
      disagreement: Math.min(0.1, mismatchRate),
      weight: 1,
      tally(row) {
        const middle = findMiddle(column, positions, row)
        if (!middle) return undefined
        const cellCode = column.repairedCodes[row] as number
        const text =
          positions.positionByCode[cellCode] === middle.position
            ? column.values[cellCode]
            : positions.format(middle.position, column.values[column.repairedCodes[row - 1] as number] as string)
        if (!text) return undefined
        const code = encodeText(column, text)
        const counts = new Map([[code, 2]])
        counts.set(cellCode, (counts.get(cellCode) ?? 0) + 1)
        return { counts, cellCode, otherCellCount: 2 }
      },
    }
  })
}
