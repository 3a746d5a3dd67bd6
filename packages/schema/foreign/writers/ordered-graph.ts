import type { Workflow, WorkflowEdge, WorkflowNode } from '../../document/workflow.ts'

/** A workflow with its edges by node. */
export interface OrderedGraph {
  readonly workflow: Workflow
  /** Names that no other node has, by id. */
  readonly names: ReadonlyMap<string, string>
  readonly outgoing: ReadonlyMap<string, readonly WorkflowEdge[]>
  readonly incoming: ReadonlyMap<string, readonly WorkflowEdge[]>
  /** The nodes, each after the nodes that lead to it. Nodes of a cycle follow in the order of the document. */
  readonly sorted: readonly WorkflowNode[]
}

/** Reads the order and the unique names of the nodes of a workflow. Edges without a node at an end are left out. */
export function orderGraph(workflow: Workflow): OrderedGraph {
  const nodes = new Map(workflow.nodes.map((node) => [node.id, node]))
  const outgoing = new Map<string, WorkflowEdge[]>(workflow.nodes.map(({ id }) => [id, []]))
  const incoming = new Map<string, WorkflowEdge[]>(workflow.nodes.map(({ id }) => [id, []]))
  for (const edge of workflow.edges) {
    if (!nodes.has(edge.source) || !nodes.has(edge.target)) continue
    outgoing.get(edge.source)!.push(edge)
    incoming.get(edge.target)!.push(edge)
  }
  const counts = new Map([...incoming].map(([id, edges]) => [id, edges.length]))
  const pending = workflow.nodes.filter(({ id }) => counts.get(id) === 0)
  const sorted = new Set<WorkflowNode>()
  for (const node of pending) {
    sorted.add(node)
    for (const { target } of outgoing.get(node.id)!) {
      counts.set(target, counts.get(target)! - 1)
      if (counts.get(target) === 0) pending.push(nodes.get(target)!)
    }
  }
  return {
    workflow,
    names: nameNodes(workflow),
    outgoing,
    incoming,
    sorted: [...new Set([...sorted, ...workflow.nodes])],
  }
}

/** Returns a unique name for each node: its label, with a number if another node has it too. */
function nameNodes({ nodes }: Workflow): Map<string, string> {
  const used = new Set<string>()
  return new Map(
    nodes.map(({ id, type, data }) => {
      const label = data.label || type
      let name = label
      for (let number = 2; used.has(name); number++) name = `${label} ${number}`
      used.add(name)
      return [id, name]
    }),
  )
}
