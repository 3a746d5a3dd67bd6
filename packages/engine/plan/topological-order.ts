/**
 * Indices of a graph's nodes such that sources come before targets; among the free ones, the order given. `cyclic`
 * holds the nodes that lie on a cycle or behind one, in the order given. (Kahn 1962.)
 */
export function topologicalOrder(
  count: number,
  edges: readonly { source: number; target: number }[],
): { order: number[]; cyclic: number[] } {
  const waiting = new Uint32Array(count)
  const targets: number[][] = Array.from({ length: count }, () => [])
  for (const { source, target } of edges) {
    waiting[target]!++
    targets[source]!.push(target)
  }
  const order: number[] = []
  for (let node = 0; node < count; node++) if (waiting[node] === 0) order.push(node)
  for (let next = 0; next < order.length; next++) {
    for (const target of targets[order[next]!]!) if (--waiting[target]! === 0) order.push(target)
  }
  const cyclic: number[] = []
  for (let node = 0; node < count; node++) if (waiting[node]! > 0) cyclic.push(node)
  return { order, cyclic }
}

/** One cycle among `edges`, as node indices in order, or nothing. */
export function findCycle(count: number, edges: readonly { source: number; target: number }[]): number[] {
  const { cyclic } = topologicalOrder(count, edges)
  const among = new Set(cyclic)
  const predecessor = new Map<number, number>()
  for (const { source, target } of edges) if (among.has(source) && among.has(target)) predecessor.set(target, source)
  // Every node that Kahn leaves over has a predecessor that is left over: going back must meet itself.
  let node = cyclic.find((candidate) => predecessor.has(candidate))
  const seen: number[] = []
  while (node !== undefined && !seen.includes(node)) {
    seen.push(node)
    node = predecessor.get(node)
  }
  return node === undefined ? [] : seen.slice(seen.indexOf(node)).reverse()
}
