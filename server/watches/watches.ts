import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { isDue } from '../store/database/is-due.ts'
import type { RowOf } from '../store/database/workspace-rows.ts'
import { findOwner, hasIdleOwner } from '../store/runs/run-conditions.ts'
import type { Watch } from './watch.ts'

const maxListedFiles = 100

/** Lists the most recently found files of a watch, excluding those that already existed when its source was set. */
export const listWatchFiles = (
  { database, workspace }: { database: Kysely<Database>; workspace: string },
  watchId: string,
): Promise<RowOf<'watch_files'>[]> =>
  database
    .selectFrom('watch_files')
    .selectAll()
    .where('watch_id', '=', watchId)
    .where('workspace_id', '=', workspace)
    .where(({ eb, or }) => or([eb('event_id', 'is not', null), eb('problem', 'is not', null)]))
    .orderBy('found_at', 'desc')
    .orderBy('key')
    .limit(maxListedFiles)
    .execute()

/**
 * Claims watches that are due: at most one per owner, and none of owners of busy workspaces. If this server does not finish
 * in time, another server checks the watches.
 */
export async function claimDueWatches(
  database: Kysely<Database>,
  { now, claimMs, busyWorkspaces }: { now: number; claimMs: number; busyWorkspaces: readonly string[] },
): Promise<Watch[]> {
  const isDueNow = isDue(sql`next_at`, now)
  const { rows } = await sql<Watch>`
    update watches set next_at = ${new Date(now + claimMs)}
    where id in (select id from watches where enabled and ${isDueNow} and id in (
        select id from (
          select id, row_number() over (
            partition by ${findOwner(sql`watches.workspace_id`)} order by next_at, id) as place from watches
          where enabled and ${isDueNow} and ${hasIdleOwner(sql`watches.workspace_id`, busyWorkspaces)}) due
        where place = 1)
      order by next_at limit 5 for update skip locked)
    returning *`.execute(database)
  return rows
}
