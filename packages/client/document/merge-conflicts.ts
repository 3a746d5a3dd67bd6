import type { Conflict } from '@aw-flow/schema'
import { isSameJson } from '@aw-flow/schema/internal'
import type { WorkflowStorage } from '../storage/storage.ts'

/** Conflicts are stored with the synchronization states, as those of no server. */
const store = 'conflicts'

/** The conflicts of a document's merges. They are stored until they are dismissed, so that the next page shows them. */
export function createMergeConflicts(
  { id, storage }: { id: string; storage: Pick<WorkflowStorage, 'syncStates'> },
  onChange: () => void,
) {
  let list: readonly Conflict[] = []
  let hasRestored = false
  return {
    get list(): readonly Conflict[] {
      return list
    },
    /** Shows the conflicts that an earlier page closed with. */
    async restore(): Promise<void> {
      if (hasRestored) return
      hasRestored = true
      const stored = (await storage.syncStates.get(store, id))?.conflicts ?? []
      if (stored.length === 0) return
      list = combine(stored, list)
      onChange()
    },
    add(conflicts: readonly Conflict[]): void {
      if (conflicts.length === 0) return
      list = [...list, ...conflicts]
      void storage.syncStates.update(store, id, (state) => ({
        revision: 0,
        conflicts: combine(state?.conflicts ?? [], conflicts),
      }))
      onChange()
    },
    dismiss(): void {
      list = []
      void storage.syncStates.update(store, id, () => undefined)
      onChange()
    },
  }
}

const combine = (stored: readonly Conflict[], added: readonly Conflict[]): Conflict[] => [
  ...stored.filter((conflict) => !added.some((other) => isSameJson(other, conflict))),
  ...added,
]
