import type { Scene } from '../scene/scene.ts'

/** Some nodes, with the nodes upstream of them, downstream of them, or both. @internal */
export function relatedNodes(
  { edges }: Pick<Scene, 'edges'>,
  from: Iterable<string>,
  direction: 'upstream' | 'downstream' | 'connected',
): Set<string> {
  const next = new Map<string, string[]>()
  const connect = (a: string, b: string): void => {
    const known = next.get(a)
    if (known) known.push(b)
    else next.set(a, [b])
  }
  for (const { from: source, to: target } of edges) {
    if (direction !== 'upstream') connect(source.id, target.id)
    if (direction !== 'downstream') connect(target.id, source.id)
  }
  const found = new Set(from)
  // Iteration over a set includes elements that are added during the iteration.
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other)
  return found
}
