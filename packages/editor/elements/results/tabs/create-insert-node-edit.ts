import type { Config, Edit, NodeType, Workflow, WorkflowEdge, WorkflowNode } from '@aw-flow/schema'
import { createNode, type NewId } from '@aw-flow/canvas'

type Position = WorkflowNode['position']

/** Horizontal and vertical offset of a node that is inserted before others from its source, in graph units. */
const sourceOffset = 160
/** Maximum node width plus a gap, in graph units. */
const nodeSpacingX = 280
/** Maximum node height plus a gap, in graph units. */
const nodeSpacingY = 200

/**
 * Creates the edit that inserts a node between an output table and all of its readers. The new node receives the table
 * at the port `input`, and its readers use its output port `table`.
 *
 * @returns The edit, which is a single undo step, and the new node's label; `undefined` if the source node was deleted.
 */
export function createInsertNodeEdit(
  document: Workflow,
  { node, port }: { node: string; port: string },
  { type, config, input }: { type: NodeType; config: Config; input: string },
  { catalog, newId }: { catalog: readonly NodeType[]; newId: NewId },
): { edit: Edit; label: string } | undefined {
  const sourceNode = document.nodes.find(({ id }) => id === node)
  if (!sourceNode) return undefined
  const outgoingEdges = findOutgoingEdges(document, { node, port }, catalog)
  const id = newId(type.type)
  const createdNode = createNode(type, findFreePosition(document, sourceNode.position, outgoingEdges.length === 0), id)
  const settings = { ...createdNode.data.config, ...config }
  const edits: Edit[] = [
    { type: 'add-node', node: { ...createdNode, data: { ...createdNode.data, config: settings } } },
    ...outgoingEdges.map((edge): Edit => ({ type: 'remove-edge', id: edge.id })),
    {
      type: 'add-edge',
      edge: { id: newId('edge'), source: node, sourceHandle: port, target: id, targetHandle: input },
    },
    ...outgoingEdges.map((edge): Edit => ({
      type: 'add-edge',
      edge: { ...edge, id: newId('edge'), source: id, sourceHandle: 'table' },
    })),
  ]
  return { edit: { type: 'batch', edits }, label: type.title }
}

/** Creates the same edit as `createInsertNodeEdit`, for a SQL node whose statement reads the table as `input`. */
export function createInsertSqlEdit(
  document: Workflow,
  output: { node: string; port: string },
  statement: string,
  options: { catalog: readonly NodeType[]; newId: NewId },
): { edit: Edit; label: string } | undefined {
  const type = options.catalog.find((candidate) => candidate.type === 'sql')
  return type && createInsertNodeEdit(document, output, { type, config: { statement, inputs: 'input' }, input: 'input' }, options) // oxfmt-ignore
}

/** Returns the edges that start at an output port. */
export function findOutgoingEdges(
  document: Workflow,
  { node, port }: { node: string; port: string },
  catalog: readonly NodeType[],
): readonly WorkflowEdge[] {
  const type = document.nodes.find(({ id }) => id === node)?.type
  const firstOutput = catalog.find((candidate) => candidate.type === type)?.outputs[0]?.name
  return document.edges.filter(({ source, sourceHandle }) => source === node && (sourceHandle ?? firstOutput) === port)
}

/** Finds a position to the right of the source or, if other nodes follow it there, below them. */
function findFreePosition({ nodes }: Workflow, source: Position, isLast: boolean): Position {
  const preferredPosition = isLast
    ? { x: source.x + nodeSpacingX, y: source.y }
    : { x: source.x + sourceOffset, y: source.y + sourceOffset }
  const bottomY = nodes
    .filter(
      ({ position: { x, y } }) =>
        Math.abs(x - preferredPosition.x) < nodeSpacingX && y > preferredPosition.y - nodeSpacingY,
    )
    .reduce((maxY, { position: { y } }) => Math.max(maxY, y), preferredPosition.y - nodeSpacingY)
  return { x: preferredPosition.x, y: Math.max(preferredPosition.y, bottomY + nodeSpacingY) }
}
