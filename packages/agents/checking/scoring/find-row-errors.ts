import { message } from '@aw-flow/messages'
import { isNullWord } from '../../loading/columns/null-words.ts'
import { believe } from '../encoded-table.ts'
import { logErrorLikelihood } from './error-rates.ts'
import type { ColumnEvidence } from './column-evidence.ts'
import { scoreCell, type ScoredCell } from './score-cell.ts'

const minOdds = -0.2
/**
 * A lower threshold, because spelling scores underestimate the odds: nine in ten such findings were correct in tests.
 */
const minSpellingOdds = -1
const maxSteps = 8

/** Whether the score of a cell exceeds the threshold. */
export const isSuspicious = ({ odds, by }: ScoredCell): boolean =>
  odds > ('rule' in by && (by.rule === 'spelling' || by.rule === 'pattern') ? minSpellingOdds : minOdds)

/**
 * Finds the suspicious cells of a row: the smallest set of errors that explains the contradictions between its cells. A
 * value that is new in its column is the error; among known values, the one whose removal resolves most contradictions.
 *
 * @returns Scored cells by column.
 */
export function findRowErrors(row: number, evidence: readonly ColumnEvidence[]): Map<number, ScoredCell> {
  const found = new Map<number, ScoredCell>()
  const masked = new Set<number>()
  restoreUnsuspected(row, evidence)
  let open = scoreColumns(row, evidence, evidence.keys(), masked)
  const unrelated: number[] = []
  for (const [at, scored] of open) {
    const column = evidence[at] as ColumnEvidence
    // If a computed value contradicts its parts, either may be the new value.
    if (!isNovelValue(row, column) || ('kind' in scored.by && scored.by.kind === 'whole')) continue
    if (isUnrelatedRepair(row, column, scored)) unrelated.push(at)
    else {
      found.set(at, scored)
      masked.add(at)
    }
  }
  // Several new values at once are a new record. Other rows say nothing about it.
  if (unrelated.length > 1) return found
  if (masked.size > 0 && open.size > masked.size) open = scoreColumns(row, evidence, rest(open, masked), masked)
  // A record that differs from the rows around it in several cells is a different record.
  const byRows = [...open].filter(([, { by, odds }]) => 'kind' in by && by.kind === 'run' && odds < 4).map(([at]) => at)
  if (byRows.length > 1) for (const at of byRows) open.delete(at)
  for (let step = 0; step < maxSteps && open.size > 0; step++) {
    const culprit = open.size === 1 ? [...open.keys()][0] : likeliestCulprit(row, evidence, open, masked)
    if (culprit === undefined) break
    const scored = open.get(culprit) ?? scoreByElimination(row, evidence[culprit] as ColumnEvidence, masked)
    found.set(culprit, scored)
    masked.add(culprit)
    open = scoreColumns(row, evidence, rest(open, masked), masked)
  }
  return found
}

/** Restores observed values that are no longer suspicious, before other cells are scored by them. */
function restoreUnsuspected(row: number, evidence: readonly ColumnEvidence[]): void {
  for (const columnEvidence of evidence) {
    const { column } = columnEvidence.model
    if (column.believed[row] === column.observed[row]) continue
    const scored = scoreCell(row, columnEvidence)
    if (!scored || !isSuspicious(scored)) believe(column, row, column.observed[row] as number)
  }
}

const rest = (open: ReadonlyMap<number, unknown>, without: ReadonlySet<number>): number[] =>
  [...open.keys()].filter((at) => !without.has(at))

function scoreColumns(
  row: number,
  evidence: readonly ColumnEvidence[],
  columns: Iterable<number>,
  masked: ReadonlySet<number>,
): Map<number, ScoredCell> {
  const found = new Map<number, ScoredCell>()
  for (const at of columns) {
    if (masked.has(at)) continue
    const scored = scoreCell(row, evidence[at] as ColumnEvidence, masked)
    if (scored && isSuspicious(scored)) found.set(at, scored)
  }
  return found
}

/** Whether no known error explains the observed text as a form of the repair. */
function isUnrelatedRepair(row: number, { model: { column }, rates }: ColumnEvidence, { value }: ScoredCell): boolean {
  const written = column.values[column.observed[row] as number] as string
  return (
    written !== '' &&
    value !== undefined &&
    !isNullWord(written) &&
    logErrorLikelihood(written, value, rates, true) === -Infinity
  )
}

/** Whether no other row of the column has the value. */
function isNovelValue(row: number, { model: { column } }: ColumnEvidence): boolean {
  const code = column.observed[row] as number
  return code === 0 || (column.counts[code] as number) - (column.believed[row] === code ? 1 : 0) <= 0
}

/** The column whose removal leaves the fewest suspicious columns; ties go to the most suspicious column. */
function likeliestCulprit(
  row: number,
  evidence: readonly ColumnEvidence[],
  open: ReadonlyMap<number, ScoredCell>,
  masked: ReadonlySet<number>,
): number | undefined {
  const suspects = new Set(open.keys())
  for (const at of open.keys())
    for (const { from } of (evidence[at] as ColumnEvidence).predictors)
      if (from.length === 1) for (const column of from) if (!masked.has(column)) suspects.add(column)
  let best: { at: number; resolved: number; change: number } | undefined
  for (const at of [...suspects].sort((a, b) => a - b)) {
    // Its removal can make other columns suspicious, which is evidence that it is correct.
    const left = scoreColumns(row, evidence, evidence.keys(), new Set([...masked, at])).size
    const resolved = open.size - left
    const change = open.get(at)?.change ?? -20
    // A column that is not suspicious itself must explain at least two others.
    if (resolved < (open.has(at) ? 1 : 2)) continue
    if (!best || resolved > best.resolved || (resolved === best.resolved && change > best.change))
      best = { at, resolved, change }
  }
  return best?.at
}

/** Scores a cell that only the suspicious cells of other columns point to. */
function scoreByElimination(row: number, evidence: ColumnEvidence, masked: ReadonlySet<number>): ScoredCell {
  const scored = scoreCell(row, evidence, masked)
  if (scored) return { ...scored, odds: Math.max(scored.odds, 0.5) }
  const by = { rule: 'dependency' as const, reason: message('finding.several-columns', {}), odds: 0.5 }
  return { odds: 0.5, change: 0, by }
}
