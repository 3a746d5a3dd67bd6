import type { Workflow } from '@aw-flow/schema'

/**
 * Returns the part of a workflow that leads to a node, including the node. If the node does not exist, the result has
 * no nodes.
 */
export function selectAncestors(workflow: Workflow, node: string): Workflow {
  const ids = new Set<string>()
  const pendingIds = workflow.nodes.some(({ id }) => id === node) ? [node] : []
  for (let id = pendingIds.pop(); id !== undefined; id = pendingIds.pop()) {
    if (ids.has(id)) continue
    ids.add(id)
    for (const { source, target } of workflow.edges) if (target === id) pendingIds.push(source)
  }
  const { groups: _groups, ports: _ports, ...otherFields } = workflow
  return {
    ...otherFields,
    nodes: workflow.nodes.filter(({ id }) => ids.has(id)),
    edges: workflow.edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
  }
}
