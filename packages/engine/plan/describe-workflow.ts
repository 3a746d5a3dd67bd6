import type { NodeDescription, PortDescription, Problem, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { error, hasErrors } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import type { DescribeContext, Description } from '../define-node.ts'
import { planWorkflow, type PlannedNode } from './plan-workflow.ts'

export interface DescribeOptions {
  catalogue: Catalogue
  context: DescribeContext
}

/**
 * Says of every node what goes in and comes out, before anything runs: columns are handed through the whole graph, and
 * every problem that a run would meet stands at its node. Inert.
 */
export function describeWorkflow(workflow: Workflow, { catalogue, context }: DescribeOptions): WorkflowDescription {
  const plan = planWorkflow(workflow, catalogue)
  const nodes: Record<string, NodeDescription> = Object.create(null)
  const problems: Problem[] = [...plan.problems]
  const known = new Map<number, NodeDescription>()
  const reached = new Set(plan.order)
  const rest = plan.nodes.map((_, index) => index).filter((index) => !reached.has(index))
  for (const index of [...plan.order, ...rest]) {
    const planned = plan.nodes[index]!
    const description = describeNode(planned, known, context)
    known.set(index, description)
    problems.push(...description.problems)
    const own = plan.problems.filter(({ where }) => where?.node === planned.node.id)
    nodes[planned.node.id] = { ...description, problems: [...own, ...description.problems] }
  }
  return { nodes: { ...nodes }, problems, ready: workflow.nodes.length > 0 && !hasErrors(problems) }
}

function describeNode(
  { node, definition, settings, inputs }: PlannedNode,
  known: ReadonlyMap<number, NodeDescription>,
  context: DescribeContext,
): NodeDescription {
  if (!definition) return { inputs: {}, outputs: {}, summary: `Unknown type "${node.type}"`, problems: [] }
  const connected: Record<string, PortDescription> = {}
  for (const { port, source, sourcePort } of inputs) {
    const type = definition.inputs.find(({ name }) => name === port)?.type ?? 'json'
    connected[port] = known.get(source)?.outputs[sourcePort] ?? { type }
  }
  const outputs = Object.fromEntries(definition.outputs.map(({ name, type }) => [name, { type }]))
  if (settings === undefined) return { inputs: connected, outputs, summary: definition.description, problems: [] }
  let description: Description
  try {
    description = definition.describe({ settings, inputs: connected, context })
  } catch (cause) {
    const message = `"${node.data.label || node.id}" cannot say what it gives: ${cause instanceof Error ? cause.message : String(cause)}`
    const hint = 'This is a fault of the node type, not of the workflow.'
    const problem = error('node.describe-failed', message, { where: { node: node.id }, hint })
    return { inputs: connected, outputs, summary: definition.description, problems: [problem] }
  }
  const problems = (description.problems ?? []).map((problem) => ({
    ...problem,
    where: { node: node.id, ...problem.where },
  }))
  return { inputs: connected, outputs: { ...outputs, ...description.outputs }, summary: description.summary, problems }
}
