import type { Finding, Sensitivity } from '@aw-flow/schema'
import { canonicalTable, type Deviation } from './canonical-table.ts'
import { confidenceOf, describeFinding, kindReason } from './describe-finding.ts'
import { believe, codeOf, type EncodedColumn, type EncodedTable } from './encoded-table.ts'
import { scoreTable } from './scoring/score-table.ts'

export interface CheckTextsOptions {
  /** Default: `balanced`. */
  sensitivity?: Sensitivity
}

/** Reduction of the score threshold, and the minimum log odds of deviations from a canonical form. */
const levels: Readonly<Record<Sensitivity, { scoreMargin: number; minDeviationOdds: number }>> = {
  careful: { scoreMargin: 0, minDeviationOdds: 2 },
  balanced: { scoreMargin: 0, minDeviationOdds: 0 },
  thorough: { scoreMargin: 1.5, minDeviationOdds: -1 },
}
/** Minimum log odds of a scored cell whose repair replaces the canonical form of the value. */
const minOverridingOdds = 4
/** Share of the progress that the canonical table accounts for. */
const canonicalShare = 0.15

/**
 * Finds the suspicious cells of a table of texts. First, each column is brought into its canonical form and rows that
 * describe the same entity are compared; then each cell of the canonical table is scored. Sets the believed values of the
 * table to the repairs.
 *
 * @yields Progress from 0 to 1, so that the caller can pause or stop.
 * @returns Findings by row, then by column.
 */
export function* checkTexts(
  table: EncodedTable,
  { sensitivity = 'balanced' }: CheckTextsOptions = {},
): Generator<number, Finding[]> {
  const { columns } = table
  const level = levels[sensitivity]
  const canonical = yield* scaled(canonicalTable(table), 0, canonicalShare)
  const scored = yield* scaled(scoreTable(canonical.table, level.scoreMargin), canonicalShare, 1)
  const found = new Map<number, Finding>()
  for (const [key, deviation] of canonical.deviations)
    if (deviation.odds >= level.minDeviationOdds) found.set(key, describeDeviation(table, key, deviation))
  for (const [key, cell] of scored) {
    if (canonical.resolved.has(key)) continue
    const finding = describeFinding(canonical.table, key, cell)
    if (finding.rule === 'dependency' && canonical.evaluated.has(key % columns.length)) continue
    const value = writtenIn(table, key)
    const known = found.get(key)
    if (finding.repair === value || (known?.repair && cell.odds < minOverridingOdds)) continue
    const repair = finding.repair ?? known?.repair
    found.set(key, {
      ...(known ?? finding),
      value,
      ...(repair === undefined ? {} : { repair }),
      confidence: Math.max(known?.confidence ?? 0, finding.confidence),
    })
  }
  const findings = [...found].sort(([a], [b]) => a - b)
  for (const [key, { repair }] of findings) {
    const column = columns[key % columns.length] as EncodedColumn
    believe(column, Math.floor(key / columns.length), repair === undefined ? 0 : codeOf(column, repair))
  }
  return findings.map(([, finding]) => finding)
}

function* scaled<Result>(steps: Generator<number, Result>, from: number, to: number): Generator<number, Result> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    yield from + (to - from) * step.value
  }
}

function writtenIn({ columns }: EncodedTable, key: number): string {
  const column = columns[key % columns.length] as EncodedColumn
  return column.values[column.observed[Math.floor(key / columns.length)] as number] as string
}

function describeDeviation(table: EncodedTable, key: number, { value, odds, rule, kind, params }: Deviation): Finding {
  return {
    row: Math.floor(key / table.columns.length) + 1,
    column: (table.columns[key % table.columns.length] as EncodedColumn).name,
    value: writtenIn(table, key),
    ...(value === undefined ? {} : { repair: value }),
    rule,
    kind,
    reason: kindReason(kind, params),
    confidence: confidenceOf(odds),
  }
}
