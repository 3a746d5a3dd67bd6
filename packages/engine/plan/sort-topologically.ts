/**
 * Sorts a graph's nodes topologically (Kahn 1962). Independent nodes keep their relative order. `cyclic` contains the
 * nodes that are on a cycle or reachable from one.
 */
export function sortTopologically(
  count: number,
  edges: readonly { source: number; target: number }[],
): { order: number[]; cyclic: number[] } {
  const incomingCounts = new Uint32Array(count)
  const targets: number[][] = Array.from({ length: count }, () => [])
  for (const { source, target } of edges) {
    incomingCounts[target]!++
    targets[source]!.push(target)
  }
  const order: number[] = []
  for (let node = 0; node < count; node++) if (incomingCounts[node] === 0) order.push(node)
  for (let position = 0; position < order.length; position++) {
    for (const target of targets[order[position]!]!) if (--incomingCounts[target]! === 0) order.push(target)
  }
  const cyclic: number[] = []
  for (let node = 0; node < count; node++) if (incomingCounts[node]! > 0) cyclic.push(node)
  return { order, cyclic }
}

/** Returns the node indexes of a cycle, in edge order. Returns an empty list if the graph has no cycle. */
export function findCycle(count: number, edges: readonly { source: number; target: number }[]): number[] {
  const { cyclic } = sortTopologically(count, edges)
  const remaining = new Set(cyclic)
  const predecessor = new Map<number, number>()
  for (const { source, target } of edges)
    if (remaining.has(source) && remaining.has(target)) predecessor.set(target, source)
  // Each remaining node has a remaining predecessor, so walking backward must eventually revisit a node.
  let node = cyclic.find((candidate) => predecessor.has(candidate))
  const path: number[] = []
  while (node !== undefined && !path.includes(node)) {
    path.push(node)
    node = predecessor.get(node)
  }
  return node === undefined ? [] : path.slice(path.indexOf(node)).reverse()
}
