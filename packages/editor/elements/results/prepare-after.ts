import {
  parseJson,
  preparationPlanSchema,
  withIds,
  type Edit,
  type NodeType,
  type Operation,
  type PreparationPlan,
  type Workflow,
  type WorkflowNode,
} from '@aw-flow/schema'
import { newNode, type NewId } from '@aw-flow/canvas'

/** The place of a new node: right of its source, below the edge that it is inserted into. */
const aside = 160

/**
 * Applies operations to a node's output table: prepends them to the plan of a Prepare node that reads the table, else
 * inserts a new Prepare node before all readers. Returns the edit and the Prepare node's name; `undefined` if the node
 * was removed or there is no such type.
 */
export function prepareAfter(
  document: Workflow,
  { node, port, operations }: { node: string; port: string; operations: readonly Operation[] },
  { catalogue, newId }: { catalogue: readonly NodeType[]; newId: NewId },
): { edit: Edit; label: string } | undefined {
  const from = document.nodes.find(({ id }) => id === node)
  const type = catalogue.find((one) => one.type === 'preparing')
  if (!from || !type) return undefined
  const first = catalogue.find((one) => one.type === from.type)?.outputs[0]?.name
  const takers = document.edges.filter(
    ({ source, sourceHandle }) => source === node && (sourceHandle ?? first) === port,
  )
  for (const { target, targetHandle } of takers) {
    const taker = document.nodes.find(({ id }) => id === target)
    const plan = taker && (targetHandle ?? 'table') === 'table' ? planOf(taker) : undefined
    if (!taker || !plan) continue
    const more = withIds({ ...plan, operations: [...operations, ...plan.operations] })
    const edit: Edit = { type: 'set-config', id: target, path: ['plan'], value: JSON.stringify(more) }
    return { edit, label: taker.data.label || type.title }
  }
  const id = newId(type.type)
  const plan = withIds({ target: 'generic', operations: [...operations], notes: [] })
  const made = newNode(type, { x: from.position.x + aside, y: from.position.y + aside }, id)
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

/** The plan of a Prepare node; `undefined` for other nodes, and if it plans by itself. */
function planOf({ type, data }: WorkflowNode): PreparationPlan | undefined {
  const { plan } = data.config
  if (type !== 'preparing' || typeof plan !== 'string' || plan.trim() === '') return undefined
  return preparationPlanSchema.safeParse(parseJson(plan).json).data
}
