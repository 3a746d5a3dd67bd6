import { message } from '@aw-flow/messages'
import type { NodeDescription, PortDescription, Problem, Workflow, WorkflowDescription } from '@aw-flow/schema'
import { error, defined } from '@aw-flow/schema'
import { hasErrors, canConnectPorts } from '@aw-flow/schema/internal'
import type { Catalog } from '../node/catalog.ts'
import type { DescribeContext, Description } from '../node/define-node.ts'
import { createWorkflowFinder, findInputReads, type InputReads } from './data-reads.ts'
import { wrapProblemAtNode, getNodeLabel, describePortType } from './plan-node.ts'
import type { PlannedInput, PlannedNode, WorkflowPlan } from './workflow-plan.ts'
import { planWorkflow } from './plan-workflow.ts'

/** @internal */
export interface DescribeOptions {
  catalog: Catalog
  context: DescribeContext
  /** The workflows that sub-workflow nodes refer to by name. */
  workflows?: Readonly<Record<string, Workflow>>
  /** The datasets that the next run reads, keyed by the id of a node whose settings and inputs do not specify one. */
  runDatasets?: Readonly<Record<string, string>> | undefined
}

/**
 * Describes the inputs and outputs of every node without running anything. Propagates columns through the entire graph,
 * including loops and sub-workflows, and reports each problem that a run would encounter at the node where it occurs.
 * Has no side effects.
 *
 * @internal
 */
export function describeWorkflow(
  workflow: Workflow,
  { catalog, context, workflows, runDatasets = {} }: DescribeOptions,
): WorkflowDescription {
  const plan = planWorkflow(workflow, catalog, { workflows })
  const innerNodes = new Map<string, NodeDescription>()
  const fullContext: DescribeContext = { ...context, getNodeType: (type: string) => catalog.get(type) }
  const inputReads = findInputReads(plan, { catalog, workflows })
  const sharedContext: SharedContext = { context: fullContext, innerNodes, inputReads, workflows, runDatasets }
  const planDescription = describePlan(plan, sharedContext, {})
  const nodes: Record<string, NodeDescription> = Object.create(null)
  const problems: Problem[] = [...plan.problems]
  const planProblems = groupByNode(plan.problems)
  for (const [index, description] of planDescription.nodes) {
    const { node, definition, ports } = plan.nodes[index]!
    problems.push(...description.problems)
    const nodeProblems = planProblems.get(node.id) ?? []
    const hasDynamicPorts = definition && (ports.inputs !== definition.inputs || ports.outputs !== definition.outputs)
    nodes[node.id] = {
      ...description,
      problems: [...nodeProblems, ...description.problems],
      ...(hasDynamicPorts ? { ports: { inputs: [...ports.inputs], outputs: [...ports.outputs] } } : {}),
    }
  }
  return {
    nodes: { ...nodes },
    ...(innerNodes.size > 0 ? { inner: Object.fromEntries(innerNodes) } : {}),
    problems,
    ready: workflow.nodes.length > 0 && !hasErrors(problems),
  }
}

function groupByNode(problems: readonly Problem[]): Map<string, Problem[]> {
  const problemsByNode = new Map<string, Problem[]>()
  for (const problem of problems) {
    const node = problem.where?.node
    if (node === undefined) continue
    const nodeProblems = problemsByNode.get(node)
    if (nodeProblems) nodeProblems.push(problem)
    else problemsByNode.set(node, [problem])
  }
  return problemsByNode
}

interface DescribedPlan {
  /** The node descriptions, keyed by node index. Sources precede their targets. */
  nodes: Map<number, NodeDescription>
  outputs: Record<string, PortDescription>
}

/** The maximum number of node descriptions returned for sub-workflows. Problems in sub-workflows are not limited. */
const maxInnerDescriptions = 2_000

interface SharedContext {
  context: DescribeContext
  /** Descriptions of nodes in sub-workflows, keyed by the path of ids that leads to the node. */
  innerNodes: Map<string, NodeDescription>
  inputReads: InputReads
  /** The datasets of the next run, keyed by the path of ids that leads to the node. */
  runDatasets: Readonly<Record<string, string>>
  workflows: DescribeOptions['workflows']
}

