import type { Workflow } from '@aw-flow/schema'

/** Returns the ids of a node and of all its upstream nodes. */
export function findUpstreamIds({ edges }: Workflow, nodeId: string): ReadonlySet<string> {
  const ids = new Set([nodeId])
  // Iterating over a set also visits items that are added during the iteration.
  for (const id of ids) for (const { source, target } of edges) if (target === id) ids.add(source)
  return ids
}
