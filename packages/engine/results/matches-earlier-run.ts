import type { Values, Workflow, WorkflowNode } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import type { PlannedNode, WorkflowPlan } from '../plan/workflow-plan.ts'
import type { EarlierRunOutcomes } from './plan-part.ts'

/**
 * Creates a predicate that returns whether the node at an index has the same definition as in an earlier run. The
 * definition includes the node's type and version, settings, mode, join, error handling, edges, inputs and inner
 * workflows, and the workflow's variables, but not labels or positions. Without the earlier run's workflow, no node
 * matches.
 */
export function createEarlierRunMatcher(
  { workflow, nodes }: WorkflowPlan,
  earlierRun: EarlierRunOutcomes,
  inputs: Readonly<Record<string, Values>>,
): (index: number) => boolean {
  const { workflow: earlierWorkflow } = earlierRun
  if (!earlierWorkflow) return () => false
  const earlierNodes = new Map(earlierWorkflow.nodes.map((node) => [node.id, node]))
  const serializeCurrentEdges = createEdgeSerializer(workflow)
  const serializeEarlierEdges = createEdgeSerializer(earlierWorkflow)
  const hasSameVariables =
    toCanonicalJson(workflow.settings.variables ?? {}) === toCanonicalJson(earlierWorkflow.settings.variables ?? {})
  return (index) => {
    const plannedNode = nodes[index]!
    const { node, definition } = plannedNode
    const earlierNode = earlierNodes.get(node.id)
    if (!earlierNode || !definition || !hasSameVariables) return false
    const version =
      earlierRun.types && Object.hasOwn(earlierRun.types, node.type) ? earlierRun.types[node.type] : undefined
    return (
      (version === undefined || version === definition.version) &&
      toCanonicalJson(pickComparedFields(node, workflow)) ===
        toCanonicalJson(pickComparedFields(earlierNode, earlierWorkflow)) &&
      serializeCurrentEdges(node.id) === serializeEarlierEdges(node.id) &&
      hasSameInputs(node.id, inputs, earlierRun.inputs ?? {}) &&
      hasSameInnerWorkflows(plannedNode, earlierRun)
    )
  }
}

/** Returns whether all workflows nested in a node are the same as in the earlier run. */
export function hasSameInnerWorkflows({ innerPlan, innerKey }: PlannedNode, earlierRun: EarlierRunOutcomes): boolean {
  if (!innerPlan) return true
  if (innerKey !== undefined && earlierRun.workflows) {
    const earlierWorkflow = Object.hasOwn(earlierRun.workflows, innerKey) ? earlierRun.workflows[innerKey] : undefined
    if (!earlierWorkflow || toCanonicalJson(earlierWorkflow) !== toCanonicalJson(innerPlan.workflow)) return false
  }
  return innerPlan.nodes.every((inner) => hasSameInnerWorkflows(inner, earlierRun))
}

/** Returns whether a node and the nodes nested in it receive the same inputs from outside the workflow. */
export function hasSameInputs(
  id: string,
  currentInputs: Readonly<Record<string, Values>>,
  earlierInputs: Readonly<Record<string, Values>>,
): boolean {
  const keys = new Set(
    [...Object.keys(currentInputs), ...Object.keys(earlierInputs)].filter(
      (key) => key === id || key.startsWith(`${id}/`),
    ),
  )
  return [...keys].every(
    (key) => toCanonicalJson(currentInputs[key] ?? {}) === toCanonicalJson(earlierInputs[key] ?? {}),
  )
}

const pickComparedFields = (node: WorkflowNode, workflow: Workflow) => ({
  type: node.type,
  typeVersion: node.typeVersion ?? null,
  config: node.data.config,
  join: node.join ?? 'all',
  onError: node.onError ?? 'stop',
  mode: getMode(node, workflow),
})

const getMode = ({ id, mode }: WorkflowNode, { groups = [] }: Workflow): string =>
  mode ?? groups.find((group) => group.mode && group.nodes.includes(id))?.mode ?? 'enabled'

/**
 * Creates a function that serializes a node's incoming edges in a fixed order. For an edge from a bypassed node, it
 * also includes the edges into that node.
 */
function createEdgeSerializer(workflow: Workflow): (id: string) => string {
  const edgesByTarget = new Map<string, Workflow['edges']>()
  for (const edge of workflow.edges) {
    const incomingEdges = edgesByTarget.get(edge.target)
    if (incomingEdges) incomingEdges.push(edge)
    else edgesByTarget.set(edge.target, [edge])
  }
  const modes = new Map(workflow.nodes.map((node) => [node.id, getMode(node, workflow)]))
  const serializeEdges = (id: string, path: readonly string[]): string => {
    const serializedEdges = (edgesByTarget.get(id) ?? []).map(
      ({ source, sourceHandle = null, targetHandle = null }) => {
        const mode = modes.get(source) ?? 'enabled'
        const isBypassed = mode === 'bypassed' && !path.includes(source)
        return JSON.stringify([
          source,
          sourceHandle,
          targetHandle,
          mode,
          isBypassed ? serializeEdges(source, [...path, source]) : '',
        ])
      },
    )
    return serializedEdges.sort().join()
  }
  return (id) => serializeEdges(id, [])
}
