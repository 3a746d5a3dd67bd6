import { nodeTypeSchema, type NodeType } from '@aw-flow/schema'
import { z } from 'zod'

const storageKey = 'aw-catalogue'
const entrySchema = z.object({ engine: z.string(), catalogue: z.array(nodeTypeSchema) })

/**
 * Reads the node types that an engine had when it last ran in this browser, so that they are available before its
 * worker has started.
 *
 * @param engine Identifies the engine by its script and modules.
 * @returns An empty list if none are stored.
 */
export function readCachedCatalog(engine: string): readonly NodeType[] {
  try {
    const entry = entrySchema.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? 'null'))
    return entry.success && entry.data.engine === engine ? entry.data.catalogue : []
  } catch {
    return []
  }
}

/** Stores the node types of an engine, replacing those stored before. */
export function cacheCatalog(engine: string, catalog: readonly NodeType[]): void {
  try {
    const entry = JSON.stringify({ engine, catalogue: catalog })
    if (localStorage.getItem(storageKey) !== entry) localStorage.setItem(storageKey, entry)
  } catch {
    // If it cannot be stored, the next page waits for its worker.
  }
}
