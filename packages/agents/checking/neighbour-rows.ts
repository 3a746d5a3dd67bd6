import type { EncodedColumn, EncodedTable } from './encoded-table.ts'
import { exceptionsOf, type Predictor } from './predictor.ts'

const reach = 2
const leastExceptions = 0.001

/** Columns whose values stand in runs, so that equal rows above and below settle the one between them. `noise`: the share of cells that are wrong on their columns' own evidence. */
export function findRuns(table: EncodedTable, noise: number): Run[] {
  return table.columns.flatMap((column, to) => {
    const measure = measureRuns(column, table.rows, noise)
    return measure ? [{ ...measure, to }] : []
  })
}

/** Lets runs speak for what is believed now. */
export const predictByRuns = ({ columns, rows }: EncodedTable, runs: readonly Run[]): Predictor[] =>
  runs.map((run) => runPredictor(columns[run.to] as EncodedColumn, run.to, rows, run))

export interface Run extends RunMeasure {
  to: number
}

interface RunMeasure {
  exceptions: number
  disagreement: number
  strength: number
}

/** Sandwiched rows stand between two equal ones. In a column whose values do not come back they never rightly differ. */
function measureRuns({ believed, counts }: EncodedColumn, rows: number, noise: number): RunMeasure | undefined {
  let sandwiched = 0
  let agreeing = 0
  let begun = 0
  let filled = 0
  const seen = new Set<number>()
  let comesBack = 0
  let before = 0
  for (let row = 0; row < rows; row++) {
    const here = believed[row] as number
    if (here === 0) continue
    filled++
    const [above, below] = [believed[row - 1] ?? 0, believed[row + 1] ?? 0]
    const isSandwiched = above !== 0 && above === below
    if (isSandwiched) {
      sandwiched++
      if (here === above) agreeing++
      else continue
    }
    if (here === before) continue
    begun++
    if (seen.has(here)) comesBack++
    seen.add(here)
    before = here
  }
  if (sandwiched < 20 || sandwiched < 0.2 * filled || !rareRun(believed, counts, rows)) return undefined
  let chance = 0
  counts.forEach((count, code) => {
    if (code > 0) chance += (count / filled) ** 2
  })
  const agreement = agreeing / sandwiched
  const strength = chance >= 1 ? 0 : (agreement - chance) / (1 - chance)
  if (strength < 0.5) return undefined
  const settled = strength >= 0.8 && agreement >= 0.93 && comesBack <= 0.1 * begun
  const differing = 1 - agreement
  const byRight = Math.max(leastExceptions, exceptionsOf(differing, noise, 1))
  return { disagreement: differing, strength, exceptions: settled ? byRight : Math.max(0.01, differing) }
}

/** Of the values other than the most frequent one, this share must stand beside an equal one: else what stands alone is right. */
const leastInRuns = 0.5

function rareRun(believed: Int32Array, counts: readonly number[], rows: number): boolean {
  let mode = 1
  counts.forEach((count, code) => {
    if (code > 0 && count > (counts[mode] ?? 0)) mode = code
  })
  let others = 0
  let inRuns = 0
  for (let row = 0; row < rows; row++) {
    const here = believed[row] as number
    if (here === 0 || here === mode) continue
    others++
    if (here === believed[row - 1] || here === believed[row + 1]) inRuns++
  }
  return inRuns >= leastInRuns * others
}

function runPredictor(column: EncodedColumn, to: number, rows: number, measure: RunMeasure): Predictor {
  // As it is now: while rows are settled, what is believed changes.
  const believed = column.believed.slice()
  return {
    to,
    from: [],
    kind: 'rows',
    exceptions: measure.exceptions,
    lone: measure.exceptions,
    disagreement: measure.disagreement,
    weight: measure.strength,
    tally(row) {
      const above = believed[row - 1] ?? 0
      if (above === 0 || above !== believed[row + 1]) return undefined
      const own = believed[row] as number
      const counts = new Map([[own, 1]])
      let total = 0
      for (let at = Math.max(0, row - reach); at <= Math.min(rows - 1, row + reach); at++) {
        if (at === row) continue
        const code = believed[at] as number
        counts.set(code, (counts.get(code) ?? 0) + 1)
        if (code !== 0) total++
      }
      return { counts, own, total }
    },
  }
}
