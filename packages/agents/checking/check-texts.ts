import { defined } from '@aw-flow/schema'
import type { Finding, Sensitivity } from '@aw-flow/schema/internal'
import { createCanonicalTable, type CanonicalTable, type Deviation } from './create-canonical-table.ts'
import { calibrateConfidence } from './calibration.ts'
import { createFinding, createFindingReason } from './describe-finding.ts'
import { setRepairedCode, encodeText, type EncodedColumn, type EncodedTable } from './encoded-table.ts'
import { isSuspicious } from './scoring/find-row-errors.ts'
import type { ScoredCell } from './scoring/score-cell.ts'
import { scoreTable } from './scoring/score-table.ts'

export interface CheckCellsOptions {
  /** How readily cells are reported. Default: `balanced`. */
  sensitivity?: Sensitivity
}

interface Level {
  /** Amount by which the score threshold is lowered, in log odds. */
  readonly scoreMargin: number
  /** Minimum log odds of reported deviations from a canonical form. */
  readonly minDeviationLogOdds: number
  /** Whether to report deviations that may be a convention of the table. */
  readonly shouldReportConventions: boolean
}

const levels: Readonly<Record<Sensitivity, Level>> = {
  careful: { scoreMargin: -1, minDeviationLogOdds: 2, shouldReportConventions: false },
  balanced: { scoreMargin: 0, minDeviationLogOdds: 0, shouldReportConventions: true },
  thorough: { scoreMargin: 1.5, minDeviationLogOdds: -1, shouldReportConventions: true },
}
/**
 * Amount in log odds by which the score threshold is lowered while evidence is collected. It is large enough for every
 * sensitivity.
 * @internal
 */
export const evidenceMargin = 6
/** Minimum log odds at which a scored cell's repair replaces the canonical form of its value. */
const minOverridingLogOdds = 4
/** Fraction of the progress that creating the canonical table accounts for. */
const canonicalFraction = 0.15

/** The evidence about the cells of a table of strings, from which findings are selected. @internal */
export interface CellEvidence {
  readonly table: EncodedTable
  readonly canonicalTable: CanonicalTable
  /** The suspicious cells of the canonical table, keyed by `row * columnCount + columnIndex`. */
  readonly scoredCells: ReadonlyMap<number, ScoredCell>
}

/**
 * Finds the suspicious cells of a table of strings. First, each column is converted to its canonical form, and rows
 * that describe the same entity are compared. Then each cell of the canonical table is scored. The repairs are stored
 * in the `repairedCodes` of the table's columns.
 *
 * @yields Progress from 0 to 1, so that the caller can pause or stop.
 * @returns The findings, sorted by row, then by column.
 * @internal
 */
export function* checkCells(
  table: EncodedTable,
  { sensitivity = 'balanced' }: CheckCellsOptions = {},
): Generator<number, Finding[]> {
  const cellEvidence = yield* collectCellEvidence(table, levels[sensitivity].scoreMargin)
  return applyRepairs(table, selectFindings(cellEvidence, sensitivity))
}

/**
 * Collects the evidence about the cells of a table.
 *
 * @param margin - Amount by which the score threshold is lowered, in log odds.
 * @yields Progress from 0 to 1.
 * @internal
 */
export function* collectCellEvidence(table: EncodedTable, margin: number): Generator<number, CellEvidence> {
  const canonicalTable = yield* scaleProgress(createCanonicalTable(table), 0, canonicalFraction)
  const scoredCells = yield* scaleProgress(scoreTable(canonicalTable.table, margin), canonicalFraction, 1)
  return { table, canonicalTable, scoredCells }
}

