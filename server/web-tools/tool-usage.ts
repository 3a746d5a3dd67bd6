import { NodeError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import { addBuckets, createBucketSum, findQuantile, getDurationBucket } from '../analytics/duration-buckets.ts'
import type { Period } from '../analytics/periods.ts'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'

/** Totals for the calls to one tool through one provider. */
export interface ToolSums {
  /** Start of the period in ms since the Unix epoch; absent if the sums cover the entire range. */
  periodStart?: number
  tool: string
  provider: string
  calls: number
  failed: number
  /** Total cost of the calls whose price is known. */
  cost: number
  unpriced: number
  /** Estimated 95th percentile of the durations, in ms; null if no duration was measured. */
  p95Ms: number | null
}

/** A range of hours, in ms since the Unix epoch. `from` is inclusive, `to` is exclusive. */
export interface ToolRange {
  from: number
  to: number
}

/** A finished tool call. */
export interface FinishedToolCall {
  tool: string
  /** Name of the provider, model or MCP server. */
  provider: string
  hasFailed?: boolean
  /** `undefined` if the price is unknown. */
  cost?: number | undefined
  ms: number
}

/** Usage of a workspace's web and AI tools, per person per hour. */
export type ToolUsage = ReturnType<typeof createToolUsage>

interface ToolSumRow {
  period: Date | null
  tool: string
  provider: string
  calls: number | string
  failed: number | string
  cost: number | string
  unpriced: number | string
  /** Bucket numbers, starting at 1, and the number of calls in each bucket. */
  buckets: readonly string[] | null
  counts: readonly string[] | null
}

/** Maximum number of calls per person per hour. */
export const maxCallsPerHour = 100
const hourMs = 3_600_000

export function createToolUsage(database: Kysely<Database>, workspace: string, now: () => number) {
  /**
   * Sums the calls per period, tool and provider. Duration buckets are summed one by one, because the number of buckets
   * differs between rows.
   */
  const sum = async ({ from, to }: ToolRange, period: RawBuilder<Date | null>): Promise<ToolSums[]> => {
    const { rows } = await sql<ToolSumRow>`with used as (
        select ${period} as period, tool, provider, calls, failed, cost, unpriced, durations from tool_usage
        where workspace_id = ${workspace} and hour >= ${new Date(from)} and hour < ${new Date(to)} and tool <> ''),
      buckets as (
        select period, tool, provider, array_agg(bucket order by bucket) as buckets, array_agg(count order by bucket) as counts
        from (select period, tool, provider, bucket, sum(count) as count
          from used, unnest(durations) with ordinality as added(count, bucket) where count > 0
          group by period, tool, provider, bucket) as counted
        group by period, tool, provider)
      select used.period, used.tool, used.provider, sum(calls) as calls, sum(failed) as failed, sum(cost) as cost,
        sum(unpriced) as unpriced, buckets.buckets::text[] as buckets, buckets.counts::text[] as counts
      from used left join buckets on buckets.period is not distinct from used.period
        and buckets.tool = used.tool and buckets.provider = used.provider
      group by used.period, used.tool, used.provider, buckets.buckets, buckets.counts
      order by used.period, cost desc, calls desc, provider, tool`.execute(database)
    return rows.map(({ period: start, tool, provider, calls, failed, cost, unpriced, buckets, counts }) => {
      const durations: number[] = []
      for (const [index, bucket] of (buckets ?? []).entries()) {
        addBuckets(durations, [...Array<number>(Number(bucket) - 1).fill(0), Number(counts![index])])
      }
      return {
        ...(start ? { periodStart: start.getTime() } : {}),
        tool,
        provider,
        calls: Number(calls),
        failed: Number(failed),
        cost: Number(cost),
        unpriced: Number(unpriced),
        p95Ms: findQuantile(durations, 0.95),
      }
    })
  }
  const getHour = (): Date => new Date(Math.floor(now() / hourMs) * hourMs)
  return {
    /**
     * Counts a call toward a person's hourly limit, which applies across all servers. If the limit has been reached,
     * resolves with the time until the next hour.
     */
    async count(callerId: string): Promise<{ retryAfterMs: number } | undefined> {
      // The row with an empty tool name counts all calls in the hour.
      const { rows } = await sql`insert into tool_usage (workspace_id, person, hour, tool, provider, calls)
        values (${workspace}, ${toStorableText(callerId)}, ${getHour()}, '', '', 1)
        on conflict (workspace_id, person, hour, tool, provider) do update set calls = tool_usage.calls + 1
          where tool_usage.calls < ${maxCallsPerHour}
        returning calls`.execute(database)
      return rows.length > 0 ? undefined : { retryAfterMs: getHour().getTime() + hourMs - now() }
    },
    /** Adds a finished call to the usage. */
    async add(callerId: string, { tool, provider, hasFailed = false, cost, ms }: FinishedToolCall): Promise<void> {
      const isUnpriced = cost === undefined && !hasFailed
      const durations = Array<number>(getDurationBucket(ms) + 1).fill(0)
      durations[durations.length - 1] = 1
      await sql`insert into tool_usage (workspace_id, person, hour, tool, provider, calls, failed, cost, unpriced, durations)
        values (${workspace}, ${toStorableText(callerId)}, ${getHour()}, ${toStorableText(tool)},
          ${toStorableText(provider)}, 1, ${hasFailed ? 1 : 0}, ${cost ?? 0}, ${isUnpriced ? 1 : 0},
          ${`{${durations.join(',')}}`}::text::bigint[])
        on conflict (workspace_id, person, hour, tool, provider) do update set calls = tool_usage.calls + 1,
          failed = tool_usage.failed + excluded.failed, cost = tool_usage.cost + excluded.cost,
          unpriced = tool_usage.unpriced + excluded.unpriced,
          durations = ${createBucketSum('tool_usage')}`.execute(database)
    },
    /** Sums the calls in a range per tool and provider, most expensive first. */
    sum: (range: ToolRange): Promise<ToolSums[]> => sum(range, sql`null::timestamptz`),
    /** Sums the calls in each period of a range per tool and provider, oldest period first. */
    sumByPeriod: ({ period, ...range }: ToolRange & { period: Period }): Promise<ToolSums[]> =>
      sum(range, sql`date_trunc(${periodUnits[period]}::text, hour at time zone 'UTC') at time zone 'UTC'`),
  }
}

const periodUnits: Readonly<Record<Period, string>> = { hourly: 'hour', daily: 'day', weekly: 'week', monthly: 'month' }

/** Creates the error for a call that exceeds the person's hourly limit. */
export const createHourlyLimitError = (retryAfterMs: number): NodeError => {
  const params = { max: maxCallsPerHour, minutes: Math.ceil(retryAfterMs / 60_000) }
  return new NodeError('transient', error('web-tool.limit', params), { retryAfterMs })
}
