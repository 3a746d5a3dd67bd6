import { nodeTypeSchema, type NodeType } from '@aw-flow/schema'
import { z } from 'zod'

const storageKey = 'aw-catalogue'
const entrySchema = z.object({ engine: z.string(), catalogue: z.array(nodeTypeSchema) })

/**
 * Returns the node types that an engine had when it last ran in this browser. They are available before the engine's
 * worker has started. The list is empty if none are stored.
 *
 * @param engineId Identifies the engine by its script and modules.
 */
export function readCachedCatalog(engineId: string): readonly NodeType[] {
  try {
    const entry = entrySchema.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? 'null'))
    return entry.success && entry.data.engine === engineId ? entry.data.catalogue : []
  } catch {
    return []
  }
}

/** Stores an engine's node types. Replaces the previously stored ones. */
export function cacheCatalog(engineId: string, catalog: readonly NodeType[]): void {
  try {
    const entry = JSON.stringify({ engine: engineId, catalogue: catalog })
    if (localStorage.getItem(storageKey) !== entry) localStorage.setItem(storageKey, entry)
  } catch {
    // If the node types cannot be stored, the next page has to wait for its worker.
  }
}
