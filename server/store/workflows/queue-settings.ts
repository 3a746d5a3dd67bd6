import type { Kysely } from 'kysely'
import type { Database } from '../database/database.ts'
import { isValidId } from '../database/valid-id.ts'

/** How a workflow's runs are queued. */
export interface QueueSettings {
  /** Priority between -10 and 10. Runs with a higher number start first. */
  priority: number
  /** At most `limit` runs with the same key run at a time. `key` is a template; see `renderConcurrencyKey`. */
  concurrency?: { key: string; limit: number } | undefined
}

/** The settings of a workflow whose settings have never been changed. */
export const defaultQueueSettings: QueueSettings = { priority: 0 }

/** The queue settings of a workspace's workflows. They are not part of the documents. */
export type StoredQueueSettings = ReturnType<typeof createQueueSettings>

/** Parses a workflow's stored settings. */
export const parseQueueSettings = (text: string | null): QueueSettings =>
  text === null ? defaultQueueSettings : (JSON.parse(text) as QueueSettings)

export function createQueueSettings(database: Kysely<Database>, workspace: string) {
  return {
    /** Resolves with `undefined` for an unknown workflow. */
    async find(id: string): Promise<QueueSettings | undefined> {
      if (!isValidId(id)) return undefined
      const row = await database
        .selectFrom('workflows')
        .select('queue')
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return row && parseQueueSettings(row.queue)
    },
    /** Replaces the settings for runs that start from now on. Resolves with `false` for an unknown workflow. */
    async replace(id: string, settings: QueueSettings): Promise<boolean> {
      if (!isValidId(id)) return false
      const { numUpdatedRows } = await database
        .updateTable('workflows')
        .set({ queue: JSON.stringify(settings) })
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}
