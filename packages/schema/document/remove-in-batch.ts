import type { Edit } from './edit.ts'
import type { Workflow, WorkflowEdge, WorkflowNode } from './workflow.ts'

export type Removal = Extract<Edit, { type: 'remove-node' | 'remove-edge' }>

export interface Removed {
  workflow: Workflow
  /** The result of each removal in order; `undefined` for unknown ids. */
  inverses: (Edit | undefined)[]
}

/**
 * Applies consecutive removals in one pass; otherwise a document with ten thousand nodes would be copied for each of
 * them.
 */
export function removeInBatch(workflow: Workflow, removals: readonly Removal[]): Removed {
  const nodes = inOrder(workflow.nodes)
  const edges = inOrder(workflow.edges)
  const edgesOf = new Map<string, WorkflowEdge[]>()
  for (const edge of workflow.edges) {
    for (const id of new Set([edge.source, edge.target])) {
      const known = edgesOf.get(id)
      if (known) known.push(edge)
      else edgesOf.set(id, [edge])
    }
  }
  const inverses = removals.map(({ type, id }): Edit | undefined => {
    if (type === 'remove-edge') {
      const edge = edges.get(id)
      return edge && { type: 'add-edge', edge, before: edges.remove(id) }
    }
    const node = nodes.get(id)
    if (!node) return undefined
    const removed = (edgesOf.get(id) ?? []).filter((edge) => edges.get(edge.id) === edge)
    // The next item of each before any removal: undo adds them from last to first.
    const befores = removed.map((edge) => edges.after(edge.id))
    for (const edge of removed) edges.remove(edge.id)
    const restored = removed.map((edge, index): Edit => ({ type: 'add-edge', edge, before: befores[index] })).reverse()
    const restoreNode: Edit = { type: 'add-node', node, before: nodes.remove(id) }
    return restored.length > 0 ? { type: 'batch', edits: [restoreNode, ...restored] } : restoreNode
  })
  if (inverses.every((inverse) => inverse === undefined)) return { workflow, inverses }
  return {
    workflow: {
      ...workflow,
      nodes: nodes.changed ? nodes.all() : workflow.nodes,
      edges: edges.changed ? edges.all() : workflow.edges,
    },
    inverses,
  }
}

/** A list from which items are removed by id; each removal returns the next item at that time. */
function inOrder<T extends WorkflowNode | WorkflowEdge>(
  items: readonly T[],
): {
  readonly changed: boolean
  get(id: string): T | undefined
  after(id: string): string | undefined
  remove(id: string): string | undefined
  all(): T[]
} {
  const places = new Map<string, number>()
  for (const [index, { id }] of items.entries()) if (!places.has(id)) places.set(id, index)
  const next = items.map((_, index) => index + 1)
  const before = items.map((_, index) => index - 1)
  const removedPlaces = new Set<number>()
  const after = (id: string): string | undefined => items[next[places.get(id) ?? items.length] ?? items.length]?.id
  return {
    get changed() {
      return removedPlaces.size > 0
    },
    get: (id) => items[places.get(id) ?? items.length],
    after,
    remove(id) {
      const at = places.get(id)
      if (at === undefined) return undefined
      const behind = after(id)
      const [left, right] = [before[at] ?? -1, next[at] ?? items.length]
      if (left >= 0) next[left] = right
      if (right < items.length) before[right] = left
      places.delete(id)
      removedPlaces.add(at)
      return behind
    },
    all: () => items.filter((_, index) => !removedPlaces.has(index)),
  }
}
