import { readWorkflow, type Workflow } from '@aw-flow/schema'
import { z } from 'zod'

/** A document that a page could not save any more before it was closed. `holder` is the page that had it. */
export interface UnsavedDocument {
  holder: string
  workflow: Workflow
  /** The revision that it was made from. */
  basedOn: number
  /** What that revision was, so that what is saved meanwhile can be merged with it. */
  base?: Workflow | undefined
}

const entrySchema = z.object({ workflow: z.unknown(), basedOn: z.number().int(), base: z.unknown().optional() })

/**
 * What closing pages leave behind: IndexedDB answers too late for a page that is closed, `localStorage` writes at once.
 * Keeps nothing where the browser refuses.
 */
export interface UnsavedEdits {
  keep(id: string, unsaved: UnsavedDocument): void
  drop(id: string, holder: string): void
  list(id: string): UnsavedDocument[]
  /** The documents of which something was left. */
  ids(): string[]
}

export function openUnsavedEdits(name: string): UnsavedEdits {
  const all = `${name}-unsaved/`
  const prefix = (id: string): string => `${all}${id}/`
  const attempt = <T>(otherwise: T, work: (storage: Storage) => T): T => {
    try {
      return work(localStorage)
    } catch {
      return otherwise
    }
  }
  return {
    keep(id, { holder, workflow, basedOn, base }) {
      const keep = (entry: object): boolean =>
        attempt(false, (storage) => {
          storage.setItem(prefix(id) + holder, JSON.stringify(entry))
          return true
        })
      // Where there is no room for both, what is unsaved goes before what it was made from.
      if (!keep({ workflow, basedOn, base })) keep({ workflow, basedOn })
    },
    ids: () =>
      attempt([], (storage) => {
        const keys = Object.keys(storage).filter((key) => key.startsWith(all))
        return [...new Set(keys.map((key) => key.slice(all.length, key.lastIndexOf('/'))))]
      }),
    drop: (id, holder) => attempt(undefined, (storage) => storage.removeItem(prefix(id) + holder)),
    list: (id) =>
      attempt([], (storage) =>
        Object.keys(storage)
          .filter((key) => key.startsWith(prefix(id)))
          .flatMap((key) => {
            // One that is damaged must not hide the others.
            const parsed = entrySchema.safeParse(attempt(null, () => JSON.parse(storage.getItem(key) ?? 'null')))
            const { workflow } = parsed.success ? readWorkflow(parsed.data.workflow) : {}
            if (!parsed.success || !workflow) return []
            const { basedOn } = parsed.data
            const { workflow: base } = readWorkflow(parsed.data.base)
            return [{ holder: key.slice(prefix(id).length), workflow, basedOn, ...(base ? { base } : {}) }]
          }),
      ),
  }
}
