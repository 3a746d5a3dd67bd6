import type { Problem } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { parseColumn, toRecord } from '../store/database/row-record.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { openWorkspaceRows, type RowOf } from '../store/database/workspace-rows.ts'
import { isValidId } from '../store/database/valid-id.ts'

/** A notification for a user. `problem` is why it was not sent. */
export type RunNotification = ReturnType<typeof toNotification>

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
      let query = openWorkspaceRows(database, workspace, 'notifications', { person: userId }).select()
      if (unread)
        query = query
          .where('channel', '=', 'browser')
          // Pages can show a notification while delivery to a push service is still being retried.
          .where(({ eb, and, or }) =>
            or([eb('status', '=', 'sent'), and([eb('status', '=', 'pending'), eb('attempts', '>', 0)])]),
          )
          .where('read_at', 'is', null)
      return readPage(query.orderBy('occurred_at', 'desc').orderBy('id'), { limit, offset }, toNotification)
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
export const toNotification = (row: RowOf<'notifications'>) =>
  toRecord(
    row,
    [
      'id',
      'rule_id',
      'channel',
      'event',
      'run_id',
      'workflow_id',
      'workflow_name',
      'comment_id',
      'occurred_at',
      'status',
      'read_at',
    ],
    { problem: parseColumn<Problem>(row.problem) },
  )
