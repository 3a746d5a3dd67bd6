import type { NodeDescription, PortDescription, Problem, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { error, hasErrors, portFits } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import type { DescribeContext, Description } from '../define-node.ts'
import { labelOf } from './plan-node.ts'
import type { PlannedInput, PlannedNode, WorkflowPlan } from './workflow-plan.ts'
import { planWorkflow } from './plan-workflow.ts'

export interface DescribeOptions {
  catalogue: Catalogue
  context: DescribeContext
  /** Workflows that sub-workflow nodes name. */
  workflows?: Readonly<Record<string, Workflow>>
}

/**
 * Says of every node what goes in and comes out, before anything runs: columns are handed through the whole graph, also
 * through loops and sub-workflows, and every problem that a run would meet stands at its node. Inert.
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

/** More nodes within sub-workflows than a person looks at are not told one by one; their problems are. */
const mostTold = 2_000

interface Telling {
  context: DescribeContext
  /** What is told of nodes within sub-workflows, by the ids on the way to them. */
  within: Map<string, NodeDescription>
}

function describePlan(
  plan: WorkflowPlan,
  telling: Telling,
  given: Readonly<Record<string, PortDescription>>,
  way = '',
): DescribedPlan {
  const { context, within: told } = telling
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
        const inner = describePlan(planned.inside, telling, inputs, `${way}${planned.node.id}/`)
        const problems = [...inner.nodes.values()].flatMap((one) => one.problems)
        const within = problems.map((problem) => ({
          ...problem,
          message: `In "${labelOf(planned)}": ${problem.message}`,
          where: { node: planned.node.id },
        }))
        const own = describeNode(planned, inputs, context)
        const outputs = { ...own.outputs, ...inner.outputs }
        known.set(index, { ...own, outputs, problems: [...own.problems, ...within] })
      } else {
        known.set(index, describeNode(planned, inputs, context))
        if (!members.has(index)) continue
        // What comes back from the body is known when the body is, which needs what goes into it.
        describeMembers(index)
        known.set(index, describeNode(planned, inputsOf(planned, [...planned.inputs, ...planned.returns]), context))
      }
    }
  }
  describeMembers(undefined)
  if (way !== '') {
    for (const [index, one] of known) if (told.size < mostTold) told.set(`${way}${plan.nodes[index]!.node.id}`, one)
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
  if (!definition) return { inputs: {}, outputs: {}, summary: `Unknown type "${node.type}"`, problems: [] }
  const outputs = Object.fromEntries(ports.outputs.map(({ name, type }) => [name, { type }]))
  if (settings === undefined) return { inputs, outputs, summary: definition.description, problems: [] }
  let description: Description
  try {
    description = definition.describe({ settings, inputs, context })
  } catch (cause) {
    const message = `"${labelOf(planned)}" cannot say what it gives: ${cause instanceof Error ? cause.message : String(cause)}`
    const hint = 'This is a fault of the node type, not of the workflow.'
    const problem = error('node.describe-failed', message, { where: { node: node.id }, hint })
    return { inputs, outputs, summary: definition.description, problems: [problem] }
  }
  const open = Object.values(inputs).filter(({ more }) => more)
  const problems = (description.problems ?? []).map((problem) => ({
    ...problem,
    // What is not known yet may still come: the run itself checks the columns that are there then.
    ...(open.length > 0 && ofColumns.has(problem.code) ? { severity: 'warning' as const } : {}),
    where: { node: node.id, ...problem.where },
  }))
  return {
    inputs,
    outputs: { ...outputs, ...handedOn(description.outputs, open) },
    summary: description.summary,
    problems: [...wrongTypes(planned, inputs), ...problems],
  }
}

/** What may be wrong only because not all columns are known. */
const ofColumns: ReadonlySet<string> = new Set(['table.missing-column', 'expression.unknown-name'])

/** Columns that are not known yet go through a node that hands all known ones on. */
function handedOn(
  outputs: Readonly<Record<string, PortDescription>>,
  open: readonly PortDescription[],
): Record<string, PortDescription> {
  if (open.length === 0) return { ...outputs }
  const goesThrough = ({ columns }: PortDescription): boolean => {
    const names = new Set(columns?.map(({ name }) => name))
    return columns !== undefined && open.some((input) => input.columns?.every(({ name }) => names.has(name)))
  }
  return Object.fromEntries(
    Object.entries(outputs).map(([port, told]) => [port, goesThrough(told) ? { ...told, more: true } : told]),
  )
}

/** What comes in by a port for anything is only known now. */
function wrongTypes(planned: PlannedNode, inputs: Readonly<Record<string, PortDescription>>): Problem[] {
  return planned.ports.inputs.flatMap(({ name, type }) => {
    const given = inputs[name]
    if (!given || portFits(given.type, type)) return []
    const message = `"${labelOf(planned)}" takes ${type} at "${name}", and gets ${given.type}.`
    const hint = 'Put a node between them that converts, or connect another port.'
    return [error('edge.invalid', message, { where: { node: planned.node.id, port: name }, hint })]
  })
}
