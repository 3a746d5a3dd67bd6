import type { RunView } from '@aw-flow/schema'

/** Returns the nodes with a report, in the order of the workflow. */
export const listReportedNodes = ({ nodes, workflow }: RunView): string[] =>
  workflow?.nodes.flatMap(({ id }) => (nodes[id]?.report ? [id] : [])) ?? []

/**
 * Returns the node whose report is shown if none is chosen: the failed one, `preferred` if it has a report, or the last
 * one with a report.
 */
export function findReportNode(run: RunView, preferred: string | undefined): string | undefined {
  const failed = Object.values(run.nodes).find(({ state, handled }) => state === 'failed' && !handled)
  if (failed) return failed.node
  if (preferred !== undefined && run.nodes[preferred]?.report) return preferred
  return listReportedNodes(run).at(-1) ?? preferred
}
