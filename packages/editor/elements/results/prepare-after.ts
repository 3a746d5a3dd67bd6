import {
  parseJson,
  preparationPlanSchema,
  withIds,
  type Edit,
  type NodeType,
  type Operation,
  type PreparationPlan,
  type Workflow,
  type WorkflowEdge,
  type WorkflowNode,
} from '@aw-flow/schema'
import { newNode, type NewId } from '@aw-flow/canvas'

/** The place of a new node: right of its source, below the edge that it is inserted into, and below other nodes. */
const aside = 160
/** Maximum width of a node with a gap, in graph units. */
const nodeWidth = 280
const nodeHeight = 200

/**
 * Applies operations to a node's output table: adds them at the beginning of the plan of a Prepare node that reads the
 * table, else inserts a new Prepare node before all readers. Returns the edit and the Prepare node's name; `undefined`
 * if the node was removed, or if the session has no Prepare node type.
 */
export function prepareAfter(
  document: Workflow,
  { node, port, operations }: { node: string; port: string; operations: readonly Operation[] },
  { catalogue, newId }: { catalogue: readonly NodeType[]; newId: NewId },
): { edit: Edit; label: string } | undefined {
  const from = document.nodes.find(({ id }) => id === node)
  const type = catalogue.find((one) => one.type === 'preparing')
  if (!from || !type) return undefined
  const takers = takersOf(document, { node, port }, catalogue)
  for (const edge of takers) {
    const taker = prepareNode(document, edge)
    const plan = taker && planOf(taker)
    if (!taker || !plan) continue
    const more = withIds({ ...plan, operations: addedFirst(operations, plan.operations) })
    const edit: Edit = { type: 'set-config', id: taker.id, path: ['plan'], value: JSON.stringify(more) }
    return { edit, label: taker.data.label || type.title }
  }
  const id = newId(type.type)
  const plan = withIds({ target: 'generic', operations: [...operations], notes: [] })
  const made = newNode(type, freePosition(document, from.position), id)
  const config = { ...made.data.config, target: plan.target, plan: JSON.stringify(plan) }
  const edits: Edit[] = [
    { type: 'add-node', node: { ...made, data: { ...made.data, config } } },
    ...takers.map((edge): Edit => ({ type: 'remove-edge', id: edge.id })),
    {
      type: 'add-edge',
      edge: { id: newId('edge'), source: node, sourceHandle: port, target: id, targetHandle: 'table' },
    },
    ...takers.map((edge): Edit => ({
      type: 'add-edge',
      edge: { ...edge, id: newId('edge'), source: id, sourceHandle: 'table' },
    })),
  ]
  return { edit: { type: 'batch', edits }, label: type.title }
}

function freePosition({ nodes }: Workflow, source: WorkflowNode['position']): WorkflowNode['position'] {
  const place = { x: source.x + aside, y: source.y + aside }
  const lowest = nodes
    .filter(({ position: { x, y } }) => Math.abs(x - place.x) < nodeWidth && y > place.y - nodeHeight)
    .reduce((low, { position: { y } }) => Math.max(low, y), place.y - nodeHeight)
  return { x: place.x, y: Math.max(place.y, lowest + nodeHeight) }
}

/** The plans of the Prepare nodes that read a node's output table, as JSON. */
export const plansAfter = (
  document: Workflow,
  at: { node: string; port: string },
  catalogue: readonly NodeType[],
): readonly string[] =>
  takersOf(document, at, catalogue).flatMap((edge) => {
    const plan = prepareNode(document, edge)?.data.config['plan']
    return typeof plan === 'string' ? [plan] : []
  })

/** The operations of a Prepare node's plan; none if it is empty or not valid. */
export const operationsOf = (plan: string): readonly Operation[] => parsePlan(plan)?.operations ?? []

function takersOf(
  document: Workflow,
  { node, port }: { node: string; port: string },
  catalogue: readonly NodeType[],
): readonly WorkflowEdge[] {
  const type = document.nodes.find(({ id }) => id === node)?.type
  const first = catalogue.find((one) => one.type === type)?.outputs[0]?.name
  return document.edges.filter(({ source, sourceHandle }) => source === node && (sourceHandle ?? first) === port)
}

const prepareNode = (document: Workflow, { target, targetHandle }: WorkflowEdge): WorkflowNode | undefined =>
  (targetHandle ?? 'table') === 'table'
    ? document.nodes.find(({ id, type }) => id === target && type === 'preparing')
    : undefined

/**
 * Adds operations on the original rows to a plan. Cells are set before values are mapped, because their repairs refer
 * to the original values. Both come before rows are compared.
 */
function addedFirst(added: readonly Operation[], operations: readonly Operation[]): Operation[] {
  const repairs = operations.findIndex(({ op }) => op !== 'set-cells' && op !== 'map-values')
  const end = repairs < 0 ? operations.length : repairs
  const isFirst = ({ op }: Operation): boolean => op === 'set-cells'
  return [
    ...added.filter(isFirst),
    ...operations.slice(0, end),
    ...added.filter((operation) => !isFirst(operation)),
    ...operations.slice(end),
  ]
}

/** The plan of a Prepare node; `undefined` if it proposes one in each run. */
function planOf({ data }: WorkflowNode): PreparationPlan | undefined {
  const { plan } = data.config
  return typeof plan === 'string' ? parsePlan(plan) : undefined
}

const parsePlan = (plan: string): PreparationPlan | undefined =>
  plan.trim() === '' ? undefined : preparationPlanSchema.safeParse(parseJson(plan).json).data
