import type { Workflow } from '@aw-flow/schema'

/** Returns the ids of a node and of all nodes before it. */
export function findUpstreamIds({ edges }: Workflow, node: string): ReadonlySet<string> {
  const ids = new Set([node])
  // Iterating a set includes items that are added during the iteration.
  for (const id of ids) for (const { source, target } of edges) if (target === id) ids.add(source)
  return ids
}
