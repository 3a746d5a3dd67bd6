import { defined, type Edit, type NodeType, type Workflow, type WorkflowEdge, type WorkflowNode } from '@aw-flow/schema'
import { isPlanEdge } from '@aw-flow/schema/internal'

/** A step of a chain: its node and, optionally, the approval after it. */
export interface Step {
  node: WorkflowNode
  approval?: WorkflowNode
}

/** Creates a unique ID for a new node of the given type. */
export type CreateNodeId = (type: string) => string

/** Ports through which the node types used in templates are connected. Needed before the catalog is loaded. */
const knownPorts: Readonly<Record<string, Ports>> = {
  loading: { output: 'table' },
  preparing: { input: 'table', output: 'table' },
  validation: { input: 'table', output: 'table' },
  table: { input: 'table' },
  approval: { input: 'value', output: 'approved' },
}
interface Ports {
  input?: string
  output?: string
}

/**
 * Returns the ports through which nodes of the given type are connected in a chain, or `undefined` if such nodes cannot
 * be part of a chain.
 */
export function findChainPorts(type: string, catalog: readonly NodeType[]): Ports | undefined {
  if (Object.hasOwn(knownPorts, type)) return knownPorts[type]
  const nodeType = catalog.find((item) => item.type === type)
  const input = nodeType?.inputs.find((port) => port.type === 'table')?.name
  const output = nodeType?.outputs.find((port) => port.type === 'table')?.name
  const hasSeveralRequiredInputs = (nodeType?.inputs.filter(({ required }) => required).length ?? 0) > 1
  if (!nodeType || hasSeveralRequiredInputs || (input === undefined && output === undefined)) return undefined
  return defined({ input, output })
}

/**
 * Returns the steps of a workflow that consists of a single chain, or `undefined` if the workflow branches, joins or is
 * not connected.
 */
export function readChain({ nodes, edges }: Workflow): Step[] | undefined {
  const nodesById = new Map(nodes.map((node) => [node.id, node]))
  const nextIds = new Map<string, string>()
  const targetIds = new Set<string>()
  for (const edge of edges) {
    if (isPlanEdge(edge)) continue
    const { source, target, sourceHandle } = edge
    if (nextIds.has(source) || targetIds.has(target)) return undefined
    if (nodesById.get(source)?.type === 'approval' && (sourceHandle ?? 'approved') !== 'approved') return undefined
    nextIds.set(source, target)
    targetIds.add(target)
  }
  const startNodes = nodes.filter(({ id }) => !targetIds.has(id))
  if (nodes.length > 0 && startNodes.length !== 1) return undefined
  const steps: Step[] = []
  let count = 0
  for (let node = startNodes[0]; node; node = nodesById.get(nextIds.get(node.id) ?? '')) {
    count++
    const last = steps.at(-1)
    if (node.type === 'approval' && last && !last.approval) last.approval = node
    else steps.push({ node })
  }
  return count === nodes.length ? steps : undefined
}

/**
 * Creates the edit that turns a workflow into a chain of the given steps. Nodes keep their IDs, and matching edges and
 * the plans that steps pass to later steps are kept.
 */
export function createChainEdit(workflow: Workflow, steps: readonly Step[], catalog: readonly NodeType[]): Edit {
  const nodes = steps.flatMap(({ node, approval }) => (approval ? [node, approval] : [node]))
  const newEdges = nodes.slice(1).flatMap((node, index) => createEdgesBetween(nodes[index]!, node, catalog))
  const existingNodes = new Map(workflow.nodes.map((node) => [node.id, node]))
  const isUnchangedNode = (id: string): boolean =>
    nodes.some((node) => node.id === id && node.type === existingNodes.get(id)?.type)
  const isUnchanged = (edge: WorkflowEdge): boolean =>
    newEdges.some((item) => haveSameEnds(item, edge)) ||
    (isPlanEdge(edge) && isUnchangedNode(edge.source) && isUnchangedNode(edge.target))
  const remainingIds = new Set(nodes.map(({ id }) => id))
  const edgeIds = new Set(workflow.edges.map(({ id }) => id))
  const positionedNodes = positionNodes(nodes, existingNodes)
  return {
    type: 'batch',
    edits: [
      ...workflow.edges.filter((edge) => !isUnchanged(edge)).map(({ id }): Edit => ({ type: 'remove-edge', id })),
      ...workflow.nodes.filter(({ id }) => !remainingIds.has(id)).map(({ id }): Edit => ({ type: 'remove-node', id })),
      ...positionedNodes.flatMap((node): Edit[] => {
        const existingNode = existingNodes.get(node.id)
        if (!existingNode) return [{ type: 'add-node', node }]
        return existingNode.type === node.type ? [] : [{ type: 'replace-node', node }]
      }),
      ...createMoveEdits(positionedNodes, existingNodes),
      ...newEdges
        .filter((edge) => !workflow.edges.some((existingEdge) => haveSameEnds(existingEdge, edge)))
        .map((edge): Edit => ({ type: 'add-edge', edge: { ...edge, id: createUniqueId(edge.id, edgeIds) } })),
    ],
  }
}

