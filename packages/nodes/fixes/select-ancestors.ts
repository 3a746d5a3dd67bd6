import type { Workflow } from '@aw-flow/schema'

/** Returns the part of a workflow that leads to a node; no nodes if the node does not exist. */
export function selectAncestors(workflow: Workflow, node: string): Workflow {
  const ids = new Set<string>()
  const open = workflow.nodes.some(({ id }) => id === node) ? [node] : []
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (ids.has(id)) continue
    ids.add(id)
    for (const { source, target } of workflow.edges) if (target === id) open.push(source)
  }
  const { groups: _groups, ports: _ports, ...rest } = workflow
  return {
    ...rest,
    nodes: workflow.nodes.filter(({ id }) => ids.has(id)),
    edges: workflow.edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
  }
}
