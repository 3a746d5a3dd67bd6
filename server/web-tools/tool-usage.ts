import { error, type Problem } from '@aw-flow/schema'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'

/** Calls of one tool and provider, and their cost. */
export interface ToolSums {
  tool: string
  provider: string
  calls: number
  failed: number
  /** Cost of the calls with a known price. */
  cost: number
  unpriced: number
}

/** Calls of web and AI tools of a workspace by person and hour. */
export interface ToolUsage {
  /**
   * Counts a call of a person. Returns the ms until the next hour if the person has used the calls of this hour. The
   * limit holds across all servers.
   */
  count(person: string): Promise<{ retryAfterMs: number } | undefined>
  /** Adds a call that has ended. `cost`: `undefined` if the price is unknown. */
  add(
    person: string,
    call: { tool: string; provider: string; hasFailed?: boolean; cost?: number | undefined },
  ): Promise<void>
  /** Sums the calls of a range by tool and provider, the most expensive first. Times in ms since the Unix epoch. */
  sum(from: number, to: number): Promise<ToolSums[]>
}

/** Maximum number of calls of a person per hour. */
export const maxCallsPerHour = 100
const hourMs = 3_600_000

export function createToolUsage(database: Kysely<Database>, workspace: string, now: () => number): ToolUsage {
  const getHour = (): Date => new Date(Math.floor(now() / hourMs) * hourMs)
  return {
    async count(person) {
      // The row without a tool counts all calls of the hour.
      const { rows } = await sql`insert into tool_usage (workspace_id, person, hour, tool, provider, calls)
        values (${workspace}, ${toStorableText(person)}, ${getHour()}, '', '', 1)
        on conflict (workspace_id, person, hour, tool, provider) do update set calls = tool_usage.calls + 1
          where tool_usage.calls < ${maxCallsPerHour}
        returning calls`.execute(database)
      return rows.length > 0 ? undefined : { retryAfterMs: getHour().getTime() + hourMs - now() }
    },
    async add(person, { tool, provider, hasFailed = false, cost }) {
      const isUnpriced = cost === undefined && !hasFailed
      await sql`insert into tool_usage (workspace_id, person, hour, tool, provider, calls, failed, cost, unpriced)
        values (${workspace}, ${toStorableText(person)}, ${getHour()}, ${tool}, ${toStorableText(provider)}, 1,
          ${hasFailed ? 1 : 0}, ${cost ?? 0}, ${isUnpriced ? 1 : 0})
        on conflict (workspace_id, person, hour, tool, provider) do update set calls = tool_usage.calls + 1,
          failed = tool_usage.failed + excluded.failed, cost = tool_usage.cost + excluded.cost,
          unpriced = tool_usage.unpriced + excluded.unpriced`.execute(database)
    },
    async sum(from, to) {
      const rows = await database
        .selectFrom('tool_usage')
        .select(({ fn }) => [
          'tool',
          'provider',
          fn.sum<number | string>('calls').as('calls'),
          fn.sum<number | string>('failed').as('failed'),
          fn.sum<number | string>('cost').as('cost'),
          fn.sum<number | string>('unpriced').as('unpriced'),
        ])
        .where('workspace_id', '=', workspace)
        .where('hour', '>=', new Date(from))
        .where('hour', '<', new Date(to))
        .where('tool', '<>', '')
        .groupBy(['tool', 'provider'])
        .orderBy('cost', 'desc')
        .orderBy('calls', 'desc')
        .orderBy('provider')
        .execute()
      return rows.map(({ tool, provider, calls, failed, cost, unpriced }) => ({
        tool,
        provider,
        calls: Number(calls),
        failed: Number(failed),
        cost: Number(cost),
        unpriced: Number(unpriced),
      }))
    },
  }
}

/** Returns the outcome of a call of a person who has used the calls of this hour. */
export const createHourlyLimitOutcome = (retryAfterMs: number): { problem: Problem; retryAfterMs: number } => ({
  problem: error('web-tool.limit', { max: maxCallsPerHour, minutes: Math.ceil(retryAfterMs / 60_000) }),
  retryAfterMs,
})
