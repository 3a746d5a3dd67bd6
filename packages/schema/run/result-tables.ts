import type { NodeRun, RunView } from './fold-run.ts'
import type { TableRef } from '../data/table.ts'

/** A result table of a run, and the node and output port that produced it. @internal */
export interface ResultTable {
  node: string
  port: string
  table: TableRef
}

const isCompleted = (node: NodeRun | undefined): node is NodeRun =>
  node?.state === 'completed' || node?.state === 'cached'

/**
 * Returns the result tables of a run, in document order: the tables of completed nodes that have no completed
 * successor. A node that only displays a table contributes its input table. The last table is the result of the run.
 *
 * @internal
 */
export function findResultTables(view: RunView): ResultTable[] {
  const { nodes = [], edges = [] } = view.workflow ?? {}
  const results = new Map<string, ResultTable>()
  for (const { id } of nodes) {
    const run = view.nodes[id]
    if (!isCompleted(run) || edges.some(({ source, target }) => source === id && isCompleted(view.nodes[target])))
      continue
    const outputTables = listOutputTables(run)
    const inputTables = edges.flatMap(({ source, target, sourceHandle }) => {
      const predecessor = target === id ? view.nodes[source] : undefined
      return isCompleted(predecessor)
        ? listOutputTables(predecessor).filter(({ port }) => sourceHandle === undefined || port === sourceHandle)
        : []
    })
    for (const result of outputTables.length > 0 ? outputTables : inputTables) {
      results.delete(result.table.id)
      results.set(result.table.id, result)
    }
  }
  return [...results.values()]
}

const listOutputTables = ({ node, outputs }: NodeRun): ResultTable[] =>
  Object.entries(outputs).flatMap(([port, value]) =>
    value.kind === 'table' ? [{ node, port, table: value.table }] : [],
  )
