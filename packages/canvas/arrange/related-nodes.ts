import type { Scene } from '../scene/scene.ts'

/** Returns the given nodes and all nodes upstream of them, downstream of them, or both. @internal */
export function findRelatedNodes(
  { edges }: Pick<Scene, 'edges'>,
  startIds: Iterable<string>,
  direction: 'upstream' | 'downstream' | 'connected',
): Set<string> {
  const neighbors = new Map<string, string[]>()
  const addNeighbor = (id: string, neighborId: string): void => {
    const list = neighbors.get(id)
    if (list) list.push(neighborId)
    else neighbors.set(id, [neighborId])
  }
  for (const { from: source, to: target } of edges) {
    if (direction !== 'upstream') addNeighbor(source.id, target.id)
    if (direction !== 'downstream') addNeighbor(target.id, source.id)
  }
  const relatedIds = new Set(startIds)
  // Iterating a set also visits elements added during the iteration.
  for (const id of relatedIds) for (const neighborId of neighbors.get(id) ?? []) relatedIds.add(neighborId)
  return relatedIds
}
