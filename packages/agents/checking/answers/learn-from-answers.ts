import type { Finding } from '@aw-flow/schema/internal'
import { selectFindings, type CellEvidence } from '../check-texts.ts'
import type { AnsweredTable } from './answered-table.ts'
import { learnContext } from './learn-context.ts'
import { learnValues } from './learn-texts.ts'
import {
  maxPriorLogOdds,
  minReportedLogOdds,
  toLogOdds,
  toProbability,
  defaultPriorLogOdds,
  type Prior,
} from './prior-evidence.ts'

/** The learned models' verdict on a suspicious cell. */
export interface LearnedCell {
  /** Log odds that the cell is wrong. */
  readonly logOdds: number
  /** The correct value, if it is known. */
  readonly repair: string | undefined
  /** Whether the cell has a finding that the answers do not substantially weaken. */
  readonly isConfirmed: boolean
  /** The finding of the check without answers, if there is one. */
  readonly finding: Finding | undefined
}

/**
 * Minimum distance between a finding's prior log odds and the reporting threshold, so that only clear evidence from
 * answers changes whether the finding is reported.
 */
const minThresholdDistance = 1
/** Repairs with a lower estimated precision are discarded. */
const minRepairPrecision = 0.35
/** A finding is confirmed unless the answers lower its log odds by more than this. */
const maxDecrease = 0.5

/**
 * Learns from answers which cells are wrong and what their correct values are. Two classifiers are trained on the
 * answered rows; both use the findings of the check without answers as their prior. The first classifier determines
 * which values are wrong in every row of their column. These values are rewritten with transformations learned from the
 * answers. The second classifier runs on the rewritten table and determines which cells contradict other rows and
 * columns; it treats the answered values as known.
 *
 * @yields Progress from 0 to 1.
 * @returns The suspicious cells, keyed by `row * columnCount + columnIndex`.
 */
export function* learnFromAnswers(
  cellEvidence: CellEvidence,
  answeredTable: AnsweredTable,
): Generator<number, Map<number, LearnedCell>> {
  const { table } = cellEvidence
  const findings = selectFindings(cellEvidence, 'thorough')
  const balancedFindings = selectFindings(cellEvidence, 'balanced')
  const getPriorLogOdds = (key: number): number => {
    const finding = findings.get(key)
    if (!finding) return defaultPriorLogOdds
    const logOdds = Math.max(-maxPriorLogOdds, Math.min(maxPriorLogOdds, toLogOdds(finding.confidence)))
    return balancedFindings.has(key)
      ? Math.max(minThresholdDistance, logOdds)
      : Math.min(-minThresholdDistance, logOdds)
  }
  const prior: Prior = {
    findings,
    getPriorLogOdds,
    evaluatedColumns: cellEvidence.canonicalTable.evaluatedColumns,
    getKind: (key, { rule, kind }) => `${rule} ${kind ?? ''} ${balancedFindings.has(key) ? '' : 'unselected'}`,
  }
  const learnedValues = yield* learnValues(table, answeredTable, prior)
  yield 0.5
  const evaluateContext = yield* learnContext(table, answeredTable, prior, learnedValues)
  const columnCount = table.columns.length
  const learnedCells = new Map<number, LearnedCell>()
  for (const [columnIndex, column] of table.columns.entries()) {
    for (let row = 0; row < table.rows; row++) {
      const key = row * columnCount + columnIndex
      const finding = findings.get(key)
      const valueLogOdds = learnedValues.computeLogOdds(row, columnIndex)
      const { logOdds: contextLogOdds, repair: contextRepair } = evaluateContext(row, columnIndex)
      const isValueWrong = valueLogOdds > 0
      if (valueLogOdds < minReportedLogOdds && contextLogOdds < minReportedLogOdds && !finding) continue
      const logOdds = toLogOdds(1 - (1 - toProbability(valueLogOdds)) * (1 - toProbability(contextLogOdds)))
      const value = column.values[column.observedCodes[row] as number] as string
      const valueRepair = learnedValues.findRepair(row, columnIndex)
      const candidates = [
        ...(isValueWrong || contextLogOdds <= 0 ? [valueRepair] : []),
        ...(contextLogOdds > 0 || valueRepair === undefined || value === '' ? [contextRepair] : []),
      ].filter((candidate) => candidate !== undefined && candidate.text !== value)
      const best = candidates.reduce(
        (top, candidate) => (top && candidate && top.precision >= candidate.precision ? top : candidate),
        undefined,
      )
      // The repair equals the current value, so the cell is not reported.
      if (isValueWrong && contextLogOdds <= 0 && candidates.length === 0 && valueRepair?.text === value) continue
      const isConfirmed = finding !== undefined && logOdds >= getPriorLogOdds(key) - maxDecrease
      const repair = best && best.precision >= minRepairPrecision ? best.text : undefined
      learnedCells.set(key, { logOdds, repair, isConfirmed, finding })
    }
    yield 0.7 + (0.3 * columnIndex) / columnCount
  }
  return learnedCells
}
