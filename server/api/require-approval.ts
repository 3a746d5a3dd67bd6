import type { Catalog } from '@aw-flow/engine'
import type { Workflow, WorkflowEdge } from '@aw-flow/schema'
import { getApprovalId, isPlanEdge } from '@aw-flow/schema/internal'

/**
 * Adds an Approval node after each node whose output another node reads or, in a workflow without such nodes, after
 * each node with an output. Data of triggers, items of loops and errors need no approval: a person decides about
 * results. A workflow that already contains an Approval node is returned unchanged.
 */
export function requireApproval(workflow: Workflow, catalog: Catalog): Workflow {
  if (workflow.nodes.some(({ type }) => type === 'approval')) return workflow
  const nodesById = new Map(workflow.nodes.map((node) => [node.id, node]))
  const needsApproval = (edge: WorkflowEdge): boolean => {
    const definition = catalog.get(nodesById.get(edge.source)?.type ?? '')
    const port = edge.sourceHandle ?? ''
    const isResult = definition?.family !== 'triggers' && !definition?.body?.outputs.includes(port)
    return isResult && port !== 'error' && !isPlanEdge(edge)
  }
  const approvals = new Map<string, { id: string; from: Pick<WorkflowEdge, 'source' | 'sourceHandle'> }>()
  const addApproval = ({ source, sourceHandle }: Pick<WorkflowEdge, 'source' | 'sourceHandle'>): string => {
    const key = JSON.stringify([source, sourceHandle])
    let id = approvals.get(key)?.id ?? getApprovalId(source)
    while (!approvals.has(key) && (nodesById.has(id) || [...approvals.values()].some((other) => other.id === id)))
      id = `${id}-new`
    approvals.set(key, { id, from: sourceHandle === undefined ? { source } : { source, sourceHandle } })
    return id
  }
  const edges = workflow.edges.map((edge) =>
    needsApproval(edge) ? { ...edge, source: addApproval(edge), sourceHandle: 'approved' } : edge,
  )
  if (approvals.size === 0) {
    for (const { id, type } of workflow.nodes) {
      const definition = catalog.get(type)
      if (definition?.family !== 'triggers' && definition?.outputs.length) addApproval({ source: id })
    }
  }
  return {
    ...workflow,
    nodes: [
      ...workflow.nodes,
      ...[...approvals.values()].map(({ id, from }) => {
        const position = nodesById.get(from.source)?.position ?? { x: 0, y: 0 }
        return { id, type: 'approval', position, data: { label: 'Approval', config: {} } }
      }),
    ],
    edges: [
      ...edges,
      ...[...approvals.values()].map(({ id, from }) => ({
        id: `${id}-edge`,
        ...from,
        target: id,
        targetHandle: 'value',
      })),
    ],
  }
}
