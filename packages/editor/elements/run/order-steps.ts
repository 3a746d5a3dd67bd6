import type { Workflow } from '@aw-flow/schema'

/** Returns the node ids in topological order, with ties in document order. Nodes in or after a cycle come last. */
export function orderSteps({ nodes, edges }: Workflow): string[] {
  const pendingInputs = new Map(nodes.map((node) => [node.id, 0]))
  const targetsBySource = new Map<string, string[]>()
  for (const { source, target } of edges) {
    if (!pendingInputs.has(source) || !pendingInputs.has(target)) continue
    pendingInputs.set(target, (pendingInputs.get(target) ?? 0) + 1)
    const targets = targetsBySource.get(source)
    if (targets) targets.push(target)
    else targetsBySource.set(source, [target])
  }
  const order: string[] = []
  const ready = nodes.filter((node) => pendingInputs.get(node.id) === 0).map((node) => node.id)
  for (let index = 0; index < ready.length; index++) {
    const id = ready[index] ?? ''
    order.push(id)
    for (const target of targetsBySource.get(id) ?? []) {
      const remaining = (pendingInputs.get(target) ?? 0) - 1
      pendingInputs.set(target, remaining)
      if (remaining === 0) ready.push(target)
    }
  }
  const ordered = new Set(order)
  return [...order, ...nodes.filter((node) => !ordered.has(node.id)).map((node) => node.id)]
}
