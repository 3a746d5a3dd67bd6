import type { Finding, Operation, PlanPreview } from '@aw-flow/schema'

/** A change that a repair makes, with the number of cells in which it does. */
export interface RepairChange {
  readonly column: string
  /** The first row with this change; 1 is the first row of data. */
  readonly row: number
  readonly before: string
  /** An empty text for null. */
  readonly after: string
  readonly cells: number
}

/** The distinct changes of repairs, the most frequent first. */
export function repairChanges(findings: readonly Finding[]): RepairChange[] {
  const changes = new Map<string, { -readonly [Key in keyof RepairChange]: RepairChange[Key] }>()
  for (const { column, row, value, repair } of findings) {
    if (repair === undefined) continue
    const key = JSON.stringify([column, value, repair])
    const known = changes.get(key)
    if (known) {
      known.cells++
      known.row = Math.min(known.row, row)
    } else changes.set(key, { column, row, before: value, after: repair, cells: 1 })
  }
  return [...changes.values()].sort((a, b) => b.cells - a.cells)
}

/** The counts of a repair over all rows of the table. */
export interface RepairCounts {
  readonly changed: number
  readonly nulled: number
  readonly dropped: number
  /** Number of repairs that do not fit the type of their column, so that the cell is unchanged. */
  readonly unfit: number
  /** Number of changed cells that were not checked but have one of the repaired values. */
  readonly additional: number
}

/** Sums the effects of a repair. `cells` is the number of cells that it repairs. */
export function countRepair({ applied }: PlanPreview, cells: number): RepairCounts {
  const sum = (of: 'cellsChanged' | 'cellsNulled' | 'rowsDropped'): number =>
    applied.reduce((total, operation) => total + operation[of], 0)
  const [changed, nulled] = [sum('cellsChanged'), sum('cellsNulled')]
  const difference = changed + nulled - cells
  return {
    changed,
    nulled,
    dropped: sum('rowsDropped'),
    unfit: Math.max(0, -difference),
    additional: Math.max(0, difference),
  }
}

/** Whether operations map values, and therefore also repair later files. */
export const repairsLaterFiles = (operations: readonly Operation[]): boolean =>
  operations.some(({ op }) => op === 'map-values')
