import type { WorkflowSession } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'

/**
 * Returns the problems of a node that can be explained: those found without a run and, unless the node has changed
 * since, the one that it failed with in the last run. Returns an empty list if the session cannot explain problems.
 */
export function findExplainableProblems(
  { assistant, runs }: WorkflowSession,
  nodeId: string,
  describedProblems: readonly Problem[],
): readonly Problem[] {
  if (!assistant) return []
  const knownProblems = describedProblems.filter(({ severity }) => severity !== 'info')
  const failure = runs.stale.has(nodeId) ? undefined : runs.current?.nodes[nodeId]?.error?.problem
  const isKnown = knownProblems.some(({ code }) => code === failure?.code)
  return failure && !isKnown
    ? [...knownProblems, { ...failure, where: { ...failure.where, node: nodeId } }]
    : knownProblems
}
