import { listContexts, type ContextKind, type WorkflowShape } from './next-node-contexts.ts'

/** Counts of how often each node type follows another node, keyed by type. */
export type TypeCounts = Map<string, number>

/**
 * Counts of how often each node type follows another node, in total and in each context. Contexts are grouped by kind
 * and keyed by their node types.
 */
export interface NextTypeCounts {
  readonly total: TypeCounts
  readonly contexts: Readonly<Record<ContextKind, Map<string, TypeCounts>>>
}

/** Creates empty counts. */
export const createNextTypeCounts = (): NextTypeCounts => ({
  total: new Map(),
  contexts: {
    previous: new Map(),
    pair: new Map(),
    triple: new Map(),
    start: new Map(),
    upstream: new Map(),
    upstreamPair: new Map(),
  },
})

/** Adds the edges of a workflow to the counts. Each edge is counted `weight` times. */
export function countNextTypes(counts: NextTypeCounts, shape: WorkflowShape, weight = 1): void {
  for (const { source, target, isData } of shape.edges) {
    const type = shape.types[target]
    if (!isData || type === undefined || shape.types[source] === undefined) continue
    incrementCount(counts.total, type, weight)
    for (const { kind, key } of listContexts(shape, source, target)) {
      const countsByKey = counts.contexts[kind]
      const contextCounts = countsByKey.get(key) ?? new Map<string, number>()
      countsByKey.set(key, contextCounts)
      incrementCount(contextCounts, type, weight)
    }
  }
}

function incrementCount(counts: TypeCounts, type: string, weight: number): void {
  counts.set(type, (counts.get(type) ?? 0) + weight)
}
