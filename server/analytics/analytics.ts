import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { aggregateRuns, sumColumns } from './aggregate-runs.ts'
import { addTo, createSums, type Dimension, type Sums } from './measure-run.ts'
import type { Period } from './periods.ts'

/** Range of a report, in ms since the Unix epoch: `from` is included, `to` is not. Both are starts of periods. */
export interface ReportRange {
  period: Period
  from: number
  to: number
}

/** Sums over a period of time. */
export interface PeriodSums extends Sums {
  periodStart: number
}

/** Sums of a subject: a workflow, node, model, agent, person or trigger. */
export interface SubjectSums extends Sums {
  workflowId: string
  key: string
  label: string
}

/** A row of an export. */
export interface ExportedSums extends SubjectSums {
  periodStart: number
}

/** A list of subjects in a report. */
export interface SubjectList {
  dimension: Dimension
  /** The number that orders the subjects, highest first. */
  order: 'executions' | 'average' | 'cost'
  /** Whether subjects of different workflows with the same key are combined. */
  isCombined?: boolean
}

/** Sums of a report: its trend, and its lists of subjects by name. */
export type ReportSums<Name extends string> = { trend: PeriodSums[] } & Record<Name, SubjectSums[]>

/** Counts at the time of a request. */
export interface CurrentCounts {
  workflows: number
  publishedWorkflows: number
  /** Runs in progress, including queued and waiting ones. */
  running: number
}

/** Sums of the ended runs of a workspace. They are stored by period, so reading does not depend on the number of runs. */
export interface Analytics {
  /**
   * Adds a batch of runs that have just ended, so that their results are visible immediately. Returns a version number
   * that increases whenever the sums change.
   */
  refresh(): Promise<number>
  /**
   * Reads the sums of a range by period, oldest first, and lists of at most 100 subjects, all in one statement. Periods
   * without runs are omitted, and so are the durations of subjects by bucket.
   *
   * @param workflowId Reads only the sums of this workflow.
   */
  readSums<Name extends string>(
    range: ReportRange,
    lists: Readonly<Record<Name, SubjectList>>,
    workflowId?: string,
  ): Promise<ReportSums<Name>>
  /** Returns the number of distinct people who started runs. */
  countPeople(range: ReportRange): Promise<number>
  /** Counts existing workflows and runs in progress. */
  countCurrent(): Promise<CurrentCounts>
  /** Reads all sums of a dimension by period, oldest first. */
  exportSums(range: ReportRange, dimension: Dimension): AsyncGenerator<ExportedSums>
  /**
   * Adds runs that have just ended, and returns a report. It is computed again only after the sums have changed, or
   * after an hour.
   *
   * @param key Identifies the report in the workspace.
   */
  cacheReport<T>(key: string, compute: () => Promise<T>): Promise<T>
}

/** Lifetime of a cached report, in ms. */
const reportLifetimeMs = 3_600_000
/** Maximum number of cached reports in a workspace. */
const maxCachedReports = 100
/** Maximum number of subjects in a list of a report. */
const maxSubjects = 100
const exportPageSize = 2_000

const subjectOrders: Readonly<Record<SubjectList['order'], RawBuilder<unknown>>> = {
  executions: sql`sum(executions)`,
  average: sql`coalesce(sum(total_ms) / nullif(sum(timed), 0), 0)`,
  cost: sql`sum(cost) desc, sum(api_calls)`,
}

interface SumRow {
  executions: number | string
  completed: number | string
  failed: number | string
  cancelled: number | string
  retries: number | string
  timed: number | string
  total_ms: number
  max_ms: number
  active_ms: number
  api_calls: number | string
  api_errors: number | string
  input_tokens: number | string
  output_tokens: number | string
  cost: number | string
  unpriced_calls: number | string
  durations?: readonly (number | string)[]
}

interface SubjectRow extends SumRow {
  workflow_id: string
  key: string
  label: string
}

interface CachedReport {
  version: number
  validUntil: number
  report: Promise<unknown>
}

