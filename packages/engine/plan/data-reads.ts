import type { Workflow } from '@aw-flow/schema'
import type { DataKind } from '../data-flow.ts'
import type { Catalog } from '../node/catalog.ts'
import type { DescribeContext } from '../node/define-node.ts'
import { findWorkflowKey } from './find-inner-source.ts'
import type { PlannedNode, WorkflowPlan } from './workflow-plan.ts'

/** The kinds of data that each planned node's inputs may contain. */
export type InputReads = ReadonlyMap<PlannedNode, readonly DataKind[]>

/**
 * Determines the kinds of data that each node's inputs may contain: the kinds that any preceding node reads, including
 * across loop iterations. In a sub-workflow, every node receives the kinds in the inputs of the sub-workflow node. If a
 * node's reads depend on settings that are not known yet, the node is assumed to read every kind.
 */
export function findInputReads(plan: WorkflowPlan, sources: ReadSources): InputReads {
  const readsByNode = new Map<PlannedNode, ReadonlySet<DataKind>>()
  collectReads(plan, new Set(), { ...sources, readsByNode })
  return new Map([...readsByNode].map(([node, reads]) => [node, [...reads].toSorted()]))
}

/** The node types and other workflows that the plan's nodes may refer to. */
export interface ReadSources {
  catalog: Pick<Catalog, 'get'>
  workflows?: Readonly<Record<string, Workflow>> | undefined
}

/** Creates a function that finds the workflow that a name in `workflow` refers to. */
export const createWorkflowFinder =
  (workflow: Pick<Workflow, 'references'>, workflows: Readonly<Record<string, Workflow>> = {}) =>
  (name: string): Workflow | undefined => {
    const key = findWorkflowKey(workflow, name)
    return Object.hasOwn(workflows, key) ? workflows[key] : undefined
  }

/** Returns the kinds of data that a plan's outputs may contain. */
function collectReads(
  plan: WorkflowPlan,
  outerReads: ReadonlySet<DataKind>,
  search: ReadSources & { readsByNode: Map<PlannedNode, ReadonlySet<DataKind>> },
): Set<DataKind> {
  const { catalog, workflows, readsByNode } = search
  const context = { getNodeType: catalog.get, findWorkflow: createWorkflowFinder(plan.workflow, workflows) }
  const nodeReads = plan.nodes.map((plannedNode) => listNodeReads(plannedNode, context))
  const outputs = new Map<number, Set<DataKind>>()
  let hasChanged = true
  while (hasChanged) {
    hasChanged = false
    for (const [index, plannedNode] of plan.nodes.entries()) {
      const sourceReads = [...plannedNode.inputs, ...plannedNode.returnInputs].flatMap(({ source }) => [
        ...(outputs.get(source) ?? []),
      ])
      const inputs = new Set([...outerReads, ...sourceReads])
      readsByNode.set(plannedNode, inputs)
      const innerReads = plannedNode.innerPlan ? collectReads(plannedNode.innerPlan, inputs, search) : []
      const outputReads = new Set([...inputs, ...nodeReads[index]!, ...innerReads])
      if (outputReads.size === outputs.get(index)?.size) continue
      outputs.set(index, outputReads)
      hasChanged = hasChanged || outputReads.size > 0
    }
  }
  return new Set([...outputs.values()].flatMap((reads) => [...reads]))
}

function listNodeReads(
  { definition, settings }: PlannedNode,
  context: Pick<DescribeContext, 'getNodeType' | 'findWorkflow'>,
): readonly DataKind[] {
  const reads = definition?.reads ?? []
  if (typeof reads !== 'function') return reads
  // Settings that become known only during the run may have any value.
  return settings === undefined ? ['untrusted', 'private'] : reads(settings, context)
}
