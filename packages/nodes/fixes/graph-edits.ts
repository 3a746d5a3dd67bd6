import { defined, type Config, type Edit, type Workflow, type WorkflowEdge, type WorkflowNode } from '@aw-flow/schema'

/** Lists the nodes upstream of a node, nearest first. */
export function findUpstreamNodes(workflow: Workflow, node: string): WorkflowNode[] {
  const nodesById = new Map(workflow.nodes.map((candidate) => [candidate.id, candidate]))
  const foundIds = new Set<string>()
  let levelIds = [node]
  while (levelIds.length > 0) {
    const sources = workflow.edges.filter(({ target }) => levelIds.includes(target)).map(({ source }) => source)
    levelIds = [...new Set(sources)].filter((id) => id !== node && nodesById.has(id) && !foundIds.has(id))
    for (const id of levelIds) foundIds.add(id)
  }
  return [...foundIds].map((id) => nodesById.get(id)!)
}

/** Returns `preferredId`. If a node or edge of the workflow already has this ID, appends `-2`, `-3` and so on. */
export function createUnusedId({ nodes, edges }: Workflow, preferredId: string): string {
  const ids = new Set([...nodes, ...edges].map(({ id }) => id))
  let number = 1
  let id = preferredId
  while (ids.has(id)) id = `${preferredId}-${++number}`
  return id
}

/** Creates an edit that inserts a node into an edge, using its input and output named `port`. */
export function insertIntoEdge(
  workflow: Workflow,
  edge: WorkflowEdge,
  { type, config, port }: { type: string; config: Config; port: string },
): Edit {
  const id = createUnusedId(workflow, type)
  const findNode = (nodeId: string): WorkflowNode | undefined => workflow.nodes.find((node) => node.id === nodeId)
  const [source, target] = [findNode(edge.source), findNode(edge.target)]
  const position = {
    x: Math.round(((source?.position.x ?? 0) + (target?.position.x ?? 0)) / 2),
    y: Math.round(((source?.position.y ?? 0) + (target?.position.y ?? 0)) / 2) + 80,
  }
  const { id: edgeId, target: _target, targetHandle: _port, points: _points, ...sourceFields } = edge
  return {
    type: 'batch',
    edits: [
      { type: 'add-node', node: { id, type, position, data: { label: '', config } } },
      replaceEdge(workflow, edge, { ...sourceFields, id: edgeId, target: id, targetHandle: port }),
      {
        type: 'add-edge',
        edge: defined({
          id: createUnusedId(workflow, `${id}-${edge.target}`),
          source: id,
          sourceHandle: port,
          target: edge.target,
          targetHandle: edge.targetHandle,
        }),
      },
    ],
  }
}

/** Creates an edit that replaces an edge without changing its position in the list. */
export function replaceEdge(workflow: Workflow, edge: WorkflowEdge, replacement: WorkflowEdge): Edit {
  const nextEdgeId = workflow.edges[workflow.edges.indexOf(edge) + 1]?.id
  return {
    type: 'batch',
    edits: [{ type: 'remove-edge', id: edge.id }, defined({ type: 'add-edge', edge: replacement, before: nextEdgeId })],
  }
}
