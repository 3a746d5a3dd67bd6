import { readWorkflow, defined, type Workflow } from '@aw-flow/schema'
import { z } from 'zod'

/** A document that a page could not save before it was closed. */
export interface UnsavedDocument {
  /** The id of the page. */
  pageId: string
  workflow: Workflow
  /** The revision on which the document is based. */
  basedOn: number
  /** The document at that revision, required for merging. */
  base?: Workflow | undefined
}

const entrySchema = z.object({ workflow: z.unknown(), basedOn: z.number().int(), base: z.unknown().optional() })

/**
 * Stores unsaved edits of closing pages in `localStorage`, which is written synchronously; IndexedDB is too slow for a
 * closing page. Does nothing if `localStorage` is unavailable.
 */
export type UnsavedEdits = ReturnType<typeof openUnsavedEdits>

export function openUnsavedEdits(name: string) {
  const keyPrefix = `${name}-unsaved/`
  const toDocumentPrefix = (id: string): string => `${keyPrefix}${id}/`
  const tryStorage = <T>(fallback: T, work: (storage: Storage) => T): T => {
    try {
      return work(localStorage)
    } catch {
      return fallback
    }
  }
  return {
    save(id: string, { pageId, workflow, basedOn: baseRevision, base }: UnsavedDocument): void {
      const write = (entry: object): boolean =>
        tryStorage(false, (storage) => {
          storage.setItem(toDocumentPrefix(id) + pageId, JSON.stringify(entry))
          return true
        })
      // Omits the base if the storage does not have space for both.
      if (!write({ workflow, basedOn: baseRevision, base })) write({ workflow, basedOn: baseRevision })
    },
    /** Returns the ids of all documents with unsaved edits. */
    listDocumentIds: (): string[] =>
      tryStorage([], (storage) => {
        const keys = Object.keys(storage).filter((key) => key.startsWith(keyPrefix))
        return [...new Set(keys.map((key) => key.slice(keyPrefix.length, key.lastIndexOf('/'))))]
      }),
    remove: (id: string, pageId: string): void =>
      tryStorage(undefined, (storage) => storage.removeItem(toDocumentPrefix(id) + pageId)),
    list: (id: string): UnsavedDocument[] =>
      tryStorage([], (storage) =>
        Object.keys(storage)
          .filter((key) => key.startsWith(toDocumentPrefix(id)))
          .flatMap((key) => {
            // Skips damaged entries, so that all others are still returned.
            const parsed = entrySchema.safeParse(tryStorage(null, () => JSON.parse(storage.getItem(key) ?? 'null')))
            const { workflow } = parsed.success ? readWorkflow(parsed.data.workflow) : {}
            if (!parsed.success || !workflow) return []
            const { basedOn: baseRevision } = parsed.data
            const { workflow: base } = readWorkflow(parsed.data.base)
            return [defined({ pageId: key.slice(toDocumentPrefix(id).length), workflow, basedOn: baseRevision, base })]
          }),
      ),
  }
}
