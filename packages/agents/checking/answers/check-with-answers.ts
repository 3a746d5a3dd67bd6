import { message } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import type { Finding, LearningReport, Sensitivity } from '@aw-flow/schema/internal'
import { selectFindings, type CellEvidence } from '../check-texts.ts'
import { maxConfidence, toConfidence } from '../describe-finding.ts'
import type { EncodedColumn } from '../encoded-table.ts'
import type { AnsweredTable } from './answered-table.ts'
import { learnFromAnswers, type LearnedCell } from './learn-from-answers.ts'

/** The findings of a check that uses answers, and how the answers changed the findings. */
export interface AnsweredFindings {
  /** The findings, keyed by `row * columnCount + columnIndex`. */
  readonly findings: ReadonlyMap<number, Finding>
  readonly learning: Omit<LearningReport, 'answers'>
}

/** Minimum log odds of reported findings, keyed by sensitivity. */
const minLogOdds: Readonly<Record<Sensitivity, number>> = { careful: 2, balanced: 0, thorough: -1 }

/**
 * Selects a table's findings based on the check's evidence and a model trained on the answers. For answered cells, the
 * answer always takes precedence.
 *
 * @param cellEvidence - The evidence collected for `answeredTable.table`.
 * @yields Progress from 0 to 1.
 * @internal
 */
export function* checkWithAnswers(
  cellEvidence: CellEvidence,
  answeredTable: AnsweredTable,
  sensitivity: Sensitivity = 'balanced',
): Generator<number, AnsweredFindings> {
  const { columns } = cellEvidence.table
  const previousFindings = selectFindings(cellEvidence, sensitivity)
  const findings = new Map<number, Finding>()
  const learnedCells = yield* learnFromAnswers(cellEvidence, answeredTable)
  for (const [key, cell] of learnedCells) {
    if (cell.logOdds < minLogOdds[sensitivity] && !(cell.isConfirmed && previousFindings.has(key))) continue
    const column = columns[key % columns.length] as EncodedColumn
    findings.set(key, describeLearnedCell(cell, Math.floor(key / columns.length), column))
  }
  for (const [key, { isWrong, correctValue }] of answeredTable.verdicts) {
    if (!isWrong) {
      findings.delete(key)
      continue
    }
    const column = columns[key % columns.length] as EncodedColumn
    const row = Math.floor(key / columns.length)
    findings.set(
      key,
      defined({
        row: row + 1,
        column: column.name,
        value: column.values[column.observedCodes[row] as number] as string,
        repair: correctValue,
        rule: 'answer',
        reason: message('finding.answer', {}),
        confidence: maxConfidence,
      }),
    )
  }
  for (const key of findings.keys()) if (key >= answeredTable.rowCount * columns.length) findings.delete(key)
  return { findings, learning: compareFindings(previousFindings, findings, answeredTable) }
}

function describeLearnedCell({ logOdds, repair, finding }: LearnedCell, row: number, column: EncodedColumn): Finding {
  const confidence = toConfidence(logOdds)
  if (finding && finding.repair === repair) return { ...finding, confidence }
  return defined({
    row: row + 1,
    column: column.name,
    value: column.values[column.observedCodes[row] as number] as string,
    repair,
    kind: finding?.kind,
    rule: finding?.rule ?? 'answer',
    reason: finding?.reason ?? message('finding.learned', {}),
    confidence,
  })
}

function compareFindings(
  previousFindings: ReadonlyMap<number, Finding>,
  currentFindings: ReadonlyMap<number, Finding>,
  { matchedAnswerCount, rowCount, table }: AnsweredTable,
): Omit<LearningReport, 'answers'> {
  const isInTable = (key: number): boolean => key < rowCount * table.columns.length
  let [added, removed, repairsChanged] = [0, 0, 0]
  for (const [key, finding] of currentFindings) {
    const previousFinding = previousFindings.get(key)
    if (!previousFinding) added++
    else if (previousFinding.repair !== finding.repair) repairsChanged++
  }
  for (const key of previousFindings.keys()) if (isInTable(key) && !currentFindings.has(key)) removed++
  return { matched: matchedAnswerCount, added, removed, repairsChanged }
}
