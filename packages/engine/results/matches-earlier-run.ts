import { canonicalJson, type Values, type Workflow, type WorkflowNode } from '@aw-flow/schema'
import type { PlannedNode, WorkflowPlan } from '../plan/workflow-plan.ts'
import type { LastOutcomes } from './plan-part.ts'

/**
 * Returns a predicate that tells, by index, whether a node has the same definition as in an earlier run: type and
 * version, settings, mode, join, error handling, edges, inputs, variables of the workflow, and inner workflows. Labels
 * and positions do not matter. Without the workflow of the earlier run, nothing matches.
 */
export function matchesEarlierRun(
  { workflow, nodes }: WorkflowPlan,
  last: LastOutcomes,
  inputs: Readonly<Record<string, Values>>,
): (index: number) => boolean {
  const { workflow: ran } = last
  if (!ran) return () => false
  const before = new Map(ran.nodes.map((node) => [node.id, node]))
  const edgesNow = edgesByTarget(workflow)
  const edgesThen = edgesByTarget(ran)
  const sameVariables = canonicalJson(workflow.settings.variables ?? {}) === canonicalJson(ran.settings.variables ?? {})
  return (index) => {
    const planned = nodes[index]!
    const { node, definition } = planned
    const then = before.get(node.id)
    if (!then || !definition || !sameVariables) return false
    const version = last.types && Object.hasOwn(last.types, node.type) ? last.types[node.type] : undefined
    return (
      (version === undefined || version === definition.version) &&
      canonicalJson(partOf(node, workflow)) === canonicalJson(partOf(then, ran)) &&
      edgesNow(node.id) === edgesThen(node.id) &&
      hasSameInputs(node.id, inputs, last.inputs ?? {}) &&
      hasSameInnerWorkflows(planned, last)
    )
  }
}

/** Whether the workflows inside a node are those of the earlier run, recursively. */
export function hasSameInnerWorkflows({ inside, definition, settings }: PlannedNode, last: LastOutcomes): boolean {
  if (!inside) return true
  const from = definition?.inside?.(settings)
  if (from && 'name' in from && last.workflows) {
    const then = Object.hasOwn(last.workflows, from.name) ? last.workflows[from.name] : undefined
    if (!then || canonicalJson(then) !== canonicalJson(inside.workflow)) return false
  }
  return inside.nodes.every((inner) => hasSameInnerWorkflows(inner, last))
}

/** Whether a node, and those inside it, have the same inputs from outside. */
export function hasSameInputs(
  id: string,
  now: Readonly<Record<string, Values>>,
  then: Readonly<Record<string, Values>>,
): boolean {
  const keys = new Set(
    [...Object.keys(now), ...Object.keys(then)].filter((key) => key === id || key.startsWith(`${id}/`)),
  )
  return [...keys].every((key) => canonicalJson(now[key] ?? {}) === canonicalJson(then[key] ?? {}))
}

const partOf = (node: WorkflowNode, workflow: Workflow) => ({
  type: node.type,
  typeVersion: node.typeVersion ?? null,
  config: node.data.config,
  join: node.join ?? 'all',
  onError: node.onError ?? 'stop',
  mode: modeOf(node, workflow),
})

const modeOf = ({ id, mode }: WorkflowNode, { groups = [] }: Workflow): string =>
  mode ?? groups.find((group) => group.mode && group.nodes.includes(id))?.mode ?? 'enabled'

/**
 * Returns a text for the incoming edges of each node, independent of their order. For an edge from a bypassed node, it
 * includes the edges into that node.
 */
function edgesByTarget(workflow: Workflow): (id: string) => string {
  const lists = new Map<string, Workflow['edges']>()
  for (const edge of workflow.edges) {
    const known = lists.get(edge.target)
    if (known) known.push(edge)
    else lists.set(edge.target, [edge])
  }
  const modes = new Map(workflow.nodes.map((node) => [node.id, modeOf(node, workflow)]))
  const textOf = (id: string, around: readonly string[]): string => {
    const texts = (lists.get(id) ?? []).map(({ source, sourceHandle = null, targetHandle = null }) => {
      const mode = modes.get(source) ?? 'enabled'
      const isPast = mode === 'bypassed' && !around.includes(source)
      return JSON.stringify([
        source,
        sourceHandle,
        targetHandle,
        mode,
        isPast ? textOf(source, [...around, source]) : '',
      ])
    })
    return texts.sort().join()
  }
  return (id) => textOf(id, [])
}
