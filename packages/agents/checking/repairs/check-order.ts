import { message } from '@aw-flow/messages'
import { computeLogErrorLikelihood } from '../scoring/error-rates.ts'
import type { ColumnEvidence } from '../scoring/column-evidence.ts'
import { generateCorrections } from './repair-shape.ts'
import { toNumericPosition } from '../dependencies/numeric-position.ts'
import { findBounds, createPositionReader, type SortedColumn } from '../dependencies/find-sorted-columns.ts'
import type { ScoredCell } from '../scoring/score-cell.ts'

/** Scores the cell in a row. Returns `undefined` if the cell is in order or the surrounding rows are not. */
export type OrderCheck = (row: number, evidence: ColumnEvidence) => ScoredCell | undefined

const outOfOrderLogOdds = 2
const maxLength = 40

/**
 * Creates the check for a sorted column. The repair is a value that is in order and differs by one typo, provided that
 * one such value is clearly the most likely.
 */
export function createOrderCheck({ direction }: SortedColumn, evidence: ColumnEvidence): OrderCheck {
  const { column } = evidence.model
  const getPosition = createPositionReader(column)
  return (row, { model, rates }) => {
    const bounds = findBounds(getPosition, direction, row)
    const observed = column.values[column.observedCodes[row] as number] as string
    const observedPosition = toNumericPosition(observed)
    if (!bounds || observed === '' || (observedPosition >= bounds[0] && observedPosition <= bounds[1])) return undefined
    const source = { rule: 'sequence' as const, reason: message('finding.unsorted', {}), logOdds: outOfOrderLogOdds }
    const massByValue = new Map<string, number>()
    const isInOrder = (value: string): boolean =>
      toNumericPosition(value) >= bounds[0] && toNumericPosition(value) <= bounds[1]
    if (bounds[0] === bounds[1] && getPosition(row - 1) === getPosition(row + 1)) {
      const valueAbove = column.values[column.repairedCodes[row - 1] as number] as string
      return {
        value: valueAbove,
        logOdds: outOfOrderLogOdds,
        logLikelihoodRatio: computeLogErrorLikelihood(observed, valueAbove, rates),
        source,
      }
    }
    if (observed.length <= maxLength) {
      for (const [value, rate] of generateCorrections(observed, model, rates)) {
        if (!isInOrder(value) || !hasCommonShape(value, model.shapes)) continue
        massByValue.set(
          value,
          (massByValue.get(value) ?? 0) + rate * Math.exp(model.texts.computeLogProbability(value, false)),
        )
      }
    }
    const [first, second] = [...massByValue].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    const isConfident = first && first[1] >= 3 * (second?.[1] ?? 0)
    return { ...(isConfident ? { value: first[0] } : {}), logOdds: outOfOrderLogOdds, logLikelihoodRatio: 0, source }
  }
}

const hasCommonShape = (value: string, { commonShapes, toShape }: ColumnEvidence['model']['shapes']): boolean =>
  commonShapes.length === 0 || commonShapes.includes(toShape(value))
