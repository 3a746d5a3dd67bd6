import { defined, type Edit, type Json, type NodeType, type DescriptionPlan, type WorkflowNode } from '@aw-flow/schema'
import type { Point } from '../camera/view.ts'
import { findFreeOffset, gridSize, headerHeight, nodeWidth, snap } from '../scene/node-shape.ts'
import { getNodeRect } from '../scene/scene.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import type { Action } from './actions.ts'
import type { PortEnd } from './connection-rules.ts'
import { createNode } from './document-edits.ts'

/** The horizontal and vertical distances between the top-left corners of neighboring nodes. */
const columnWidth = nodeWidth + 4 * gridSize
const rowHeight = 10 * gridSize

/**
 * Creates an action that adds a plan's nodes to the right of a point, below any existing nodes in the way, and connects
 * them to the output at which the plan starts.
 *
 * @returns `undefined` if the plan has no nodes, or if the catalog does not contain one of its node types.
 * @internal
 */
export function createDescriptionPlanAction(
  { newId, texts, scene }: Pick<WorkflowCanvasState, 'newId' | 'texts' | 'scene'>,
  { nodes, edges }: DescriptionPlan,
  types: readonly NodeType[],
  { point, output }: { readonly point: Point; readonly output?: PortEnd | undefined },
): Action | undefined {
  const typesByName = new Map(types.map((type) => [type.type, type]))
  const newIds = new Map<string, string>()
  const addedNodes: WorkflowNode[] = []
  const titles: string[] = []
  const columns = new Map<string, number>()
  let row = 0
  for (const { id, type: name, config } of nodes) {
    const type = typesByName.get(name)
    if (!type) return undefined
    const sourceColumns = edges
      .filter(({ target }) => target === id)
      .map(({ source }) => columns.get(source ?? '') ?? -1)
    const isNewBranch = sourceColumns.length === 0 && columns.size > 0
    const column = Math.max(-1, ...sourceColumns) + 1
    row = isNewBranch ? row + 1 : sourceColumns.length > 1 ? 0 : row
    columns.set(id, column)
    const x = snap(point.x + column * columnWidth)
    const node = createNode(type, { x, y: snap(point.y - headerHeight / 2 + row * rowHeight) }, newId(name))
    newIds.set(id, node.id)
    titles.push(type.title)
    const settings: Record<string, Json> = { ...node.data.config, ...config }
    addedNodes.push({ ...node, data: { ...node.data, config: settings } })
  }
  const dy = findFreeOffset(
    addedNodes.map(({ position }) => ({ ...position, width: nodeWidth, height: rowHeight })),
    scene.nodes.map((node) => getNodeRect(node)),
  )
  const edits = addedNodes.map((node): Edit => ({
    type: 'add-node',
    node: { ...node, position: { x: node.position.x, y: node.position.y + dy } },
  }))
  for (const { source, sourceHandle, target, targetHandle } of edges) {
    const start = source === undefined ? output?.node : newIds.get(source)
    const end = newIds.get(target)
    const port = source === undefined ? output?.port : sourceHandle
    if (start === undefined || end === undefined) continue
    const ports = defined({ sourceHandle: port, targetHandle })
    edits.push({ type: 'add-edge', edge: { id: newId('edge'), source: start, target: end, ...ports } })
  }
  if (edits.length === 0) return undefined
  return { edit: { type: 'batch', edits }, select: [...newIds.values()], announcement: texts.added(titles.join(', ')) }
}
