import type { Finding, Sensitivity } from '@aw-flow/schema'
import { canonicalTable, type Deviation } from './canonical-table.ts'
import { describeFinding } from './describe-finding.ts'
import { believe, codeOf, type EncodedColumn, type EncodedTable } from './encoded-table.ts'
import { findingText } from './finding-text.ts'
import { weighTable } from './weigh-table.ts'

export interface CheckTextsOptions {
  /** Default: `balanced`. */
  sensitivity?: Sensitivity
}

/** By how much lower odds (log) are suspicious, and from which odds on deviations from a canonical form are. */
const levels: Readonly<Record<Sensitivity, { weighed: number; deviations: number }>> = {
  careful: { weighed: 0, deviations: 2 },
  balanced: { weighed: 0, deviations: 0 },
  thorough: { weighed: 1.5, deviations: -1 },
}
/** What a cell means in canonical form is believed against what its row and column make likely, up to these odds (log). */
const minOverruling = 4
const canonicalShare = 0.15

/**
 * Finds the suspicious cells of a table of texts by what the table itself says, by row and then by column. First each
 * column is brought into its canonical form and rows that describe the same thing are compared; then the cells of the
 * canonical table are weighed one by one. Yields progress from 0 to 1, so that the caller can pause or stop. Changes the
 * table's beliefs to what is right by the findings.
 */
export function* checkTexts(
  table: EncodedTable,
  { sensitivity = 'balanced' }: CheckTextsOptions = {},
): Generator<number, Finding[]> {
  const { columns } = table
  const level = levels[sensitivity]
  const canonical = yield* scaled(canonicalTable(table), 0, canonicalShare)
  const weighed = yield* scaled(weighTable(canonical.table, level.weighed), canonicalShare, 1)
  const found = new Map<number, Finding>()
  for (const [key, deviation] of canonical.deviations)
    if (deviation.odds >= level.deviations) found.set(key, describeDeviation(table, key, deviation))
  for (const [key, cell] of weighed) {
    if (canonical.settled.has(key)) continue
    const finding = describeFinding(canonical.table, key, cell)
    if (finding.rule === 'dependency' && canonical.judged.has(key % columns.length)) continue
    const value = writtenIn(table, key)
    const known = found.get(key)
    if (finding.repair === value || (known?.repair && cell.odds < minOverruling)) continue
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
    reason: findingText(kind, params),
    confidence: Math.round(1000 / (1 + Math.exp(-odds))) / 1000,
  }
}
