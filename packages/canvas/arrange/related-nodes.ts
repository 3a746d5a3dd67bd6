import type { Scene } from '../scene/scene.ts'

/** The nodes upstream, downstream or in both directions of some nodes, which are included. @internal */
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
  // Iterating over a set includes elements that are added meanwhile.
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other)
  return found
}
