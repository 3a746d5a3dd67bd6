import { message, type Text } from '@aw-flow/messages'
import {
  error,
  warning,
  readWorkflow,
  defined,
  type Port,
  type Problem,
  type RetryOverride,
  type Workflow,
} from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'
import { compileExpression, type Expression } from '../expressions/compile-expression.ts'
import { canRead, collectReadableNames } from '../expressions/readable-values.ts'
import { assembleGraph, createMissingPortProblem, toPortKey } from './assemble-graph.ts'
import { inheritReferences, readInnerSource } from './find-inner-source.ts'
import { assignLoopBodies } from './loop-bodies.ts'
import { planEdges, type PlannedEdge } from './plan-edges.ts'
import { wrapProblemAtNode, getNodeLabel, planNode, describePortType } from './plan-node.ts'
import type { PlannedNode, WorkflowPlan } from './workflow-plan.ts'
import { sortTopologically } from './sort-topologically.ts'

/** @internal */
export interface PlanOptions {
  /** The workflows that sub-workflow nodes refer to by name. */
  workflows?: Readonly<Record<string, Workflow>> | undefined
  /** Nodes that do not run, with the reasons, keyed by node id. */
  excludedNodes?: ReadonlyMap<string, Text>
  /** The ids of nodes whose outputs already exist and that therefore do not wait for other nodes. */
  nodesWithOutputs?: ReadonlySet<string>
  /** The version to use for each node type. Defaults to the newest versions. */
  versions?: Readonly<Record<string, number>> | undefined
  /** In a migrated run: the version of settings that do not declare one, keyed by node type. */
  settingsVersions?: Readonly<Record<string, number>> | undefined
  /** The retry policy for transient errors. Workflows and nodes can override it. */
  retry?: RetryOverride | undefined
}

/**
 * Resolves a workflow against a catalog. A pure function: it runs nothing and returns problems instead of throwing.
 * @internal
 */
export function planWorkflow(workflow: Workflow, catalog: Catalog, options: PlanOptions = {}): WorkflowPlan {
  return planDocument(
    workflow,
    catalog,
    { ...options, innerBudget: { remaining: maxInnerNodes } },
    { workflowKeys: [], prefix: '' },
  )
}

/**
 * The maximum total number of nodes in all sub-workflows. The number can double with each level, if every level uses
 * the next one twice.
 */
const maxInnerNodes = 100_000

/** `innerBudget.remaining` is the number of nodes that sub-workflows may still add. */
type InnerOptions = PlanOptions & { innerBudget: { remaining: number } }

/** The context in which a document is planned. */
interface DocumentContext {
  /** For a sub-workflow: its ports. */
  ports?: Workflow['ports'] | undefined
  /** The keys of the enclosing named workflows, used to detect recursion. */
  workflowKeys: readonly string[]
  /** The ids of the enclosing nodes, each followed by a slash. */
  prefix: string
}

