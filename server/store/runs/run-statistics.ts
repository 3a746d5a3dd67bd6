import { sql, type Kysely } from 'kysely'
import type { Database } from '../database/database.ts'

/** Run statistics for monitoring. */
export interface RunStatistics {
  byStatus: Record<string, number>
  /** Durations, in seconds, of the runs that ended within the last five minutes. */
  durations: { p50: number; p95: number; p99: number; count: number }
}

/** Reads the run statistics of one workspace or, by default, of all workspaces. */
export async function readRunStatistics(database: Kysely<Database>, workspace?: string): Promise<RunStatistics> {
  const [statusCounts, { rows }] = await Promise.all([
    database
      .selectFrom('runs')
      .select(({ fn }) => ['status', fn.countAll<number | string>().as('count')] as const)
      .where('deleted_at', 'is', null)
      .$if(workspace !== undefined, (query) => query.where('workspace_id', '=', workspace!))
      .groupBy('status')
      .execute(),
    sql<{ p50: number | null; p95: number | null; p99: number | null; count: number | string }>`
      select percentile_cont(0.5) within group (order by seconds) as p50,
        percentile_cont(0.95) within group (order by seconds) as p95,
        percentile_cont(0.99) within group (order by seconds) as p99, count(*) as count
      from (select extract(epoch from ended_at - started_at)::float8 as seconds from runs
        where ended_at > now() - interval '5 minutes' and started_at is not null
          and workspace_id = coalesce(${workspace ?? null}::text, workspace_id)) as ended`.execute(database),
  ])
  const [durationRow] = rows
  return {
    byStatus: Object.fromEntries(statusCounts.map(({ status, count }) => [status, Number(count)])),
    durations: {
      p50: durationRow?.p50 ?? 0,
      p95: durationRow?.p95 ?? 0,
      p99: durationRow?.p99 ?? 0,
      count: Number(durationRow?.count ?? 0),
    },
  }
}

/** Statistics for the current day (UTC), language model usage since the store was created, and user statistics. */
export interface DailyStatistics {
  /** `averageSeconds`: average duration of the runs that ended today; `undefined` if there were none. */
  today: { workflowsCreated: number; runsStarted: number; averageSeconds: number | undefined }
  models: { calls: number; errors: number; inputTokens: number; outputTokens: number }
  users: UserStatistics
}

/** User statistics across all workspaces. All values are 0 on a server without accounts. */
export interface UserStatistics {
  /** Number of users active within the last 30 days. */
  active: number
  /** Number of users added today (UTC). */
  addedToday: number
  /** Fraction (0 to 1) of the users added more than 30 days ago who were active within the last 30 days. */
  retention: number
}

/** Reads the daily statistics of all workspaces. */
export async function readDailyStatistics(database: Kysely<Database>): Promise<DailyStatistics> {
  const midnight = sql`date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'`
  type Count = number | string
  const { rows } = await sql<{ created: Count; started: Count; seconds: number | null }>`select
    (select count(*) from workflows where created_at >= ${midnight}) as created,
    (select count(*) from runs where started_at >= ${midnight}) as started,
    (select avg(extract(epoch from ended_at - started_at))::float8 from runs
      where ended_at >= ${midnight} and started_at is not null) as seconds`.execute(database)
  const activeSince = sql`now() - interval '30 days'`
  const { rows: userRows } = await sql<{ active: Count; added: Count; retention: number | null }>`select
      count(*) filter (where seen >= ${activeSince}) as active,
      count(*) filter (where created_at >= ${midnight}) as added,
      avg(case when seen >= ${activeSince} then 1 else 0 end) filter (where created_at < ${activeSince})::float8 as retention
    from (select created_at, greatest(last_login_at,
        (select max(last_activity_at) from sessions where sessions.user_id = users.id)) as seen
      from users where is_active) as seen_users`.execute(database)
  const usage = await database
    .selectFrom('model_usage')
    .select(({ fn }) => [
      fn.sum<Count | null>('requests').as('requests'),
      // A failed request is recorded with a request count of 0.
      sql<Count>`count(*) filter (where requests = 0)`.as('errors'),
      fn.sum<Count | null>('input_tokens').as('input'),
      fn.sum<Count | null>('output_tokens').as('output'),
    ])
    .executeTakeFirst()
  const [counts] = rows
  const [users] = userRows
  return {
    users: {
      active: Number(users?.active ?? 0),
      addedToday: Number(users?.added ?? 0),
      retention: users?.retention ?? 0,
    },
    today: {
      workflowsCreated: Number(counts?.created ?? 0),
      runsStarted: Number(counts?.started ?? 0),
      averageSeconds: counts?.seconds ?? undefined,
    },
    models: {
      calls: Number(usage?.requests ?? 0),
      errors: Number(usage?.errors ?? 0),
      inputTokens: Number(usage?.input ?? 0),
      outputTokens: Number(usage?.output ?? 0),
    },
  }
}
