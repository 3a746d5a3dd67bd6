import type { Finding, Operation, PlanPreview } from '@aw-flow/schema/internal'

/** A change that a repair makes to one or more cells of a column. */
export interface RepairChange {
  readonly column: string
  /** The first row with this change; 1 is the first data row. */
  readonly row: number
  readonly before: string
  /** The new value, or an empty string for null. */
  readonly after: string
  readonly cellCount: number
}

/** Returns the distinct changes that would repair the findings, most frequent first. */
export function listRepairChanges(findings: readonly Finding[]): RepairChange[] {
  const changes = new Map<string, { -readonly [Key in keyof RepairChange]: RepairChange[Key] }>()
  for (const { column, row, value, repair } of findings) {
    if (repair === undefined) continue
    const key = JSON.stringify([column, value, repair])
    const existingChange = changes.get(key)
    if (existingChange) {
      existingChange.cellCount++
      existingChange.row = Math.min(existingChange.row, row)
    } else changes.set(key, { column, row, before: value, after: repair, cellCount: 1 })
  }
  return [...changes.values()].sort((a, b) => b.cellCount - a.cellCount)
}

/** Numbers of cells and rows in the entire table that a repair affects. */
export interface RepairCounts {
  readonly changed: number
  readonly nulled: number
  readonly dropped: number
  /** Number of repairs that do not fit the column type and therefore leave the cell unchanged. */
  readonly incompatible: number
  /** Number of changed cells that are not among the findings but have one of the repaired values. */
  readonly additional: number
}

/** Totals the effects of a repair across its operations. `targetCount` is the number of cells to repair. */
export function countRepairEffects({ applied }: PlanPreview, targetCount: number): RepairCounts {
  const sum = (field: 'cellsChanged' | 'cellsNulled' | 'rowsDropped'): number =>
    applied.reduce((total, operation) => total + operation[field], 0)
  const [changedCellCount, nulledCellCount] = [sum('cellsChanged'), sum('cellsNulled')]
  const difference = changedCellCount + nulledCellCount - targetCount
  return {
    changed: changedCellCount,
    nulled: nulledCellCount,
    dropped: sum('rowsDropped'),
    incompatible: Math.max(0, -difference),
    additional: Math.max(0, difference),
  }
}

/** Returns whether any operation maps values, so that the same values in later files are repaired, too. */
export const repairsLaterFiles = (operations: readonly Operation[]): boolean =>
  operations.some(({ op }) => op === 'map-values')
