import type { Problem } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { isValidId } from '../store/database/valid-id.ts'
import type { NotificationChannel, NotificationEvent, RunNotification } from './notification.ts'

/** Lists a workspace's notifications and marks them as read. The user ID is empty on servers without accounts. */
export type Notifications = ReturnType<typeof createNotifications>

export function createNotifications(database: Kysely<Database>, workspace: string, now: () => number) {
  return {
    /**
     * Lists a user's notifications, newest first. With `unread`, lists only browser notifications that have not been
     * read.
     */
    async list(
      userId: string,
      { limit, offset }: PageRequest,
      { unread = false }: { unread?: boolean | undefined } = {},
    ): Promise<Page<RunNotification>> {
      let query = database
        .selectFrom('notifications')
        .where('workspace_id', '=', workspace)
        .where('person', '=', userId)
      if (unread)
        query = query
          .where('channel', '=', 'browser')
          // Pages can show a notification while delivery to a push service is still being retried.
          .where(({ eb, and, or }) =>
            or([eb('status', '=', 'sent'), and([eb('status', '=', 'pending'), eb('attempts', '>', 0)])]),
          )
          .where('read_at', 'is', null)
      return readPage(query.selectAll().orderBy('occurred_at', 'desc').orderBy('id'), { limit, offset }, toNotification)
    },
    /** Marks a user's notifications as read. Returns the IDs of those that were unread. */
    async markRead(userId: string, ids: readonly string[]): Promise<string[]> {
      const validIds = ids.filter(isValidId)
      if (validIds.length === 0) return []
      const rows = await database
        .updateTable('notifications')
        .set({ read_at: new Date(now()) })
        .where('workspace_id', '=', workspace)
        .where('person', '=', userId)
        .where('read_at', 'is', null)
        .where('id', 'in', validIds)
        .returning('id')
        .execute()
      return rows.map(({ id }) => id)
    },
  }
}

/** Converts a database row to a notification. */
export const toNotification = (row: Selectable<Database['notifications']>): RunNotification => ({
  id: row.id,
  ruleId: row.rule_id,
  channel: row.channel as NotificationChannel,
  event: row.event as NotificationEvent,
  runId: row.run_id,
  ...(row.workflow_id === null ? {} : { workflowId: row.workflow_id }),
  ...(row.workflow_name === null ? {} : { workflowName: row.workflow_name }),
  occurredAt: row.occurred_at.toISOString(),
  status: row.status as RunNotification['status'],
  ...(row.problem === null ? {} : { problem: JSON.parse(row.problem) as Problem }),
  ...(row.read_at === null ? {} : { readAt: row.read_at.toISOString() }),
})
