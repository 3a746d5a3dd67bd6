import type { Config, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import { planWorkflow } from '../plan/plan-workflow.ts'
import type { ExpressionScope } from './complete-expression.ts'
import { readableNames } from './readable-values.ts'
import { keysOf, shapeOf, shapeOfPort, type ValueShape } from './value-shape.ts'

export interface ScopeOptions {
  catalogue: Catalogue
  /** The description of the workflow by `describeWorkflow`. */
  description: WorkflowDescription
}

/**
 * Returns the names that expressions of a node can read, before a run: its inputs, outputs of earlier nodes, variables
 * and the run. Types come from the description. Returns `undefined` if the node does not exist.
 *
 * @internal
 */
export function describeScope(
  workflow: Workflow,
  node: string,
  { catalogue, description }: ScopeOptions,
): ExpressionScope {
  const plan = planWorkflow(workflow, catalogue)
  const index = plan.indexOf.get(node)
  if (index === undefined) return {}
  const { definition } = plan.nodes[index]!
  const ports = (all: WorkflowDescription['nodes'][string]['outputs']): ValueShape => ({
    type: 'object',
    keys: keysOf(Object.entries(all).map(([port, described]) => [port, shapeOfPort(described)])),
  })
  const own = description.nodes[node]
  const [first] = Object.values(own?.inputs ?? {})
  const variables: Config = plan.workflow.settings.variables ?? {}
  const shapeFor = (name: string): ValueShape => {
    if (name === 'input') return ports(own?.inputs ?? {})
    if (name === 'last_response') return first ? shapeOfPort(first) : { type: 'any' }
    if (name === 'run') return { type: 'object', keys: { id: { type: 'text' }, workflow: { type: 'text' } } }
    if (Object.hasOwn(variables, name)) return shapeOf(variables[name])
    const outputs = description.nodes[name]?.outputs
    return outputs ? ports(outputs) : { type: 'any' }
  }
  const names = new Set([...readableNames(plan, index), ...(definition?.providedNames ?? [])])
  return keysOf([...names].map((name) => [name, shapeFor(name)] as const))
}
