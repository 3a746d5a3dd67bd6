import { error, type Problem } from '@aw-flow/schema'
import { sql, type Kysely, type Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { isValidId } from '../store/database/valid-id.ts'
import type { Watch, WatchDefinition, WatchFile, WatchSource } from './watch.ts'

type WatchResult = { value: Watch; problem?: undefined } | { problem: Problem; value?: undefined }

/** A workspace's watched folders and S3 prefixes. */
export interface Watches {
  /** Lists watches, sorted by name. */
  list(): Promise<Watch[]>
  find(id: string): Promise<Watch | undefined>
  add(definition: WatchDefinition): Promise<WatchResult>
  /**
   * Changes a watch. If its source or pattern changes, no events are published for files that already exist. Resolves
   * with `undefined` for an unknown ID.
   */
  change(id: string, change: Partial<WatchDefinition>): Promise<WatchResult | undefined>
  /** Resolves with `false` for an unknown ID. */
  remove(id: string): Promise<boolean>
  /** Lists the most recently found files, excluding those that already existed in the source when it was set. */
  listFiles(id: string): Promise<WatchFile[]>
}

const maxListedFiles = 100
/** Maximum number of watches per workspace. */
export const maxWatches = 100

export function createWatches(database: Kysely<Database>, workspace: string, now: () => number): Watches {
  const select = () => database.selectFrom('watches').selectAll().where('workspace_id', '=', workspace)
  const find: Watches['find'] = async (id) => {
    if (!isValidId(id)) return undefined
    const row = await select().where('id', '=', id).executeTakeFirst()
    return row && toWatch(row)
  }
  const isNameTaken = async (name: string, id = ''): Promise<boolean> =>
    (await select().where('name', '=', toStorableText(name)).where('id', '<>', id).executeTakeFirst()) !== undefined
  const hasReachedLimit = async (): Promise<boolean> =>
    (await select()
      .offset(maxWatches - 1)
      .limit(1)
      .executeTakeFirst()) !== undefined
  return {
    find,
    async list() {
      return (await select().orderBy('name').limit(maxWatches).execute()).map(toWatch)
    },
    async add(definition) {
      if (await isNameTaken(definition.name)) return { problem: error('watch.name-taken', { name: definition.name }) }
      if (await hasReachedLimit()) return { problem: error('watch.limit', { max: maxWatches }) }
      const id = randomUUID()
      const time = new Date(now())
      const row = await database
        .insertInto('watches')
        .values({
          id,
          workspace_id: workspace,
          ...toColumns(definition),
          is_listed: false,
          next_at: time,
          checked_at: null,
          problem: null,
          created_at: time,
          updated_at: time,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? { value: toWatch(row) } : { problem: error('watch.name-taken', { name: definition.name }) }
    },
    async change(id, change) {
      const currentWatch = await find(id)
      if (!currentWatch) return undefined
      if (change.name !== undefined && (await isNameTaken(change.name, id))) {
        return { problem: error('watch.name-taken', { name: change.name }) }
      }
      const time = new Date(now())
      await database
        .updateTable('watches')
        .set({
          ...toColumns({ ...currentWatch, ...change }),
          ...(change.source === undefined && change.pattern === undefined ? {} : { is_listed: false }),
          next_at: time,
          problem: null,
          updated_at: time,
        })
        .where('id', '=', id)
        .execute()
      const value = await find(id)
      return value && { value }
    },
    async remove(id) {
      if (!isValidId(id)) return false
      const { numDeletedRows } = await database
        .deleteFrom('watches')
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async listFiles(id) {
      if (!(await find(id))) return []
      const rows = await database
        .selectFrom('watch_files')
        .selectAll()
        .where('watch_id', '=', id)
        .where(({ eb, or }) => or([eb('event_id', 'is not', null), eb('problem', 'is not', null)]))
        .orderBy('found_at', 'desc')
        .orderBy('key')
        .limit(maxListedFiles)
        .execute()
      return rows.map((row) => ({
        key: row.key,
        version: row.version,
        foundAt: row.found_at.toISOString(),
        ...(row.event_id === null ? {} : { eventId: row.event_id }),
        ...(row.problem === null ? {} : { problem: JSON.parse(row.problem) as Problem }),
      }))
    },
  }
}

const toColumns = ({ name, source, pattern, intervalSeconds, enabled }: WatchDefinition) => ({
  name: toStorableText(name),
  source: toStorableText(JSON.stringify(source)),
  pattern: toStorableText(pattern),
  interval_seconds: intervalSeconds,
  enabled,
})

export const toWatch = (row: Selectable<Database['watches']>): Watch => ({
  id: row.id,
  workspace: row.workspace_id,
  name: row.name,
  source: JSON.parse(row.source) as WatchSource,
  pattern: row.pattern,
  intervalSeconds: row.interval_seconds,
  enabled: row.enabled,
  ...(row.checked_at === null ? {} : { checkedAt: row.checked_at.toISOString() }),
  ...(row.problem === null ? {} : { problem: JSON.parse(row.problem) as Problem }),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

/** A watch that is due for a check. */
export interface DueWatch {
  workspace: string
  watch: Watch
  /** Whether the files that already existed in the source when it was set have been recorded. */
  isBaselineRecorded: boolean
}

/**
 * Claims watches that are due: at most one per workspace, and none in busy workspaces. If this server does not finish
 * in time, another server checks the watches.
 */
export async function claimDueWatches(
  database: Kysely<Database>,
  { now, claimMs, busyWorkspaces }: { now: number; claimMs: number; busyWorkspaces: readonly string[] },
): Promise<DueWatch[]> {
  const time = new Date(now)
  const { rows } = await sql<Selectable<Database['watches']>>`
    update watches set next_at = ${new Date(now + claimMs)}
    where id in (select id from watches where enabled and next_at <= ${time} and id in (
        select id from (
          select id, row_number() over (partition by workspace_id order by next_at, id) as place from watches
          where enabled and next_at <= ${time} and workspace_id <> all(${sql.val(busyWorkspaces)}::text[])) due
        where place = 1)
      order by next_at limit 5 for update skip locked)
    returning *`.execute(database)
  return rows.map((row) => ({ workspace: row.workspace_id, watch: toWatch(row), isBaselineRecorded: row.is_listed }))
}