function describePlan(
  plan: WorkflowPlan,
  sharedContext: SharedContext,
  outerInputs: Readonly<Record<string, PortDescription>>,
  path = '',
): DescribedPlan {
  const { innerNodes: innerDescriptions, workflows } = sharedContext
  const context = { ...sharedContext.context, findWorkflow: createWorkflowFinder(plan.workflow, workflows) }
  const nodeContext: SharedContext = { ...sharedContext, context }
  const descriptions = new Map<number, NodeDescription>()
  const outerInputsByPort = new Map<string, PortDescription>()
  for (const { name, to, type } of plan.workflow.ports?.inputs ?? []) {
    for (const { node, port } of to) outerInputsByPort.set(`${node} ${port}`, outerInputs[name] ?? { type })
  }
  const orderedIndices = new Set(plan.order)
  const allIndices = [
    ...plan.order,
    ...plan.nodes.map((_, index) => index).filter((index) => !orderedIndices.has(index)),
  ]
  const nodeIndicesByLoop = new Map<number | undefined, number[]>()
  for (const index of allIndices) {
    const { loop } = plan.nodes[index]!
    const group = nodeIndicesByLoop.get(loop)
    if (group) group.push(index)
    else nodeIndicesByLoop.set(loop, [index])
  }
  const describeInputs = (
    plannedNode: PlannedNode,
    edges: readonly PlannedInput[],
  ): Record<string, PortDescription> => {
    const inputs: Record<string, PortDescription> = {}
    for (const { port, source, sourcePort } of edges) {
      const type = plannedNode.ports.inputs.find(({ name }) => name === port)?.type ?? 'json'
      inputs[port] = descriptions.get(source)?.outputs[sourcePort] ?? { type }
    }
    for (const { name } of plannedNode.ports.inputs) {
      const outerInput = outerInputsByPort.get(`${plannedNode.node.id} ${name}`)
      if (outerInput) inputs[name] = outerInput
    }
    return inputs
  }
  const describeLoopNodes = (loop: number | undefined): void => {
    for (const index of nodeIndicesByLoop.get(loop) ?? []) {
      const plannedNode = plan.nodes[index]!
      const inputs = describeInputs(plannedNode, plannedNode.inputs)
      if (plannedNode.innerPlan) {
        const innerDescription = describePlan(
          plannedNode.innerPlan,
          sharedContext,
          inputs,
          `${path}${plannedNode.node.id}/`,
        )
        const problems = [...innerDescription.nodes.values()].flatMap((description) => description.problems)
        const innerProblems = problems.map((problem) => wrapProblemAtNode(plannedNode, problem))
        const nodeDescription = describeNode(plannedNode, inputs, nodeContext, path)
        const outputs = { ...nodeDescription.outputs, ...innerDescription.outputs }
        descriptions.set(index, {
          ...nodeDescription,
          outputs,
          problems: [...nodeDescription.problems, ...innerProblems],
        })
      } else {
        descriptions.set(index, describeNode(plannedNode, inputs, nodeContext, path))
        if (!nodeIndicesByLoop.has(index)) continue
        // The body's outputs become known only after the body is described, which in turn requires the loop's own
        // outputs.
        describeLoopNodes(index)
        descriptions.set(
          index,
          describeNode(
            plannedNode,
            describeInputs(plannedNode, [...plannedNode.inputs, ...plannedNode.returnInputs]),
            nodeContext,
            path,
          ),
        )
      }
    }
  }
  describeLoopNodes(undefined)
  if (path !== '') {
    for (const [index, description] of descriptions) {
      if (innerDescriptions.size < maxInnerDescriptions)
        innerDescriptions.set(`${path}${plan.nodes[index]!.node.id}`, description)
    }
  }
  const outputs: DescribedPlan['outputs'] = {}
  for (const { name, type, from } of plan.workflow.ports?.outputs ?? []) {
    outputs[name] = descriptions.get(plan.indexById.get(from.node) ?? -1)?.outputs[from.port] ?? { type }
  }
  return { nodes: descriptions, outputs }
}

