import type { Edit } from './edit.ts'
import type { Workflow, WorkflowEdge, WorkflowNode } from './workflow.ts'

export type Removal = Extract<Edit, { type: 'remove-node' | 'remove-edge' }>

export interface RemovalResult {
  workflow: Workflow
  /** The inverse of each removal, in order. `undefined` if the id does not exist. */
  inverses: (Edit | undefined)[]
}

/**
 * Applies consecutive removals in one pass, because applying them one by one would copy the document for each removal.
 */
export function removeInBatch(workflow: Workflow, removals: readonly Removal[]): RemovalResult {
  const nodes = createRemovableList(workflow.nodes)
  const edges = createRemovableList(workflow.edges)
  const edgesByNode = new Map<string, WorkflowEdge[]>()
  for (const edge of workflow.edges) {
    for (const id of new Set([edge.source, edge.target])) {
      const list = edgesByNode.get(id)
      if (list) list.push(edge)
      else edgesByNode.set(id, [edge])
    }
  }
  const inverses = removals.map(({ type, id }): Edit | undefined => {
    if (type === 'remove-edge') {
      const edge = edges.get(id)
      return edge && { type: 'add-edge', edge, before: edges.remove(id) }
    }
    const node = nodes.get(id)
    if (!node) return undefined
    const removedEdges = (edgesByNode.get(id) ?? []).filter((edge) => edges.get(edge.id) === edge)
    // The next ids are read before any removal, because undo adds the edges from last to first.
    const nextIds = removedEdges.map((edge) => edges.findNextId(edge.id))
    for (const edge of removedEdges) edges.remove(edge.id)
    const restoreEdges = removedEdges
      .map((edge, index): Edit => ({ type: 'add-edge', edge, before: nextIds[index] }))
      .reverse()
    const restoreNode: Edit = { type: 'add-node', node, before: nodes.remove(id) }
    return restoreEdges.length > 0 ? { type: 'batch', edits: [restoreNode, ...restoreEdges] } : restoreNode
  })
  if (inverses.every((inverse) => inverse === undefined)) return { workflow, inverses }
  return {
    workflow: {
      ...workflow,
      nodes: nodes.hasChanged ? nodes.listRemaining() : workflow.nodes,
      edges: edges.hasChanged ? edges.listRemaining() : workflow.edges,
    },
    inverses,
  }
}

/**
 * Creates a list whose items can be removed by id. Each removal returns the id of the item that followed at that time.
 */
function createRemovableList<T extends WorkflowNode | WorkflowEdge>(
  items: readonly T[],
): {
  readonly hasChanged: boolean
  get(id: string): T | undefined
  findNextId(id: string): string | undefined
  remove(id: string): string | undefined
  listRemaining(): T[]
} {
  const indexes = new Map<string, number>()
  for (const [index, { id }] of items.entries()) if (!indexes.has(id)) indexes.set(id, index)
  const nextIndexes = items.map((_, index) => index + 1)
  const previousIndexes = items.map((_, index) => index - 1)
  const removedIndexes = new Set<number>()
  const findNextId = (id: string): string | undefined =>
    items[nextIndexes[indexes.get(id) ?? items.length] ?? items.length]?.id
  return {
    get hasChanged() {
      return removedIndexes.size > 0
    },
    get: (id) => items[indexes.get(id) ?? items.length],
    findNextId,
    remove(id) {
      const removedIndex = indexes.get(id)
      if (removedIndex === undefined) return undefined
      const nextId = findNextId(id)
      const [left, right] = [previousIndexes[removedIndex] ?? -1, nextIndexes[removedIndex] ?? items.length]
      if (left >= 0) nextIndexes[left] = right
      if (right < items.length) previousIndexes[right] = left
      indexes.delete(id)
      removedIndexes.add(removedIndex)
      return nextId
    },
    listRemaining: () => items.filter((_, index) => !removedIndexes.has(index)),
  }
}
