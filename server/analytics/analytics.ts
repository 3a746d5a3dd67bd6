import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { aggregateRuns } from './aggregate-runs.ts'
import { addSums, createSums, sumColumns, sumNames, type Dimension, type Sums } from './measure-run.ts'
import type { Period } from './periods.ts'

/**
 * A report's time range, in ms since the Unix epoch. `from` is inclusive, `to` is exclusive; both are the start of a
 * period.
 */
export interface ReportRange {
  period: Period
  from: number
  to: number
}

/** Sums for one period. */
export interface PeriodSums extends Sums {
  periodStart: number
}

/** Sums for one subject: a workflow, node, model, agent, person or trigger. */
export interface SubjectSums extends Sums {
  workflowId: string
  key: string
  label: string
}

/** A row of an export: one subject's sums for one period. */
export interface ExportedSums extends SubjectSums {
  periodStart: number
}

/** Describes a list of subjects in a report. */
export interface SubjectList {
  dimension: Dimension
  /** Value that the subjects are sorted by, in descending order. */
  order: 'executions' | 'average' | 'cost'
  /** Whether to combine subjects that have the same key but belong to different workflows. */
  isCombined?: boolean
}

/** Sums for a report: its trend, and its subject lists keyed by name. */
export type ReportSums<Name extends string> = { trend: PeriodSums[] } & Record<Name, SubjectSums[]>

/** Current counts, as of the time of the request. */
export interface CurrentCounts {
  workflows: number
  publishedWorkflows: number
  /** Runs in progress, including queued and waiting runs. */
  running: number
}

/** Lifetime of cached reports, in ms. */
const reportLifetimeMs = 3_600_000
/** Maximum number of cached reports per workspace. */
const maxCachedReports = 100
/** Maximum number of subjects in a report's list. */
const maxSubjects = 100
const exportPageSize = 2_000

const subjectOrders: Readonly<Record<SubjectList['order'], RawBuilder<unknown>>> = {
  executions: sql`sum(executions)`,
  average: sql`coalesce(sum(total_ms) / nullif(sum(timed), 0), 0)`,
  cost: sql`sum(cost) desc, sum(api_calls)`,
}

/** A row with sums. Depending on the driver, counts are numbers or strings. */
type SumRow = Record<SumColumn | 'max_ms', number | string> & { durations?: readonly (number | string)[] }
type SumColumn = (typeof sumColumns)[keyof typeof sumColumns]

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

