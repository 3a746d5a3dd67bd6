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
import type { NewId } from '@aw-flow/canvas'
import { findReaders, insertNodeAfter } from './insert-node-after.ts'

/**
 * Applies operations to a node's output table: adds them at the start of the plan of a Prepare node that reads the
 * table, or inserts a new Prepare node before all readers. Returns the edit and the Prepare node's name; `undefined`
 * if the node was removed, or if the session has no Prepare node type.
 */
export function prepareAfter(
  document: Workflow,
  { node, port, operations }: { node: string; port: string; operations: readonly Operation[] },
  { catalog, newId }: { catalog: readonly NodeType[]; newId: NewId },
): { edit: Edit; label: string } | undefined {
  const type = catalog.find((candidate) => candidate.type === 'preparing')
  if (!type) return undefined
  const readers = findReaders(document, { node, port }, catalog)
  for (const edge of readers) {
    const reader = findPrepareNode(document, edge)
    const plan = reader && readPlan(reader)
    if (!reader || !plan) continue
    const extendedPlan = withIds({ ...plan, operations: mergeOperations(operations, plan.operations) })
    const edit: Edit = { type: 'set-config', id: reader.id, path: ['plan'], value: JSON.stringify(extendedPlan) }
    return { edit, label: reader.data.label || type.title }
  }
  const plan = withIds({ target: 'generic', operations: [...operations], notes: [] })
  const config = { target: plan.target, plan: JSON.stringify(plan) }
  return insertNodeAfter(document, { node, port }, { type, config, input: 'table' }, { catalog, newId })
}

/** Returns the plans of the Prepare nodes that read a node's output table, as JSON. */
export const findPlansAfter = (
  document: Workflow,
  output: { node: string; port: string },
  catalog: readonly NodeType[],
): readonly string[] =>
  findReaders(document, output, catalog).flatMap((edge) => {
    const plan = findPrepareNode(document, edge)?.data.config['plan']
    return typeof plan === 'string' ? [plan] : []
  })

/** Parses the operations of a Prepare node's plan; none if the plan is empty or not valid. */
export const parsePlanOperations = (plan: string): readonly Operation[] => parsePlan(plan)?.operations ?? []

const findPrepareNode = (document: Workflow, { target, targetHandle }: WorkflowEdge): WorkflowNode | undefined =>
  (targetHandle ?? 'table') === 'table'
    ? document.nodes.find(({ id, type }) => id === target && type === 'preparing')
    : undefined

/**
 * Adds operations that refer to the original rows to a plan. Cells are set before values are mapped, because their
 * repairs refer to the original values. Both come before operations that compare rows.
 */
function mergeOperations(added: readonly Operation[], operations: readonly Operation[]): Operation[] {
  const firstOtherIndex = operations.findIndex(({ op }) => op !== 'set-cells' && op !== 'map-values')
  const end = firstOtherIndex < 0 ? operations.length : firstOtherIndex
  const isSetCells = ({ op }: Operation): boolean => op === 'set-cells'
  return [
    ...added.filter(isSetCells),
    ...operations.slice(0, end),
    ...added.filter((operation) => !isSetCells(operation)),
    ...operations.slice(end),
  ]
}

/** Parses the plan of a Prepare node; `undefined` if the node proposes one in each run. */
function readPlan({ data }: WorkflowNode): PreparationPlan | undefined {
  const { plan } = data.config
  return typeof plan === 'string' ? parsePlan(plan) : undefined
}

const parsePlan = (plan: string): PreparationPlan | undefined =>
  plan.trim() === '' ? undefined : preparationPlanSchema.safeParse(parseJson(plan).json).data
