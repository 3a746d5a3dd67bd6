import type { RunView } from '@aw-flow/schema'

/** Returns the ids of the nodes that have a report, in workflow order. */
export const listReportNodeIds = ({ nodes, workflow }: RunView): string[] =>
  workflow?.nodes.flatMap(({ id }) => (nodes[id]?.report ? [id] : [])) ?? []

/**
 * Returns the id of the node whose report is shown by default: the failed node, otherwise `preferredNodeId` if it
 * has a report, otherwise the last node with a report.
 */
export function findReportNodeId(run: RunView, preferredNodeId: string | undefined): string | undefined {
  const failedNode = Object.values(run.nodes).find(({ state, handled }) => state === 'failed' && !handled)
  if (failedNode) return failedNode.node
  if (preferredNodeId !== undefined && run.nodes[preferredNodeId]?.report) return preferredNodeId
  return listReportNodeIds(run).at(-1) ?? preferredNodeId
}