export function createAnalytics(database: Kysely<Database>, workspaceId: string, now: () => number) {
  const cachedReports = new Map<string, CachedReport>()
  const readState = async (): Promise<{ version: number; hasPendingRuns: boolean }> => {
    const { rows } = await sql<{ version: number | string | null; hasPending: boolean }>`select
      (select version from analytics_versions where workspace_id = ${workspaceId}) as version,
      exists (select from analytics_pending where workspace_id = ${workspaceId}) as "hasPending"`.execute(database)
    const [row] = rows
    return { version: Number(row?.version ?? 0), hasPendingRuns: row?.hasPending ?? false }
  }
  const refresh = async (): Promise<number> => {
    const { version, hasPendingRuns: hasPending } = await readState()
    if (!hasPending) return version
    await aggregateRuns(database, { workspace: workspaceId })
    return (await readState()).version
  }
  return {
    /**
     * Aggregates a batch of runs that have just ended, so that reports include them immediately. Returns a version number
     * that increases whenever the sums change.
     */
    refresh,
    /**
     * Reads a range's sums per period (oldest first) and lists of at most 100 subjects each, using a single statement.
     * Periods without runs are omitted. Subjects do not include duration buckets.
     *
     * @param workflowId Limits the sums to this workflow.
     */
    async readSums<Name extends string>(
      range: ReportRange,
      lists: Readonly<Record<Name, SubjectList>>,
      workflowId?: string,
    ): Promise<ReportSums<Name>> {
      const workflowCondition = workflowId === undefined ? sql`` : sql`and workflow_id = ${workflowId}`
      const trendQuery = sql`select period_start, ${sql.join(Object.values(sumColumns).map((name) => sql.ref(name)))}, max_ms, durations
        from analytics_aggregates where ${createRangeCondition(workspaceId, range, workflowId === undefined ? 'all' : 'workflow')} ${workflowCondition}
        order by period_start`
      const subjectQueries = Object.entries<SubjectList>(lists).map(
        ([name, list]) => [name, selectSubjects(workspaceId, range, list, workflowCondition)] as const,
      )
      // The database returns each list as JSON, so that a single statement returns all lists.
      const columns = [['trend', trendQuery] as const, ...subjectQueries].map(
        ([name, query]) =>
          sql`(select coalesce(json_agg(listed), '[]') from (${query}) as listed)::text as ${sql.id(name)}`,
      )
      const { rows } = await sql<Record<string, string>>`select ${sql.join(columns)}`.execute(database)
      const parseRows = <Row>(name: string) => JSON.parse(rows[0]![name]!) as Row[]
      return {
        trend: parseRows<SumRow & { period_start: string }>('trend').map((row) => {
          return { ...toSums(row), periodStart: Date.parse(row.period_start) }
        }),
        ...Object.fromEntries(subjectQueries.map(([name]) => [name, parseRows<SubjectRow>(name).map(toSubjectSums)])),
      } as ReportSums<Name>
    },
    /** Counts the distinct people who started runs. */
    async countPeople(range: ReportRange): Promise<number> {
      const { rows } = await sql<{ count: number | string }>`select count(distinct key) as count
        from analytics_aggregates where ${createRangeCondition(workspaceId, range, 'person')} and key <> ''`.execute(
        database,
      )
      return Number(rows[0]?.count ?? 0)
    },
    /** Counts existing workflows and runs in progress. */
    async countCurrent(): Promise<CurrentCounts> {
      const existingCondition = sql`workspace_id = ${workspaceId} and deleted_at is null`
      const { rows } = await sql<Record<keyof CurrentCounts, number | string>>`select
        (select count(*) from workflows where ${existingCondition}) as "workflows",
        (select count(*) from workflows where ${existingCondition} and status = 'published') as "publishedWorkflows",
        (select count(*) from runs where ${existingCondition} and status in ('queued', 'running', 'waiting')) as "running"`.execute(
        database,
      )
      const { workflows, publishedWorkflows, running } = rows[0]!
      return {
        workflows: Number(workflows),
        publishedWorkflows: Number(publishedWorkflows),
        running: Number(running),
      }
    },
    /** Reads all sums of a dimension, per period and oldest first. */
    async *exportSums(range: ReportRange, dimension: Dimension): AsyncGenerator<ExportedSums> {
      for (let offset = 0; ; offset += exportPageSize) {
        const rows = await database
          .selectFrom('analytics_aggregates')
          .selectAll()
          .where(createRangeCondition(workspaceId, range, dimension))
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
    /**
     * Aggregates runs that have just ended, then returns a report. The cached report is reused for up to an hour, as long
     * as the sums have not changed.
     *
     * @param key Identifies the report within the workspace.
     */
    async getCachedReport<T>(key: string, compute: () => Promise<T>): Promise<T> {
      const version = await refresh()
      const cachedReport = cachedReports.get(key)
      if (cachedReport?.version === version && cachedReport.validUntil > now()) return cachedReport.report as Promise<T>
      const report = compute()
      cachedReports.delete(key)
      cachedReports.set(key, { version, validUntil: now() + reportLifetimeMs, report })
      if (cachedReports.size > maxCachedReports) cachedReports.delete(cachedReports.keys().next().value!)
      report.catch(() => cachedReports.delete(key))
      return report
    },
  }
}

const createRangeCondition = (
  workspaceId: string,
  { period, from, to }: ReportRange,
  dimension: Dimension,
): RawBuilder<boolean> =>
  sql<boolean>`workspace_id = ${workspaceId} and period = ${period} and dimension = ${dimension}
    and period_start >= ${new Date(from)} and period_start < ${new Date(to)}`

const selectSubjects = (
  workspaceId: string,
  range: ReportRange,
  { dimension, order, isCombined = false }: SubjectList,
  workflowCondition: RawBuilder<unknown>,
) => sql`select ${isCombined ? sql`''` : sql`workflow_id`} as workflow_id, key, max(label) as label,
    ${sql.join(Object.values(sumColumns).map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`))}, max(max_ms) as max_ms
  from analytics_aggregates where ${createRangeCondition(workspaceId, range, dimension)} ${workflowCondition}
  group by ${isCombined ? sql`key` : sql`workflow_id, key`}
  order by ${subjectOrders[order]} desc, 1, key limit ${sql.lit(maxSubjects)}`

/** Adds up the sums of several periods. */
export function addPeriods(list: readonly Sums[]): Sums {
  const total = createSums()
  for (const sums of list) addSums(total, sums)
  return total
}

const toSums = (row: SumRow): Sums => {
  const sums = sumNames.map((name) => [name, Number(row[sumColumns[name]])])
  return {
    ...(Object.fromEntries(sums) as Record<keyof typeof sumColumns, number>),
    maxMs: Number(row.max_ms),
    durations: (row.durations ?? []).map(Number),
  }
}

const toSubjectSums = (row: SubjectRow): SubjectSums => ({
  ...toSums(row),
  workflowId: row.workflow_id,
  key: row.key,
  label: row.label,
})
