import type { Workflow } from '@aw-flow/schema'

/** Ids of the nodes in topological order, with ties in document order. Nodes of a cycle are last. */
export function stepOrder({ nodes, edges }: Workflow): string[] {
  const waiting = new Map(nodes.map((node) => [node.id, 0]))
  const after = new Map<string, string[]>()
  for (const { source, target } of edges) {
    if (!waiting.has(source) || !waiting.has(target)) continue
    waiting.set(target, (waiting.get(target) ?? 0) + 1)
    const targets = after.get(source)
    if (targets) targets.push(target)
    else after.set(source, [target])
  }
  const order: string[] = []
  const ready = nodes.filter((node) => waiting.get(node.id) === 0).map((node) => node.id)
  for (let at = 0; at < ready.length; at++) {
    const id = ready[at] ?? ''
    order.push(id)
    for (const target of after.get(id) ?? []) {
      const left = (waiting.get(target) ?? 0) - 1
      waiting.set(target, left)
      if (left === 0) ready.push(target)
    }
  }
  const placed = new Set(order)
  return [...order, ...nodes.filter((node) => !placed.has(node.id)).map((node) => node.id)]
}