export function createAnalytics(database: Kysely<Database>, workspace: string, now: () => number): Analytics {
  const reports = new Map<string, CachedReport>()
  const createRangeCondition = ({ period, from, to }: ReportRange, dimension: Dimension): RawBuilder<boolean> =>
    sql<boolean>`workspace_id = ${workspace} and period = ${period} and dimension = ${dimension}
      and period_start >= ${new Date(from)} and period_start < ${new Date(to)}`
  const readState = async (): Promise<{ version: number; hasPending: boolean }> => {
    const { rows } = await sql<{ version: number | string | null; hasPending: boolean }>`select
      (select version from analytics_versions where workspace_id = ${workspace}) as version,
      exists (select from analytics_pending where workspace_id = ${workspace}) as "hasPending"`.execute(database)
    const [row] = rows
    return { version: Number(row?.version ?? 0), hasPending: row?.hasPending ?? false }
  }
  const refresh = async (): Promise<number> => {
    const { version, hasPending } = await readState()
    if (!hasPending) return version
    await aggregateRuns(database, { workspace })
    return (await readState()).version
  }
  const selectSubjects = (
    range: ReportRange,
    { dimension, order, isCombined = false }: SubjectList,
    workflowCondition: RawBuilder<unknown>,
  ) => sql`select ${isCombined ? sql`''` : sql`workflow_id`} as workflow_id, key, max(label) as label,
      ${sql.join(sumColumns.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`))}, max(max_ms) as max_ms
    from analytics_aggregates where ${createRangeCondition(range, dimension)} ${workflowCondition}
    group by ${isCombined ? sql`key` : sql`workflow_id, key`}
    order by ${subjectOrders[order]} desc, 1, key limit ${sql.lit(maxSubjects)}`
  return {
    refresh,
    async readSums<Name extends string>(
      range: ReportRange,
      lists: Readonly<Record<Name, SubjectList>>,
      workflowId?: string,
    ) {
      const workflowCondition = workflowId === undefined ? sql`` : sql`and workflow_id = ${workflowId}`
      const trend = sql`select period_start, ${sql.join(sumColumns.map((name) => sql.ref(name)))}, max_ms, durations
        from analytics_aggregates where ${createRangeCondition(range, workflowId === undefined ? 'all' : 'workflow')} ${workflowCondition}
        order by period_start`
      const subjects = Object.entries<SubjectList>(lists).map(
        ([name, list]) => [name, selectSubjects(range, list, workflowCondition)] as const,
      )
      // Like `readRows`: the database sends each list as JSON.
      const columns = [['trend', trend] as const, ...subjects].map(
        ([name, query]) =>
          sql`(select coalesce(json_agg(listed), '[]') from (${query}) as listed)::text as ${sql.id(name)}`,
      )
      const { rows } = await sql<Record<string, string>>`select ${sql.join(columns)}`.execute(database)
      const parse = <Row>(name: string) => JSON.parse(rows[0]![name]!) as Row[]
      return {
        trend: parse<SumRow & { period_start: string }>('trend').map((row) => {
          return { ...toSums(row), periodStart: Date.parse(row.period_start) }
        }),
        ...Object.fromEntries(subjects.map(([name]) => [name, parse<SubjectRow>(name).map(toSubjectSums)])),
      } as ReportSums<Name>
    },
    async countPeople(range) {
      const { rows } = await sql<{ count: number | string }>`select count(distinct key) as count
        from analytics_aggregates where ${createRangeCondition(range, 'person')} and key <> ''`.execute(database)
      return Number(rows[0]?.count ?? 0)
    },
    async countCurrent() {
      const existing = sql`workspace_id = ${workspace} and deleted_at is null`
      const { rows } = await sql<Record<keyof CurrentCounts, number | string>>`select
        (select count(*) from workflows where ${existing}) as "workflows",
        (select count(*) from workflows where ${existing} and status = 'published') as "publishedWorkflows",
        (select count(*) from runs where ${existing} and status in ('queued', 'running', 'waiting')) as "running"`.execute(
        database,
      )
      const { workflows, publishedWorkflows, running } = rows[0]!
      return {
        workflows: Number(workflows),
        publishedWorkflows: Number(publishedWorkflows),
        running: Number(running),
      }
    },
    async *exportSums(range, dimension) {
      for (let offset = 0; ; offset += exportPageSize) {
        const rows = await database
          .selectFrom('analytics_aggregates')
          .selectAll()
          .where(createRangeCondition(range, dimension))
          .orderBy('period_start')
          .orderBy('workflow_id')
          .orderBy('key')
          .limit(exportPageSize)
          .offset(offset)
          .execute()
        for (const row of rows) {
          yield { ...toSubjectSums(row), periodStart: row.period_start.getTime() }
        }
        if (rows.length < exportPageSize) return
      }
    },
    async cacheReport<T>(key: string, compute: () => Promise<T>) {
      const version = await refresh()
      const cached = reports.get(key)
      if (cached?.version === version && cached.validUntil > now()) return cached.report as Promise<T>
      const report = compute()
      reports.delete(key)
      reports.set(key, { version, validUntil: now() + reportLifetimeMs, report })
      if (reports.size > maxCachedReports) reports.delete(reports.keys().next().value!)
      report.catch(() => reports.delete(key))
      return report
    },
  }
}

/** Adds the sums of periods. */
export function addPeriods(list: readonly Sums[]): Sums {
  const total = createSums()
  for (const sums of list) addTo(total, sums)
  return total
}

const toSums = (row: SumRow): Sums => ({
  executions: Number(row.executions),
  completed: Number(row.completed),
  failed: Number(row.failed),
  cancelled: Number(row.cancelled),
  retries: Number(row.retries),
  timed: Number(row.timed),
  totalMs: Number(row.total_ms),
  maxMs: Number(row.max_ms),
  activeMs: Number(row.active_ms),
  apiCalls: Number(row.api_calls),
  apiErrors: Number(row.api_errors),
  inputTokens: Number(row.input_tokens),
  outputTokens: Number(row.output_tokens),
  cost: Number(row.cost),
  unpricedCalls: Number(row.unpriced_calls),
  durations: (row.durations ?? []).map(Number),
})

const toSubjectSums = (row: SubjectRow): SubjectSums => ({
  ...toSums(row),
  workflowId: row.workflow_id,
  key: row.key,
  label: row.label,
})
