/**
 * Sorts the nodes of a graph topologically (Kahn 1962). Independent nodes keep their order. `cyclic` has the nodes on or
 * after a cycle.
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

/** Finds a cycle; returns its node indices in order, or an empty list. */
export function findCycle(count: number, edges: readonly { source: number; target: number }[]): number[] {
  const { cyclic } = topologicalOrder(count, edges)
  const remaining = new Set(cyclic)
  const predecessor = new Map<number, number>()
  for (const { source, target } of edges)
    if (remaining.has(source) && remaining.has(target)) predecessor.set(target, source)
  // Each remaining node has a remaining predecessor, so walking back must reach a node again.
  let node = cyclic.find((candidate) => predecessor.has(candidate))
  const seen: number[] = []
  while (node !== undefined && !seen.includes(node)) {
    seen.push(node)
    node = predecessor.get(node)
  }
  return node === undefined ? [] : seen.slice(seen.indexOf(node)).reverse()
}
