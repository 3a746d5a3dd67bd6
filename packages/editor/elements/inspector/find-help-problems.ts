import type { WorkflowSession } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'

/**
 * Lists the problems of a node that can be explained: those that are known before a run, and the one that its last run
 * failed with, unless the node has changed since. None without an engine.
 */
export function findHelpProblems(
  { document, runs }: WorkflowSession,
  node: string,
  described: readonly Problem[],
): readonly Problem[] {
  if (!document.explainProblem) return []
  const known = described.filter(({ severity }) => severity !== 'info')
  const failure = runs.stale.has(node) ? undefined : runs.current?.nodes[node]?.error?.problem
  const isKnown = known.some(({ code }) => code === failure?.code)
  return failure && !isKnown ? [...known, { ...failure, where: { ...failure.where, node } }] : known
}