function planDocument(
  workflow: Workflow,
  catalog: Catalog,
  options: InnerOptions,
  { ports, workflowKeys, prefix }: DocumentContext,
): WorkflowPlan {
  const problems: Problem[] = []
  const indexById = new Map<string, number>()
  const { excludedNodes, nodesWithOutputs, ...innerOptions } = options
  const nodes = workflow.nodes.map((node, index): PlannedNode => {
    if (indexById.has(node.id)) {
      problems.push(error('workflow.duplicate-id', { id: node.id }, { where: { node: node.id } }))
    }
    indexById.set(node.id, index)
    const { versions, settingsVersions, retry } = options
    const plannedNode = planNode(node, { workflow, catalog, versions, settingsVersions, retry }, problems)
    plannedNode.skipReason ??= excludedNodes?.get(node.id)
    plannedNode.innerPlan =
      plannedNode.skipReason === undefined
        ? planInnerWorkflow(workflow, plannedNode, catalog, innerOptions, { workflowKeys, prefix }, problems)
        : undefined
    return plannedNode
  })
  const edges = planEdges(workflow, nodes, indexById, problems).filter(
    ({ target, isBackEdge }) => isBackEdge || !nodesWithOutputs?.has(nodes[target]!.node.id),
  )
  for (const { source, sourcePort, target, port, isBackEdge } of edges) {
    nodes[target]![isBackEdge ? 'returnInputs' : 'inputs'].push({ port, source, sourcePort })
  }
  markDeferrableOutputs(nodes, edges)
  const inputNames = mapOuterInputs(ports, nodes, indexById, problems)
  nodes.forEach((plannedNode, index) => {
    if (nodesWithOutputs?.has(plannedNode.node.id)) return
    problems.push(...findMissingInputProblems(plannedNode, (port) => inputNames.has(toPortKey(index, port))))
  })
  if (workflowKeys.length === 0) disableUntriggeredNodes(nodes, new Set(edges.map(({ source }) => source)))
  const hasValidBodies = assignLoopBodies(nodes, edges, problems)
  const graph = assembleGraph({ nodes, edges, inputNames, ports, indices: indexById, hasValidBodies, prefix }, problems)
  const forwardEdges = nodes.flatMap(({ successors }, source) => successors.map((target) => ({ source, target })))
  const plan: WorkflowPlan = {
    workflow,
    nodes,
    order: sortTopologically(nodes.length, forwardEdges).order,
    graph,
    problems,
    setsVariables: nodes.some(({ definition }) => definition?.variable !== undefined),
    indexById,
    find({ node, scope = [] }) {
      let currentPlan: WorkflowPlan = plan
      for (const scopeSegment of scope) {
        const ancestor =
          currentPlan.nodes[currentPlan.indexById.get(scopeSegment.slice(0, scopeSegment.lastIndexOf('#'))) ?? -1]
        if (!ancestor) return undefined
        currentPlan = ancestor.innerPlan ?? currentPlan
      }
      return currentPlan.nodes[currentPlan.indexById.get(node) ?? -1]
    },
  }
  problems.push(...findUnknownNameProblems(plan))
  for (const plannedNode of nodes) {
    plannedNode.warnings = findUnknownInputs(plannedNode)
    problems.push(...plannedNode.warnings)
  }
  return plan
}

/**
 * Marks nodes whose only outgoing edge leads to a node that composes SQL statements. The edge must not be a back edge
 * of a loop.
 */
function markDeferrableOutputs(nodes: readonly PlannedNode[], edges: readonly PlannedEdge[]): void {
  const singleEdges = new Map<number, PlannedEdge | undefined>()
  for (const edge of edges) singleEdges.set(edge.source, singleEdges.has(edge.source) ? undefined : edge)
  for (const [source, edge] of singleEdges) {
    const target = edge && nodes[edge.target]!
    const composes = target?.definition?.composes
    if (!composes || edge?.isBackEdge || target.skipReason !== undefined || target.settings === undefined) continue
    nodes[source]!.canDeferOutput = composes === true || composes(target.settings)
  }
}

/** Warns about names after `input` that no input port has, because such a path never has a value. */
function findUnknownInputs(plannedNode: PlannedNode): Problem[] {
  const { node, definition, ports, settings, skipReason } = plannedNode
  if (skipReason !== undefined || settings === undefined) return []
  const portNames = ['value', ...ports.inputs.map(({ name }) => name)]
  const findUnknown = (expressions: readonly SettingExpression[], names: ReadonlySet<string>): Problem[] =>
    expressions.flatMap(({ setting, expression, displayText }) =>
      [...expression.inputNames]
        .filter((name) => !names.has(name))
        .map((name) => {
          const params = { name, expression: displayText, node: getNodeLabel(plannedNode), names: [...names] }
          return warning('expression.unknown-input', params, { where: { node: node.id, setting } })
        }),
    )
  // A node that provides `input` to its expressions has only its value in it.
  const expressionNames = definition?.providedNames?.includes('input') ? ['value'] : portNames
  return [
    ...findUnknown(listPlaceholders(plannedNode), new Set(portNames)),
    ...findUnknown(parseExpressions(plannedNode), new Set(expressionNames)),
  ]
}

