import { nodeTypeSchema, type NodeType } from '@aw-flow/schema'
import { z } from 'zod'

const name = 'aw-catalogue'
const keptSchema = z.object({ engine: z.string(), catalogue: z.array(nodeTypeSchema) })

/**
 * The node types that an engine told when it was last here, so that they can be chosen from before its worker has started.
 * `engine` says which one it was: its script and what it brings along. Empty where nothing is kept, or where the browser
 * keeps nothing.
 */
export function readKeptCatalogue(engine: string): readonly NodeType[] {
  try {
    const kept = keptSchema.safeParse(JSON.parse(localStorage.getItem(name) ?? 'null'))
    return kept.success && kept.data.engine === engine ? kept.data.catalogue : []
  } catch {
    return []
  }
}

/** Keeps what an engine has told, in the place of what was kept before. */
export function keepCatalogue(engine: string, catalogue: readonly NodeType[]): void {
  try {
    const kept = JSON.stringify({ engine, catalogue })
    if (localStorage.getItem(name) !== kept) localStorage.setItem(name, kept)
  } catch {
    // A browser that keeps nothing: the next page waits for its worker.
  }
}
