/**
 * Sorts a graph's nodes topologically (Kahn 1962). Independent nodes keep their relative order. `cyclic` contains the
 * nodes that are on a cycle or reachable from one.
 */
export function sortTopologically(
  nodeCount: number,
  edges: readonly { source: number; target: number }[],
): { order: number[]; cyclic: number[] } {
  const incomingCounts = new Uint32Array(nodeCount)
  const targets: number[][] = Array.from({ length: nodeCount }, () => [])
  for (const { source, target } of edges) {
    incomingCounts[target]!++
    targets[source]!.push(target)
  }
  const order: number[] = []
  for (let node = 0; node < nodeCount; node++) if (incomingCounts[node] === 0) order.push(node)
  for (let position = 0; position < order.length; position++) {
    for (const target of targets[order[position]!]!) if (--incomingCounts[target]! === 0) order.push(target)
  }
  const cyclicNodes: number[] = []
  for (let node = 0; node < nodeCount; node++) if (incomingCounts[node]! > 0) cyclicNodes.push(node)
  return { order, cyclic: cyclicNodes }
}

/** Returns the node indexes of a cycle, in edge order. Returns an empty list if the graph has no cycle. */
export function findCycle(nodeCount: number, edges: readonly { source: number; target: number }[]): number[] {
  const { cyclic: cyclicNodes } = sortTopologically(nodeCount, edges)
  const remainingNodes = new Set(cyclicNodes)
  const predecessors = new Map<number, number>()
  for (const { source, target } of edges)
    if (remainingNodes.has(source) && remainingNodes.has(target)) predecessors.set(target, source)
  // Each remaining node has a remaining predecessor, so walking backward must eventually revisit a node.
  let node = cyclicNodes.find((candidate) => predecessors.has(candidate))
  const path: number[] = []
  while (node !== undefined && !path.includes(node)) {
    path.push(node)
    node = predecessors.get(node)
  }
  return node === undefined ? [] : path.slice(path.indexOf(node)).reverse()
}