function describeNode(
  plannedNode: PlannedNode,
  inputs: Record<string, PortDescription>,
  { context, inputReads: reads, runDatasets }: SharedContext,
  path: string,
): NodeDescription {
  const { node, definition, settings, ports } = plannedNode
  if (!definition) {
    const summary = message('node.unknown-type.summary', { type: node.type })
    return { inputs: {}, outputs: {}, summary, problems: [] }
  }
  const outputs = Object.fromEntries(ports.outputs.map(({ name, type }) => [name, { type }]))
  if (settings === undefined) return { inputs, outputs, summary: definition.description, problems: [] }
  let description: Description
  try {
    const id = `${path}${node.id}`
    const runDataset = Object.hasOwn(runDatasets, id) ? runDatasets[id] : undefined
    description = definition.describe(
      defined({ settings, inputs, context, reads: reads.get(plannedNode) ?? [], runDataset }),
    )
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const problem = error(
      'node.describe-failed',
      { node: getNodeLabel(plannedNode), reason },
      { where: { node: node.id } },
    )
    return { inputs, outputs, summary: definition.description, problems: [problem] }
  }
  const inputsWithUnknownColumns = Object.values(inputs).filter(({ more }) => more)
  const problems = (description.problems ?? []).map((problem) => ({
    ...problem,
    // Columns that are unknown now may exist at run time, when the run checks for them again.
    severity:
      inputsWithUnknownColumns.length === 0 || !columnProblemCodes.has(problem.code)
        ? problem.severity
        : mayResolveInRun(problem, inputsWithUnknownColumns)
          ? ('info' as const)
          : ('warning' as const),
    where: { node: node.id, ...problem.where },
  }))
  return {
    inputs,
    outputs: { ...outputs, ...markUnknownColumns(description.outputs, inputsWithUnknownColumns) },
    summary: description.summary,
    problems: [...findTypeMismatches(plannedNode, inputs), ...problems],
  }
}

/** Codes of problems that a run might not report, because more columns become known during the run. */
const columnProblemCodes: ReadonlySet<string> = new Set(['table.missing-column', 'expression.unknown-name'])

/**
 * Returns whether a problem's missing column may appear in a run, for example coordinates that a preparation may add.
 */
const mayResolveInRun = ({ where }: Problem, inputsWithUnknownColumns: readonly PortDescription[]): boolean =>
  where?.column !== undefined && inputsWithUnknownColumns.some(({ possible }) => possible?.includes(where.column!))

/** Marks outputs that contain all known input columns as possibly containing additional, unknown columns. */
function markUnknownColumns(
  outputs: Readonly<Record<string, PortDescription>>,
  inputsWithUnknownColumns: readonly PortDescription[],
): Record<string, PortDescription> {
  if (inputsWithUnknownColumns.length === 0) return { ...outputs }
  const passesThrough = ({ columns }: PortDescription): boolean => {
    const names = new Set(columns?.map(({ name }) => name))
    return (
      columns !== undefined &&
      inputsWithUnknownColumns.some((input) => input.columns?.every(({ name }) => names.has(name)))
    )
  }
  const possibleColumns = [...new Set(inputsWithUnknownColumns.flatMap((input) => input.possible ?? []))]
  const unknownColumnFields = { more: true, ...(possibleColumns.length > 0 ? { possible: possibleColumns } : {}) }
  return Object.fromEntries(
    Object.entries(outputs).map(([port, output]) => [
      port,
      passesThrough(output) ? { ...output, ...unknownColumnFields } : output,
    ]),
  )
}

/** Returns the type mismatches at a node's ports, which are detectable only once its inputs are described. */
function findTypeMismatches(plannedNode: PlannedNode, inputs: Readonly<Record<string, PortDescription>>): Problem[] {
  return plannedNode.ports.inputs.flatMap(({ name, type }) => {
    const description = inputs[name]
    if (!description || canConnectPorts(description.type, type)) return []
    const reason = message('edge.wrong-type', {
      node: getNodeLabel(plannedNode),
      port: name,
      expected: describePortType(type),
      found: describePortType(description.type),
    })
    return [error('edge.invalid', { reason }, { where: { node: plannedNode.node.id, port: name } })]
  })
}
