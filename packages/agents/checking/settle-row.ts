import { isNullWord } from '../loading/columns/null-words.ts'
import { believe } from './encoded-table.ts'
import { logMiswritten } from './error-rates.ts'
import type { ColumnEvidence } from './column-evidence.ts'
import { weighCell, type Weighed } from './weigh-cell.ts'

const flagFrom = -0.2
/** What columns say of spelling is righter than its odds (of what was found so in trials, nine in ten). */
const flagSpellingFrom = -1
const mostSteps = 8

/** True where a cell's odds are enough to tell it. */
export const isSuspicious = ({ odds, by }: Weighed): boolean =>
  odds > ('rule' in by && (by.rule === 'spelling' || by.rule === 'pattern') ? flagSpellingFrom : flagFrom)

/**
 * The suspicious cells of a row, by column: the fewest errors that explain what does not fit together. A value that its
 * column does not know is wrong itself; where known values contradict each other, the one is wrong without which most
 * of the others fit.
 */
export function settleRow(row: number, evidence: readonly ColumnEvidence[]): Map<number, Weighed> {
  const found = new Map<number, Weighed>()
  const masked = new Set<number>()
  withdraw(row, evidence)
  let open = weighAll(row, evidence, evidence.keys(), masked)
  const unlike: number[] = []
  for (const [at, weighed] of open) {
    const column = evidence[at] as ColumnEvidence
    // Whole and parts contradict each other, and either may be new.
    if (!isStrange(row, column) || ('kind' in weighed.by && weighed.by.kind === 'parts')) continue
    if (isUnlike(row, column, weighed)) unlike.push(at)
    else {
      found.set(at, weighed)
      masked.add(at)
    }
  }
  // Several new values at once are a new record, of which the old ones know nothing.
  if (unlike.length > 1) return found
  if (masked.size > 0 && open.size > masked.size) open = weighAll(row, evidence, rest(open, masked), masked)
  // A record that differs from those around it in more than one place is another record.
  const byRows = [...open]
    .filter(([, { by, odds }]) => 'kind' in by && by.kind === 'rows' && odds < 4)
    .map(([at]) => at)
  if (byRows.length > 1) for (const at of byRows) open.delete(at)
  for (let step = 0; step < mostSteps && open.size > 0; step++) {
    const culprit = open.size === 1 ? [...open.keys()][0] : likeliestCulprit(row, evidence, open, masked)
    if (culprit === undefined) break
    const weighed = open.get(culprit) ?? guess(row, evidence[culprit] as ColumnEvidence, masked)
    found.set(culprit, weighed)
    masked.add(culprit)
    open = weighAll(row, evidence, rest(open, masked), masked)
  }
  return found
}

/** What was thought wrong before and does not seem so any more is believed again, before others are judged by it. */
function withdraw(row: number, evidence: readonly ColumnEvidence[]): void {
  for (const one of evidence) {
    const { column } = one.model
    if (column.believed[row] === column.observed[row]) continue
    const weighed = weighCell(row, one)
    if (!weighed || !isSuspicious(weighed)) believe(column, row, column.observed[row] as number)
  }
}

const rest = (open: ReadonlyMap<number, unknown>, without: ReadonlySet<number>): number[] =>
  [...open.keys()].filter((at) => !without.has(at))

function weighAll(
  row: number,
  evidence: readonly ColumnEvidence[],
  columns: Iterable<number>,
  masked: ReadonlySet<number>,
): Map<number, Weighed> {
  const found = new Map<number, Weighed>()
  for (const at of columns) {
    if (masked.has(at)) continue
    const weighed = weighCell(row, evidence[at] as ColumnEvidence, masked)
    if (weighed && isSuspicious(weighed)) found.set(at, weighed)
  }
  return found
}

/** True where the repair is another text altogether, not what a slip was made of. */
function isUnlike(row: number, { model: { column }, rates }: ColumnEvidence, { value }: Weighed): boolean {
  const written = column.values[column.observed[row] as number] as string
  return (
    written !== '' &&
    value !== undefined &&
    !isNullWord(written) &&
    logMiswritten(written, value, rates, true) === -Infinity
  )
}

/** True for what no other row of the column has. */
function isStrange(row: number, { model: { column } }: ColumnEvidence): boolean {
  const code = column.observed[row] as number
  return code === 0 || (column.counts[code] as number) - (column.believed[row] === code ? 1 : 0) <= 0
}

/** The column without which the fewest others are suspicious; of equal ones the one that is most suspicious itself. */
function likeliestCulprit(
  row: number,
  evidence: readonly ColumnEvidence[],
  open: ReadonlyMap<number, Weighed>,
  masked: ReadonlySet<number>,
): number | undefined {
  const suspects = new Set(open.keys())
  for (const at of open.keys())
    for (const { from } of (evidence[at] as ColumnEvidence).predictors)
      if (from.length === 1) for (const one of from) if (!masked.has(one)) suspects.add(one)
  let best: { at: number; resolved: number; change: number } | undefined
  for (const at of [...suspects].sort((a, b) => a - b)) {
    // Without it others may be suspicious that were not: then it was right.
    const left = weighAll(row, evidence, evidence.keys(), new Set([...masked, at])).size
    const resolved = open.size - left
    const change = open.get(at)?.change ?? -20
    // What is not suspicious itself must explain at least two others.
    if (resolved < (open.has(at) ? 1 : 2)) continue
    if (!best || resolved > best.resolved || (resolved === best.resolved && change > best.change))
      best = { at, resolved, change }
  }
  return best?.at
}

/** A culprit that nothing but the others' evidence tells: wrong, with the value that is least unlikely, where there is one. */
function guess(row: number, evidence: ColumnEvidence, masked: ReadonlySet<number>): Weighed {
  const weighed = weighCell(row, evidence, masked)
  if (weighed) return { ...weighed, odds: Math.max(weighed.odds, 0.5) }
  const by = {
    rule: 'dependency' as const,
    reason: 'Several other columns have values that do not go with it.',
    odds: 0.5,
  }
  return { odds: 0.5, change: 0, by }
}
