import type { Finding, Operation } from '@aw-flow/schema'

/** The cells that a plan already repairs. @public */
export interface RepairedCells {
  has(finding: Finding): boolean
}

/** The cells that operations set, and the values that they map. @internal */
export function repairedCells(operations: readonly Operation[]): RepairedCells {
  const cells = new Map<string, Set<number>>()
  const values = new Map<string, Set<string>>()
  for (const operation of operations) {
    if (operation.state === 'rejected') continue
    if (operation.op === 'set-cells') {
      const rows = entry(cells, operation.column)
      for (const { row } of operation.cells) rows.add(row)
    } else if (operation.op === 'map-values') {
      const mapped = entry(values, operation.column)
      for (const { from } of operation.values) mapped.add(from)
    }
  }
  return {
    has: ({ row, column, value }) => cells.get(column)?.has(row) === true || values.get(column)?.has(value) === true,
  }
}

function entry<Value>(sets: Map<string, Set<Value>>, column: string): Set<Value> {
  const set = sets.get(column) ?? new Set()
  sets.set(column, set)
  return set
}