interface SettingExpression {
  setting: string
  expression: Expression
  displayText: string
}

const listPlaceholders = ({ template }: PlannedNode): SettingExpression[] =>
  (template?.expressions ?? []).map(({ setting, expression }) => ({
    setting,
    expression,
    displayText: `{{${expression.text}}}`,
  }))

/** Reports unknown names in `{{…}}` and in expressions. */
function findUnknownNameProblems(plan: WorkflowPlan): Problem[] {
  return plan.nodes.flatMap((plannedNode, index) => {
    if (plannedNode.skipReason !== undefined) return []
    const { node, definition } = plannedNode
    const providedNames = new Set(definition?.providedNames)
    const expressions = [...listPlaceholders(plannedNode), ...parseExpressions(plannedNode)]
    return expressions.flatMap(({ setting, expression, displayText }) =>
      [...(expression.names ?? [])]
        .filter((name) => !providedNames.has(name) && !canRead(plan, index, name))
        .map((name) =>
          error(
            'expression.unknown-name',
            {
              name,
              expression: displayText,
              node: getNodeLabel(plannedNode),
              names: [...providedNames, ...collectReadableNames(plan, index)],
            },
            { where: { node: node.id, setting } },
          ),
        ),
    )
  })
}

function parseExpressions({ definition, settings }: PlannedNode): SettingExpression[] {
  return (definition?.expressions ?? []).flatMap((setting) => {
    const text = (settings as Record<string, unknown> | undefined)?.[setting]
    if (typeof text !== 'string' || text.trim() === '') return []
    try {
      return [{ setting, expression: compileExpression(text), displayText: `"${text}"` }]
    } catch {
      // The node's own description reports the error.
      return []
    }
  })
}

function planInnerWorkflow(
  workflow: Workflow,
  plannedNode: PlannedNode,
  catalog: Catalog,
  options: InnerOptions,
  { workflowKeys, prefix }: DocumentContext,
  problems: Problem[],
): WorkflowPlan | undefined {
  const { definition, settings, node } = plannedNode
  if (!definition?.subWorkflow || settings === undefined) return undefined
  const where = { node: node.id }
  const innerSource = readInnerSource(workflow, definition, settings)
  if (!innerSource) return undefined
  let innerWorkflow: Workflow | undefined
  if ('name' in innerSource) {
    plannedNode.innerKey = innerSource.key
    innerWorkflow =
      options.workflows && Object.hasOwn(options.workflows, innerSource.key)
        ? options.workflows[innerSource.key]
        : undefined
    if (workflowKeys.includes(innerSource.key)) {
      problems.push(
        error('sub-workflow.recursive', { node: getNodeLabel(plannedNode), workflow: innerSource.name }, { where }),
      )
      return undefined
    }
    if (!innerWorkflow) {
      problems.push(
        error(
          'sub-workflow.missing',
          { node: getNodeLabel(plannedNode), workflow: innerSource.name, host: '' },
          { where },
        ),
      )
      return undefined
    }
  } else {
    const readResult = readWorkflow(innerSource.document)
    for (const problem of readResult.problems) problems.push(wrapProblemAtNode(plannedNode, problem))
    if (!readResult.workflow) return undefined
    innerWorkflow = inheritReferences(readResult.workflow, workflow)
  }
  options.innerBudget.remaining -= innerWorkflow.nodes.length
  if (options.innerBudget.remaining < 0) {
    // Report this once instead of again at each outer level.
    if (options.innerBudget.remaining + innerWorkflow.nodes.length >= 0)
      problems.push(
        error('sub-workflow.too-many-nodes', { node: getNodeLabel(plannedNode), max: maxInnerNodes }, { where }),
      )
    return undefined
  }
  const plan = planDocument(innerWorkflow, catalog, options, {
    ports: innerWorkflow.ports,
    workflowKeys: [...workflowKeys, 'name' in innerSource ? innerSource.key : ''],
    prefix: `${prefix}${node.id}/`,
  })
  plannedNode.ports = resolveInnerPorts(plannedNode, plan)
  for (const problem of plan.problems) problems.push(wrapProblemAtNode(plannedNode, problem))
  return plan
}

