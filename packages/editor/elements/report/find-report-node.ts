import type { RunView } from '@aw-flow/schema'

/** Returns the ids of the nodes that have a report, in workflow order. */
export const listReportedNodes = ({ nodes, workflow }: RunView): string[] =>
  workflow?.nodes.flatMap(({ id }) => (nodes[id]?.report ? [id] : [])) ?? []

/**
 * Returns the id of the node whose report is shown by default: the failed node, otherwise `preferred` if it has a
 * report, otherwise the last node with a report.
 */
export function findReportNode(run: RunView, preferred: string | undefined): string | undefined {
  const failed = Object.values(run.nodes).find(({ state, handled }) => state === 'failed' && !handled)
  if (failed) return failed.node
  if (preferred !== undefined && run.nodes[preferred]?.report) return preferred
  return listReportedNodes(run).at(-1) ?? preferred
}