/** Selects the findings for a sensitivity level. Returns them keyed by `row * columnCount + columnIndex`. @internal */
export function selectFindings(
  { table, canonicalTable, scoredCells }: CellEvidence,
  sensitivity: Sensitivity = 'balanced',
): Map<number, Finding> {
  const { columns } = table
  const level = levels[sensitivity]
  const findings = new Map<number, Finding>()
  for (const [key, deviation] of canonicalTable.deviations)
    if (deviation.logOdds >= level.minDeviationLogOdds && (level.shouldReportConventions || !deviation.mayBeConvention))
      findings.set(key, describeDeviation(table, key, deviation))
  for (const [key, cell] of scoredCells) {
    if (canonicalTable.resolvedCells.has(key) || !isSuspicious({ ...cell, logOdds: cell.logOdds + level.scoreMargin }))
      continue
    const finding = calibrate(withoutGuessedDigits(createFinding(canonicalTable.table, key, cell)), cell)
    if (finding.rule === 'dependency' && canonicalTable.evaluatedColumns.has(key % columns.length)) continue
    const value = getObservedValue(table, key)
    const existingFinding = findings.get(key)
    if (finding.repair === value || (existingFinding?.repair && cell.logOdds < minOverridingLogOdds)) continue
    const repair = finding.repair ?? existingFinding?.repair
    findings.set(key, {
      ...(existingFinding ?? finding),
      value,
      ...defined({ repair }),
      confidence: Math.max(existingFinding?.confidence ?? 0, finding.confidence),
    })
  }
  return findings
}

/**
 * Stores the repairs of all findings in the `repairedCodes` of the table's columns, and resets all other cells to their
 * observed values. Returns the findings, sorted by row, then by column.
 */
export function applyRepairs({ rows, columns }: EncodedTable, findingsByCell: ReadonlyMap<number, Finding>): Finding[] {
  for (const column of columns)
    for (let row = 0; row < rows; row++)
      if (column.repairedCodes[row] !== column.observedCodes[row])
        setRepairedCode(column, row, column.observedCodes[row] as number)
  const findings = [...findingsByCell].sort(([a], [b]) => a - b)
  for (const [key, { repair }] of findings) {
    const column = columns[key % columns.length] as EncodedColumn
    setRepairedCode(column, Math.floor(key / columns.length), repair === undefined ? 0 : encodeText(column, repair))
  }
  return findings.map(([, finding]) => finding)
}

function* scaleProgress<Result>(
  steps: Generator<number, Result>,
  start: number,
  end: number,
): Generator<number, Result> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    yield start + (end - start) * step.value
  }
}

/**
 * Calibrates a finding's confidence. Other rows that support it limit the confidence by their number (rule of
 * succession), because a relation that one or two rows show is often a coincidence.
 */
function calibrate(finding: Finding, { logOdds, support }: ScoredCell): Finding {
  const confidence = calibrateConfidence(logOdds, finding)
  if (!support) return { ...finding, confidence }
  const maxConfidence = Math.round((1000 * (support.total + 1)) / (support.total + 2)) / 1000
  return { ...finding, confidence: Math.min(confidence, maxConfidence) }
}

/** Removes the repair if only the shape of the other values suggests it, and it changes digits. */
function withoutGuessedDigits({ repair, ...finding }: Finding): Finding {
  const getDigits = (text: string): string => text.replaceAll(/\D+/g, '')
  return repair !== undefined && (finding.rule !== 'pattern' || getDigits(repair) === getDigits(finding.value))
    ? { ...finding, repair }
    : finding
}

function getObservedValue({ columns }: EncodedTable, key: number): string {
  const column = columns[key % columns.length] as EncodedColumn
  return column.values[column.observedCodes[Math.floor(key / columns.length)] as number] as string
}

function describeDeviation(
  table: EncodedTable,
  key: number,
  { value, logOdds, rule, kind, params }: Deviation,
): Finding {
  return defined({
    row: Math.floor(key / table.columns.length) + 1,
    column: (table.columns[key % table.columns.length] as EncodedColumn).name,
    value: getObservedValue(table, key),
    repair: value,
    rule,
    kind,
    reason: createFindingReason(kind, params),
    confidence: calibrateConfidence(logOdds, { kind, rule }),
  })
}
