import { message } from '@aw-flow/messages'
import type { NodeDescription, PortDescription, Problem, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { error, hasErrors, portFits } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import type { DescribeContext, Description } from '../define-node.ts'
import { insideOf, labelOf, typeText } from './plan-node.ts'
import type { PlannedInput, PlannedNode, WorkflowPlan } from './workflow-plan.ts'
import { planWorkflow } from './plan-workflow.ts'

/** @internal */
export interface DescribeOptions {
  catalogue: Catalogue
  context: DescribeContext
  /** Workflows that sub-workflow nodes name. */
  workflows?: Readonly<Record<string, Workflow>>
}

/**
 * Describes the inputs and outputs of every node before anything runs: propagates columns through the whole graph,
 * including loops and sub-workflows, and reports every problem of a run at its node. Has no side effects.
 *
 * @internal
 */
export function describeWorkflow(
  workflow: Workflow,
  { catalogue, context, workflows }: DescribeOptions,
): WorkflowDescription {
  const plan = planWorkflow(workflow, catalogue, { workflows })
  const within = new Map<string, NodeDescription>()
  const described = describePlan(plan, { context, within }, {})
  const nodes: Record<string, NodeDescription> = Object.create(null)
  const problems: Problem[] = [...plan.problems]
  for (const [index, description] of described.nodes) {
    const { node, definition, ports } = plan.nodes[index]!
    problems.push(...description.problems)
    const own = plan.problems.filter(({ where }) => where?.node === node.id)
    const isOther = definition && (ports.inputs !== definition.inputs || ports.outputs !== definition.outputs)
    nodes[node.id] = {
      ...description,
      problems: [...own, ...description.problems],
      ...(isOther ? { ports: { inputs: [...ports.inputs], outputs: [...ports.outputs] } } : {}),
    }
  }
  const inner = Object.fromEntries(within)
  return {
    nodes: { ...nodes },
    ...(within.size > 0 ? { inner } : {}),
    problems,
    ready: workflow.nodes.length > 0 && !hasErrors(problems),
  }
}

interface DescribedPlan {
  /** In the order in which they were described. */
  nodes: Map<number, NodeDescription>
  outputs: Record<string, PortDescription>
}

/** Maximum number of descriptions of nodes in sub-workflows. Their problems are not limited. */
const maxInner = 2_000

interface Inner {
  context: DescribeContext
  /** Descriptions of nodes in sub-workflows, by the ids on the path to them. */
  within: Map<string, NodeDescription>
}

function describePlan(
  plan: WorkflowPlan,
  inner: Inner,
  given: Readonly<Record<string, PortDescription>>,
  way = '',
): DescribedPlan {
  const { context, within: described } = inner
  const known = new Map<number, NodeDescription>()
  const fed = new Map<string, PortDescription>()
  for (const { name, to, type } of plan.workflow.ports?.inputs ?? []) {
    for (const { node, port } of to) fed.set(`${node} ${port}`, given[name] ?? { type })
  }
  const reached = new Set(plan.order)
  const all = [...plan.order, ...plan.nodes.map((_, index) => index).filter((index) => !reached.has(index))]
  const members = new Map<number | undefined, number[]>()
  for (const index of all) {
    const { loop } = plan.nodes[index]!
    const before = members.get(loop)
    if (before) before.push(index)
    else members.set(loop, [index])
  }
  const inputsOf = (planned: PlannedNode, from: readonly PlannedInput[]): Record<string, PortDescription> => {
    const inputs: Record<string, PortDescription> = {}
    for (const { port, source, sourcePort } of from) {
      const type = planned.ports.inputs.find(({ name }) => name === port)?.type ?? 'json'
      inputs[port] = known.get(source)?.outputs[sourcePort] ?? { type }
    }
    for (const { name } of planned.ports.inputs) {
      const outer = fed.get(`${planned.node.id} ${name}`)
      if (outer) inputs[name] = outer
    }
    return inputs
  }
  const describeMembers = (loop: number | undefined): void => {
    for (const index of members.get(loop) ?? []) {
      const planned = plan.nodes[index]!
      const inputs = inputsOf(planned, planned.inputs)
      if (planned.inside) {
        const nested = describePlan(planned.inside, inner, inputs, `${way}${planned.node.id}/`)
        const problems = [...nested.nodes.values()].flatMap((one) => one.problems)
        const within = problems.map((problem) => insideOf(planned, problem))
        const own = describeNode(planned, inputs, context)
        const outputs = { ...own.outputs, ...nested.outputs }
        known.set(index, { ...own, outputs, problems: [...own.problems, ...within] })
      } else {
        known.set(index, describeNode(planned, inputs, context))
        if (!members.has(index)) continue
        // The outputs of the body are known after the body, which needs the loop's own outputs.
        describeMembers(index)
        known.set(index, describeNode(planned, inputsOf(planned, [...planned.inputs, ...planned.returns]), context))
      }
    }
  }
  describeMembers(undefined)
  if (way !== '') {
    for (const [index, one] of known) {
      if (described.size < maxInner) described.set(`${way}${plan.nodes[index]!.node.id}`, one)
    }
  }
  const outputs: DescribedPlan['outputs'] = {}
  for (const { name, type, from } of plan.workflow.ports?.outputs ?? []) {
    outputs[name] = known.get(plan.indexOf.get(from.node) ?? -1)?.outputs[from.port] ?? { type }
  }
  return { nodes: known, outputs }
}

function describeNode(
  planned: PlannedNode,
  inputs: Record<string, PortDescription>,
  context: DescribeContext,
): NodeDescription {
  const { node, definition, settings, ports } = planned
  if (!definition) {
    const summary = message('node.unknown-type.summary', { type: node.type })
    return { inputs: {}, outputs: {}, summary, problems: [] }
  }
  const outputs = Object.fromEntries(ports.outputs.map(({ name, type }) => [name, { type }]))
  if (settings === undefined) return { inputs, outputs, summary: definition.description, problems: [] }
  let description: Description
  try {
    description = definition.describe({ settings, inputs, context })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const problem = error('node.describe-failed', { node: labelOf(planned), reason }, { where: { node: node.id } })
    return { inputs, outputs, summary: definition.description, problems: [problem] }
  }
  const open = Object.values(inputs).filter(({ more }) => more)
  const problems = (description.problems ?? []).map((problem) => ({
    ...problem,
    // Columns that are unknown now may exist at run time: the run checks them again.
    severity:
      open.length === 0 || !ofColumns.has(problem.code)
        ? problem.severity
        : isExpected(problem, open)
          ? ('info' as const)
          : ('warning' as const),
    where: { node: node.id, ...problem.where },
  }))
  return {
    inputs,
    outputs: { ...outputs, ...handedOn(description.outputs, open) },
    summary: description.summary,
    problems: [...wrongTypes(planned, inputs), ...problems],
  }
}

/** Problems that may result only from columns that are not known yet. */
const ofColumns: ReadonlySet<string> = new Set(['table.missing-column', 'expression.unknown-name'])

/** Whether a column is one that an input is expected to have, such as the coordinates that a preparation may add. */
const isExpected = ({ where }: Problem, open: readonly PortDescription[]): boolean =>
  where?.column !== undefined && open.some(({ possible }) => possible?.includes(where.column!))

/** Passes unknown columns through a node that outputs all known columns. */
function handedOn(
  outputs: Readonly<Record<string, PortDescription>>,
  open: readonly PortDescription[],
): Record<string, PortDescription> {
  if (open.length === 0) return { ...outputs }
  const goesThrough = ({ columns }: PortDescription): boolean => {
    const names = new Set(columns?.map(({ name }) => name))
    return columns !== undefined && open.some((input) => input.columns?.every(({ name }) => names.has(name)))
  }
  const possible = [...new Set(open.flatMap((input) => input.possible ?? []))]
  const added = { more: true, ...(possible.length > 0 ? { possible } : {}) }
  return Object.fromEntries(
    Object.entries(outputs).map(([port, output]) => [port, goesThrough(output) ? { ...output, ...added } : output]),
  )
}

/** Type mismatches at ports of any type, which are known only after their input is described. */
function wrongTypes(planned: PlannedNode, inputs: Readonly<Record<string, PortDescription>>): Problem[] {
  return planned.ports.inputs.flatMap(({ name, type }) => {
    const found = inputs[name]
    if (!found || portFits(found.type, type)) return []
    const reason = message('edge.wrong-type', {
      node: labelOf(planned),
      port: name,
      expected: typeText(type),
      found: typeText(found.type),
    })
    return [error('edge.invalid', { reason }, { where: { node: planned.node.id, port: name } })]
  })
}
