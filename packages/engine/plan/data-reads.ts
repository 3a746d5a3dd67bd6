import type { DataKind } from '../data-flow.ts'
import type { PlannedNode, WorkflowPlan } from './workflow-plan.ts'

/** Kinds of data that the inputs of planned nodes may contain. */
export type InputReads = ReadonlyMap<PlannedNode, readonly DataKind[]>

/**
 * Finds the kinds of data that the inputs of each node may contain: the kinds that the nodes before it read, including
 * in loops. All nodes of a sub-workflow receive the kinds of its node's inputs. A type whose reads depend on settings
 * counts as reading everything while the settings are unknown.
 */
export function findInputReads(plan: WorkflowPlan): InputReads {
  const readsByNode = new Map<PlannedNode, ReadonlySet<DataKind>>()
  collectReads(plan, new Set(), readsByNode)
  return new Map([...readsByNode].map(([node, reads]) => [node, [...reads].toSorted()]))
}

/** Returns the kinds of data that the outputs of a plan may contain. */
function collectReads(
  plan: WorkflowPlan,
  outer: ReadonlySet<DataKind>,
  readsByNode: Map<PlannedNode, ReadonlySet<DataKind>>,
): Set<DataKind> {
  const outputs = new Map<number, Set<DataKind>>()
  let isChanged = true
  while (isChanged) {
    isChanged = false
    for (const [index, planned] of plan.nodes.entries()) {
      const sources = [...planned.inputs, ...planned.returns].flatMap(({ source }) => [...(outputs.get(source) ?? [])])
      const inputs = new Set([...outer, ...sources])
      readsByNode.set(planned, inputs)
      const inner = planned.inside ? collectReads(planned.inside, inputs, readsByNode) : []
      const outputReads = new Set([...inputs, ...listOwnReads(planned), ...inner])
      if (outputReads.size === outputs.get(index)?.size) continue
      outputs.set(index, outputReads)
      isChanged = isChanged || outputReads.size > 0
    }
  }
  return new Set([...outputs.values()].flatMap((reads) => [...reads]))
}

function listOwnReads({ definition, settings }: PlannedNode): readonly DataKind[] {
  const reads = definition?.reads ?? []
  if (typeof reads !== 'function') return reads
  // Settings that are known only in a run may have any value.
  return settings === undefined ? ['untrusted', 'private'] : reads(settings)
}
