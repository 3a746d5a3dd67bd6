import { defined, type Config, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'
import { planWorkflow } from '../plan/plan-workflow.ts'
import type { ExpressionScope } from './complete-expression.ts'
import { collectReadableNames } from './readable-values.ts'
import { createShapeRecord, inferShape, toPortShape, type ValueShape } from './value-shape.ts'

export interface ScopeOptions {
  catalog: Catalog
  /** The workflow's description, returned by `describeWorkflow`. */
  description: WorkflowDescription
}

/**
 * Returns the names that a node's expressions can read: its inputs, the outputs of earlier nodes, variables and the
 * run. No node is run; value types come from the description. The scope is empty if the node does not exist.
 *
 * @internal
 */
export function describeScope(
  workflow: Workflow,
  nodeId: string,
  { catalog, description }: ScopeOptions,
): ExpressionScope {
  const plan = planWorkflow(workflow, catalog)
  const index = plan.indexById.get(nodeId)
  if (index === undefined) return {}
  const { definition } = plan.nodes[index]!
  const toObjectShape = (portDescriptions: WorkflowDescription['nodes'][string]['outputs']): ValueShape => ({
    type: 'object',
    keys: createShapeRecord(
      Object.entries(portDescriptions).map(([port, portDescription]) => [port, toPortShape(portDescription)]),
    ),
  })
  const nodeDescription = description.nodes[nodeId]
  const [firstInput] = Object.values(nodeDescription?.inputs ?? {})
  const variables: Config = plan.workflow.settings.variables ?? {}
  const getShape = (name: string): ValueShape => {
    if (name === 'input') return toObjectShape({ ...defined({ value: firstInput }), ...nodeDescription?.inputs })
    if (name === 'last_response') return firstInput ? toPortShape(firstInput) : { type: 'any' }
    if (name === 'run') return { type: 'object', keys: { id: { type: 'text' }, workflow: { type: 'text' } } }
    if (Object.hasOwn(variables, name)) return inferShape(variables[name])
    const outputs = description.nodes[name]?.outputs
    return outputs ? toObjectShape(outputs) : { type: 'any' }
  }
  const names = new Set([...collectReadableNames(plan, index), ...(definition?.providedNames ?? [])])
  return createShapeRecord([...names].map((name) => [name, getShape(name)] as const))
}
