import type { Workflow } from '@aw-flow/schema'

/** Returns the node ids in topological order, with ties in document order. Nodes in or after a cycle come last. */
export function orderSteps({ nodes, edges }: Workflow): string[] {
  const pendingInputCounts = new Map(nodes.map((node) => [node.id, 0]))
  const targetsBySource = new Map<string, string[]>()
  for (const { source, target } of edges) {
    if (!pendingInputCounts.has(source) || !pendingInputCounts.has(target)) continue
    pendingInputCounts.set(target, (pendingInputCounts.get(target) ?? 0) + 1)
    const targets = targetsBySource.get(source)
    if (targets) targets.push(target)
    else targetsBySource.set(source, [target])
  }
  const order: string[] = []
  const readyIds = nodes.filter((node) => pendingInputCounts.get(node.id) === 0).map((node) => node.id)
  for (let index = 0; index < readyIds.length; index++) {
    const id = readyIds[index] ?? ''
    order.push(id)
    for (const target of targetsBySource.get(id) ?? []) {
      const remaining = (pendingInputCounts.get(target) ?? 0) - 1
      pendingInputCounts.set(target, remaining)
      if (remaining === 0) readyIds.push(target)
    }
  }
  const orderedIds = new Set(order)
  return [...order, ...nodes.filter((node) => !orderedIds.has(node.id)).map((node) => node.id)]
}