/** Returns the ports of a sub-workflow node: the ports of the workflow inside it and, if enabled, the error port. */
function resolveInnerPorts({ ports }: PlannedNode, { workflow }: WorkflowPlan): PlannedNode['ports'] {
  const { inputs = [], outputs = [] } = workflow.ports ?? {}
  const errorPorts = ports.outputs.filter(({ name }) => name === 'error')
  return {
    inputs: inputs.map(toPort),
    outputs: [...outputs.map(toPort), ...errorPorts],
  }
}

const toPort = ({ name, type, label, required }: PortLike): Port => ({
  name,
  type,
  ...defined({ label }),
  ...(required ? { required } : {}),
})
type PortLike = Pick<Port, 'name' | 'type'> & { label?: string | undefined; required?: boolean | undefined }

/** Returns the names of the sub-workflow inputs, keyed by the port that each one feeds (see `toPortKey`). */
function mapOuterInputs(
  ports: Workflow['ports'],
  nodes: readonly PlannedNode[],
  indexById: ReadonlyMap<string, number>,
  problems: Problem[],
): Map<string, string> {
  const inputNames = new Map<string, string>()
  for (const { name, to } of ports?.inputs ?? []) {
    for (const { node, port } of to) {
      const index = indexById.get(node)
      const hasPort = index !== undefined && nodes[index]!.ports.inputs.some((input) => input.name === port)
      if (hasPort) inputNames.set(toPortKey(index, port), name)
      else problems.push(createMissingPortProblem('input', name, node, port))
    }
  }
  return inputNames
}

function findMissingInputProblems(
  plannedNode: PlannedNode,
  isConnectedToOuterInput: (port: string) => boolean,
): Problem[] {
  if (plannedNode.skipReason !== undefined) return []
  const connectedInputs = [...plannedNode.inputs, ...plannedNode.returnInputs]
  const missingInputs = plannedNode.ports.inputs.filter(
    ({ name, required }) =>
      required && !isConnectedToOuterInput(name) && !connectedInputs.some(({ port }) => port === name),
  )
  return missingInputs.map(({ name, type }) =>
    error(
      'node.missing-input',
      { port: findPortLabel(plannedNode, name), node: getNodeLabel(plannedNode), type: describePortType(type) },
      { where: { node: plannedNode.node.id, port: name } },
    ),
  )
}

/** Returns an input's label or, if it has none, its name. */
const findPortLabel = ({ ports }: PlannedNode, port: string): string =>
  ports.inputs.find(({ name }) => name === port)?.label ?? port

/**
 * Disables nodes without incoming edges, other than triggers and error handlers, because a workflow with triggers
 * starts only at its triggers. However, a trigger without outgoing edges, such as a schedule next to a Load node,
 * starts the entire workflow.
 *
 * @param sources The indexes of the nodes with outgoing edges.
 */
function disableUntriggeredNodes(nodes: readonly PlannedNode[], sources: ReadonlySet<number>): void {
  const isTrigger = ({ definition }: PlannedNode): boolean => definition?.family === 'triggers'
  const triggers = nodes.flatMap((plannedNode, index) =>
    isTrigger(plannedNode) && plannedNode.skipReason === undefined ? [index] : [],
  )
  if (triggers.length === 0 || triggers.some((index) => !sources.has(index))) return
  for (const plannedNode of nodes) {
    if (plannedNode.inputs.length > 0 || isTrigger(plannedNode) || plannedNode.definition?.control === 'error-handler')
      continue
    plannedNode.skipReason ??= message('node.not-triggered', {})
  }
}
