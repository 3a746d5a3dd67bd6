import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'

/** A run's timed wait. `until` is in ms since the Unix epoch. */
export interface RunWait {
  run: string
  until: number
}

/** Time without a heartbeat after which a worker is considered failed, in seconds. */
export const leaseSeconds = 10

/** States of runs that have not ended. */
const activeStatuses = sql`('queued', 'running', 'waiting')`
/**
 * SQL condition: the last heartbeat is recent. A heartbeat in the future counts as outdated, because it means that
 * the database clock was set back.
 */
export const isAlive = sql<boolean>`beat_at between now() - make_interval(secs => ${leaseSeconds})
  and now() + make_interval(secs => ${leaseSeconds})`
/** Returns the SQL condition that a run is in one of the given waits. */
export const isUnfinishedWait = (waits: readonly RunWait[]): RawBuilder<boolean> =>
  waits.length === 0
    ? sql<boolean>`false`
    : sql<boolean>`(id, wakes_at) in (select * from unnest(${waits.map(({ run }) => run)}::text[],
        ${waits.map(({ until }) => new Date(until).toISOString())}::timestamptz[]))`
/** Returns the SQL condition that no worker holds a run and that the run can continue at the time `now`. */
export const isDue = (now: number, unfinishedWaits: readonly RunWait[] = []) => sql<boolean>`(
  status in ${activeStatuses} and deleted_at is null and (worker is null or not ${isAlive})
  and (status <> 'waiting' or worker is not null or (wakes_at <= ${new Date(now)} and not ${isUnfinishedWait(unfinishedWaits)})
    or cancel_requested_at is not null
    or exists (select from run_controls c where c.run_id = runs.id and c.answer is null)))`
export const isQueued = sql<boolean>`status = 'queued' and not blocked and worker is null and deleted_at is null`
/**
 * Like `isQueued`, but for a run that is selected by ID. The expression keeps the planner from searching all queued
 * runs.
 */
export const isStillQueued = sql<boolean>`status || '' = 'queued' and not blocked and worker is null and deleted_at is null`

/**
 * Time that determines the order of a workspace's queued runs: each priority level counts as two extra minutes in the
 * queue. A run thus waits for runs of higher priority queued shortly after it, but not for all later ones. Indexes use
 * the same expression.
 */
export const effectiveQueuedAt = sql`((created_at at time zone 'UTC') - priority * interval '2 minutes')`
/** Selects runs and their `turn`, which is their position by age within their workspace. */
export const selectTurns = (condition: RawBuilder<boolean>) => sql`
  select id, workspace_id, worker, created_at, row_number() over (
    partition by workspace_id, worker is null order by created_at, id) as turn
  from runs where ${condition}`
/** SQL expression for the owner of a workspace; without accounts, the workspace. Owners take turns. */
export const findOwner = (workspace: RawBuilder<unknown>) => sql<string>`coalesce((select m.user_id
  from workspace_members m where m.workspace_id = ${workspace} and m.role = 'owner'), ${workspace})`
/** Reads the owner of a workspace; without accounts, the workspace. */
export async function readOwner(database: Kysely<Database>, workspace: string): Promise<string> {
  const { rows } = await sql<{ owner: string }>`select ${findOwner(sql`${workspace}::text`)} as owner`.execute(database)
  return rows[0]?.owner ?? workspace
}
/** SQL condition that the owner of a workspace owns none of the busy workspaces, whose work has not ended yet. */
export const hasIdleOwner = (workspace: RawBuilder<unknown>, busyWorkspaces: readonly string[]) =>
  busyWorkspaces.length === 0
    ? sql<boolean>`true`
    : sql<boolean>`${findOwner(workspace)} not in (
        select ${findOwner(sql`busy.id`)} from unnest(${sql.val(busyWorkspaces)}::text[]) as busy (id))`
/** Returns the SQL condition that a run belongs to a workspace of an owner. The array lets the planner use the index. */
const isOwnedBy = (owner: RawBuilder<unknown>) => sql<boolean>`r.workspace_id = any(array_append(array(
  select owned.workspace_id from workspace_members owned where owned.user_id = ${owner} and owned.role = 'owner'), ${owner}))`
/** Returns the SQL expression for the number of runs of an owner that workers hold. */
export const countActiveRuns = (owner: RawBuilder<unknown>) => sql<number>`(select count(*) from runs r
  where r.worker is not null and ${isOwnedBy(owner)})`
/** Returns the SQL condition that no worker holds a run of an owner. Leases of failed workers do not count. */
export const isIdleOwner = (owner: RawBuilder<unknown>) => sql<boolean>`not exists (
  select from runs r where r.worker is not null and r.${isAlive} and ${isOwnedBy(owner)})`
