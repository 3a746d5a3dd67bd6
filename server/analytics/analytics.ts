import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { aggregateRuns } from './aggregate-runs.ts'
import { addTo, createSums, type Dimension, type Sums } from './measure-run.ts'
import type { Period } from './periods.ts'

/** Range of a report, in ms since the Unix epoch: `from` is included, `to` is not. Both are starts of periods. */
export interface ReportRange {
  period: Period
  from: number
  to: number
}

/** Sums of a period of time. */
export interface PeriodSums extends Sums {
  periodStart: number
}

/** Sums of a subject: a workflow, node, model, person or trigger. */
export interface SubjectSums extends Sums {
  workflowId: string
  key: string
  label: string
}

/** A row of an export. */
export interface ExportedSums extends SubjectSums {
  periodStart: number
}

export interface SubjectFilter {
  /** Counts only nodes or models of this workflow. */
  workflowId?: string | undefined
  /** The number that orders the subjects, highest first. */
  order: 'executions' | 'average' | 'cost'
  /** Combines the subjects with the same key of all workflows. */
  isCombined?: boolean
}

/** Sums of the ended runs of a workspace. They are stored by period, so reading does not depend on the number of runs. */
export interface Analytics {
  /** Adds a batch of runs that have just ended, so that their result is visible at once. */
  refresh(): Promise<void>
  /** Returns a number that changes with the sums. */
  readVersion(): Promise<number>
  /** Lists the sums of a range by period, oldest first. Periods without runs are omitted. */
  listPeriods(range: ReportRange, dimension: 'all' | 'workflow', workflowId?: string): Promise<PeriodSums[]>
  /** Lists the subjects of a dimension, at most 100. Durations by bucket are omitted. */
  listSubjects(range: ReportRange, dimension: Dimension, filter: SubjectFilter): Promise<SubjectSums[]>
  /** Returns the number of distinct people who started runs. */
  countPeople(range: ReportRange): Promise<number>
  /** Reads all sums of a dimension by period, oldest first. */
  exportSums(range: ReportRange, dimension: Dimension): AsyncGenerator<ExportedSums>
  /**
   * Returns a report, computed again only after the sums have changed, or after an hour.
   *
   * @param key Identifies the report in the workspace.
   */
  cacheReport<T>(key: string, compute: () => Promise<T>): Promise<T>
}

/** Lifetime of a cached report, and the maximum number of them in a workspace. */
const reportLifetimeMs = 3_600_000
const maxCachedReports = 100
/** Maximum number of subjects in a report. */
const maxSubjects = 100
const exportPageSize = 2_000

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

interface CachedReport {
  version: number
  validUntil: number
  report: Promise<unknown>
}

export function createAnalytics(database: Kysely<Database>, workspace: string, now: () => number): Analytics {
  const reports = new Map<string, CachedReport>()
  const inRange = ({ period, from, to }: ReportRange, dimension: Dimension): RawBuilder<boolean> =>
    sql<boolean>`workspace_id = ${workspace} and period = ${period} and dimension = ${dimension}
      and period_start >= ${new Date(from)} and period_start < ${new Date(to)}`
  const readVersion = async (): Promise<number> => {
    const row = await database
      .selectFrom('analytics_versions')
      .select('version')
      .where('workspace_id', '=', workspace)
      .executeTakeFirst()
    return Number(row?.version ?? 0)
  }
  return {
    async refresh() {
      await aggregateRuns(database, workspace)
    },
    readVersion,
    async listPeriods(range, dimension, workflowId = '') {
      const rows = await database
        .selectFrom('analytics_aggregates')
        .selectAll()
        .where(inRange(range, dimension))
        .where('workflow_id', '=', workflowId)
        .orderBy('period_start')
        .execute()
      return rows.map((row) => ({ ...toSums(row), periodStart: row.period_start.getTime() }))
    },
    async listSubjects(range, dimension, { workflowId, order, isCombined = false }) {
      const workflow = isCombined ? sql`''` : sql`workflow_id`
      const orders = {
        executions: sql`sum(executions)`,
        average: sql`coalesce(sum(total_ms) / nullif(sum(timed), 0), 0)`,
        cost: sql`sum(cost) desc, sum(api_calls)`,
      }
      const { rows } = await sql<SumRow & { workflow: string; key: string; label: string }>`
        select ${workflow} as workflow, key, max(label) as label, sum(executions) as executions,
          sum(completed) as completed, sum(failed) as failed, sum(cancelled) as cancelled, sum(retries) as retries,
          sum(timed) as timed, sum(total_ms) as total_ms, max(max_ms) as max_ms, sum(active_ms) as active_ms, sum(api_calls) as api_calls,
          sum(api_errors) as api_errors, sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens,
          sum(cost) as cost, sum(unpriced_calls) as unpriced_calls
        from analytics_aggregates
        where ${inRange(range, dimension)} and workflow_id = coalesce(${workflowId ?? null}::text, workflow_id)
        group by ${isCombined ? sql`key` : sql`workflow_id, key`}
        order by ${orders[order]} desc, workflow, key limit ${maxSubjects}`.execute(database)
      return rows.map((row) => ({ ...toSums(row), workflowId: row.workflow, key: row.key, label: row.label }))
    },
    async countPeople(range) {
      const { rows } = await sql<{ count: number | string }>`select count(distinct key) as count
        from analytics_aggregates where ${inRange(range, 'person')} and key <> ''`.execute(database)
      return Number(rows[0]?.count ?? 0)
    },
    async *exportSums(range, dimension) {
      for (let offset = 0; ; offset += exportPageSize) {
        const rows = await database
          .selectFrom('analytics_aggregates')
          .selectAll()
          .where(inRange(range, dimension))
          .orderBy('period_start')
          .orderBy('workflow_id')
          .orderBy('key')
          .limit(exportPageSize)
          .offset(offset)
          .execute()
        for (const row of rows) {
          const { workflow_id: workflowId, key, label, period_start: start } = row
          yield { ...toSums(row), workflowId, key, label, periodStart: start.getTime() }
        }
        if (rows.length < exportPageSize) return
      }
    },
    async cacheReport<T>(key: string, compute: () => Promise<T>) {
      const version = await readVersion()
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
