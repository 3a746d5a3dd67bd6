import type { WorkflowEdge } from '../document/workflow.ts'

/**
 * The schema of a Validate node that checks what the plan at its input `plan` promises, whatever the plan's target is.
 *
 * @internal
 */
export const planSchemaName = 'plan'

/** Creates the edge that passes the plan of a Prepare node to a node after it. @internal */
export const createPlanEdge = (source: string, target: string): WorkflowEdge => ({
  id: `${source}-${target}-plan`,
  source,
  target,
  sourceHandle: 'plan',
  targetHandle: 'plan',
})

/** Returns whether an edge passes a plan. In a chain of tables, such an edge is in addition to the chain. @internal */
export const isPlanEdge = ({ sourceHandle, targetHandle }: WorkflowEdge): boolean =>
  sourceHandle === 'plan' && targetHandle === 'plan'
