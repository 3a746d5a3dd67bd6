import {
  parseJson,
  type Edit,
  type NodeType,
  type PreparationPlan,
  type Workflow,
  type WorkflowEdge,
  type WorkflowNode,
  getValue,
} from '@aw-flow/schema'
import { preparationPlanSchema, assignOperationIds, type Operation } from '@aw-flow/schema/internal'
import type { NewId } from '@aw-flow/canvas'
import { writePlan } from '../../../views/plan/write-plan.ts'
import { findOutgoingEdges, createInsertNodeEdit } from './create-insert-node-edit.ts'

/**
 * Creates the edit that applies operations to a node's output table. If a Prepare node with a plan reads the table, the
 * operations are added at the start of its plan. Otherwise, a new Prepare node is inserted before all readers.
 *
 * @returns The edit and the Prepare node's label; `undefined` if the source node was deleted or the catalog has no
 *   Prepare node type.
 */
export function createPrepareEdit(
  document: Workflow,
  { node, port, operations }: { node: string; port: string; operations: readonly Operation[] },
  { catalog, newId }: { catalog: readonly NodeType[]; newId: NewId },
): { edit: Edit; label: string } | undefined {
  const type = catalog.find((candidate) => candidate.type === 'preparing')
  if (!type) return undefined
  const outgoingEdges = findOutgoingEdges(document, { node, port }, catalog)
  for (const edge of outgoingEdges) {
    const reader = findPrepareNode(document, edge)
    const plan = reader && readPlan(reader)
    if (!reader || !plan) continue
    const extendedPlan = assignOperationIds({ ...plan, operations: mergeOperations(operations, plan.operations) })
    const edit: Edit = { type: 'set-config', id: reader.id, path: ['plan'], value: writePlan(extendedPlan) }
    return { edit, label: reader.data.label || type.title }
  }
  const plan = assignOperationIds({ target: 'generic', operations: [...operations], notes: [] })
  const config = { target: plan.target, plan: writePlan(plan) }
  return createInsertNodeEdit(document, { node, port }, { type, config, input: 'table' }, { catalog, newId })
}

/** Returns the plans, as JSON, of the Prepare nodes that read an output table. */
export const findDownstreamPlans = (
  document: Workflow,
  output: { node: string; port: string },
  catalog: readonly NodeType[],
): readonly string[] =>
  findOutgoingEdges(document, output, catalog).flatMap((edge) => {
    const plan = findPrepareNode(document, edge)?.data.config['plan']
    return typeof plan === 'string' ? [plan] : []
  })

/** Returns the operations of a Prepare node's JSON plan, or an empty list if the plan is empty or invalid. */
export const parsePlanOperations = (plan: string): readonly Operation[] => parsePlan(plan)?.operations ?? []

const findPrepareNode = (document: Workflow, { target, targetHandle }: WorkflowEdge): WorkflowNode | undefined =>
  (targetHandle ?? 'table') === 'table'
    ? document.nodes.find(({ id, type }) => id === target && type === 'preparing')
    : undefined

/**
 * Adds operations to the start of a plan. New `set-cells` operations come before `map-values` operations, because they
 * refer to original values. All new operations come before operations of other kinds, because they refer to original
 * rows.
 */
function mergeOperations(newOperations: readonly Operation[], operations: readonly Operation[]): Operation[] {
  const firstOtherIndex = operations.findIndex(({ op }) => op !== 'set-cells' && op !== 'map-values')
  const end = firstOtherIndex < 0 ? operations.length : firstOtherIndex
  const isSetCells = ({ op }: Operation): boolean => op === 'set-cells'
  return [
    ...newOperations.filter(isSetCells),
    ...operations.slice(0, end),
    ...newOperations.filter((operation) => !isSetCells(operation)),
    ...operations.slice(end),
  ]
}

/** Parses a Prepare node's plan. Returns `undefined` if the node has none and therefore proposes one in each run. */
function readPlan({ data }: WorkflowNode): PreparationPlan | undefined {
  const { plan } = data.config
  return typeof plan === 'string' ? parsePlan(plan) : undefined
}

const parsePlan = (plan: string): PreparationPlan | undefined =>
  plan.trim() === '' ? undefined : preparationPlanSchema.safeParse(getValue(parseJson(plan))).data
