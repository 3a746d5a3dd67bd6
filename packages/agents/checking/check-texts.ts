import { defined } from '@aw-flow/schema'
import type { Finding, FindingKind, Sensitivity } from '@aw-flow/schema/internal'
import { createCanonicalTable, type CanonicalTable, type Deviation } from './create-canonical-table.ts'
import { calibrateConfidence, minConfidence, type FindingEvidence } from './calibration.ts'
import { createFinding, createFindingReason } from './describe-finding.ts'
import { setRepairedCode, encodeText, type EncodedColumn, type EncodedTable } from './encoded-table.ts'
import type { ScoredCell } from './scoring/score-cell.ts'
import { scoreTable } from './scoring/score-table.ts'

export interface CheckCellsOptions {
  /** How readily cells are reported. Default: `balanced`. */
  sensitivity?: Sensitivity
}

/**
 * Amount in log odds by which the score threshold is lowered while evidence is collected. It is large enough for every
 * sensitivity.
 */
const evidenceMargin = 6
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
  const cellEvidence = yield* collectCellEvidence(table)
  return applyRepairs(table, selectFindings(cellEvidence, sensitivity))
}

/**
 * Collects the evidence about the cells of a table.
 *
 * @yields Progress from 0 to 1.
 * @internal
 */
export function* collectCellEvidence(table: EncodedTable): Generator<number, CellEvidence> {
  const canonicalTable = yield* scaleProgress(createCanonicalTable(table), 0, canonicalFraction)
  const scoredCells = yield* scaleProgress(scoreTable(canonicalTable.table, evidenceMargin), canonicalFraction, 1)
  return { table, canonicalTable, scoredCells }
}

/**
 * Selects the findings whose confidence is sufficient for a sensitivity level. Returns them keyed by
 * `row * columnCount + columnIndex`.
 *
 * @internal
 */
export function selectFindings(evidence: CellEvidence, sensitivity: Sensitivity = 'balanced'): Map<number, Finding> {
  const findings = new Map<number, Finding>()
  for (const [key, { finding }] of describeEvidence(evidence))
    if (finding.confidence >= minConfidence[sensitivity]) findings.set(key, finding)
  return findings
}

/** Describes all evidence as findings, keyed by cell. @internal */
export function describeEvidence({
  table,
  canonicalTable,
  scoredCells,
}: CellEvidence): Map<number, { finding: Finding; evidence: FindingEvidence }> {
  const { columns } = table
  const findings = new Map<number, { finding: Finding; evidence: FindingEvidence }>()
  for (const [key, deviation] of canonicalTable.deviations)
    findings.set(key, { finding: describeDeviation(table, key, deviation), evidence: deviation })
  for (const [key, cell] of scoredCells) {
    if (canonicalTable.resolvedCells.has(key)) continue
    const finding = withoutGuessedDigits(createFinding(canonicalTable.table, key, cell))
    if (finding.rule === 'dependency' && canonicalTable.evaluatedColumns.has(key % columns.length)) continue
    const value = getObservedValue(table, key)
    const existing = findings.get(key)
    if (finding.repair === value || (existing?.finding.repair && cell.logOdds < minOverridingLogOdds)) continue
    const repair = finding.repair ?? existing?.finding.repair
    const evidence = defined({ logOdds: cell.logOdds, agreeingRows: cell.support?.agreeing })
    const confidence = calibrateConfidence(finding, evidence)
    const isStronger = existing === undefined || existing.finding.confidence < confidence
    findings.set(key, {
      finding: {
        ...(existing?.finding ?? finding),
        value,
        ...defined({ repair }),
        confidence: isStronger ? confidence : existing.finding.confidence,
      },
      evidence: existing?.evidence ?? evidence,
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

function describeDeviation(table: EncodedTable, key: number, deviation: Deviation): Finding {
  const { value, rule, kind, params, reason = createFindingReason(kind as FindingKind, params) } = deviation
  return defined({
    row: Math.floor(key / table.columns.length) + 1,
    column: (table.columns[key % table.columns.length] as EncodedColumn).name,
    value: getObservedValue(table, key),
    repair: value,
    rule,
    kind,
    reason,
    confidence: calibrateConfidence({ kind, rule, reason }, deviation),
  })
}
