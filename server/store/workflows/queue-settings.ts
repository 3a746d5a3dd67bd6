import type { Kysely } from 'kysely'
import type { Database } from '../database/database.ts'
import { openWorkspaceRows } from '../database/workspace-rows.ts'

/** How a workflow's runs are queued. */
export interface QueueSettings {
  /** Priority between -10 and 10. Runs with a higher number start first. */
  priority: number
  /** At most `limit` runs with the same key run at a time. `key` is a template; see `renderConcurrencyKey`. */
  concurrency?: { key: string; limit: number } | undefined
}

/** The settings of a workflow whose settings have never been changed. */
export const defaultQueueSettings: QueueSettings = { priority: 0 }

/** Parses a workflow's stored settings. */
export const parseQueueSettings = (text: string | null): QueueSettings =>
  text === null ? defaultQueueSettings : (JSON.parse(text) as QueueSettings)

/** The queue settings of a workspace's workflows. They are not part of the documents. */
export function createQueueSettings(database: Kysely<Database>, workspace: string) {
  const rows = openWorkspaceRows(database, workspace, 'workflows', { deleted_at: null })
  return {
    /** Resolves with `undefined` for an unknown workflow. */
    async find(id: string): Promise<QueueSettings | undefined> {
      const row = await rows.find(id)
      return row && parseQueueSettings(row.queue)
    },
    /** Replaces the settings for runs that start from now on. Resolves with `false` for an unknown workflow. */
    async replace(id: string, settings: QueueSettings): Promise<boolean> {
      return (await rows.update(id, { queue: JSON.stringify(settings) })) !== undefined
    },
  }
}
