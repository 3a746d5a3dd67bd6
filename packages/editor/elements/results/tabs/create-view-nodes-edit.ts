import type { Column, Edit, NodeType, Workflow, WorkflowNode } from '@aw-flow/schema'
import { createNode, type NewId } from '@aw-flow/canvas'
import type { NodeChain, TableView } from '../../../views/table/table-view.ts'
import { viewToNodes } from './view-to-nodes.ts'

/** Horizontal distance between consecutive new nodes, in graph units. */
const nodeDistance = 300
/** Vertical distance between rows of nodes, in graph units. */
const rowDistance = 180

/**
 * Creates the edit that adds a chain of nodes that reproduces a view of an output table or answers a question about it.
 * The first new node reads the table. Existing readers of the table stay connected.
 *
 * @returns The edit, which is a single undo step, and the labels of the new nodes; `undefined` if there is nothing to
 *   add, the source node was deleted, or the catalog lacks a node type.
 */
export function createViewNodesEdit(
  document: Workflow,
  output: { node: string; port: string; columns: readonly Column[] },
  view: TableView | NodeChain,
  { catalog, newId }: { catalog: readonly NodeType[]; newId: NewId },
): { edit: Edit; labels: readonly string[] } | undefined {
  const sourceNode = document.nodes.find(({ id }) => id === output.node)
  const newNodes = ('nodes' in view ? view.nodes : viewToNodes(view, output.columns)).map((viewNode) => ({
    ...viewNode,
    nodeType: catalog.find(({ type }) => type === viewNode.type),
  }))
  if (!sourceNode || newNodes.length === 0) return undefined
  const start = findFreeRow(document, sourceNode.position, newNodes.length)
  const edits: Edit[] = []
  let [source, sourceHandle] = [output.node, output.port]
  for (const [index, { nodeType, config }] of newNodes.entries()) {
    const [input, result] = [nodeType?.inputs[0], nodeType?.outputs[0]]
    if (!nodeType || !input || !result) return undefined
    const node = createNode(nodeType, { x: start.x + index * nodeDistance, y: start.y }, newId(nodeType.type))
    const data = { ...node.data, config: { ...node.data.config, ...config } }
    edits.push(
      { type: 'add-node', node: { ...node, data } },
      {
        type: 'add-edge',
        edge: { id: newId('edge'), source, sourceHandle, target: node.id, targetHandle: input.name },
      },
    )
    ;[source, sourceHandle] = [node.id, result.name]
  }
  return { edit: { type: 'batch', edits }, labels: newNodes.map(({ nodeType }) => nodeType?.title ?? '') }
}

/** Returns the position of the first node of a new row, to the right of the source and below any overlapping nodes. */
function findFreeRow({ nodes }: Workflow, source: WorkflowNode['position'], count: number): WorkflowNode['position'] {
  const x = source.x + nodeDistance
  const overlaps = (y: number): boolean =>
    nodes.some(
      ({ position }) =>
        position.x > x - nodeDistance &&
        position.x < x + count * nodeDistance &&
        Math.abs(position.y - y) < rowDistance &&
        position !== source,
    )
  let { y } = source
  while (overlaps(y)) y += rowDistance
  return { x, y }
}
