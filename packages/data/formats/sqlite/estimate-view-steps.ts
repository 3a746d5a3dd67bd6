import type { Database } from 'sql.js'
import { quoteName } from './column-storage.ts'

interface PlanNode {
  detail: string
  children: PlanNode[]
}

/** Assumed number of rows in a virtual table, such as `json_each`, for each row with which it is joined. */
const virtualTableRows = 10_000

/**
 * Estimates, from SQLite's query plan, the maximum number of rows that the nested loops of a view visit. The estimate
 * is needed because a file can define any view, and SQLite cannot be interrupted here. Recursive views have no upper
 * bound.
 *
 * @param rowsByTable Number of rows, keyed by table.
 * @see https://www.sqlite.org/eqp.html
 */
export function estimateViewSteps(database: Database, view: string, rowsByTable: ReadonlyMap<string, number>): number {
  const rows = database.exec(`EXPLAIN QUERY PLAN SELECT * FROM ${quoteName(view)}`)[0]?.values ?? []
  const root: PlanNode = { detail: '', children: [] }
  const nodes = new Map<unknown, PlanNode>()
  for (const [id, parent, , detail] of rows) {
    const node = { detail: String(detail), children: [] }
    nodes.set(id, node)
    const parentNode = nodes.get(parent) ?? root
    parentNode.children.push(node)
  }
  return estimateNode(root, new Map(rowsByTable))
}

/** @param rowCounts Number of rows in tables and in the results of earlier nodes, keyed by name. */
function estimateNode(node: PlanNode, rowCounts: Map<string, number>): number {
  let loops = 1
  let earlierSteps = 0
  for (const child of node.children) {
    const { detail } = child
    const [, name = ''] = /^(?:SCAN|SEARCH) (\S+)/.exec(detail) ?? []
    if (detail === 'RECURSIVE STEP') return Infinity
    if (name !== '') loops *= Math.max(1, countVisits(detail, name, rowCounts))
    else {
      const steps = estimateNode(child, rowCounts)
      if (detail.startsWith('CORRELATED')) loops *= steps
      else earlierSteps += steps
      const [, result] = /^(?:CO-ROUTINE|MATERIALIZE) (\S+)/.exec(detail) ?? []
      if (result !== undefined) rowCounts.set(result, steps)
    }
  }
  return earlierSteps + loops
}

function countVisits(detail: string, name: string, rowCounts: ReadonlyMap<string, number>): number {
  if (/^SCAN (?:\d+ )?CONSTANT ROW/.test(detail)) return Number(/^SCAN (\d+)/.exec(detail)?.[1] ?? 1)
  if (detail.includes('VIRTUAL TABLE')) return virtualTableRows
  // A lookup by row id, or in the index of a primary key or unique constraint, finds one row.
  if (detail.includes(' USING INTEGER PRIMARY KEY (rowid=?)') || detail.includes(' INDEX sqlite_autoindex_')) return 1
  // An alias may refer to any table or result.
  return rowCounts.get(name) ?? Math.max(1, ...rowCounts.values())
}
