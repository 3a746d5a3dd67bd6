import type { ContextKind } from './next-node-contexts.ts'
import counts from './next-node-counts.json' with { type: 'json' }

/**
 * How often each node type follows other node types, counted in 1212 public workflows of the repository
 * Zie619/n8n-workflows (commit 637e05cd) and in the templates of this repository. Only counts are stored, and no parts
 * of workflows. Written by `test/bench/assistant/write-next-node-counts.ts`.
 */

/** Node types, most frequent first, with the number of times that each follows another node. */
export const countedTypes: readonly (readonly [type: string, count: number])[] = Object.entries(counts.types)

/** For each context, the indexes of the types that follow and their counts. */
export const countsByContext: Readonly<Record<ContextKind, Readonly<Record<string, string>>>> = counts.contexts
