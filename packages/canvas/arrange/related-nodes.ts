import type { Scene } from '../scene/scene.ts'

/** Returns the given nodes and all nodes upstream of them, downstream of them, or both. @internal */
export function findRelatedNodes(
  { edges }: Pick<Scene, 'edges'>,
  from: Iterable<string>,
  direction: 'upstream' | 'downstream' | 'connected',
): Set<string> {
  const neighbors = new Map<string, string[]>()
  const connect = (a: string, b: string): void => {
    const list = neighbors.get(a)
    if (list) list.push(b)
    else neighbors.set(a, [b])
  }
  for (const { from: source, to: target } of edges) {
    if (direction !== 'upstream') connect(source.id, target.id)
    if (direction !== 'downstream') connect(target.id, source.id)
  }
  const related = new Set(from)
  // Iterating a set also visits elements added during the iteration.
  for (const id of related) for (const neighborId of neighbors.get(id) ?? []) related.add(neighborId)
  return related
}
