import { isAppliedOperation, type Finding, type Operation } from '@aw-flow/schema/internal'

/** The cells that a plan already repairs. @public */
export interface RepairedCells {
  /** Returns whether the plan repairs the cell of a finding. */
  has(finding: Finding): boolean
}

/**
 * Indexes the cells that operations repair by setting cells or mapping values. Rejected operations are ignored.
 * @internal
 */
export function indexRepairedCells(operations: readonly Operation[]): RepairedCells {
  const cells = new Map<string, Set<number>>()
  const values = new Map<string, Set<string>>()
  for (const operation of operations) {
    if (!isAppliedOperation(operation)) continue
    if (operation.op === 'set-cells') {
      const rows = getOrCreateSet(cells, operation.column)
      for (const { row } of operation.cells) rows.add(row)
    } else if (operation.op === 'map-values') {
      const mappedValues = getOrCreateSet(values, operation.column)
      for (const { from } of operation.values) mappedValues.add(from)
    }
  }
  return {
    has: ({ row, column, value }) => cells.get(column)?.has(row) === true || values.get(column)?.has(value) === true,
  }
}

function getOrCreateSet<Value>(sets: Map<string, Set<Value>>, column: string): Set<Value> {
  const set = sets.get(column) ?? new Set()
  sets.set(column, set)
  return set
}