/** Adds a step at the end. If the last step has no output, adds the new step before it. */
export function addStep(
  steps: readonly Step[],
  type: string,
  catalog: readonly NodeType[],
  createId: CreateNodeId,
): Step[] {
  const step = { node: createNode(type, catalog, createId) }
  const last = steps.at(-1)
  const lastHasNoOutput = last && !last.approval && findChainPorts(last.node.type, catalog)?.output === undefined
  return lastHasNoOutput ? [...steps.slice(0, -1), step, last] : [...steps, step]
}

/** Changes a step's type and resets its settings to the new type's defaults. */
export function changeType(steps: readonly Step[], id: string, type: string, catalog: readonly NodeType[]): Step[] {
  return steps.map((step) => {
    if (step.node.id !== id) return step
    const { typeVersion: _, ...node } = step.node
    const { position: __, ...newNode } = createNode(type, catalog, () => id)
    return { ...step, node: { ...node, ...newNode } }
  })
}

/** Adds or removes the approval after a step. */
export function setApproval(steps: readonly Step[], id: string, isRequired: boolean, createId: CreateNodeId): Step[] {
  return steps.map(({ node, approval }) => {
    if (node.id !== id) return approval ? { node, approval } : { node }
    return isRequired ? { node, approval: approval ?? createNode('approval', [], createId) } : { node }
  })
}

/** Returns the target of a Prepare node. Without a setting, it is the default of the node's version. */
export const getTarget = ({ typeVersion = 1, data }: WorkflowNode): unknown =>
  data.config['target'] ?? (typeVersion < 2 ? 'cosmo-ready' : 'generic')

/** Suggests the type of the next step, based on the last one. */
export const suggestNextType = (steps: readonly Step[]): string => {
  const lastType = steps.at(-1)?.node.type
  if (lastType === undefined) return 'loading'
  return { loading: 'preparing', preparing: 'validation' }[lastType] ?? (lastType === 'table' ? 'preparing' : 'table')
}

const titlesByType: Readonly<Record<string, string>> = {
  loading: 'Load',
  preparing: 'Prepare',
  validation: 'Validate',
  table: 'Table',
  approval: 'Approval',
}

export const findTypeTitle = (type: string, catalog: readonly NodeType[]): string =>
  catalog.find((item) => item.type === type)?.title ?? titlesByType[type] ?? type

function createNode(type: string, catalog: readonly NodeType[], createId: CreateNodeId): WorkflowNode {
  const label = findTypeTitle(type, catalog)
  const typeVersion = catalog.find((item) => item.type === type)?.version
  return {
    id: createId(type),
    type,
    ...defined({ typeVersion }),
    position: { x: 0, y: 0 },
    data: { label, config: {} },
  }
}

function createEdgesBetween(source: WorkflowNode, target: WorkflowNode, catalog: readonly NodeType[]): WorkflowEdge[] {
  const sourceHandle = findChainPorts(source.type, catalog)?.output
  const targetHandle = findChainPorts(target.type, catalog)?.input
  if (sourceHandle === undefined || targetHandle === undefined) return []
  return [{ id: `${source.id}-${target.id}`, source: source.id, target: target.id, sourceHandle, targetHandle }]
}

const haveSameEnds = (a: WorkflowEdge, b: WorkflowEdge): boolean =>
  a.source === b.source &&
  a.target === b.target &&
  a.sourceHandle === b.sourceHandle &&
  a.targetHandle === b.targetHandle

const columnWidth = 300

/** Positions new nodes after their predecessors, and moves subsequent nodes that would overlap. */
function positionNodes(
  nodes: readonly WorkflowNode[],
  existingNodes: ReadonlyMap<string, WorkflowNode>,
): WorkflowNode[] {
  const positionedNodes: WorkflowNode[] = []
  for (const node of nodes) {
    const lastPosition = positionedNodes.at(-1)?.position
    const position = existingNodes.has(node.id)
      ? node.position
      : { x: (lastPosition?.x ?? 40 - columnWidth) + columnWidth, y: lastPosition?.y ?? 120 }
    const isTooClose =
      lastPosition && position.x < lastPosition.x + columnWidth && Math.abs(position.y - lastPosition.y) < 100
    positionedNodes.push({
      ...node,
      position: isTooClose ? { x: lastPosition.x + columnWidth, y: position.y } : position,
    })
  }
  return positionedNodes
}

function createMoveEdits(
  positionedNodes: readonly WorkflowNode[],
  existingNodes: ReadonlyMap<string, WorkflowNode>,
): Edit[] {
  const positions = Object.fromEntries(
    positionedNodes.flatMap(({ id, position }) => {
      const previous = existingNodes.get(id)?.position
      return previous && (previous.x !== position.x || previous.y !== position.y) ? [[id, position]] : []
    }),
  )
  return Object.keys(positions).length > 0 ? [{ type: 'move-nodes', positions }] : []
}

function createUniqueId(id: string, usedIds: Set<string>): string {
  let candidate = id
  for (let count = 2; usedIds.has(candidate); count++) candidate = `${id}-${count}`
  usedIds.add(candidate)
  return candidate
}
