import type { WorkflowSession } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'

/**
 * Lists the explainable problems of a node: problems that are known before a run, and the problem that the node failed
 * with in the last run, unless the node has changed since. Returns none without an engine.
 */
export function findHelpProblems(
  { document, runs }: WorkflowSession,
  node: string,
  describedProblems: readonly Problem[],
): readonly Problem[] {
  if (!document.explainProblem) return []
  const knownProblems = describedProblems.filter(({ severity }) => severity !== 'info')
  const failure = runs.stale.has(node) ? undefined : runs.current?.nodes[node]?.error?.problem
  const isKnown = knownProblems.some(({ code }) => code === failure?.code)
  return failure && !isKnown ? [...knownProblems, { ...failure, where: { ...failure.where, node } }] : knownProblems
}
