import type { Scene } from '../scene/scene.ts'

/** The nodes before, behind or both ways from some nodes, along edges as far as they go; those nodes are among them. */
export function relatedNodes(
  { edges }: Pick<Scene, 'edges'>,
  from: Iterable<string>,
  way: 'upstream' | 'downstream' | 'connected',
): Set<string> {
  const next = new Map<string, string[]>()
  const join = (a: string, b: string): void => {
    const known = next.get(a)
    if (known) known.push(b)
    else next.set(a, [b])
  }
  for (const { from: source, to: target } of edges) {
    if (way !== 'upstream') join(source.id, target.id)
    if (way !== 'downstream') join(target.id, source.id)
  }
  const found = new Set(from)
  // A set hears of what is added while it is walked through.
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other)
  return found
}
