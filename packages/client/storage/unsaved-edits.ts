import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { z } from 'zod'

/** A document that a page could not save before it was closed. */
export interface UnsavedDocument {
  /** The id of the page. */
  pageId: string
  workflow: Workflow
  /** The revision it is based on. */
  basedOn: number
  /** The content of that revision, for merging. */
  base?: Workflow | undefined
}

const entrySchema = z.object({ workflow: z.unknown(), basedOn: z.number().int(), base: z.unknown().optional() })

/**
 * Unsaved edits of closed pages, in `localStorage`, because it writes synchronously and IndexedDB is too slow for a
 * closing page. Stores nothing if `localStorage` is unavailable.
 */
export interface UnsavedEdits {
  save(id: string, unsaved: UnsavedDocument): void
  remove(id: string, pageId: string): void
  list(id: string): UnsavedDocument[]
  /** Lists the ids of the documents with unsaved edits. */
  listDocumentIds(): string[]
}

export function openUnsavedEdits(name: string): UnsavedEdits {
  const keyPrefix = `${name}-unsaved/`
  const toDocumentPrefix = (id: string): string => `${keyPrefix}${id}/`
  const attempt = <T>(fallback: T, work: (storage: Storage) => T): T => {
    try {
      return work(localStorage)
    } catch {
      return fallback
    }
  }
  return {
    save(id, { pageId, workflow, basedOn, base }) {
      const write = (entry: object): boolean =>
        attempt(false, (storage) => {
          storage.setItem(toDocumentPrefix(id) + pageId, JSON.stringify(entry))
          return true
        })
      // The base is dropped if the storage cannot hold both.
      if (!write({ workflow, basedOn, base })) write({ workflow, basedOn })
    },
    listDocumentIds: () =>
      attempt([], (storage) => {
        const keys = Object.keys(storage).filter((key) => key.startsWith(keyPrefix))
        return [...new Set(keys.map((key) => key.slice(keyPrefix.length, key.lastIndexOf('/'))))]
      }),
    remove: (id, pageId) => attempt(undefined, (storage) => storage.removeItem(toDocumentPrefix(id) + pageId)),
    list: (id) =>
      attempt([], (storage) =>
        Object.keys(storage)
          .filter((key) => key.startsWith(toDocumentPrefix(id)))
          .flatMap((key) => {
            // A damaged entry is skipped, so that the others are still returned.
            const parsed = entrySchema.safeParse(attempt(null, () => JSON.parse(storage.getItem(key) ?? 'null')))
            const { workflow } = parsed.success ? readWorkflow(parsed.data.workflow) : {}
            if (!parsed.success || !workflow) return []
            const { basedOn } = parsed.data
            const { workflow: base } = readWorkflow(parsed.data.base)
            return [{ pageId: key.slice(toDocumentPrefix(id).length), workflow, basedOn, ...(base ? { base } : {}) }]
          }),
      ),
  }
}
